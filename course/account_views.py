"""What we add to allauth's pages."""

from typing import Any

from allauth.account.views import SignupView

from course.views import SESSION_CODE


class SignUp(SignupView):  # type: ignore[misc]
    """Signing up, with the join code that the person typed or followed already filled in."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "code": self.request.session.get(SESSION_CODE, "")}

"""What we add to allauth's pages."""

from functools import cached_property
from typing import Any

from allauth.account.views import SignupView
from django.utils import timezone

from course.forms import InvitedSignUpForm
from course.joining import invitations
from course.joining.invitation_views import SESSION_INVITATION
from course.models import Invitation
from course.views import SESSION_CODE


class SignUp(SignupView):  # type: ignore[misc]
    """Signing up: by the invitation whose link was opened, or with the join code that was typed or followed."""

    @cached_property
    def invitation(self) -> Invitation | None:
        return invitations.opened(self.request.session.get(SESSION_INVITATION), at=timezone.now())

    def get_form_class(self) -> Any:
        return InvitedSignUpForm if self.invitation else super().get_form_class()

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return {**kwargs, "invitation": self.invitation} if self.invitation else kwargs

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "code": self.request.session.get(SESSION_CODE, "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "invitation": self.invitation}

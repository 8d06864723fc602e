"""A provider, a course that knows it, and travelers between the two, all by real HTTP on this machine."""

from __future__ import annotations

import fcntl
import html
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.live import Installation, Reply, Server, Visitor
from tests.oidc.provider import CLIENT, SECRET, Provider
from tests.oidc.stage import DOMAIN, PASSWORD

LIGHT = {"DJANGO_SETTINGS_MODULE": "tests.oidc.settings"}
INVITED = "invited.json"


@dataclass
class House:
    """The course at one ``server``, what it told when it was prepared, and tokens of invitations nobody has opened."""

    server: Server
    provider: Provider
    told: str
    invited: dict[str, str] = field(default_factory=dict)

    def traveler(self, name: str = "", **claims: object) -> Traveler:
        """Somebody with an account at the provider, whose address it has verified."""
        known = {
            "sub": f"subject-{name}",
            "email": name + DOMAIN,
            "email_verified": True,
            "name": name.title(),
        }
        self.provider.reset()
        self.provider.claims = {**known, **claims}
        return Traveler(self.server)


class Traveler(Visitor):
    """A visitor who goes to the provider and comes back."""

    def set_out(self, **form: str) -> Reply:
        """Press the button. The page that answers leads on by itself."""
        self.get("/account/login/")
        return self.post("/account/elsewhere/start/", form)

    def come_back(self, page: Reply) -> str:
        """Follow the page to the provider; returns the address here to which the provider sends the browser."""
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
        assert found, page.text
        away = urlsplit(html.unescape(found[1]))
        connection = HTTPConnection(away.netloc, timeout=10)
        connection.request("GET", f"{away.path}?{away.query}")
        back = urlsplit(connection.getresponse().getheader("Location") or "")
        connection.close()
        return f"{back.path}?{back.query}"

    def sign_in_elsewhere(self, **form: str) -> Reply:
        return self.get(self.come_back(self.set_out(**form)))

    def agree(self) -> None:
        """Agree to the privacy notice, as newcomers are asked to."""
        asked = re.search(r'name="notice" value="(\d+)"', self.get("/privacy/notice/").text)
        assert asked
        self.post("/privacy/notice/agree/", {"notice": asked[1]})

    def is_in(self) -> bool:
        return self.get("/profile/").status == 200

    def type_password(self, name: str) -> Traveler:
        self.sign_in(name + DOMAIN, PASSWORD)
        return self


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course before it hears of a provider, made once for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, ready = root / "oidc-staged", root / "oidc-is-ready"
    with (root / "oidc-staged.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            told = Installation(folder, more=LIGHT).python("tests.oidc.stage")
            (folder / INVITED).write_text(told.splitlines()[-1])
            ready.touch()
    return folder


@pytest.fixture(scope="session")
def open_house(
    provider: Provider, staged: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., House]]:
    """``open_house(OIDC_SECOND_STEP="1")``: the course with these settings, on the one database of this worker."""
    bare = Installation(tmp_path_factory.mktemp("oidc") / "var")
    shutil.copytree(staged, bare.folder)
    invited = json.loads((staged / INVITED).read_text())
    settings = {
        **LIGHT,
        **{"OIDC_ISSUER": provider.issuer, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET},
        **{"OIDC_NAME": "Harbor ID", "OIDC_ADMITS": "known", "WEB_CONCURRENCY": "1", "EMAIL_HOST": ""},
    }
    houses: dict[str, House] = {}
    told: list[str] = []

    def open_house(**more: str) -> House:
        asked = repr(sorted(more.items()))
        if asked not in houses:
            place = replace(bare, more={**settings, **more})
            if not houses:
                told.append(place.python("manage", "prepare"))
            houses[asked] = House(Server(place), provider, told[0], invited)
            houses[asked].server.start()
        return houses[asked]

    yield open_house
    for house in houses.values():
        house.server.kill()


@pytest.fixture
def house(open_house: Callable[..., House]) -> House:
    return open_house()

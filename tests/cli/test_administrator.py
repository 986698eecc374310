"""The first way in: a fresh installation gets its administrator from the command line, and one who lost theirs a new one."""

import re
from pathlib import Path

from pyotp.totp import TOTP

from app.access import Role
from app.cli import keys
from app.main import open_from
from app.services import people, signing_in
from app.services.migrating import migrate
from app.services.sessions import NOBODY_AT_WORK
from app.settings import Settings
from app.work import unit_of_work
from tests.cli.conftest import Rumduol

_PERSON = ("--name", "Invented Person", "--email", "person@example.invalid")


def _fresh(data: Path) -> None:
    keys.make(data / "master.key")
    migrate(f"sqlite:///{data}/rumduol.db", f"sqlite:///{data}/keys.db")


def test_a_fresh_installation_gets_somebody_who_can_sign_in_and_a_lost_account_is_made_anew(rumduol: Rumduol, tmp_path: Path) -> None:
    _fresh(tmp_path / "data")
    assert rumduol("administrator", "Boss", *_PERSON).code == 0
    done = rumduol("administrator", "boss", *_PERSON)
    password, secret = (re.search(rf"{word}: +(.+)", done.out) for word in ("Password", "one-time codes"))
    assert password
    assert secret
    house, _ = open_from(Settings(data=tmp_path / "data"))
    code = TOTP(secret.group(1).replace(" ", "")).at(house.clock())
    token, _ = signing_in.sign_in(house, "boss", password.group(1), code, idle_seconds=600, absolute_seconds=600)
    assert token
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        assert [(one.role, one.username) for one in people.colleagues(work)] == [(Role.SYSTEM_ADMIN, "boss")]


def test_a_name_that_cannot_be_one_leaves_nobody_behind(rumduol: Rumduol, tmp_path: Path) -> None:
    _fresh(tmp_path / "data")
    assert rumduol("administrator", " ", *_PERSON).code == 2
    house, _ = open_from(Settings(data=tmp_path / "data"))
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        assert people.colleagues(work) == []

"""Canaries through what comes in and goes out: files in HTCDS, right and wrong ones, identities by four eyes, exports."""

from io import BytesIO
from typing import TYPE_CHECKING

import pyrage
from xlsxwriter import Workbook

from app.access import Role
from app.services import exporting
from app.settings import Settings
from tests.builders import DAY, a_user, signed_in

if TYPE_CHECKING:
    from tests.api.test_canary import Aviary

API = "/api/v1"
SUPERVISOR = Role.SUPERVISOR
IDENTITY = pyrage.x25519.Identity.generate()
TO = str(IDENTITY.to_public())
ASKED = "first_contact_at=2025-06-15T10:00:00%2B07:00&interpreter_needed=false&nationality_class=unknown"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEALED = ("prs_FirstName", "prs_SecondName", "prs_IdentityNumber", "prs_MailingStreet")


def plant(aviary: "Aviary") -> None:
    """Import, fetch by four eyes, export, and send files that cannot be right."""
    case = _imported(aviary)
    _wrong_files(aviary)
    _identities(aviary, case)
    _exports(aviary)


def _imported(aviary: "Aviary") -> str:
    words = [aviary.canaries.new() for _ in SEALED]
    table = ",".join([*SEALED, "prs_Gender"]) + "\r\n" + ",".join([*words, "Feminine"]) + "\r\n"
    person = aviary.town.person(SUPERVISOR)
    for mode in ("dry_run", "import"):
        answer = aviary.ask(
            person, "POST", f"{API}/imports/htcds?mode={mode}&{ASKED}", content=table.encode(), headers={"Content-Type": "text/csv"}
        )
        assert answer.status_code == 200, answer.text
    aviary.accepted += words
    return str(answer.json()["cases"][0]["case_id"])


def _wrong_files(aviary: "Aviary") -> None:
    new = aviary.canaries.new
    good = b"prs_FirstName,prs_SecondName,prs_Gender\r\n"
    rows = f"{new()},{new()},{new()}\r\n={new()},{new()},Feminine,{new()}\r\n"
    files = [
        good + rows.encode(),
        good.replace(b"prs_Gender", b"prs_Birthdate") + rows.encode(),
        good + f'"{new()}'.encode(),
        new().encode("utf-16"),
        f"{new()},{new()}\r\n{new()}\r\n".encode(),
        good + b"\x00" + new().encode(),
        good + (new() * 10_000).encode(),
    ]
    book = BytesIO()
    with Workbook(book, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for at, name in enumerate(("prs_FirstName", "prs_SecondName", "prs_Birthdate")):
            sheet.write_row(0, at, [name])
            sheet.write_row(1, at, [new()])
    for mode in ("dry_run", "import"):
        address = f"{API}/imports/htcds?mode={mode}&{ASKED}"
        for file in files:
            aviary.send(SUPERVISOR, "POST", address, content=file, headers={"Content-Type": "text/csv"})
        for file in (book.getvalue(), b"PK\x03\x04" + new().encode()):
            aviary.send(SUPERVISOR, "POST", address, content=file, headers={"Content-Type": XLSX})
    aviary.send(SUPERVISOR, "POST", f"{API}/imports/htcds?mode={new()}&first_contact_at={new()}&ignore_columns={new()}", content=files[0])


def _identities(aviary: "Aviary", case: str) -> None:
    new, asker = aviary.canaries.new, aviary.town.person(SUPERVISOR)
    reason = new(khmer=True)
    body = {"case_ids": [case], "recipient": TO, "purpose": "handover", "reason": reason, "format": "csv"}
    made = aviary.ask(asker, "POST", f"{API}/identity-exports", json=body, headers={"Idempotency-Key": new()})
    assert made.status_code == 201, made.text
    aviary.accepted.append(reason)
    for wrong in ({"recipient": new()}, {"recipient": f"{TO} {new()}"}, {"purpose": new()}, {"case_ids": [new()]}, {new(): new()}):
        aviary.ask(asker, "POST", f"{API}/identity-exports", json=body | wrong)
    address = str(made.headers["Location"])
    second = signed_in(aviary.house, a_user(aviary.house, aviary.town.own, SUPERVISOR))
    assert reason in aviary.ask(second, "GET", address, keep=False).text
    assert aviary.ask(second, "POST", f"{address}/approval").status_code == 200
    file = aviary.ask(asker, "POST", f"{address}/file")
    assert file.status_code == 200
    assert aviary.canaries.mark in pyrage.decrypt(file.content, [IDENTITY]).decode()
    for format_ in ("xlsx", "csv"):
        assert aviary.send(SUPERVISOR, "GET", f"{API}/htcds-export?format={format_}") == 200


def _exports(aviary: "Aviary") -> None:
    new, person = aviary.canaries.new, aviary.town.person(SUPERVISOR)
    aviary.house.clock.advance(DAY)  # type: ignore[attr-defined]  # the tests' clock
    places = [
        aviary.ask(person, "POST", f"{API}/exports", json={"kind": k, "recipient": TO}).headers["Location"] for k in ("cases", "findings")
    ]
    for wrong in ({"kind": new()}, {"recipient": new()}, {"status": [new()]}, {new(): new()}):
        aviary.ask(person, "POST", f"{API}/exports", json={"kind": "cases", "recipient": TO} | wrong)
    exporting.make_waiting(aviary.house, Settings(data=aviary.folder).exports)
    for place in places:
        part = aviary.ask(person, "GET", f"{place}/parts/1")
        assert part.status_code == 200, part.text
        # What an export of cases holds is no person's word either, sealed or not.
        aviary.answers.append(pyrage.decrypt(part.content, [IDENTITY]))

"""`rumduol report`: a frozen report as files, and the key by which they are verified."""

import re
import sys
from calendar import monthrange
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, get_args
from uuid import UUID

import typer
from sqlalchemy import select

from app.crypto.chain import public_key_of
from app.errors import Misconfigured
from app.models.registers import Organisation
from app.reports.files import Format, Language
from app.reports.sealing import fingerprint
from app.services import report_files
from app.services.opening import master_key_from
from app.services.periods import Period
from app.services.report_files import ReportFile
from app.services.sessions import NOBODY_AT_WORK
from app.settings import Settings
from app.work import NOBODY, House, Work, unit_of_work

commands = typer.Typer(no_args_is_help=True, help="Compliance reports that were frozen, as files that prove themselves.")
OWN_KEY = "this-installation.pub"
_PERIOD = re.compile(r"(\d{4})(?:-Q([1-4])|-(\d{2})(?:\.\.(\d{4})-(\d{2}))?)?")

_Organisation = Annotated[
    str | None, typer.Option(help="Its name, a part of it that no other has, or its id. May be left out with --demo.")
]
_Span = Annotated[str | None, typer.Option(help="2026-Q3, 2026, 2026-07 or 2026-07..2026-09. May be left out with --demo: this year.")]
_Out = Annotated[Path, typer.Option(help="The folder to write into; it is made if there is none.")]
_Languages = Annotated[str, typer.Option("--language", help="Of the PDF: km, en, or both with a comma between.")]
_Demo = Annotated[
    bool, typer.Option("--demo", help="Invent an installation in a temporary folder, and go the whole way of a report in it.")
]


@commands.command()
def mou(
    *, out: _Out, organisation: _Organisation = None, period: _Span = None, language: _Languages = "km,en", demo: _Demo = False
) -> None:
    """Write the frozen compliance report of an organisation and a period as JSON, CSV, XLSX and PDF."""
    languages = _languages(language)
    span = _period(period) if period else None
    if demo:
        from app.cli.report_demo import a_demo

        with a_demo(sys.stderr) as (house, invented):
            key = house.vault.export_public_key()
            trusted = _publish(key, out / "demo-signer.pub")
            made = invented(organisation, span)
            written = _written(house, made, languages, out)
        _told(written, key, f" --key {trusted}")
        return
    if organisation is None or span is None:
        raise Misconfigured("Name an --organisation and a --period, or try --demo.")
    with _house() as (house, settings):
        key = house.vault.export_public_key()
        _publish(key, settings.trusted_signers / OWN_KEY)
        with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
            report_id = _frozen(work, named(work, organisation), span)
        written = _written(house, report_id, languages, out)
    _told(written, key, "")


@commands.command("public-key")
def public_key() -> None:
    """Print the key by which anybody verifies the reports of this installation, and its fingerprint."""
    settings = Settings()
    text = settings.master_key.get_secret_value() if settings.master_key else None
    key = public_key_of(master_key_from(text, settings.master_key_file or settings.data / "master.key").export_signer())
    typer.echo(key.hex())
    typer.echo(f"fingerprint: {fingerprint(key)}", err=True)


def named(work: Work, said: str) -> Organisation:
    """Return the organisation that is meant by an id, a name or a part of a name, whatever its case. Raises Misconfigured."""
    every = work.session.scalars(select(Organisation).where(Organisation.id != NOBODY).order_by(Organisation.name)).all()
    wanted = said.casefold()
    exact = [one for one in every if wanted in (one.name.casefold(), str(one.id))]
    found = exact or [one for one in every if wanted in one.name.casefold()]
    if len(found) == 1:
        return found[0]
    raise Misconfigured("Several organisations are called that: give the id." if found else "There is no such organisation.")


@contextmanager
def _house() -> Iterator[tuple[House, Settings]]:
    from app.main import open_from

    settings = Settings()
    house, _ = open_from(settings)
    try:
        yield house, settings
    finally:
        house.writing.dispose()


def _frozen(work: Work, organisation: Organisation, span: Period) -> UUID:
    found = report_files.of_period(work, organisation.id, span)
    if found and found[0].snapshot is not None:
        return found[0].id
    stands = f"it stands at: {', '.join(report.state for report in found)}" if found else "none was made"
    raise Misconfigured(
        f"There is no frozen report of that organisation from {span.first} to {span.last}: {stands}. "
        "The organisation answers and submits it, the ministry accepts and completes it (docs/reports.md)."
    )


def _written(house: House, report_id: UUID, languages: Sequence[Language], out: Path) -> list[tuple[Path, ReportFile]]:
    """Write every format; what is there already under the same name is replaced, for it is the same report."""
    wanted = [*((format_, languages[0]) for format_ in Format if format_ is not Format.PDF), *((Format.PDF, each) for each in languages)]
    written = []
    out.mkdir(parents=True, exist_ok=True)
    for format_, language in wanted:
        with unit_of_work(house, NOBODY_AT_WORK) as work:
            made = report_files.make(work, report_files.kept(work, report_id), format_, language=language)
        target = out / made.name
        target.write_bytes(made.data)
        written.append((target, made))
    return written


def _told(written: Sequence[tuple[Path, ReportFile]], key: bytes, option: str) -> None:
    for target, made in written:
        typer.echo(f"{target}  {len(made.data):,} bytes")
    typer.echo(f"digest of the snapshot in each: {written[0][1].digest}")
    typer.echo(f"signed with the key of fingerprint: {fingerprint(key)}")
    typer.echo(f"Whoever receives one checks it so:  rumduol verify {written[-1][0]}{option}")


def _publish(key: bytes, file: Path) -> Path:
    """Keep a public key where `rumduol verify` finds it; do without where nothing can be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(key.hex() + "\n", encoding="ascii")
    except OSError as error:
        raise Misconfigured(f"{file} cannot be written: {error.strerror}.") from None
    return file


def _languages(said: str) -> list[Language]:
    found: list[Language] = [known for known in get_args(Language) if known in said.split(",")]
    if len(found) != len(said.split(",")):
        raise Misconfigured("--language takes km, en, or km,en.")
    return found


def _period(said: str) -> Period:
    """Read a period. Raises Misconfigured.

    >>> _period("2026-Q3"), _period("2026-11..2027-02").last.isoformat()
    (Period(first=datetime.date(2026, 7, 1), last=datetime.date(2026, 9, 30)), '2027-02-28')
    """
    match = _PERIOD.fullmatch(said)
    try:
        if match is None:
            raise ValueError(said)
        year, quarter, month, last_year, last_month = (int(part) if part else None for part in match.groups())
        first = date(year or 0, quarter * 3 - 2 if quarter else month or 1, 1)
        ends = (last_year or first.year, last_month or (quarter * 3 if quarter else month or 12))
        last = date(*ends, monthrange(*ends)[1])
        if last < first:
            raise ValueError(said)
    except ValueError:
        raise Misconfigured("--period takes 2026-Q3, 2026, 2026-07 or 2026-07..2026-09.") from None
    return Period(first, last)

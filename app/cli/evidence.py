"""`rumduol evidence`: making a pack for a treaty body or the UPR as files, and verifying one that somebody received."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from app.errors import FieldError, Invalid, Misconfigured
from app.reports.evidence import pack as packs
from app.reports.sealing import fingerprint
from app.schemas.evidence import PackOrder
from app.services import evidence
from app.services.evidence import Order
from app.services.sessions import NOBODY_AT_WORK
from app.settings import Settings
from app.work import House, unit_of_work

commands = typer.Typer(no_args_is_help=True, help="Evidence packs for treaty bodies and the UPR.")
_KEY_BYTES = 32


@commands.command()
def pack(
    *,
    recommendation: Annotated[str, typer.Option(help="Its number, such as 118.76.")],
    first_year: Annotated[int, typer.Option("--from", help="The first year of the cycle.")],
    last_year: Annotated[int, typer.Option("--to", help="The last one; a year that still runs has no figures.")],
    out: Annotated[Path, typer.Option(help="The folder to write into; it is made if there is none.")],
    edition: Annotated[int, typer.Option(help="A later edition has new words and further years.")] = 1,
) -> None:
    """Make and freeze a pack, or take the one that was made before, and write it as JSON, CSV and PDF in both languages."""
    order = _order(recommendation, first_year, last_year, edition)
    with _house() as house, unit_of_work(house, NOBODY_AT_WORK) as work:
        made = evidence.make(work, order)
        files = {".json": made.pack.document, ".csv": made.pack.table}
        files |= {f"-{language}.pdf": evidence.pdf(made.pack, language=language) for language in ("km", "en")}
        names = {evidence.file_name(made.pack, ending): data for ending, data in files.items()}
        digest, new = made.pack.digest.hex(), made.new
    # Only what was committed is handed out.
    out.mkdir(parents=True, exist_ok=True)
    for name, data in names.items():
        (out / name).write_bytes(data)
        typer.echo(str(out / name))
    typer.echo(f"{'Frozen now' if new else 'Was frozen before and stays as it is'}: digest {digest}")


@commands.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A pack as JSON.")],
    *,
    key: Annotated[str, typer.Option(help="The signer's public key, 64 hexadecimal digits, as `rumduol report public-key` prints it.")],
) -> None:
    """Verify a pack in JSON: digest and signature. Exit 0: all well; 1: something is wrong."""
    try:
        public_key, document = bytes.fromhex(key), json.loads(file.read_bytes())
    except (OSError, ValueError):
        raise Misconfigured("The file is no pack in JSON that can be read, or the key is not hexadecimal.") from None
    if len(public_key) != _KEY_BYTES or not isinstance(document, dict):
        raise Misconfigured("The key must be 64 hexadecimal digits, and the file a pack in JSON.")
    wrong = packs.mistakes(document, public_key=public_key)
    for mistake in wrong:
        typer.echo(f"WRONG  {mistake}")
    if wrong:
        raise typer.Exit(1)
    typer.echo(f"All well: signed by {fingerprint(public_key)}.")


def _order(recommendation: str, first_year: int, last_year: int, edition: int) -> Order:
    try:
        asked = PackOrder.model_validate({"recommendation": recommendation, "from": first_year, "to": last_year, "edition": edition})
    except ValidationError as error:
        wrong = [FieldError(str(e["loc"][0]) if e["loc"] else "years", e["msg"]) for e in error.errors(include_input=False)]
        raise Invalid("This is no cycle of years.", wrong) from None
    return Order(asked.recommendation, asked.first_year, asked.last_year, asked.edition)


@contextmanager
def _house() -> Iterator[House]:
    from app.main import open_from

    house, _ = open_from(Settings())
    try:
        yield house
    finally:
        house.writing.dispose()

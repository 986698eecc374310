"""Canaries: marked strings to plant, and the search for them in every form in which a leak might write them."""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, inspect, text

from app.records.base import Act, RecordField
from app.records.examples import example_of
from app.records.values import File, Items, VillageCode
from app.shape import FieldKind

_KHMER_DIGITS = {ord(str(n)): chr(0x17E0 + n) for n in range(10)}


class Canaries:
    """Numbered strings that share a mark nobody else uses, in Latin and in Khmer letters."""

    def __init__(self) -> None:
        # Digits only in front, for they are the same in every form; "zq" begins no word of any language here.
        self.mark = f"zq{uuid4().int % 10**11:011d}"
        self.khmer = self.mark[2:].translate(_KHMER_DIGITS)
        self._numbers = count(1)
        self.planted: list[str] = []

    def new(self, *, khmer: bool = False) -> str:
        """Return a string that was never there before: at most 20 letters, digits and no more, or Khmer digits."""
        number = f"{next(self._numbers):04d}"
        canary = self.khmer + number.translate(_KHMER_DIGITS) if khmer else f"{self.mark}x{number}"
        self.planted.append(canary)
        return canary

    def body(self, act: Act, **facts: object) -> tuple[dict[str, Any], list[str]]:
        """Return a body of an act with a canary in every sealed field that can hold one, and these."""
        before = len(self.planted)
        fields = act.record.fields
        named = {n for n in act.body if fields[n].kind is FieldKind.ID and n not in facts}
        body = {name: self._value(fields[name], value) for name, value in example_of(act).items() if name not in named}
        return body | {n: v for n, v in facts.items() if n in act.body}, self.planted[before:]

    def _value(self, field: RecordField, example: Any) -> Any:
        if not field.sealed:
            return example
        if field.annotation == File:
            return base64.b64encode(b"%PDF-" + self.new().encode()).decode()
        if field.annotation == Items:
            return [example[0] | {"goal": self.new(), "action": self.new(khmer=True), "responsible": self.new()}]
        if field.kind is FieldKind.TEXT:
            return self.new(khmer=field.name.endswith("_km") and field.annotation != VillageCode)
        return example

    def found_in(self, places: Mapping[str, bytes]) -> dict[str, list[str]]:
        """Return where the mark is, and in which forms."""
        forms = {f"{name} {form}": needle for name in (self.mark, self.khmer) for form, needle in _forms(name)}
        hits = {place: [form for form, needle in forms.items() if needle in data] for place, data in places.items()}
        return {place: found for place, found in hits.items() if found}

    def share_found(self, canaries: Iterable[str], places: Mapping[str, bytes]) -> float:
        """Return the share of canaries that are in one of the places in clear, or as PostgreSQL writes bytes."""
        wanted, whole = list(canaries), b"\n".join(places.values())
        return sum(any(needle in whole for _, needle in _forms(canary)) for canary in wanted) / len(wanted)


def a_picture(canary: str) -> str:
    """Return what passes for a PNG, with a canary in it, in base64."""
    return base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + canary.encode()).decode()


def _forms(word: str) -> Iterator[tuple[str, bytes]]:
    raw = word.encode()
    yield "raw", raw
    yield "UTF-16", word.encode("utf-16-le")
    yield "hex", raw.hex().encode()
    yield "HEX", raw.hex().upper().encode()
    yield "hex of UTF-16", word.encode("utf-16-le").hex().encode()
    yield "JSON", json.dumps(word)[1:-1].encode()
    for shift in range(3):
        # Without the letters at the ends, which depend on what stands before and after.
        encoded = base64.b64encode(b"\0" * shift + raw).decode()
        inner = encoded[-(-shift * 8 // 6) : len(encoded.rstrip("=")) - 1]
        yield f"base64 at {shift}", inner.encode()
        yield f"base64url at {shift}", inner.replace("+", "-").replace("/", "_").encode()


def files_under(*folders: Path) -> dict[str, bytes]:
    """Return every file: databases, write-ahead logs, key store, temporary files."""
    return {str(file): file.read_bytes() for folder in folders for file in folder.rglob("*") if file.is_file()}


def dump(engine: Engine) -> dict[str, bytes]:
    """Return every table as text, as a dump would hold it."""
    with engine.connect() as connection:
        if engine.dialect.name != "postgresql":
            return {}
        names = inspect(connection).get_table_names()
        return {f"table {n}": "\n".join(connection.scalars(text(f'SELECT t::text FROM "{n}" t'))).encode() for n in names}


def server_files(engine: Engine, since: float) -> dict[str, bytes]:
    """Return PostgreSQL's own files of this database, and its write-ahead log since an instant, where they can be read."""
    if engine.dialect.name != "postgresql":
        return {}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        data = Path(str(connection.scalar(text("SHOW data_directory"))))
        oid = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    if not data.is_dir():
        return {}
    logs = [file for file in data.rglob("*") if re.search(r"pg_wal/[0-9A-F]{24}$|log$", str(file)) and file.stat().st_mtime >= since]
    return files_under(data / "base" / str(oid)) | {str(file): file.read_bytes() for file in logs if file.is_file()}


def ids_for(path_names: Iterable[str], things: Mapping[str, UUID], records: Mapping[str, str]) -> dict[str, str]:
    """Return the ids of a path from the things there are."""
    return {name: str(things[records.get(n := name.removesuffix("_id"), n)]) for name in path_names}

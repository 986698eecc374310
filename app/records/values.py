"""What a field may hold. Each type carries its kind, so that the kind is written down once and in one place."""

import re
from base64 import b64decode
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, TypeVar, get_args, get_origin
from uuid import UUID

from khmerspell import khnormal
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from app.shape import FieldKind
from app.vocabulary.care import ClientDomain, FamilyDomain
from app.vocabulary.places import COUNTRIES, LANGUAGES

T = TypeVar("T")
D = TypeVar("D", bound=date)
Key = TypeVar("Key", bound=StrEnum)

_YEARS = range(1900, 3000)  # Beyond these, shifting a zone or adding a limit could leave the calendar.
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)")
# Tab and line breaks are text; other control characters and lone surrogates are not, and no database or PDF takes them.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# The same for readers of the schema: at least one character that is not blank, and no control character.
_READABLE = r"^[^{0}]*[^{0}\s][^{0}]*$".format(r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f")
_A_TIME = "must be a time with its zone, for example 2025-06-09T15:00:00+07:00"
_KHMER = re.compile("[\u1780-\u17ff]")
MAX_FILE_BYTES = 5 * 1024 * 1024


def _written_as(type_: type[date], pattern: re.Pattern[str], message: str) -> BeforeValidator:
    """Refuse what Pydantic would guess at: numbers as times, days as instants, instants without a zone."""

    def check(value: object) -> object:
        if isinstance(value, type_) or (isinstance(value, str) and pattern.fullmatch(value)):
            return value
        raise ValueError(message)

    return BeforeValidator(check)


def _in_calendar(value: D) -> D:
    if value.year not in _YEARS:
        raise ValueError("must lie between the years 1900 and 2999")
    return value


def _whole_seconds(value: datetime) -> datetime:
    return _in_calendar(value).astimezone(UTC).replace(microsecond=0)


def _readable(value: str) -> str:
    if _UNREADABLE.search(value):
        raise ValueError("must not contain control characters or broken characters")
    if not value.strip():
        raise ValueError("must not be blank")
    return value


def _in_order(value: str) -> str:
    """Refuse Khmer whose letters were typed in another order than Unicode's: it looks the same and is never found again."""
    if _KHMER.search(value):
        # Two ways to write one subscript, both right: not a matter of order, though the library folds them.
        folded = value.replace("\u17d2\u178a", "\u17d2\u178f")
        if khnormal(folded) != folded:
            raise PydanticCustomError(
                "khmer_out_of_order", "has Khmer letters out of their order; type the word again, signs after the vowel"
            )
    return value


def _one_of(codes: frozenset[str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in codes:
            raise ValueError
        return value

    return AfterValidator(check)


def _told(message: str) -> WrapValidator:
    """Say in one sentence how to mend whatever is wrong: Pydantic would show a pattern, or one error for each type of a union."""

    def check(value: object, inner: ValidatorFunctionWrapHandler) -> object:
        try:
            return inner(value)
        except ValidationError:
            raise ValueError(message) from None

    return WrapValidator(check)


def _each_once(value: list[T]) -> list[T]:
    if len(set(value)) != len(value):
        raise ValueError("must name each code once")
    return value


def _from_base64(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if not isinstance(value, str):
        raise ValueError("must be text in base64")
    try:
        return b64decode(value, validate=True)
    except ValueError:
        raise ValueError("must be text in base64") from None


Timestamp = Annotated[AwareDatetime, _written_as(datetime, _INSTANT, _A_TIME), AfterValidator(_whole_seconds), FieldKind.TIMESTAMP]
Day = Annotated[date, _written_as(date, _DAY, "must be a day, for example 2025-06-09"), AfterValidator(_in_calendar), FieldKind.DATE]
YesNo = Annotated[bool, Field(strict=True), FieldKind.YES_NO]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000), FieldKind.COUNT]
Total = Annotated[int, Field(strict=True, ge=0, le=1_000), FieldKind.SCORE]
Score = Annotated[int, Field(strict=True, ge=1, le=4), FieldKind.SCORE]  # 1 weak, 2 medium, 3 good, 4 very good
Amount = Annotated[float, Field(strict=True, ge=0, le=1e12, allow_inf_nan=False), FieldKind.AMOUNT]
# Degrees of a place on the map (WGS 84).
Longitude = Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False), FieldKind.AMOUNT]
Latitude = Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False), FieldKind.AMOUNT]
_Text = Annotated[T, AfterValidator(_readable), AfterValidator(_in_order), Field(json_schema_extra={"pattern": _READABLE}), FieldKind.TEXT]
ShortText = _Text[Annotated[str, StringConstraints(min_length=1, max_length=300)]]
LongText = _Text[Annotated[str, StringConstraints(min_length=1, max_length=100_000)]]
# Papers carry older and mistyped codes too, and what they say is recorded as they say it.
VillageCode = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9A-Za-z-]{1,20}$"),
    _told("must be 1 to 20 letters, digits and hyphens, for example 12010101"),
    FieldKind.TEXT,
]
ClientCode = _Text[Annotated[str, StringConstraints(min_length=1, max_length=40)]]
Digest = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-fA-F]{64}$", to_lower=True), _told("must be 64 hexadecimal digits"), FieldKind.DIGEST
]
# A public key of age: it names nobody, and nothing else can be written into it.
AgeKey = Annotated[
    str,
    StringConstraints(pattern=r"^age1[02-9ac-hj-np-z]{58}$"),
    _told("must be a public age key: age1 and 58 letters and digits"),
    FieldKind.TEXT,
]
Id = Annotated[UUID, FieldKind.ID]
# An organisation of the register, or a code for one that is not in it.
RECIPIENT = (
    "an organisation's id, or a short lower-case code for a body that is not in the register; "
    "usual are dosavy, mosavy, osavy, police, court, embassy"
)
IdOrCode = Annotated[
    UUID | Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,40}$")],
    Field(union_mode="left_to_right"),
    _told("must be the id of an organisation or a short code of lower-case letters and underscores, for example dosavy"),
    FieldKind.ID,
]
# Which codes there are, the catalogue of the case tells.
StandardCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$"),
    _told("must be the code of a standard, for example R1-04a"),
    FieldKind.CODE,
]
Country = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]{2}$"),
    _one_of(COUNTRIES),
    _told("must be a country's two capital letters (ISO 3166-1 alpha-2), for example KH"),
    FieldKind.CODE,
]
Language = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{3}$"),
    _one_of(LANGUAGES),
    _told("must be a language's three small letters (ISO 639-2), for example khm"),
    FieldKind.CODE,
]
Codes = Annotated[
    list[T],
    Field(max_length=300, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_each_once),
    FieldKind.CODES,
]
Scores = Annotated[dict[Key, Score], Field(min_length=1), FieldKind.SCORES]
File = Annotated[
    bytes,
    Field(min_length=1, max_length=MAX_FILE_BYTES),
    BeforeValidator(_from_base64),
    WithJsonSchema({"type": "string", "contentEncoding": "base64", "maxLength": 4 * (MAX_FILE_BYTES // 3 + 1)}),
    FieldKind.BYTES,
]


class PlanItem(BaseModel):
    """What will be done about one weak domain, by whom, by when."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    domain: ClientDomain | FamilyDomain
    goal: LongText | None = None
    action: LongText | None = None
    responsible: ShortText | None = None
    due_on: Day | None = None
    done_on: Day | None = None

    def __repr_args__(self) -> list[tuple[str | None, object]]:
        """Show no field: they are sealed."""
        return []


Items = Annotated[list[PlanItem], Field(min_length=1, max_length=200), FieldKind.LIST]


def kind_of(hint: object) -> tuple[FieldKind, tuple[str, ...]]:
    """Tell the kind of a type and, where it has a short closed list, its codes."""
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return FieldKind.CODE, tuple(str(code) for code in hint)
    if get_origin(hint) is Annotated:
        bare, *extras = get_args(hint)
        for kind in extras:
            if isinstance(kind, FieldKind):
                return kind, tuple(sorted(COUNTRIES)) if hint == Country else _codes_in(bare)
    raise TypeError(f"no field kind for {hint!r}")


def _codes_in(hint: object) -> tuple[str, ...]:
    """The codes of the items of a list, or of the keys of a map."""
    first = next(iter(get_args(hint)), None)
    return tuple(str(code) for code in first) if isinstance(first, type) and issubclass(first, StrEnum) else ()

"""Tests, selectors and other references to fields, each checked against the records that exist."""

from collections.abc import Mapping

from app.shape import FieldKind, FieldShape, Shape
from app.standards.rulebook_blocks import Block, known
from app.standards.rules import Deed, FieldRef, Op, OwnField, Pick, Selector, Test

NUMBERS = (FieldKind.COUNT, FieldKind.SCORE, FieldKind.AMOUNT)
TIMES = (FieldKind.TIMESTAMP, FieldKind.DATE)
LISTS = (FieldKind.CODES, FieldKind.LIST)

# Every record has these, set by the system.
_COMMON: Mapping[str, FieldShape] = {
    "id": FieldShape(FieldKind.ID),
    "organisation_id": FieldShape(FieldKind.ID),
    "case_id": FieldShape(FieldKind.ID),
    "recorded_at": FieldShape(FieldKind.TIMESTAMP),
    "recorded_by": FieldShape(FieldKind.ID),
}


class Records:
    """The records a rule may read, and the readers of everything in a rule that names one."""

    def __init__(self, shape: Shape) -> None:
        """Take the shape of all records."""
        self._shape = shape

    def name(self, block: Block, key: str, value: str, *inside: int) -> str:
        """Return the record's name, or an empty text if there is no such record."""
        if value and value not in self._shape:
            block.refuse(f'"{value}" is not a record: {known(value, self._shape)}', key, *inside)
            return ""
        return value

    def field(self, block: Block, record: str, name: str, *inside: str | int) -> FieldShape | None:
        """Return the shape of a field that a rule may read; with no record nothing can be said."""
        if not record or not name:
            return None
        fields = {**_COMMON, **self._shape[record]}
        if name not in fields:
            block.refuse(f'"{name}" is not a field of {record}: {known(name, fields)}', *inside)
            return None
        if fields[name].sealed:
            block.refuse(f'"{name}" of {record} is sealed: a rule may read only plain fields', *inside)
            return None
        return fields[name]

    def time(self, block: Block, record: str, name: str, *inside: str | int) -> None:
        """Refuse a field that is not a time or a day."""
        found = self.field(block, record, name, *inside)
        if found and found.kind not in TIMES:
            block.refuse(f'"{name}" of {record} is no time or date, but {found.kind}', *inside)

    def tests(self, block: Block, key: str, *records: str, needed: bool = False) -> tuple[Test, ...]:
        """Return the tests under the key, asked of every one of the records."""
        value = block.take(key, list, 'a list of tests such as ["decision", "is", "given"]', needed=needed)
        items = value if isinstance(value, list) else []
        if needed and value == []:
            block.refuse(f'"{key}" is empty: at least one test is needed', key)
        found = [self._test(block, (key, index), item, records) for index, item in enumerate(items)]
        return tuple(test for test in found if test)

    def _test(self, block: Block, at: tuple[str | int, ...], item: object, records: tuple[str, ...]) -> Test | None:
        match item:
            case [str(name), str(op), value] if op in list(Op):
                for record in records:
                    shape = self.field(block, record, name, *at, 0)
                    if shape:
                        self._value(block, (*at, 2), record, shape, Op(op), value)
                return Test(name, Op(op), _typed(value))
            case [str(), str(op), _]:
                block.refuse(f'"{op}" is not a comparison: {known(op, list(Op))}', *at, 1)
            case _:
                block.refuse('a test has three parts: ["field", "comparison", value]', *at)
        return None

    def _value(self, block: Block, at: tuple[str | int, ...], record: str, shape: FieldShape, op: Op, value: object) -> None:
        """Refuse a value that the comparison cannot be made with."""
        match op, value:
            case Op.PRESENT, True:
                pass
            case Op.PRESENT, _:
                block.refuse('"present" takes only true: a field is there, or nothing is known', *at)
            case Op.IS, _:
                _one_value(block, at, shape, value)
            case ((Op.IN | Op.NOT_IN), [_, *_]):
                for index, item in enumerate(value if isinstance(value, list) else []):
                    _one_code(block, (*at, index), shape, item)
            case ((Op.IN | Op.NOT_IN), _):
                block.refuse(f'"{op}" takes a list of codes, with at least one', *at)
            case _, {"field": str(other), **rest} if not rest:
                self._other_field(block, at, record, shape, other)
            case _, int() if not isinstance(value, bool):
                if shape.kind not in NUMBERS:
                    block.refuse(f'"{op}" asks for a number, and the field is {shape.kind}', *at)
            case _:
                block.refuse(f'"{op}" takes a whole number, or another field as {{ field = "name" }}', *at)

    def _other_field(self, block: Block, at: tuple[str | int, ...], record: str, shape: FieldShape, other: str) -> None:
        """Refuse a comparison with a field of another sort; a time and a day are different sorts."""
        found = self.field(block, record, other, *at)
        same = found is not None and (shape.kind is found.kind or {shape.kind, found.kind} <= set(NUMBERS))
        if found and not (same and shape.kind in (*NUMBERS, *TIMES)):
            block.refuse(f"{shape.kind} and {found.kind} cannot be compared by size", *at)

    def selector(self, block: Block, anchor: str = "", *, picks: bool = True) -> Selector:
        """Return the selector written in the block; `anchor` is the record its link may point to."""
        record = self.name(block, "record", block.text("record"))
        at = block.text("at")
        self.time(block, record, at, "at")
        where = self.tests(block, "where", record)
        pick = block.choice("pick", list(Pick), Pick.ALL) if picks else Pick.ALL
        return Selector(record, at, where, Pick(pick) if pick in list(Pick) else Pick.ALL, self._link(block, record, anchor))

    def _link(self, block: Block, record: str, anchor: str) -> tuple[tuple[str, str], ...]:
        if not anchor or not block.has("link"):  # with no anchor a link is a key that does not belong here
            return ()
        link = block.block("link")
        pairs = tuple((own, link.text(own)) for own in link.table)
        for own, other in pairs:
            mine, theirs = self.field(link, record, own, own), self.field(link, anchor, other, own)
            if mine and theirs and mine.kind is not theirs.kind:
                link.refuse(f'"{own}" of {record} is {mine.kind}, "{other}" of {anchor} is {theirs.kind}: they never agree', own)
        return pairs

    def deed(self, block: Block, anchor: str) -> Deed:
        """Return a selector, or a time field of the anchor record itself."""
        if block.has("field"):
            name = block.text("field")
            self.time(block, anchor, name, "field")
            found: Deed = OwnField(name)
        else:
            found = self.selector(block, anchor)
        block.close()
        return found


def _one_value(block: Block, at: tuple[str | int, ...], shape: FieldShape, value: object) -> None:
    if isinstance(value, list | dict):
        block.refuse('"is" takes one value, not a list or a table; for a list use "in"', *at)
    elif shape.kind is FieldKind.YES_NO:
        if not isinstance(value, bool):
            block.refuse("the field is yes/no: the value must be true or false, without quotes", *at)
    elif shape.kind in (FieldKind.COUNT, FieldKind.SCORE):
        if not isinstance(value, int) or isinstance(value, bool):
            block.refuse(f"the field is a {shape.kind}: the value must be a whole number, without quotes", *at)
    else:
        _one_code(block, at, shape, value)


def _one_code(block: Block, at: tuple[str | int, ...], shape: FieldShape, value: object) -> None:
    if shape.kind not in (FieldKind.CODE, FieldKind.TEXT):
        block.refuse(f"a field that is {shape.kind} cannot be compared with a code", *at)
    elif not isinstance(value, str):
        block.refuse("the value must be a code in quotes", *at)
    elif shape.codes and value not in shape.codes:
        block.refuse(f'"{value}" is not a code of the field: {known(value, shape.codes)}', *at)


def _typed(value: object) -> bool | int | str | tuple[str, ...] | FieldRef:
    match value:
        case list():
            return tuple(str(item) for item in value)
        case {"field": str(name)}:
            return FieldRef(name)
        case bool() | int() | str():
            return value
    return ""  # refused above

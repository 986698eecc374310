"""What a catalogue is made of: rights, conditions and standards, each read from its table."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.standards.rulebook_blocks import Block, known
from app.standards.rulebook_fields import Records
from app.standards.rulebook_rules import NO_RULE, read_duration, read_rule
from app.standards.rules import Before, Condition, ConditionForm, Every, Holds, Right, Scope, Standard, Within

STEPS = ("interview", "recovery", "reintegration", "follow_up", "any")
LEVELS = ("must", "should")
BASES = ("inherent", "sourced", "proposed")
TAGS = ("SRC", "KH", "KH-FORM", "INT")
GRADES = ("A", "B", "C")
STATES = ("sourced", "derived")
AGES = ("child", "adult", "uncertain")


@dataclass
class Reading:
    """What was read so far of one catalogue, to find what is named twice and what is not there."""

    records: Records
    rights: dict[str, Right] = field(default_factory=dict)
    conditions: dict[str, Condition] = field(default_factory=dict)
    standards: dict[str, Standard] = field(default_factory=dict)
    first: dict[tuple[str, str], str] = field(default_factory=dict)  # what was named -> where

    def once(self, block: Block, key: str, value: str) -> None:
        """Refuse a value that an earlier block of the catalogue has for the same key."""
        earlier = self.first.setdefault((key, value), f"{block.file.name} line {block.line(key)}")
        if value and earlier != f"{block.file.name} line {block.line(key)}":
            block.refuse(f'"{value}" was used before, in {earlier}', key)


def read_each(block: Block, key: str, read: Callable[[Block, Reading], None], reading: Reading) -> None:
    """Read every table of the file's one list, and refuse what else is in the file."""
    for inner in block.blocks(key):
        read(inner, reading)
        inner.close()
    block.close()


def read_right(block: Block, reading: Reading) -> None:
    """Add one right."""
    key = block.text("key")
    block.call(key)
    reading.once(block, "key", key)
    number = block.number("number")
    reading.once(block, "number", str(number))
    reading.rights[key] = Right(key, number, block.languages("label"), block.text("provenance"), block.choice("state", STATES))


def read_condition(block: Block, reading: Reading) -> None:
    """Add one condition; what it may say depends on its form."""
    name = block.text("name")
    block.call(name)
    reading.once(block, "name", name)
    form = block.choice("form", list(ConditionForm))
    text = block.languages("text")
    if form not in list(ConditionForm):
        return
    found = Condition(name, ConditionForm(form), text)
    if form == ConditionForm.AGE:
        ages = block.texts("ages")
        for index, age in enumerate(ages):
            if age not in AGES:
                block.refuse(f'"{age}" is not an age class: {known(age, AGES)}', "ages", index)
        found = Condition(name, ConditionForm(form), text, ages=ages)
    else:
        record = reading.records.name(block, "record", block.text("record"))
        where = reading.records.tests(block, "where", record)
        tests = reading.records.tests(block, "tests", record, needed=True) if form != ConditionForm.ANY else ()
        found = Condition(name, ConditionForm(form), text, record, where, tests)
    reading.conditions[name] = found


def read_standard(block: Block, reading: Reading) -> None:
    """Add one standard."""
    standard_id = _standard_id(block, reading)
    step, scope = block.choice("step", STEPS), block.choice("scope", list(Scope))
    rule = read_rule(block.block("rule"), reading.records)
    limit = read_duration(block, "limit", needed=False)
    found = Standard(
        id=standard_id,
        group=_group(block, standard_id),
        right=block.choice("right", reading.rights),
        step=step,
        level=block.choice("level", LEVELS),
        scope=Scope(scope) if scope in list(Scope) else Scope.CASE,
        applies=_applies(block, reading),
        rule=rule,
        limit=limit,
        limit_basis=block.choice("limit_basis", BASES),
        setting=block.text("setting", needed=False) or None,
        gate=block.yes_no("gate"),
        waivable=block.yes_no("waivable"),
        text=block.languages("text"),
        next=block.languages("next"),
        sources=block.texts("sources"),
        tag=block.choice("tag", TAGS),
        grade=block.choice("grade", GRADES),
        crossrefs=_crossrefs(block),
        note=block.text("note", needed=False) or None,
        limit_text=block.text("limit", needed=False) or None,
    )
    if rule is not NO_RULE:
        _check_limit(block, found)
    _check_setting(block, found, reading)
    _check_gate(block, found)
    reading.standards[standard_id] = found


def _standard_id(block: Block, reading: Reading) -> str:
    found = block.text("id")
    block.call(found)
    reading.once(block, "id", found)
    if found and not re.fullmatch(r"[A-Z][A-Za-z0-9.-]{0,31}", found):
        block.refuse("an id is a capital letter, then letters, digits, dots and hyphens, 32 signs at most", "id")
    return found


def _group(block: Block, standard_id: str) -> str:
    found = block.text("group")
    if found and not standard_id.startswith(found):
        block.refuse(f'the id "{standard_id}" does not begin with its group "{found}"', "group")
    return found


def _applies(block: Block, reading: Reading) -> tuple[str, ...]:
    value = block.take("applies", list, "a list of conditions, [] for always")
    found = block.texts("applies", needed=False) if isinstance(value, list) else ()
    for index, name in enumerate(found):
        if name not in reading.conditions:
            block.refuse(f'"{name}" is not a condition: {known(name, reading.conditions)}', "applies", index)
    return found


def _crossrefs(block: Block) -> Mapping[str, str | int]:
    if not block.has("crossrefs"):
        return {}
    inner = block.block("crossrefs")
    return {key: inner.number(key) if isinstance(value, int) else inner.text(key) for key, value in inner.table.items()}


def _check_limit(block: Block, standard: Standard) -> None:
    """Refuse a limit that the rule does not use, and a rule whose limit is not there."""
    written = block.has("limit")
    match standard.rule:
        case Within() | Every():
            if not written:
                kind = "within" if isinstance(standard.rule, Within) else "every"
                block.refuse(f'"limit" is missing: a rule of kind "{kind}" needs one')
        case Holds():
            if written:
                block.refuse('a rule of kind "holds" takes no limit', "limit")
        case Before(needs=needs):
            using = [index for index, need in enumerate(needs) if need.limit_as]
            if using and not written:
                block.refuse("asks for the limit of the standard, which has none", "rule", "needs", using[0], "limit_as")
            if written and not using:
                block.refuse('no need of the rule uses the limit: a need says limit_as = "max_age" or "min_age"', "limit")


def _check_setting(block: Block, standard: Standard, reading: Reading) -> None:
    """See that exactly the proposed limits are settings, and that a setting has one default."""
    if standard.limit_basis == "proposed" and not standard.setting:
        block.refuse('a proposed limit needs a "setting", by which an organisation may replace it', "limit_basis")
    if not standard.setting:
        return
    if not re.fullmatch(r"[a-z][a-z0-9_]*", standard.setting):
        block.refuse("a setting is written in small letters, digits and underscores", "setting")
    if standard.limit_basis != "proposed":
        block.refuse('only a limit with limit_basis = "proposed" may be a setting', "setting")
    if not block.has("limit"):
        block.refuse("there is no limit that the setting could replace", "setting")
    for other in reading.standards.values():
        if other.setting == standard.setting and other.limit != standard.limit:
            block.refuse(f"{other.id} has the same setting with another default, {other.limit_text}", "setting")


def _check_gate(block: Block, standard: Standard) -> None:
    """A gate holds up one step of a case, and must be open to a waiver: a breach that cannot be mended must not hold a person."""
    if not standard.gate:
        return
    if standard.step == "any":
        block.refuse('a standard of step "any" cannot be a gate', "gate")
    if standard.scope is not Scope.CASE:
        block.refuse(f'a standard of scope "{standard.scope}" cannot be a gate of a case', "gate")
    if not standard.waivable:
        block.refuse("a gate must be waivable", "waivable")

"""Every malformation of a catalogue is refused with its line and what is wrong, all at once."""

from pathlib import Path
from shutil import copytree

import pytest

from app.records.registry import shape
from app.standards import rulebook

SAFETY = "01-safety-protection.toml"
PRIVACY = "03-privacy-confidentiality.toml"
DIGNITY = "04-dignity.toml"
MOVEMENT = "09-freedom-of-movement.toml"
RETURN = "11-safe-return-reintegration.toml"


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return Path(copytree(rulebook.BUILT_IN / "kh-2009", tmp_path / "kh-2009"))


def edit(file: Path, block: str, old: str, new: str) -> int:
    """Replace `old` where it first stands from the line of `block` on; return its line."""
    text = file.read_text("utf-8")
    at = text.index(old, text.rfind("\n", 0, text.index(block)) + 1)
    file.write_text(text[:at] + new + text[at + len(old) :], "utf-8")
    return text.count("\n", 0, at) + 1


# file, after what, what is replaced, by what, what the refusal says; its line is the line of what was replaced
ON_THE_LINE = [
    (SAFETY, '"R1-01"', "gate = true", 'gate = "true"', '"gate" must be true or false'),
    (SAFETY, '"R1-01"', 'level = "must"', 'level = "may"', '"may" is not a level: known are must, should'),
    (SAFETY, '"R1-01"', 'step = "interview"', 'step = "intervew"', 'did you mean "interview"?'),
    (SAFETY, '"R1-01"', 'scope = "case"', 'scope = "house"', '"house" is not a scope'),
    (SAFETY, '"R1-01"', 'right = "safety_protection"', 'right = "safety"', '"safety" is not a right'),
    (SAFETY, '"R1-06a"', 'applies = ["in_shelter"]', 'applies = ["in_shelters"]', '"in_shelters" is not a condition'),
    (SAFETY, '"R1-01"', "waivable = true", "waivable = false", "a gate must be waivable"),
    (SAFETY, '"R1-01"', 'limit_basis = "inherent"', 'limit_basis = "proposed"', 'a proposed limit needs a "setting"'),
    (SAFETY, '"R1-03"', 'setting = "screening_limit"', 'setting = "risk check"', "small letters, digits and underscores"),
    (SAFETY, '"R1-04b"', 'setting = "risk_recheck_limit"', 'setting = "screening_limit"', "same setting with another default, P0D"),
    (SAFETY, '"R1-03"', 'limit = "P0D"', 'limit = "P1Y6M"', '"P1Y6M" is not a duration'),
    (SAFETY, '"R1-03"', 'limit = "P0D"', 'limit = "24 hours"', '"24 hours" is not a duration'),
    (SAFETY, '"R1-01"', 'tag = "SRC"', 'tag = "ABC"', '"ABC" is not a tag'),
    (SAFETY, '"R1-01"', 'grade = "A"', 'grade = "D"', '"D" is not a grade: known are A, B, C'),
    (SAFETY, '"R1-02"', 'id = "R1-02"', 'id = "R1-01"', f'"R1-01" was used before, in {SAFETY} line 4'),
    (SAFETY, '"R1-02"', 'group = "R1-02"', 'group = "R1-20"', 'does not begin with its group "R1-20"'),
    (SAFETY, '"R1-01"', 'text.km = "ការ', 'text.km = "\\u0958ការ', "not in Unicode normal form NFC"),
    (SAFETY, '"R1-01"', 'kind = "holds"', 'kind = "hold"', 'did you mean "holds"?'),
    (SAFETY, '"R1-01"', 'each = ["interview"]', 'each = ["talk"]', '"talk" is not a record'),
    (SAFETY, '"R1-01"', 'each = ["interview"]', 'each = "interview"', '"each" must be a list of texts'),
    (SAFETY, '"R1-01"', 'each = ["interview"]', "each = []", '"each" is empty'),
    (SAFETY, '"R1-01"', 'none = "pending"', 'none = "met"', "known are pending, not_applicable, unknown"),
    (SAFETY, '"R1-01"', '["place_judged_safe", "is", true]', '["place_safe", "is", true]', '"place_safe" is not a field of interview'),
    (SAFETY, '"R1-01"', '["place_private", "is", true]', '["place_private", "is", "yes"]', "must be true or false, without quotes"),
    (SAFETY, '"R1-01"', '["place_private", "is", true]', '["statement", "present", true]', '"statement" of interview is sealed'),
    (SAFETY, '"R1-01"', '["place_private", "is", true]', '["place_private", "equals", true]', '"equals" is not a comparison'),
    (SAFETY, '"R1-01"', '["place_private", "is", true]', '["place_private", true]', "a test has three parts"),
    (SAFETY, '"R1-01"', '["place_private", "is", true]', '["place_private", "at_least", 1]', "asks for a number"),
    (SAFETY, '"R1-01"', '["place_private", "is", true]', '["place_private", "present", false]', '"present" takes only true'),
    (SAFETY, '"R1-01"', '["place_private", "is", true]', '["type", "in", []]', "takes a list of codes, with at least one"),
    (SAFETY, '"R1-01"', '["place_private", "is", true]', '["type", "is", "chat"]', '"chat" is not a code of the field'),
    (SAFETY, '"R1-01"', '["place_private", "is", true]', '["started_at", "is", "today"]', "cannot be compared with a code"),
    (SAFETY, '"R1-01"', '{ field = "started_at" }', '{ field = "start" }', '"start" is not a field of interview'),
    (SAFETY, '"R1-01"', '{ field = "started_at" }', '{ field = "place_private" }', "cannot be compared by size"),
    (SAFETY, '"R1-03"', 'start.record = "case"', 'start.record = "cases"', '"cases" is not a record'),
    (SAFETY, '"R1-03"', 'start.at = "first_contact_at"', 'start.at = "step"', '"step" of case is no time or date'),
    (SAFETY, '"R1-03"', 'start.at = "first_contact_at"', 'start.at = "first_contact"', 'did you mean "first_contact_at"?'),
    (SAFETY, '"R1-04b"', 'after = "became_known_at"', 'after = "assessed_at"', '"assessed_at" is not a field of incident'),
    (SAFETY, '"R1-06a"', 'link.shelter_id = "shelter_id"', 'link.shelter = "shelter_id"', '"shelter" is not a field of referral'),
    (SAFETY, '"R1-06a"', 'link.shelter_id = "shelter_id"', 'link.shelter_id = "house_id"', '"house_id" is not a field of placement'),
    (SAFETY, '"R1-06a"', 'link.shelter_id = "shelter_id"', 'link.shelter_id = "care_type"', "they never agree"),
    (SAFETY, '"R1-06a"', 'until = ["valid_until"]', 'until = ["signed"]', '"signed" of referral is no time or date'),
    (SAFETY, '"R1-08a"', 'field = "reported_at"', 'field = "signed_at"', '"signed_at" is not a field of incident'),
    (PRIVACY, '"R3-02a"', 'covers = "data_categories"', 'covers = "purpose"', "only a list can cover another"),
    (PRIVACY, '"R3-02a"', "latest = true", "latest = 1", '"latest" must be true or false'),
    (DIGNITY, '"R4-04"', '["meals_per_day", "at_least", 3]', '["meals_per_day", "at_least", "three"]', "takes a whole number"),
    (RETURN, '"R11-01"', 'limit_as = "max_age"', 'limit_as = "age"', '"age" is not a limit as: known are max_age, min_age'),
    (RETURN, '"R11-01"', 'limit = "P90D"', 'limit = "P90DT"', "is not a duration"),
    (RETURN, '"R11-08a"', 'for = "P12M"', 'for = "a year"', '"a year" is not a duration'),
    (RETURN, '"R11-08a"', 'before = "P3M"', 'before = "3M"', '"3M" is not a duration'),
    ("rights.toml", '"dignity"', 'state = "sourced"', 'state = "guessed"', '"guessed" is not a state'),
    ("rights.toml", '"dignity"', "number = 4", "number = 3", '"3" was used before, in rights.toml line'),
    ("conditions.toml", '"adult"', 'ages = ["adult"]', 'ages = ["old"]', '"old" is not an age class'),
    ("conditions.toml", '"in_shelter"', 'form = "any"', 'form = "some"', '"some" is not a form'),
    ("conditions.toml", '"in_shelter"', 'record = "placement"', 'record = "stay"', '"stay" is not a record'),
    ("catalogue.toml", "id", 'version = "0.1.0"', 'version = "new"', "a version is numbers and dots"),
    ("catalogue.toml", "id", 'time_zone = "Asia/Phnom_Penh"', 'time_zone = "UTC"', '"UTC" is not a time zone'),
    (SAFETY, '"R1-01"', "gate = true", "gate = yes", "is not valid TOML"),
    (SAFETY, '"R1-01"', "gate = true", 'id = "R1-01"', "is not valid TOML: Cannot overwrite a value"),
]


@pytest.mark.parametrize(("file", "block", "old", "new", "says"), ON_THE_LINE)
def test_what_stands_there_is_refused_on_its_line(catalogue: Path, file: str, block: str, old: str, new: str, says: str) -> None:
    line = edit(catalogue / file, block, old, new)
    found = rulebook.problems(catalogue, shape())
    assert [(problem.file.name, problem.line) for problem in found if says in problem.what] == [(file, line)], found


# file, after what, what is taken out or put in, the refusal, and what the line it names begins with
ELSEWHERE = [
    (SAFETY, '"R1-01"', "gate = true", "gate = true\ngat = true", '"gat" is not a key that belongs here', "gat ="),
    (SAFETY, '"R1-01"', 'step = "interview"', 'step = "any"', 'a standard of step "any" cannot be a gate', "gate ="),
    (SAFETY, '"R1-01"', 'scope = "case"', 'scope = "staff"', 'a standard of scope "staff" cannot be a gate', "gate ="),
    (SAFETY, '"R1-06a"', '["in_shelter"]', '[\n  "child",\n  "in_shelters",\n]', '"in_shelters" is not a condition', '  "in_shelters"'),
    (
        SAFETY,
        '"R1-05b"',
        'limit_basis = "sourced"',
        'limit_basis = "sourced"\nsetting = "yearly"',
        "only a limit with limit_basis",
        "setting =",
    ),
    (SAFETY, '"R1-03"', 'limit_basis = "proposed"', 'limit_basis = "sourced"', "only a limit with limit_basis", "setting ="),
    (SAFETY, '"R1-03"', 'limit = "P0D"\n', "", '"limit" is missing: a rule of kind "within" needs one', "[[standard]]"),
    (SAFETY, '"R1-03"', 'limit = "P0D"\n', "", "there is no limit that the setting could replace", "setting ="),
    (SAFETY, '"R1-05b"', 'limit = "P1Y"\n', "", '"limit" is missing: a rule of kind "every" needs one', "[[standard]]"),
    (SAFETY, '"R1-01"', "gate = true", 'gate = true\nlimit = "P1D"', 'a rule of kind "holds" takes no limit', "limit ="),
    (SAFETY, '"R1-06a"', "gate = true", 'gate = true\nlimit = "P1D"', "no need of the rule uses the limit", "limit ="),
    (RETURN, '"R11-01"', 'limit = "P90D"\n', "", "asks for the limit of the standard, which has none", "limit_as ="),
    (SAFETY, '"R1-03"', 'at = "completed_at"', 'at = "completed_at"\npick = "best"', '"best" is not a pick', "pick ="),
    (
        SAFETY,
        '"R1-03"',
        'none = "pending"',
        'none = "pending"\nstart.link.id = "id"',
        '"link" is not a key that belongs here',
        "start.link.id =",
    ),
    (SAFETY, '"R1-01"', 'none = "pending"', 'none = "pending"\npick = "first"', '"first" is not a pick: known are all, latest', "pick ="),
    (SAFETY, '"R1-02"', 'each = ["screening", "interview"]', 'each = [\n"screening",\n"talk"]', '"talk" is not a record', '"talk"'),
    (SAFETY, '"R1-01"', 'text.km = "', 'note = "', '"km" is missing', "text.en ="),
    (SAFETY, '"R1-01"', 'text.en = "', 'note = "', '"en" is missing', "text.km ="),
    (SAFETY, '"R1-01"', 'next.km = "', 'next.kh = "', '"kh" is not a key that belongs here', "next.kh ="),
    (SAFETY, '"R1-01"', 'text.km = "', 'text.km = "A place." # "', "holds no Khmer", "text.km ="),
    (SAFETY, '"R1-01"', 'tag = "SRC"\n', "", '"tag" is missing', "[[standard]]"),
    (SAFETY, '"R1-01"', 'grade = "A"\n', "", '"grade" is missing', "[[standard]]"),
    (SAFETY, '"R1-02"', 'kind = "holds"\n', "", '"kind" is missing', "[standard.rule]"),
    (SAFETY, '"R1-02"', 'none = "pending"\n', "", '"none" is missing', "[standard.rule]"),
    (SAFETY, '"R1-01"', 'sources = [\n  "', 'sources = [\n  "", "', "must be a text in quotes, and not empty", '  ""'),
    (
        MOVEMENT,
        '"R9-01b"',
        '[[standard.rule.done]]\nfield = "left_at"',
        '[[standard.rule.done]]\nfields = "left_at"',
        '"record" is missing',
        "[[standard.rule.done]]",
    ),
    ("conditions.toml", '"in_shelter"', 'form = "any"', 'form = "latest"', '"tests" is missing', "[[condition]]"),
    ("conditions.toml", '"child"', "ages", "age", '"age" is not a key that belongs here', "age ="),
    ("catalogue.toml", "id", 'jurisdiction = "KH"\n', "", '"jurisdiction" is missing', "# The catalogue"),
]


@pytest.mark.parametrize(("file", "block", "old", "new", "says", "begins"), ELSEWHERE)
def test_the_line_named_is_the_one_to_mend(catalogue: Path, file: str, block: str, old: str, new: str, says: str, begins: str) -> None:
    at = edit(catalogue / file, block, old, new)
    found = [problem for problem in rulebook.problems(catalogue, shape()) if says in problem.what]
    assert [problem.file.name for problem in found] == [file], rulebook.problems(catalogue, shape())
    lines = (catalogue / file).read_text("utf-8").split("\n")
    assert lines[found[0].line - 1].startswith(begins)
    assert abs(found[0].line - at) < 40


def test_every_problem_is_told_at_once_in_the_order_of_lines(catalogue: Path) -> None:
    lines = [
        edit(catalogue / SAFETY, '"R1-01"', 'grade = "A"', 'grade = "Z"'),
        edit(catalogue / SAFETY, '"R1-04a"', 'limit = "PT24H"', 'limit = "soon"'),
        edit(catalogue / SAFETY, '"R1-08b"', 'field = "safety_plan_revised_at"', 'field = "revised"'),
    ]
    with pytest.raises(rulebook.MalformedCatalogue) as refused:
        rulebook.parse(catalogue / SAFETY, shape())
    assert [(problem.line, problem.where) for problem in refused.value.problems] == [
        (lines[0], "R1-01 grade"),
        (lines[1], "R1-04a limit"),
        (lines[2], "R1-08b rule.done[1].field"),
    ]
    assert str(refused.value.problems[0]).startswith(f'{catalogue / SAFETY}:{lines[0]}: R1-01 grade: "Z" is not a grade')


def test_the_same_id_in_two_files_is_refused_in_the_later_one(catalogue: Path) -> None:
    line = edit(catalogue / DIGNITY, '"R4-01a"', 'id = "R4-01a"', 'id = "R1-01"')
    found = [problem for problem in rulebook.problems(catalogue, shape()) if "was used before" in problem.what]
    assert [(problem.file.name, problem.line) for problem in found] == [(DIGNITY, line)]


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"a = 1\nb = \xff\n", 2, "is not UTF-8 text"),
        (b"", 1, '"standard" is missing'),
        (b"standard = 3\n", 1, '"standard" must be a list of tables'),
        (b"\nstandard = [\n {},\n 3]", 4, "must be a table"),
        (b"\n\n[[standard]]\n", 3, '"rule" is missing'),
        (b"a = " + b"[" * 100_000, 1, "is nested too deeply"),
        (b"[[standard]]\nid = 'A\n", 2, "is not valid TOML"),
        (b'[[standard]]\nid = """A\n\n', 3, "is not valid TOML"),
    ],
)
def test_files_that_are_no_standards(tmp_path: Path, data: bytes, line: int, says: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(data)
    assert (line, True) in [(problem.line, says in problem.what) for problem in rulebook.problems(file, shape())]


def test_a_file_or_directory_that_is_not_there(tmp_path: Path) -> None:
    assert [problem.what for problem in rulebook.problems(tmp_path / "none.toml", shape())] == [
        "there is no such file, or it cannot be read"
    ]
    assert "there is no file with standards here" in [problem.what for problem in rulebook.problems(tmp_path, shape())]


def test_lines_are_right_whatever_the_layout_and_the_editor(catalogue: Path) -> None:
    file = catalogue / SAFETY
    text = file.read_text("utf-8")
    table = '[[standard.rule.done]]\nrecord = "screening"\nat = "completed_at"\n'
    inline = text.replace(table, "").replace(
        'start.at = "first_contact_at"\nnone = "pending"\n',
        'start.at = "first_contact_at"\nnone = "pending"\ndone = [ # one a line\n\n  { record = "screening", at = "completed" },\n]\n',
        1,
    )
    line = inline[: inline.index('at = "completed" }')].count("\n") + 1
    file.write_bytes(b"\xef\xbb\xbf" + inline.replace("\n", "\r\n").encode())
    assert [(problem.line, problem.where) for problem in rulebook.problems(file, shape())] == [(line, "R1-03 rule.done[1].at")]

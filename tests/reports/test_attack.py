"""An attacker who knows all that is shown, all sums and the rules works nothing out: 1,000 invented tables, and he can do it elsewhere."""

import random
from collections.abc import Iterable, Mapping
from itertools import product
from typing import NamedTuple

import pytest

from app.reports.bounds import Sum
from app.reports.protection import Linked, level, protect
from app.reports.statistics_tables import TOTAL, Counted, Published, publish
from app.reports.suppression import suppress
from tests.reports.attacker import Attacker, Broken, Equation, broken, cube, name

K = 11
CHUNKS, EACH = 20, 50
Sides = Mapping[str, list[str]]
SMALL: Sides = {"r": ["r0", "r1"], "c": ["c0", "c1"]}


class Seen(NamedTuple):
    """What a publication shows, what is true, and what adds up."""

    seen: dict[str, int | None]
    truth: dict[str, int]
    equations: list[Equation]
    unpublished: frozenset[str] = frozenset()

    def broken(self) -> list[Broken]:
        return broken(self.seen, self.truth, self.equations, k=K, least_told=level(K), least_read=K - 1, unpublished=self.unpublished)


def sides(chance: random.Random, *names: str, most: int = 5) -> Sides:
    return {side: [f"{side}{n}" for n in range(chance.randint(2, most))] for side in names}


def counts(chance: random.Random, over: Sides) -> dict[tuple[str, ...], int]:
    """Small, middling and large counts, and zeros: how many of each is drawn first."""
    empty, small = chance.choice([(0.0, 0.2), (0.1, 0.5), (0.3, 0.3), (0.6, 0.2), (0.0, 0.9), (0.2, 0.1)])
    drawn = dict[tuple[str, ...], int]()
    for place in product(*over.values()):
        roll = chance.random()
        drawn[place] = 0 if roll < empty else chance.randint(1, K - 1) if roll < empty + small else chance.randint(K, 90)
    return drawn


def margins(over: Sides, cells: Mapping[tuple[str, ...], int]) -> dict[str, int]:
    """Every cell and every sum over any of the sides, by name."""
    truth: dict[str, int] = {}
    for place, count in cells.items():
        for kept in product([True, False], repeat=len(place)):
            at = {side: value if keep else None for side, value, keep in zip(over, place, kept, strict=True)}
            truth[name(at)] = truth.get(name(at), 0) + count
    return truth


def seen_of(over: Sides, table: Published) -> dict[str, int | None]:
    row, column = over
    shown: dict[str, int | None] = {}
    for r, line in (table.cells or {}).items():
        for c, count in line.items():
            shown[name({row: None if r == TOTAL else r, column: None if c == TOTAL else c})] = count
    return shown


def counted(over: Sides, cells: Mapping[tuple[str, ...], int], id_: str = "t") -> Counted:
    (row, rows), (column, columns) = over.items()
    return Counted(id_, "p", row, rows, {(r, c): n for (r, c), n in cells.items()}, column, columns)


def two_way(chance: random.Random) -> Iterable[Seen]:
    over = sides(chance, "r", "c")
    cells = counts(chance, over)
    table = publish([counted(over, cells)], K)["t"]
    if table.cells is not None:
        yield Seen(seen_of(over, table), margins(over, cells), cube(over))


def three_way(chance: random.Random) -> Iterable[Seen]:
    over = sides(chance, "r", "c", "d", most=3)
    truth = margins(over, counts(chance, over))
    equations = cube(over)
    sums = [Sum(next(c for c, f in e.items() if f < 0), tuple(c for c, f in e.items() if f > 0)) for e in equations]
    pattern = protect(Linked(truth, sums), K)
    if not pattern.weak:
        yield Seen({cell: None if cell in pattern.hidden else count for cell, count in truth.items()}, truth, equations)


def linked_pair(chance: random.Random) -> Iterable[Seen]:
    """Two tables of the same people that share a side: a third side was summed over in each."""
    over = sides(chance, "r", "c", "d", most=4)
    cells = counts(chance, over)
    truth = margins(over, cells)
    first, second = {"r": over["r"], "c": over["c"]}, {"d": over["d"], "c": over["c"]}
    flat = [{place: truth[name(dict(zip(pair, place, strict=True)))] for place in product(*pair.values())} for pair in (first, second)]
    made = publish([counted(first, flat[0], "one"), counted(second, flat[1], "two")], K)
    seen: dict[str, int | None] = {}
    equations: list[Equation] = []
    for pair, table in ((first, made["one"]), (second, made["two"])):
        if table.cells is not None:
            again = seen_of(pair, table)
            assert all(seen.get(cell, value) == value for cell, value in again.items())
            seen |= again
            equations += cube(pair)
    if seen:
        yield Seen(seen, {cell: truth[cell] for cell in seen}, equations)


def several_answers(chance: random.Random) -> Iterable[Seen]:
    """People with one answer or two: rows do not add up to people, yet bound them."""
    over = sides(chance, "r", "c", most=4)
    cells, people = dict.fromkeys(product(*over.values()), 0), dict.fromkeys(over["c"], 0)
    for column in over["c"]:
        people[column] = chance.choice([0, 5, 14, 30, 80])
        for _ in range(people[column]):
            for row in chance.sample(over["r"], chance.choice([1, 1, 2])):
                cells[row, column] += 1
    given = counted(over, cells)
    table = publish([Counted("t", "p", "r", given.rows, given.counts, "c", given.columns, people)], K)["t"]
    if table.cells is None:
        return
    seen, truth, rest = seen_of(over, table), margins(over, cells), set[str]()
    equations: list[Equation] = [{name({"r": r, "c": c}): 1 for c in over["c"]} | {name({"r": r}): -1} for r in over["r"]]
    equations.append({name({"c": c}): 1 for c in over["c"]} | {name({}): -1})
    truth |= {name({"c": c}): people[c] for c in over["c"]} | {name({}): sum(people.values())}
    for c in over["c"]:
        beyond = f"second answers {c}"
        answers = [name({"r": r, "c": c}) for r in over["r"]]
        equations.append(dict.fromkeys(answers, 1) | {name({"c": c}): -1, beyond: -1})
        truth[beyond] = sum(truth[a] for a in answers) - people[c]
        rest.add(beyond)
        for answer in answers:
            other = f"not {answer}"
            equations.append({answer: 1, other: 1, name({"c": c}): -1})
            truth[other] = people[c] - truth[answer]
            rest.add(other)
    yield Seen(seen | dict.fromkeys(rest), truth, equations, frozenset(rest))


def two_periods(chance: random.Random) -> Iterable[Seen]:
    """The same table of two quarters: nobody is counted in both, so the second is no help with the first."""
    over = sides(chance, "r", "c", most=4)
    for quarter in ("q1", "q2"):
        here = {f"{quarter}{side}": values for side, values in over.items()}
        cells = counts(chance, here)
        table = publish([counted(here, cells)], K)["t"]
        if table.cells is not None:
            yield Seen(seen_of(here, table), margins(here, cells), cube(here))


FAMILIES = (two_way, two_way, three_way, linked_pair, several_answers, two_periods)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_nothing_hidden_is_worked_out_of_a_thousand_tables(chunk: int) -> None:
    chance = random.Random(chunk)
    published = hidden = 0
    for number in range(EACH):
        for seen in FAMILIES[number % len(FAMILIES)](chance):
            published += 1
            hidden += sum(value is None for value in seen.seen.values())
            assert all(value in (None, seen.truth[cell]) for cell, value in seen.seen.items())
            assert not [c for c, value in seen.seen.items() if value is not None and 0 < value < K]
            assert seen.broken() == []
    # Were all withheld there would be nothing to attack.
    assert published > EACH // 2
    assert hidden > EACH


def greedy(cells: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], int | None]:
    """The earlier way: in each row and column the smallest shown count is hidden until two are, that add up to the threshold."""
    hidden = {cell for cell, count in cells.items() if 0 < count < K}
    lines = [[cell for cell in cells if cell[axis] == side] for axis in (0, 1) for side in {cell[axis] for cell in cells}]
    while True:
        more = set()
        for line in lines:
            inside = [cell for cell in line if cell in hidden]
            left = [cell for cell in line if cell not in hidden and cells[cell]]
            if inside and left and (len(inside) < 2 or sum(cells[cell] for cell in inside) < K):
                more.add(min(left, key=lambda cell: cells[cell]))
        if not more:
            return {cell: None if cell in hidden else count for cell, count in cells.items()}
        hidden |= more


def only_small(cells: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], int | None]:
    return {cell: None if 0 < count < K else count for cell, count in cells.items()}


def attacked(way: object, tables: int) -> tuple[int, int]:
    """In how many tables a small count is narrowed too much, and in how many it is worked out exactly, when totals from K are shown."""
    chance = random.Random(7)
    narrowed = exact = 0
    for _ in range(tables):
        over = sides(chance, "r", "c")
        cells = counts(chance, over)
        truth = margins(over, cells)
        shown = {name(dict(zip(over, place, strict=True))): value for place, value in way(cells).items()}  # type: ignore[operator]
        seen = {cell: shown.get(cell, None if 0 < count < K else count) for cell, count in truth.items()}
        found = Seen(seen, truth, cube(over)).broken()
        narrowed += bool(found)
        exact += any(one.least == one.most and 0 < truth[one.cell] < K for one in found)
    return narrowed, exact


@pytest.mark.parametrize(("way", "narrowed", "exact"), [(greedy, 40, 15), (only_small, 70, 60)])
def test_the_same_attacker_succeeds_where_less_is_hidden(way: object, narrowed: int, exact: int) -> None:
    found = attacked(way, 100)
    assert found[0] >= narrowed
    assert found[1] >= exact


@pytest.mark.parametrize("chunk", range(4))
def test_what_suppress_hides_holds_beside_totals_that_were_suppressed_too(chunk: int) -> None:
    chance = random.Random(1000 + chunk)
    for _ in range(50):
        over = sides(chance, "r", "c")
        cells = counts(chance, over)
        shown = suppress({(r, c): n for (r, c), n in cells.items()}, K)
        if None not in shown.values() or all(value is None for value in shown.values()):
            continue
        truth = margins(over, cells)
        seen: dict[str, int | None] = {name({"r": r, "c": c}): value for (r, c), value in shown.items()}
        for side, values in over.items():
            totals = suppress({("", v): truth[name({side: v})] for v in values}, K)
            seen |= {name({side: v}): totals["", v] for v in values}
        seen[name({})] = truth[name({})] if truth[name({})] >= K else None
        assert Seen(seen, truth, cube(over)).broken() == []


def test_two_days_of_a_running_count_tell_one_person_apart_and_two_quarters_do_not() -> None:
    """Why a release is of an ended period and frozen: a day later one case more is the difference of two counts."""
    over = SMALL
    today: dict[tuple[str, ...], int] = {("r0", "c0"): 20, ("r0", "c1"): 30, ("r1", "c0"): 40, ("r1", "c1"): 50}
    days = [seen_of(over, publish([counted(over, cells)], K)["t"]) for cells in (today, today | {("r0", "c1"): 31})]
    assert (days[1]["c:c1 r:r0"] or 0) - (days[0]["c:c1 r:r0"] or 0) == 1
    following = publish([counted(over, dict.fromkeys(today, 0) | {("r0", "c1"): 1})], K)["t"]
    assert following.cells is None or 1 not in {count for line in following.cells.values() for count in line.values()}


def test_the_attacker_solves_what_is_known_to_be_solvable() -> None:
    """A cycle of hidden cells in a 2 x 2 table leaves one degree of freedom, a single cell none."""
    over = SMALL
    truth = margins(over, {("r0", "c0"): 3, ("r0", "c1"): 12, ("r1", "c0"): 20, ("r1", "c1"): 30})
    inner = [cell for cell in truth if "r:" in cell and "c:" in cell]
    cycle = Attacker({c: None if c in inner else v for c, v in truth.items()}, cube(over), dict.fromkeys(inner, (0, 10_000_000)))
    assert cycle.bounds_of("c:c0 r:r0") == (0, 15)
    alone = "c:c0 r:r0"
    assert Attacker({c: None if c == alone else v for c, v in truth.items()}, cube(over), {alone: (0, 99)}).bounds_of(alone) == (3, 3)

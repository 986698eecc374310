"""What a judgement looks at: the folded facts, the instant, and the selections that many standards share."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter

from app.standards.asking import surely
from app.standards.facts import Facts, Recorded, Values
from app.standards.instants import DAY
from app.standards.rules import Pick, Selector, Test

# A record and the instant at which it counts.
Pair = tuple[int, Recorded]
UNCERTAIN = "uncertain"
_FOREVER = 1 << 62
# Up to so many records are gone through faster than an index is made.
_FEW = 8


class View:
    """One judgement's sight of the facts. Only `as_of` may change: nothing that is kept here depends on it."""

    __slots__ = ("ages", "as_of", "closed_at", "indexes", "records", "selected", "waivers")

    def __init__(self, facts: Facts, as_of: int, selections: int) -> None:
        """Look at `facts`; `selections` is how many different ones the standards share."""
        self.records: Mapping[str, Sequence[Recorded]] = facts.records
        self.as_of = as_of
        self.selected: list[Sequence[Pair] | None] = [None] * selections
        self.indexes: dict[int, dict[object, list[Pair]]] = {}
        self.ages = _age_history(self.records.get("age_determination", ()))
        # Reading: the earliest closure that counts is the closing.
        self.closed_at: int | None = min(
            (closure.values.get("closed_at", closure.moment) for closure in self.records.get("closure", ())), default=None
        )
        self.waivers = _waivers_in_force(self.records.get("waiver", ()))

    def age_at(self, instant: int) -> str:
        """Give the age class of the newest determination not later; before the first one, that one; uncertain without any."""
        age = self.ages[0][1] if self.ages else UNCERTAIN
        for since, determined in self.ages:
            if since > instant:
                break
            age = determined
        return age

    def is_waived(self, standard_id: str) -> bool:
        """Say whether a waiver of the standard is in force."""
        return any(start <= self.as_of < end for start, end in self.waivers.get(standard_id, ()))


def _age_history(determinations: Sequence[Recorded]) -> list[tuple[int, str]]:
    """List the age classes by the instant from which each holds; of two of the same second the one recorded last.

    Reading: before the first second the first one recorded of it governs, for the text says "that first one".
    """
    told = [(d.values.get("determined_at", d.moment), d.values.get("age_class", UNCERTAIN)) for d in determinations]
    history = sorted(dict(told).items())
    if history:
        since, age = min(told, key=itemgetter(0))
        if age != history[0][1]:
            history.insert(0, (since - _FOREVER, age))
    return history


def _waivers_in_force(waivers: Sequence[Recorded]) -> dict[str, list[tuple[int, int]]]:
    """List, by standard, from when to before when an approved waiver is in force.

    Reading: who asked and who decided must both be recorded, or nothing shows that they are two.
    """
    periods: dict[str, list[tuple[int, int]]] = {}
    for waiver in waivers:
        get = waiver.values.get
        asked, decided = get("requested_by"), get("decided_by")
        if get("decision") == "approved" and "decided_at" in waiver.values and asked and decided and asked != decided:
            end = get("expires_on", _FOREVER) + DAY
            periods.setdefault(get("standard_id", ""), []).append((get("decided_at", 0), end))
    return periods


Selection = Callable[[View], Sequence[Pair]]
Matching = Callable[[View, Recorded | None], Sequence[Pair]]


class Selections:
    """Compiles selectors; two that ask for the same records share what one judgement found."""

    def __init__(self) -> None:
        """Begin with none."""
        self._made: dict[object, Selection] = {}
        self._linked = 0

    def __len__(self) -> int:
        """Count the different selections, which is how many places a view needs."""
        return len(self._made)

    def moments(self, kinds: tuple[str, ...], where: tuple[Test, ...], pick: Pick = Pick.ALL) -> Selection:
        """Select records by the moment of the act that made them."""
        return self._shared(kinds, None, where, pick)

    def times(self, selector: Selector) -> Selection:
        """Select records by their time field, without regard to a link."""
        return self._shared((selector.record,), selector.at, selector.where, selector.pick)

    def matching(self, selector: Selector, covers: str | None = None) -> Matching:
        """Select the records that are linked to an anchor and cover its values; without an anchor neither is asked."""
        picked = self.times(selector)
        if not selector.link and covers is None:
            return lambda view, anchor: picked(view)
        everything = self._shared((selector.record,), selector.at, selector.where, Pick.ALL)
        joined, part = _join(selector.link, covers), _PARTS[selector.pick]
        self._linked += 1
        candidates = _linked(self._linked, everything, selector.link)

        def matching(view: View, anchor: Recorded | None) -> Sequence[Pair]:
            if anchor is None:
                return picked(view)
            return [pair for pair in candidates(view, anchor) if joined(pair[1].values, anchor.values)][part]

        return matching

    def _shared(self, kinds: tuple[str, ...], at: str | None, where: tuple[Test, ...], pick: Pick) -> Selection:
        key = (kinds, at, where, pick)
        if key not in self._made:
            self._made[key] = _selection(len(self._made), kinds, at, where, pick)
        return self._made[key]


def _selection(place: int, kinds: tuple[str, ...], at: str | None, where: tuple[Test, ...], pick: Pick) -> Selection:
    """Give the function that finds the records once in a judgement, sorted by time, recording and acceptance."""
    fits = surely(where) if where else None
    kind, several = kinds[0], len(kinds) > 1
    # Records of one kind come in the order of recording and acceptance, and sorting keeps that among equal times.
    order = _newest_last if several else itemgetter(0)
    part = _PARTS[pick]

    def find(records: Sequence[Recorded]) -> Sequence[Pair]:
        fitting = records if fits is None else [record for record in records if fits(record.values)]
        if at is None:
            pairs = [(record.moment, record) for record in fitting]
        else:
            pairs = [(record.values[at], record) for record in fitting if at in record.values]
        if len(pairs) > 1:
            pairs.sort(key=order)
            return pairs[part]
        return pairs

    def select(view: View) -> Sequence[Pair]:
        found = view.selected[place]
        if found is None:
            records = view.records.get(kind, ())
            if several:
                records = [record for kind in kinds for record in view.records.get(kind, ())]
            found = view.selected[place] = find(records) if records else ()
        return found

    return select


def _linked(place: int, everything: Selection, link: tuple[tuple[str, str], ...]) -> Callable[[View, Recorded], Sequence[Pair]]:
    """Give the function that finds what may be linked to an anchor without going through all records for each anchor."""
    if not link:
        return lambda view, anchor: everything(view)
    mine, theirs = link[0]

    def candidates(view: View, anchor: Recorded) -> Sequence[Pair]:
        pairs = everything(view)
        if len(pairs) < _FEW:
            return pairs
        index = view.indexes.get(place)
        if index is None:
            index = view.indexes[place] = {}
            for pair in pairs:
                index.setdefault(pair[1].values.get(mine), []).append(pair)
        return index.get(anchor.values.get(theirs), ())

    return candidates


_PARTS = {Pick.ALL: slice(None), Pick.FIRST: slice(1), Pick.LATEST: slice(-1, None)}


def _newest_last(pair: Pair) -> tuple[int, int, int]:
    return pair[0], pair[1].recorded_at, pair[1].sequence


def _join(link: tuple[tuple[str, str], ...], covers: str | None) -> Callable[[Values, Values], bool]:
    """Give the function that says whether a record is joined to an anchor.

    Reading: both sides of a link must be recorded and equal, and so must both lists of what is to be covered be recorded.
    """

    def joined(values: Values, anchor: Values) -> bool:
        for mine, theirs in link:
            if mine not in values or theirs not in anchor or values[mine] != anchor[theirs]:
                return False
        return covers is None or (covers in values and covers in anchor and set(anchor[covers]) <= set(values[covers]))

    return joined

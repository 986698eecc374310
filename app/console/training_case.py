"""The invented case of the training, judged by the engine that judges real ones: entries in memory, no database, nothing kept."""

from collections import Counter
from typing import NamedTuple

from app.console.training_timeline import ENTRIES, TIMELINE, Told, entry, instant
from app.standards.books import Books
from app.standards.facts import Entry, Facts, fold
from app.standards.judge import Judge
from app.standards.proving import proofs
from app.standards.rules import Scope, Standard, Status

CATALOGUE = "kh-2009"


class Choice(NamedTuple):
    """An answer one may give, and what is said to it."""

    text: str
    says: str


class Otherwise(NamedTuple):
    """The same case with another turn: what is recorded instead, and how a standard then stands."""

    words: str
    told: tuple[Told, ...]
    at: str
    standard: str


class Chapter(NamedTuple):
    """One chapter: what happened until `asked`, a question, and how the case stands at `then`. `right` counts from 0."""

    title: str
    happened: tuple[str, ...]
    asked: str
    question: str
    choices: tuple[Choice, ...]
    right: int
    done: str
    then: str
    standards: tuple[str, ...]
    keep: str
    otherwise: Otherwise


class Stand(NamedTuple):
    """How a standard stands at an instant: its status, by when it is due, and why, each reason with the fields it names."""

    status: Status
    due_at: int | None
    done_late: bool
    reasons: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


class Line(NamedTuple):
    """A standard before the answer and after it."""

    standard: Standard
    before: Stand
    after: Stand


class Written(NamedTuple):
    """An act as the record shows it."""

    at: int
    act: str
    correction: bool


class Scene:
    """The case at one instant."""

    def __init__(self, books: Books, at: int, entries: tuple[Entry, ...] = ENTRIES) -> None:
        """Fold what was recorded by then, and judge it."""
        self._judge: Judge = books.judge(CATALOGUE, {})
        self._facts: Facts = fold(entries, books.shape, at)
        self._at = at
        self.findings = self._judge.findings(Scope.CASE, self._facts, at)

    def stand(self, standard_id: str) -> Stand:
        """Say how one standard stands, and why."""
        found = self.findings[standard_id]
        standard = self._judge.catalogue.by_id[standard_id]
        told = [(i.reason.value, _fields(standard, i.fields)) for i in self._judge.instances(standard_id, self._facts, self._at)]
        return Stand(found.status, found.due_at, found.done_late, tuple(dict.fromkeys(told)))

    def counts(self) -> list[tuple[str, int]]:
        """Count the standards of the case by status, those that do not apply left out, in the order of the statuses."""
        counted = Counter(finding.status for finding in self.findings.values())
        return [(status.value, counted[status]) for status in Status if counted[status] and status is not Status.NOT_APPLICABLE]


def lines(books: Books, chapter: Chapter) -> list[Line]:
    """Return the standards a chapter speaks of, before and after."""
    before, after = Scene(books, instant(chapter.asked)), Scene(books, instant(chapter.then))
    by_id = books.catalogue(CATALOGUE).by_id
    return [Line(by_id[name], before.stand(name), after.stand(name)) for name in chapter.standards]


def otherwise(books: Books, chapter: Chapter) -> Stand:
    """Say how the standard would stand had the case gone the other way after the question."""
    asked = min([instant(chapter.asked), *(told.recorded_at - 1 for told in chapter.otherwise.told)])
    kept = tuple(one for one in ENTRIES if one.recorded_at <= asked)
    instead = tuple(entry(len(ENTRIES) + number, told) for number, told in enumerate(chapter.otherwise.told))
    return Scene(books, instant(chapter.otherwise.at), kept + instead).stand(chapter.otherwise.standard)


def written(since: str | None, until: str) -> list[Written]:
    """Return what was recorded after one instant and until another."""
    start = instant(since) if since else 0
    told = [told for told in TIMELINE if start < told.recorded_at <= instant(until)]
    return [Written(one.recorded_at, one.act, one.corrects is not None) for one in told]


def _fields(standard: Standard, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return fields with the record that they stand in; what is no field of a record, such as the name of a condition, is left out."""
    record_of = {name: proof.record for proof in reversed(proofs(standard)) for name in proof.fields}
    return tuple((record_of[name], name) for name in names if name in record_of)

"""Playing a scenario: set the clock, send each act, read what is expected."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from app.cli.replaying import cast, places
from app.cli.replaying.client import Answer, Client
from app.cli.replaying.document import ActLine, Expectation, Scenario, Subject
from app.cli.replaying.loading import Unreadable
from app.cli.replaying.results import ActResult, FindingResult, Found, Outcome, StepResult, compare
from app.cli.replaying.world import READER, SETTER, World, world
from app.crypto.keys import KEY_SIZE, MasterKey
from app.main import create_app
from app.records.cases import OPEN_CASE
from app.services.instants import instant, iso
from app.services.opening import open_books
from app.settings import Settings


class Stage:
    """Plays scenarios one after the other, each in a fresh world; the application and the standards are made once."""

    def __init__(self, database_url: str | None) -> None:
        self._database_url = database_url
        self._open = ExitStack()
        self._client: Client | None = None

    def __enter__(self) -> Self:
        folder = Path(self._open.enter_context(TemporaryDirectory(prefix="rumduol-replay-")))
        self._settings = Settings(data=folder)
        self._books = open_books(self._settings.catalogues, self._settings.catalogue)
        self._master = MasterKey.of(secrets.token_bytes(KEY_SIZE))
        self._places = self._open.enter_context(places.places(self._database_url, folder))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()

    def play(self, scenario: Scenario, *, everything: bool) -> Outcome:
        """Play a scenario; `everything` lists every standard of the case. Raises Unreadable for what cannot be set up."""
        people = cast.gather(scenario)
        with self._places.fresh() as place, world(place, self._books, self._master, scenario, people) as made:
            play = _Play(scenario, made, self._client_for(made))
            play.settle()
            acts = [play.act(line) for line in scenario.acts]
            made.now = made.end
            found = [result for expectation in scenario.expectations for result in play.read(expectation, everything=everything)]
        return Outcome(scenario.name, scenario.title, (*acts, *found))

    def _client_for(self, made: World) -> Client:
        if self._client is None:
            self._client = self._open.enter_context(Client(create_app(made.house, self._settings)))
        self._client.app.state.house = made.house
        return self._client


class _Play:
    def __init__(self, scenario: Scenario, made: World, client: Client) -> None:
        self._scenario = scenario
        self._world = made
        self._client = client

    def settle(self) -> None:
        """Put the settings into the rule profiles, before anything happens."""
        if not self._scenario.settings:
            return
        for body in (self._world.home, self._world.ministry):
            token = self._world.token_at(body, SETTER)
            answer = self._client.ask("PUT", f"/organisations/{body}/rule-profile", token, body=self._scenario.settings)
            if answer.refused:
                raise Unreadable(self._scenario.path, self._scenario.settings_line, f"the settings are refused: {_detail(answer)}")

    def act(self, line: ActLine) -> ActResult:
        """Send an act with its clock."""
        made = self._world
        made.now = line.at
        request = cast.request(line, made)
        before = made.entries()
        answer = self._client.ask("POST", request.path, made.token(line.actor, request.owned_id), body=request.body)
        if answer.refused:
            findings = answer.value.get("findings")
            because = None if findings is None else frozenset(str(f["standard"]) for f in findings)
            return ActResult(line, answer.refused, because, _detail(answer), changed=made.entries() != before)
        record_id = str(answer.value["id"])
        made.parents[record_id] = request.ids
        if line.alias:
            made.records[line.alias] = record_id
        if line.act is OPEN_CASE:
            made.grant(record_id)
        return ActResult(line, None, None, "")

    def read(self, expectation: Expectation, *, everything: bool) -> Iterator[StepResult | FindingResult]:
        """Read what is expected as of an instant."""
        for subject, wanted in expectation.findings.items():
            is_case = subject.scope == "case"
            if not (wanted or (is_case and (everything or expectation.step))):
                continue
            value = self._findings(expectation, subject)
            if is_case and expectation.step:
                yield StepResult(expectation, expectation.step, value.get("step"))
            found = {f["standard"]: Found(f["status"], instant(f["due_at"]) if f["due_at"] else None) for f in value.get("findings", ())}
            yield from compare(expectation, subject, wanted, found, everything=everything and is_case)

    def _findings(self, expectation: Expectation, subject: Subject) -> Mapping[str, Any]:
        """The service's judgement of a subject; empty where there is no such subject."""
        made = self._world
        if subject.scope == "case":
            path = f"/cases/{made.case_id}/findings"
        elif subject.scope == "shelter":
            path = f"/shelters/{made.id_of('shelter_id', subject.name)}/findings"
        else:
            path = f"/users/{made.id_of('user_id', subject.name)}/findings"
        query = {"as_of": iso(expectation.as_of), "known_at": iso(expectation.known_at)}
        answer = self._client.ask("GET", path, made.token_at(made.ministry, READER), query=query)
        return {} if answer.refused else answer.value


def _detail(answer: Answer) -> str:
    """What a problem says, with the fields it names."""
    errors = "; ".join(f"{e['field']} {e['message']}" for e in answer.value.get("errors") or ())
    return errors or str(answer.value.get("detail") or "")

"""A server, a client and the interviews of some cases: the requests that are measured."""

import itertools
import json
from collections.abc import Mapping
from pathlib import Path

from bench.client import Client
from bench.peer import OURS, Process, process
from bench.town import a_town, an_interview, now

LISTED = 50


class Side:
    """One server. Its first case has enough interviews to list, the others take the new ones."""

    def __init__(self, server: Process, client: Client, cases: list[str], body: Mapping[str, object], slash: str = "") -> None:
        self.server, self._client, self._cases, self._body, self._slash = server, client, cases, body, slash
        self._one = json.loads(client.post(self._at(cases[0]), body))["id"]
        for _ in range(LISTED):
            client.post(self._at(cases[0]), body)
        self._next = itertools.cycle(cases[1:])
        for act in (self.post, self.get, self.list):
            act(10)

    def post(self, times: int) -> None:
        """Record interviews, in one case after the other."""
        for _ in range(times):
            self._client.post(self._at(next(self._next)), self._body)

    def get(self, times: int) -> None:
        """Read one interview."""
        for _ in range(times):
            self._client.get(self._at(self._cases[0], self._one))

    def list(self, times: int) -> None:
        """Read the first page of the interviews of one case."""
        for _ in range(times):
            self._client.get(self._at(self._cases[0]) + f"?limit={LISTED}")

    def open(self, times: int) -> None:
        """Open the two sealed fields of one interview; ours only."""
        wanted = {"fields": ["statement", "persons_present"], "purpose": "case_work"}
        for _ in range(times):
            self._client.post(self._at(self._cases[0], self._one) + "/openings", wanted, status=200)

    def _at(self, case: str, interview: str = "") -> str:
        return f"/api/v1/cases/{case}/interviews{'/' + interview if interview else ''}{self._slash}"


class Ours:
    """Our service with some cases, in a folder; sealed, or with sealing switched off."""

    def __init__(self, folder: Path, cases: int, *, sealed: bool) -> None:
        town = a_town(folder, cases, sealed=sealed)
        self.body = an_interview(str(town.worker.id), now())
        self.starting = process(OURS, ["bench.serving", str(folder), "sealed" if sealed else "plain"])
        self._town = town

    def side(self, server: Process) -> Side:
        """Return the side of the started server."""
        client = Client(int(server.first_line), f"Bearer {self._town.worker.token}")
        return Side(server, client, [str(case) for case in self._town.cases], self.body)


def ms(seconds: float, requests: int) -> str:
    """Return the milliseconds of one request."""
    return f"{seconds / requests * 1000:.2f} ms"

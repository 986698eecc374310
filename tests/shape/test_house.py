"""The house keeps its own rules: short files, one commit of data, settings that are written down, no addresses."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = 250
# What npm brings is not ours.
CODE = sorted(
    file for folder in ("app", "tests", "bench", "migrations") for file in (ROOT / folder).rglob("*.py") if "node_modules" not in file.parts
)
APP = [file for file in CODE if file.is_relative_to(ROOT / "app")]

# Where a transaction may be committed, and why there is more than one place.
COMMITS = {
    "app/work.py": "the unit of work: the only commit of data",
}

# Hosts of package registries. A lock file with one of them would bind everybody to one network.
REGISTRY = re.compile(r"https?://[\w.@:-]*(pypi|pythonhosted|npmjs|yarnpkg|registry|artifact|nexus|devpi)[\w.-]*", re.IGNORECASE)


def committed() -> list[Path]:
    """Every file git knows or would take in."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def names(requirements: Path) -> set[str]:
    """The packages a requirements/*.in file asks for by name."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return {line.strip().lower() for line in lines if line.strip() and not line.startswith(("#", "-"))}


def test_a_long_file_says_why_it_is_long() -> None:
    found = {}
    for file in CODE:
        lines = file.read_text(encoding="utf-8").splitlines()
        if len(lines) > LINES and not re.search(r"Long because: \S", "\n".join(lines[:5])):
            found[str(file.relative_to(ROOT))] = len(lines)
    assert not found


def test_no_committed_file_holds_the_address_of_a_package_registry() -> None:
    found = []
    for file in committed():
        text = file.read_bytes().decode(errors="ignore")
        found += [f"{file.relative_to(ROOT)}: {hit.group()}" for hit in REGISTRY.finditer(text)]
    assert not found


def test_every_locked_package_carries_a_hash_and_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        pins = re.findall(r"^\S+==.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert pins, lock.name
        assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == [], lock.name


def test_development_is_tested_with_the_versions_that_run() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / "requirements" / name).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("runtime.txt") <= pins("dev.txt")


def test_the_project_declares_what_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["dependencies"]) == names(ROOT / "requirements" / "runtime.in")
    assert project["license"] == "Apache-2.0"


def test_every_folder_of_the_application_is_a_package() -> None:
    """The import contracts do not see what is not one."""
    folders = {file.parent for file in APP}
    assert [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_data_is_committed_in_one_place() -> None:
    found = {
        file.relative_to(ROOT).as_posix()
        for file in APP
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }
    assert found <= COMMITS.keys()


def test_every_setting_is_documented() -> None:
    from app.settings import Settings

    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"RUMDUOL_{name.upper()}" not in text] == []


def test_every_environment_variable_that_is_read_is_a_setting() -> None:
    """Whoever asks the environment directly has a setting that is neither typed nor documented."""
    allowed = {"app/settings.py"}
    found = {file.relative_to(ROOT).as_posix() for file in APP if re.search(r"\bos\.(environ|getenv)\b", file.read_text(encoding="utf-8"))}
    assert found <= allowed

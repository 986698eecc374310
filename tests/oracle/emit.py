"""Scenario documents as YAML, one act a line, times unquoted."""

from __future__ import annotations

from typing import Any


def flow(value: Any) -> str:
    """One value in flow style; every text of a scenario is safe as a plain scalar."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {flow(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def block(name: str, values: dict[str, Any], indent: str) -> list[str]:
    """A mapping of standards, one a line."""
    return [f"{indent}{name}:", *(f"{indent}  {key}: {flow(value)}" for key, value in values.items())]


def text(document: dict[str, Any]) -> str:
    """The whole file."""
    lines = [f"title: {document['title']}"]
    if document.get("settings"):
        lines.append(f"settings: {flow(document['settings'])}")
    lines += ["acts:", *(f"  - {flow(act)}" for act in document["acts"]), "expect:"]
    for expected in document["expect"]:
        lines.append(f"  - as_of: {expected['as_of']}")
        lines += [f"    {name}: {expected[name]}" for name in ("known_at", "step") if name in expected]
        lines += block("findings", expected["findings"], "    ") if expected.get("findings") else []
        lines += [f"    {scope}: {flow(expected[scope])}" for scope in ("shelter", "staff") if expected.get(scope)]
    return "\n".join(lines) + "\n"

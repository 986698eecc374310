"""The scanner knows the line of everything that tomllib reads."""

import tomllib
from collections.abc import Iterator

from hypothesis import given, reject
from hypothesis import strategies as st

from app.standards.rulebook_lines import Lines, Place

_KEYS = st.from_regex(r"[a-z_-]{1,4}", fullmatch=True) | st.sampled_from(['"a b"', "'c.d'", '"#"'])
_VALUES = st.recursive(
    st.sampled_from(["1", "true", "1979-05-27 07:32:00", '"#,]}"', "'\\'", '"""a\n"" b\\""""', "'''\n'\n''''", '""', '""""""', "1.5"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[ # ,]\n" + ",\n".join(items) + "]")
        | st.dictionaries(st.sampled_from("abc"), inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"{k} = {v}" for k, v in items.items()) + "}"
        )
    ),
    max_leaves=8,
)


@given(st.lists(st.tuples(st.sampled_from(["", "[t]\n", "[[l]]\n", "[[l.m]]\n", "[l.n]\n", "# x\n\n"]), _KEYS, _VALUES), max_size=8))
def test_every_key_and_item_of_any_toml_has_a_line(pairs: list[tuple[str, str, str]]) -> None:
    text = "".join(f"{header}{key} . K{number} = {value} # ]\n" for number, (header, key, value) in enumerate(pairs))
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        reject()
    lines = Lines(text)
    rows = text.split("\n")
    for place in _places(table):
        line = lines.found[place]
        if isinstance(place[-1], str) and place[-1].startswith("K"):
            assert f". {place[-1]} =" in rows[line - 1]


def _places(value: object, place: Place = ()) -> Iterator[Place]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*place, key)
        yield from _places(inner, (*place, key))

"""Folding names so that their spellings meet, and indexing them so that nobody reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.crypto.blind_index import DIGEST_SIZE, index, tokens


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Sokha", "SOKKHA"),
        ("Srey", "Sray"),
        ("Srei", "Srey"),
        ("Vuthy", "Wuthi"),
        ("Chhay", "Chay"),
        ("Sophal", "Sopal"),
        ("Channy", "Chany"),
        ("Phearum", "Phierum"),
        ("Darah", "Dara"),
        ("Soeurn", "Soeun"),
        ("Sreeneang", "Srineang"),
        ("Sao", "Sau"),
        ("Sopoun", "Sopun"),
        ("Nhean", "Nyean"),
        ("José", "Jose"),
        ("\u210ceng", "heng"),
        ("០១២ ៣៤៥", "012 345"),
        ("ស្រ្តី", "ស្ត្រី"),
        ("ខ្ញំុ", "ខ្ញុំ"),
        ("សុ\u200bខ", "សុខ"),
        ("\uff33\uff4f\uff4b", "sok"),
    ],
)
def test_two_spellings_meet(one: str, two: str) -> None:
    assert tokens(one) == tokens(two) != frozenset()


@pytest.mark.parametrize(
    ("one", "two"), [("Sok", "Sam"), ("Dara", "Thida"), ("Srey Mom", "Chan Ny"), ("សុខ", "សុភា"), ("1001", "101"), ("Heng", "Hen")]
)
def test_different_names_stay_apart(one: str, two: str) -> None:
    assert not tokens(one) & tokens(two)


def test_words_are_found_alone_together_and_in_any_order() -> None:
    assert tokens("Sok-Kha") == {"sok", "ka", "soka"}
    assert tokens("Sok Kha") & tokens("kha sok") == {"sok", "ka"}
    assert tokens("សុខ ចាន់ថា") == {"សុខ", "ចាន់ថា", "សុខចាន់ថា"}


@pytest.mark.parametrize("text", ["", "  ", "។៕", "-'.", "\u200b"])
def test_what_holds_no_word_has_no_token(text: str) -> None:
    assert tokens(text) == frozenset()


@given(st.text(max_size=20))
def test_any_text_folds_and_case_does_not_matter(text: str) -> None:
    assert tokens(text.casefold()) == tokens(text)


def test_an_index_is_short_keyed_and_always_the_same() -> None:
    key = bytes(32)
    assert len(index(key, "sok")) == DIGEST_SIZE == 16
    assert index(key, "sok") == index(key, "sok")
    assert len({index(key, "sok"), index(key, "sam"), index(b"other", "sok")}) == 3

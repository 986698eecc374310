"""Finding a sealed name without opening any: keyed digests of folded words.

Folding makes different spellings of one name alike (Srey Neang, SREI NEANG), at the price of a few different names alike too. So a match
is a candidate, which whoever may open the name confirms. The text stored is never folded.
"""

import hmac
import re
import unicodedata

from khmerspell import khnormal

DIGEST_SIZE = 16

_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_KHMER_DIGITS = {0x17E0 + digit: str(digit) for digit in range(10)}
_LATIN_ACCENTS = re.compile("[\u0300-\u036f]")
# \w lacks Khmer's dependent vowels and signs, which are part of its words.
_WORD = re.compile("[\\w\u17b4-\u17d3\u17dd]+")
_LATIN = re.compile("[a-z]+")
# In this order: each works on what those before it left.
_ROMANISATIONS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("([gkpt]|ch)h", r"\1"),  # aspiration is heard in Khmer and often not written: Sokha, Soka; Chhay, Chay
        ("nh|ny|gn", "n"),  # Nhean, Nyean
        ("ck|q", "k"),
        ("w", "v"),  # Wuthy, Vuthy
        ("[xz]", "s"),
        ("y", "i"),  # Vuthy, Vuthi; Srey, Srei
        ("ai", "ei"),  # Sray, Srey
        ("oeu|eou", "eu"),  # Soeun, Seoun
        ("ee", "i"),  # Sreeneang, Srineang
        ("oo|ou", "u"),  # Sopoun, Sopun
        ("a[ou]", "o"),  # Sao, Sau
        ("ie", "ea"),  # Phierum, Phearum
        ("(?<=[aeiou])[hr](?![aeiou])", ""),  # a mute ending: Darah, Dara; Soeurn, Soeun
        (r"(.)\1+", r"\1"),  # Channy, Chany
    )
)


def tokens(text: str) -> frozenset[str]:
    """Return the folded words of a name, and all of them joined, so that a name found in two words is found in one.

    >>> sorted(tokens("SREY  Neang"))
    ['neang', 'srei', 'sreineang']
    >>> tokens("Sokkha") & tokens("Sok Kha")
    frozenset({'soka'})
    """
    words = _WORD.findall(_plain(text))
    return frozenset(fold for fold in map(_fold, [*words, "".join(words)]) if fold)


def index(key: bytes, token: str) -> bytes:
    """Return the 16 bytes to store and to look for. The key is one organisation's, for one kind of value."""
    return hmac.digest(key, token.encode(), "sha256")[:DIGEST_SIZE]


def _plain(text: str) -> str:
    """Lower case, no accents, nothing invisible, ASCII digits, Khmer signs in their one right order."""
    # Folded twice, for taking a character apart can bring up a capital.
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_INVISIBLE)
    ordered = khnormal(_LATIN_ACCENTS.sub("", decomposed).translate(_KHMER_DIGITS))
    return unicodedata.normalize("NFC", ordered)


def _fold(word: str) -> str:
    if not _LATIN.fullmatch(word):
        return word
    for pattern, replacement in _ROMANISATIONS:
        word = pattern.sub(replacement, word)
    return word

"""Every text of the console is there in both languages: labels of what is declared, and sentences of templates and Python."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from khmerspell import khnormal

from app.cli.docs import pages
from app.console import declared, labels, translations
from app.console.extraction import extracted
from app.records.registry import ACTS, RECORDS
from app.vocabulary.places import COUNTRIES, Province
from app.vocabulary.trafficking import MethodOfControl

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(labels.LOCALE.rglob("*.po"))
KHMER = re.compile("[\u1780-\u17ff]")
LATIN_TOO = re.compile(r"^code\.WebsiteOrApp\.")  # names of companies, written as they write them
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|{\w+}")  # filled in by Python, and by the scripts of the browser


def texts(catalogue: Catalog) -> Mapping[str, str]:
    """The first form of every text, by its key or English."""
    return {source: labels.first(entry.string) for entry in catalogue if (source := labels.first(entry.id))}


def keys(language: str, name: str) -> set[str]:
    return set(texts(labels.catalogues(language)[name]))


def all_khmer() -> Iterator[tuple[str, str]]:
    for catalogue in labels.catalogues("km").values():
        yield from texts(catalogue).items()


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_every_code_has_its_label_and_no_label_is_without_a_code(language: str) -> None:
    assert keys(language, "codes") == declared.codes()


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_every_act_and_record_has_its_labels_and_no_label_is_without_one(language: str) -> None:
    assert keys(language, "acts") == declared.labels()


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_every_field_has_its_label_and_no_label_is_without_a_field(language: str) -> None:
    have, wanted = keys(language, "fields"), declared.fields()
    known = {key for either in wanted.values() for key in either}
    assert [field for field, either in wanted.items() if not either & have] == []
    assert {key for key in have if key.replace("hint.", "field.", 1) not in known} == set()


def test_both_languages_have_the_same_keys() -> None:
    for name in ("acts", "codes", "fields"):
        assert keys("en", name) == keys("km", name)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_file_says_each_key_once_and_nothing_of_who_or_what_wrote_it(file: Path) -> None:
    source, catalogue = file.read_text(encoding="utf-8"), labels.read(file)
    assert f'"Language: {file.parent.name}\\n"' in source
    assert not re.search("Last-Translator|Language-Team|Generated-By|POT-Creation-Date|#~", source)
    assert len(re.findall("^msgid ", source, re.MULTILINE)) - 1 == len(catalogue), "a key stands there twice"
    assert [key for key, said in texts(catalogue).items() if not said.strip()] == [], "without a text"


@pytest.mark.parametrize("file", [file for file in FILES if file.stem != "console"], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_keys_stand_in_their_order(file: Path) -> None:
    assert list(texts(labels.read(file))) == sorted(texts(labels.read(file)))


def test_khmer_is_khmer_and_its_letters_are_in_their_order() -> None:
    said = dict(all_khmer())
    assert [key for key, text in said.items() if not KHMER.search(text) and not LATIN_TOO.match(key)] == []
    # Two ways to write one subscript, both right; the library folds them.
    folded = {key: text.replace("\u17d2\u178a", "\u17d2\u178f") for key, text in said.items()}
    assert {key: khnormal(text) for key, text in folded.items() if khnormal(text) != text} == {}


def test_a_translation_fills_in_what_the_original_does() -> None:
    english = {key: text for catalogue in labels.catalogues("en").values() for key, text in texts(catalogue).items()}
    plural = {message[0]: message[-1] for message in extracted()}
    wrong = [
        key
        for key, text in all_khmer()
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(english.get(key) or plural.get(key, key)))
    ]
    assert wrong == []


def test_every_sentence_of_templates_and_python_is_there_in_khmer_and_none_is_left_over() -> None:
    assert translations.faults() == []


def test_console_po_is_as_the_command_writes_it() -> None:
    assert translations.FILE.read_text(encoding="utf-8") == translations.updated(), "run ./dev cli words update"


def test_what_is_marked_in_python_is_found_there() -> None:
    """The count of calls of the mark, by another reading of the sources than Babel's."""
    found = {message[0] for message in extracted()}
    here = ROOT / "app" / "console"
    for file in (*here.glob("*.py"), *(source for init in here.glob("*/__init__.py") for source in init.parent.rglob("*.py"))):
        calls = (node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        marked = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_"]
        assert [call.lineno for call in marked if not (isinstance(call.args[0], ast.Constant) and call.args[0].value in found)] == [], file


def test_update_keeps_what_is_translated_adds_what_is_new_and_drops_what_is_gone(tmp_path: Path) -> None:
    message = next(message[0] for message in extracted() if len(message) == 1)
    file = tmp_path / "km" / "console.po"
    file.parent.mkdir()
    head = 'msgid ""\nmsgstr ""\n"Language: km\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    file.write_text(f'{head}msgid "{message}"\nmsgstr "បាទ"\n\nmsgid "Nobody shows this"\nmsgstr "ទេ"\n', encoding="utf-8")
    assert "console.po: nobody shows 'Nobody shows this' any more" in translations.faults(file)
    file.write_text(translations.updated(file), encoding="utf-8")
    found = {labels.first(entry.id): entry for entry in labels.read(file) if entry.id}
    assert (found[message].string, found[message].fuzzy) == ("បាទ", False)
    assert set(found) == {message[0] for message in extracted()}
    assert all(entry.fuzzy for source, entry in found.items() if source != message)


def test_every_event_of_the_audit_log_is_known() -> None:
    sources = (file.read_text(encoding="utf-8") for file in (ROOT / "app" / "services").rglob("*.py"))
    names = {name for source in sources for name in re.findall(r"^class (\w+)\(Event\):", source, re.MULTILINE)}
    assert {key.removeprefix("code.Event.") for key in declared.codes() if key.startswith("code.Event.")} == names


def test_labels_are_spoken_in_the_language_asked_for() -> None:
    assert labels.code("en", MethodOfControl, MethodOfControl.DEBT_BONDAGE) == "Debt bondage"
    assert labels.code("km", "MethodOfControl", "DebtBondage") == "ការដាក់បំណុលជាចំណង"
    assert (labels.role("en", "supervisor"), labels.status("en", "unmet"), labels.step("en", "any")) == (
        "Supervisor",
        "Not met",
        "Any step",
    )
    assert labels.yes_no("en", None) == "Not recorded"
    assert (labels.province("en", "KH-12"), labels.province("km", "12")) == ("Phnom Penh", "រាជធានីភ្នំពេញ")
    assert labels.place("en", "12010101") == "Phum Muoy, Tonle Basak, Chamkar Mon, Phnom Penh"
    assert (labels.country("en", "TH"), labels.country("km", "TH")) == ("Thailand", "ថៃ")
    assert (labels.language_name("en", "khm"), labels.language_name("km", "vie")) == ("Khmer", "វៀតណាម")


def test_every_place_and_language_has_a_name() -> None:
    assert [code for code in Province if labels.province("km", code) == code or labels.province("en", code) == code] == []
    assert [code for code in COUNTRIES if not KHMER.search(labels.country("km", code))] == []


def test_a_word_that_is_missing_is_made_of_its_key_and_fails_no_page() -> None:
    assert labels.code("km", "NoSuchList", "NotYetNamed") == "Not yet named"
    assert labels.text("km", "Nobody has translated this.") == "Nobody has translated this."
    assert labels.place("km", "0506140-") == "0506140-"
    assert (labels.province("en", "KH-99"), labels.country("en", "ZZ-"), labels.language_name("en", "zzz")) == ("KH-99", "ZZ-", "zzz")


def test_a_page_can_say_every_act_and_field() -> None:
    for language in labels.LANGUAGES:
        assert all(labels.act(language, name) and labels.done(language, name) and labels.about(language, name) for name in ACTS)
        assert all(labels.field(language, record, name) for record in RECORDS for name in RECORDS[record].fields)


def test_the_page_of_translations_counts_the_drafts() -> None:
    page = pages()["translations.md"]()
    drafts = sum(1 for entry in labels.catalogues("km")["codes"] if entry.id and entry.fuzzy)
    assert f"| `km/codes.po` | {len(declared.codes())} | {drafts} |" in page

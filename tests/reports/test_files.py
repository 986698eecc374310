"""A frozen report as a file: honest ones are taken, and whatever is done to one, it is refused."""

import io
import re
import zipfile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.reports import files, sealing, snapshot, verifying
from app.reports.files import Format
from tests.reports.falsifying import ATTACKS, everywhere, file_of
from tests.reports.frozen import KEY, SIGNER, frozen, proof_of

EVERY = [(format_, name) for format_ in Format for name in (*ATTACKS[format_], *everywhere(format_))]


def refused(data: bytes) -> bool:
    verdict = verifying.verify(data, trusted={KEY})
    return not (verdict.well and verdict.known)


@pytest.mark.parametrize("format_", Format)
def test_an_honest_file_is_taken_and_says_what_was_looked_at(format_: Format) -> None:
    verdict = verifying.verify(file_of(format_), trusted={KEY})
    assert verdict.known
    assert [line.said.split(":")[0] for line in verdict.lines if line.well] == [
        *("File", "Snapshot", "Signature", "Figures", "Hidden", "Content"),
    ]
    assert [line for line in verdict.lines if line.well is False] == []


@pytest.mark.parametrize("format_", Format)
def test_at_least_ten_ways_are_tried_with_each_format(format_: Format) -> None:
    assert len(ATTACKS[format_]) + len(everywhere(format_)) >= 16


@pytest.mark.parametrize(("format_", "name"), EVERY)
def test_a_falsified_file_is_refused(format_: Format, name: str) -> None:
    honest = file_of(format_)
    attacked = {**ATTACKS[format_], **everywhere(format_)}[name](honest)
    assert attacked != honest
    assert refused(attacked)


@pytest.mark.parametrize("format_", Format)
def test_the_same_report_gives_the_same_bytes_whatever_order_it_was_stored_in(format_: Format) -> None:
    document = frozen()
    proof = proof_of(document)
    backwards = dict(reversed(document.items())) | {"definitions": dict(reversed(document["definitions"].items()))}
    assert files.make(backwards, proof, format_, language="km", sign=SIGNER.sign) == file_of(format_)


def test_what_was_changed_in_a_table_is_named() -> None:
    changed = ATTACKS[Format.CSV]["a changed figure"](file_of(Format.CSV))
    said = " ".join(line.said for line in verifying.verify(changed, trusted={KEY}).lines if line.well is False)
    assert "says 99, but 60 follows" in said
    changed = ATTACKS[Format.XLSX]["a changed figure"](file_of(Format.XLSX))
    said = " ".join(line.said for line in verifying.verify(changed, trusted={KEY}).lines if line.well is False)
    assert "Standards, right by right, row 2, column 13 says 99, but 60 follows" in said


def test_a_file_that_only_the_signer_could_make_is_still_compared_with_its_snapshot() -> None:
    blank, _ = sealing.opened(file_of(Format.CSV))
    forged = sealing.seal(blank.replace(b",60,20,20,", b",61,20,20,"), format_="csv", digest=proof_of(frozen()).digest, sign=SIGNER.sign)
    wrong = [line.said for line in verifying.verify(forged, trusted={KEY}).lines if line.well is False]
    assert wrong
    assert all("says 61, but 60 follows" in said for said in wrong)


def test_a_snapshot_with_a_wrong_figure_is_told_though_all_signatures_hold() -> None:
    document = frozen()
    document["rights"][0]["met"] += 1
    made = files.make(document, proof_of(document), Format.JSON, language="km", sign=SIGNER.sign)
    wrong = [line.said for line in verifying.verify(made, trusted={KEY}).lines if line.well is False]
    assert any("rights safety_protection met says 231, but its parts come to 230" in said for said in wrong)


@pytest.mark.parametrize("missing", ["organisation", "rights", "counts", "history"])
def test_a_snapshot_that_is_none_is_told_though_all_signatures_hold(missing: str) -> None:
    document = frozen()
    del document[missing]
    proof = proof_of(document)
    blank = snapshot.canonical(sealing.package(document, proof, seal=sealing.BLANK))
    made = sealing.seal(blank, format_="json", digest=proof.digest, sign=SIGNER.sign)
    assert [line.said.split(":")[0] for line in verifying.verify(made, trusted={KEY}).lines if line.well is False]


def test_a_seal_is_good_for_one_format_only() -> None:
    blank, seal = sealing.opened(file_of(Format.JSON))
    proof = proof_of(frozen())
    assert sealing.is_sealed(blank, seal, format_="json", proof=proof)
    assert not sealing.is_sealed(blank, seal, format_="csv", proof=proof)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"PK\x03\x04", b"{}", b"{", b"\xef\xbb\xbfa,b\n", b"GIF89a", b'{"snapshot":1,"proof":{}}']
)
def test_what_is_no_report_is_refused_in_words(data: bytes) -> None:
    verdict = verifying.verify(data, trusted={KEY})
    assert verdict.proof is None
    assert [line.well for line in verdict.lines] == [False]


def test_the_workbook_has_a_sheet_for_everything_and_runs_nothing() -> None:
    book = load_workbook(io.BytesIO(file_of(Format.XLSX)))
    assert book.sheetnames[:2] == ["Summary", "The rights at a glance"]
    assert book["Snapshot"].sheet_state == "veryHidden"
    assert book["Summary"]["B2"].value == "=Invented House ផ្ទះ"
    assert book["Summary"]["B2"].data_type == "s"
    assert all(sheet.freeze_panes and sheet.auto_filter.ref for sheet in book.worksheets[:-1])
    with zipfile.ZipFile(io.BytesIO(file_of(Format.XLSX))) as archive:
        assert not [name for name in archive.namelist() if "vba" in name or "external" in name.lower()]


def test_the_pdf_is_archival_in_its_language_and_holds_the_snapshot() -> None:
    data = file_of(Format.PDF)
    reader = PdfReader(io.BytesIO(data))
    assert b"<pdfaid:part>3</pdfaid:part>" in data
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in data
    assert str(reader.root_object["/Lang"]) == "km"
    assert files.carried(data, Format.PDF).document == frozen()
    # Nothing but the two families that come with the service, so it looks the same everywhere.
    assert set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+(\w+)-", data)) == {b"NotoSans", b"NotoSansKhmer"}
    assert reader.metadata is not None
    assert str(reader.metadata.creation_date).startswith("2025-07-09")


def test_the_name_of_a_file_is_plain_and_names_nobody() -> None:
    names = {files.name_of(frozen(), format_, language="km") for format_ in Format}
    assert "compliance-report-2025-04-01-2025-06-30-11111111-km.pdf" in names
    assert all(name.isascii() and "nvented" not in name for name in names)


def test_digest_in_the_proof_is_that_of_the_snapshot() -> None:
    document, proof, _ = files.carried(file_of(Format.CSV), Format.CSV)
    assert snapshot.digest(document) == proof.digest

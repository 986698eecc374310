"""Workbooks made to take more memory or time than there is are refused before a cell is made of them."""

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest
from xlsxwriter import Workbook

from app.records.htcds import sheets, unpacking
from app.records.htcds.sheets import Unreadable, from_csv, from_xlsx

FAR = "split it"
NONE = "not a spreadsheet"


def a_workbook(cells: Mapping[tuple[int, int], str]) -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, text in cells.items():
            sheet.write(*at, text)
    return out.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """Return a workbook with one part put in place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, part if one == name else old.read(one))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SMALL = a_workbook({(0, 0): "prs_FirstName", (2, 1): "Invented"})


def a_sheet(rows: str) -> bytes:
    data = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    return with_part(SMALL, SHEET, data.encode())


def test_a_workbook_is_read_as_it_is() -> None:
    assert from_xlsx(SMALL) == [[["prs_FirstName", ""], ["", ""], ["", "Invented"]]]


def test_a_cell_far_away_that_is_only_coloured_takes_no_room() -> None:
    coloured = a_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert from_xlsx(coloured) == [[[1.0]]]


@pytest.mark.parametrize(
    "data",
    [
        a_workbook({(0, 0): "prs_FirstName", (1048575, 16383): "x"}),
        a_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'),
        a_sheet('<row r="9999999"><c><v>1</v></c></row>'),
        a_sheet('<x:row xmlns:x="y" r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'),
        a_sheet("<row>" + "<c/>" * unpacking._MOST_ELEMENTS + "</row>"),
        with_part(SMALL, SHEET, b" " * (unpacking.MOST_UNPACKED + 1)),
    ],
    ids=["two corners", "counted", "rows", "prefixed", "elements", "bytes"],
)
def test_a_workbook_that_asks_for_too_much(data: bytes) -> None:
    with pytest.raises(Unreadable, match=FAR):
        from_xlsx(data)


def test_one_long_text_that_many_cells_share() -> None:
    cells = "".join(f'<row r="{n}">' + f'<c r="A{n}" t="s"><v>0</v></c>' + "</row>" for n in range(1, 3001))
    texts = f"<sst><si><t>{'a' * 30_000}</t></si></sst>".encode()
    with pytest.raises(Unreadable, match=FAR):
        from_xlsx(with_part(a_sheet(cells), "xl/sharedStrings.xml", texts))


def test_many_sheets_of_one_part() -> None:
    wide = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="JA{n}"><v>1</v></c></row>' for n in (1, 2000))
    named = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 50))
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    space += 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    book = f"<workbook {space}><sheets>{named}</sheets></workbook>".encode()
    with pytest.raises(Unreadable, match=FAR):
        from_xlsx(with_part(a_sheet(wide), "xl/workbook.xml", book))


def test_a_part_that_lies_about_its_size() -> None:
    data = bytearray(with_part(SMALL, SHEET, b" " * 1_000_000))
    for at in range(len(data) - 4):
        if data[at : at + 4] == struct.pack("<I", 1_000_000):
            data[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(Unreadable, match=NONE):
        from_xlsx(bytes(data))


@pytest.mark.parametrize(
    "part",
    [
        b'<!DOCTYPE a [<!ENTITY e "prs_FirstName">]><worksheet><sheetData><row><c t="str"><v>&e;</v></c></row></sheetData></worksheet>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet/>',
        '<?xml version="1.0" encoding="UTF-16"?><worksheet/>'.encode("utf-16"),
        b'<worksheet><sheetData><row r="-1"/></sheetData></worksheet>',
        b'<worksheet><sheetData><row r="1"><c r="&#65;"/></row></sheetData></worksheet>',
        b"<worksheet>" + b"<a>" * 100_000,
    ],
)
def test_xml_that_is_no_sheet(part: bytes) -> None:
    with pytest.raises(Unreadable):
        from_xlsx(with_part(SMALL, SHEET, part))


def test_a_workbook_of_another_kind_under_the_name_of_this_one() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", '<t table:number-rows-repeated="1048576" table:number-columns-repeated="16384"/>')
    with pytest.raises(Unreadable, match=NONE):
        from_xlsx(out.getvalue())


@pytest.mark.parametrize("data", [b"a," * 1_001, b"a," * 900 + b"\na" * 2_000, b"\n" * 999_999 + b"a,b"])
def test_a_table_with_too_many_cells(data: bytes) -> None:
    with pytest.raises(Unreadable, match=FAR):
        from_csv(data)


def test_the_published_size_has_room() -> None:
    assert len(sheets.from_csv(b",".join([b"a"] * 100) + b"\n" + (b",".join([b"b"] * 100) + b"\n") * 1_000)[0]) == 1_001

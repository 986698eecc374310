"""Invented rows in HTCDS 2.0, and the files they stand in. Nobody in them exists."""

import csv
import io
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pyrage
import xlsxwriter
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.models.registers import Case
from app.records.htcds import headers, sheets
from app.records.htcds.standard import LIVE
from app.work import House

PUBLISHED = Path(__file__).parents[1] / "data" / "htcds"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
# What the standard lacks and a case needs.
ASKED = {"first_contact_at": "2025-06-15T10:00:00+07:00", "interpreter_needed": "false", "nationality_class": "unknown"}

# Every live field with a value of its own.
EVERYTHING: dict[str, str] = {
    "org_Name": "Invented Sending House",
    "org_ShippingCity": "Invented Org City",
    "org_ShippingCountry": "TH",
    "org_ShippingState": "Invented Org State",
    "org_ShippingStreet": "Invented Org Street 1",
    "org_ShippingPostalCode": "10110",
    "org_ShippingLongitude": "100.5018",
    "org_ShippingLatitude": "13.7563",
    "org_Phone": "+66 2 555 0100",
    "org_Type": "SchoolOrCollege",
    "prs_Salutation": "Neang",
    "prs_FirstName": "Inventa",
    "prs_MiddleName": "Middela",
    "prs_SecondName": "Nobodi",
    "prs_Birthdate": "2004-02-29",
    "prs_Gender": "TransgenderFeminine",
    "prs_Deceased": "FALSE",
    "prs_MaritalStatus": "RegisteredPartnership",
    "prs_NumberOfChildren": "3",
    "prs_PrimaryLanguage": "khm",
    "prs_SecondaryLanguage": "vie",
    "prs_HighestLevelOfEducation": "LowerSecondaryEducation",
    "prs_Citizenship": "KH;VN",
    "prs_IdentityNumber": "INV-0001",
    "prs_Title": "Dr. invented",
    "prs_Email": "inventa@example.org",
    "prs_HomePhone": "+855 23 555 001",
    "prs_MobilePhone": "+855 12 555 002",
    "prs_MailingCity": "Invented City",
    "prs_MailingCountry": "LA",
    "prs_MailingState": "Invented State",
    "prs_MailingStreet": "=Invented Street 2",
    "prs_MailingPostalCode": "020101",
    "prs_MailingLongitude": "-103.2",
    "prs_MailingLatitude": "13.1",
    "vic_TraffickingStatus": "ActualVictimOfTrafficking",
    "vic_TraffickingStatusDecisionMakingOrg": "NonPoliceGovernmentalOrganization",
    "vic_RelationshipToTrafficker": "Unaquainted",
    "vic_AgeWhenTrafficked": "17",
    "vic_RecruitmentWebsitesAndApps": "4Sale;QQ",
    "vic_MethodOfRecruitment": "AtWork;ThroughFamilyOrFamilyEvents",
    "vic_LocationOfRecruitment": "Invented Recruiting Place",
    "vic_MethodsOfControl": "DebtBondage;WithholdsDocuments",
    "vic_TypeOfExploitation": "ForcedLabour;OrganRemoval",
    "vic_ForcedLabourIndustry": "E_WaterSupplySewerageWasteManagement",
    "vic_TypeOfSexExploitation": "RemoteInteractiveServices",
    "vic_LocationOfExploitation": "Invented Compound",
    "vic_ExploitationWebsitesAndApps": "Telegram;Other",
    "per_RoleInProcess": "Transporter;Exploiter",
    "per_RoleDetails": "Invented role details",
    "per_Organisation": "Invented Syndicate",
    "cas_Status": "FollowUp",
    "cas_ReasonForCaseClosure": "Invented closing words",
    "cas_CaseOwner": "Invented Owner",
    "cas_ReferringOrganisation": "Invented Referrer",
    "cas_IncomingReferralDate": "2025-05-01",
    "cas_ReferringPrimaryCaseWorker": "Invented Worker One",
    "cas_ReasonForIncomingReferral": "MigrationOrChangeOfLocation",
    "cas_IncomingReferralDetails": "Invented incoming details",
    "cas_ReferredOrganisation": "Invented Receiver",
    "cas_ReferredPrimaryCaseWorker": "Invented Worker Two",
    "cas_ReasonForOutgoingReferral": "AdditionalServicesRequired",
    "cas_OutgoingReferralDate": "2025-06-02",
    "cas_OutgoingReferralDetails": "Invented outgoing details",
    "cco_CaseComment": "Invented comment; with a semicolon, \"quotes\"\nand a second line",
    "hte_Longitude": "104.9",
    "hte_Latitude": "-1.25",
    "hte_City": "Invented Event City",
    "hte_Country": "Invented Event Country",
    "hte_State": "Invented Event State",
    "hte_Street": "Invented Event Street",
    "hte_PostalCode": "00001",
    "hte_Date": "2021-03-04",
    "hte_Type": "Transit",
    "hte_Description": "Invented event",
    "spl_Objectives": "Invented objectives",
    "spl_ActionPlan": "Invented action plan",
    "spl_PlannedEndDate": "2026-12-31",
    "spl_ActualEndDate": "2025-06-10",
    "spl_Type": "RightsBasedTraining",
    "con_Consent": "TRUE",
}  # fmt: skip
assert EVERYTHING.keys() == LIVE.keys()


def a_row(**values: str) -> dict[str, str]:
    """Return the least a row says, and what matters to a test."""
    return {"prs_FirstName": "Inventa", "prs_SecondName": "Nobodi", "prs_Gender": "Feminine", "cas_Status": "Active"} | values


def as_csv(*rows: Mapping[str, str]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, fieldnames=list(dict.fromkeys(name for row in rows for name in row)))
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode()


def as_xlsx(*rows: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([dict(zip(names, names, strict=True)), *rows]):
            for place, name in enumerate(names):
                sheet.write_string(number, place, row.get(name, ""))
    return out.getvalue()


def published_xlsx(cells: Mapping[str, Any]) -> bytes:
    """Fill cells of the published spreadsheet, as a person would who sees its labels."""
    with warnings.catch_warnings(action="ignore"):  # of lists of choices, which the library cannot write again
        book = openpyxl.load_workbook(PUBLISHED / "HTCDS Excel Spreadsheet single select with validation v2.0.xlsx")
    for cell, value in cells.items():
        book["Case Sheet"][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def published_csv(values: Mapping[str, str]) -> bytes:
    """Fill the first row of the published plain spreadsheet under its labels."""
    told = (PUBLISHED / "HTCDS Excel Spreadsheet v2.0, Sheet1, first rows.csv").read_text()
    rows = list(csv.reader(io.StringIO(told)))
    assert values.keys() <= set(rows[1])
    rows[2] = ["1", *(values.get(label, "") for label in rows[1][1:])]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def form_names() -> list[str]:
    """Return the columns of what the published form sends."""
    told = (PUBLISHED / "htcds_xlsform, survey.csv").read_text()
    return [row["name"] for row in csv.DictReader(io.StringIO(told))]


def send(client: TestClient, file: bytes, *, mode: str = "import", kind: str = CSV, **asked: str) -> Any:
    """Send a file; what a case needs besides is said for all rows unless a test says something else."""
    params = {"mode": mode} | {name: value for name, value in (ASKED | asked).items() if value}
    return client.post("/api/v1/imports/htcds", content=file, headers={"Content-Type": kind}, params=params)


def cases(house: House) -> int:
    """Return how many cases there are."""
    with house.reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Case)) or 0


def rows_of(file: bytes, kind: str = CSV) -> list[dict[str, str]]:
    """Read an exported file again."""
    layout = headers.find(sheets.from_csv(file) if kind == CSV else sheets.from_xlsx(file))
    assert layout is not None
    return [{c.field: str(row[c.place]) for c in layout.columns} for row in layout.rows[layout.first :]]


def a_key() -> tuple[pyrage.x25519.Identity, str]:
    identity = pyrage.x25519.Identity.generate()
    return identity, str(identity.to_public())

"""The page that says how files of HTCDS 2.0 come in and go out, made from where each field has its home."""

from importlib.resources import files

from app.records.htcds import standard
from app.records.htcds.flat import PSEUDONYMOUS
from app.records.htcds.homes import HOMES
from app.records.htcds.standard import EXTENSIONS, LIVE

_HOMES = """
## The standard's {count} live fields

*Kept*: sealed is encrypted by itself and opened by name. *By pseudonym*: whether a pseudonymous file has the column.

| field | label | home | kept | by pseudonym | note |
|---|---|---|---|---|---|
"""
_NOTES = {
    "con_Consent": "imported as a statement only; exported from the ledger of consents",
    "prs_FirstName": "with the other parts it also becomes the person's whole name, in Khmer or Latin letters",
    "prs_Gender": "needed",
    "prs_Citizenship": "the class of nationality follows from it",
    "prs_MailingCity": "where none is recorded, the village code is exported",
    "vic_TraffickingStatus": "a statement; exported from an identification or screening where there is one",
    "vic_TraffickingStatusDecisionMakingOrg": "a statement; exported from an identification where there is one",
    "vic_TypeOfExploitation": f"forced criminality is Other and `{standard.FORCED_CRIMINALITY}`",
    "vic_MethodsOfControl": f"restricted movement is Other and `{standard.RESTRICTS_MOVEMENT}`",
    "vic_ForcedLabourIndustry": "the standard holds one, its published form several",
    "cas_Status": "a statement; exported from the case's step once it has moved",
    "cas_ReasonForCaseClosure": "a statement; exported from the closure where there is one",
    "org_Name": "a statement; by pseudonym always one's own organisation",
    "org_Type": "a statement; by pseudonym always one's own organisation",
    "org_ShippingState": "a statement; by pseudonym always one's own organisation",
}


def exchange_page() -> str:
    """Return the page as Markdown."""
    told = files(__package__).joinpath("exchange.md").read_text(encoding="utf-8")
    introduction = told.format(attribution=standard.ATTRIBUTION, more=standard.MORE)
    ours = "\n".join(f"| `{name}` | {told} |" for name, told in EXTENSIONS.items())
    homes = "\n".join(map(_home, LIVE))
    return introduction + ours + "\n" + _HOMES.format(count=len(LIVE)) + homes + "\n"


def _home(name: str) -> str:
    home = HOMES[name]
    place = f"`{home.part.record}.{home.field.name}`" + (f" ({home.part.direction})" if home.part.direction else "")
    kept = "**sealed**" if home.field.sealed else "plain"
    return f"| `{name}` | {LIVE[name].label} | {place} | {kept} | {'yes' if name in PSEUDONYMOUS else ''} | {_NOTES.get(name, '')} |"

"""Places and languages: closed international lists."""

from enum import StrEnum

import pycountry


class Province(StrEnum):
    """A province of Cambodia, or its capital (ISO 3166-2:KH)."""

    BANTEAY_MEANCHEY = "KH-1"
    BATTAMBANG = "KH-2"
    KAMPONG_CHAM = "KH-3"
    KAMPONG_CHHNANG = "KH-4"
    KAMPONG_SPEU = "KH-5"
    KAMPONG_THOM = "KH-6"
    KAMPOT = "KH-7"
    KANDAL = "KH-8"
    KOH_KONG = "KH-9"
    KRATIE = "KH-10"
    MONDULKIRI = "KH-11"
    PHNOM_PENH = "KH-12"
    PREAH_VIHEAR = "KH-13"
    PREY_VENG = "KH-14"
    PURSAT = "KH-15"
    RATANAKIRI = "KH-16"
    SIEM_REAP = "KH-17"
    PREAH_SIHANOUK = "KH-18"
    STUNG_TRENG = "KH-19"
    SVAY_RIENG = "KH-20"
    TAKEO = "KH-21"
    ODDAR_MEANCHEY = "KH-22"
    KEP = "KH-23"
    PAILIN = "KH-24"
    TBONG_KHMUM = "KH-25"


# ISO 3166-1 alpha-2.
COUNTRIES = frozenset(country.alpha_2 for country in pycountry.countries)

# ISO 639-3: every single language of ISO 639-2 under its terminology code, and Tampuan, Jarai and Bunong, which ISO 639-2 lacks.
LANGUAGES = frozenset(language.alpha_3 for language in pycountry.languages)

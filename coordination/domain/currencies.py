"""Currencies by their codes, and amounts of money as people write them.

Source: ISO 4217, lists one (in use, funds and metals included) and three (historic) of its maintenance agency SIX, as
of April 2025; without XTS and XXX, which are no money. Historic codes stand for what was given at their time: the
zaire (ZRZ, ZRN) before the Congolese franc.
"""

import re
from decimal import Decimal

from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

_IN_USE = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL
LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR
PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY
TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF
XPD XPF XPT XSU XUA YER ZAR ZMW ZWG
"""
_HISTORIC = """
ADP AFA ALK ANG AOK AON AOR ARA ARP ARY ATS AYM AZM BAD BEC BEF BEL BGJ BGK BGL BOP BRB BRC BRE BRN BRR BUK BYB
BYR CHC CSD CSJ CSK CUC CYP DDM DEM ECS ECV EEK ESA ESB ESP FIM FRF GEK GHC GHP GNE GNS GQE GRD GWE GWP HRD HRK
IEP ILP ILR ISJ ITL LAJ LSM LTL LTT LUC LUF LUL LVL LVR MGF MLF MRO MTL MTP MVQ MXP MZE MZM NIC NLG PEH PEI PES
PLZ PTE RHD ROK ROL RUR SDD SDP SIT SKK SLL SRG STD SUR TJR TMM TPE TRL UAK UGS UGW USS UYN UYP VEB VEF VNC XEU
XFO XFU XRE YDD YUD YUM YUN ZAL ZMK ZRN ZRZ ZWC ZWD ZWL ZWN ZWR
"""
CURRENCIES = frozenset(f"{_IN_USE} {_HISTORIC}".split())

#: Above this an amount is taken for a mistake; it is also what the database holds.
MOST = Decimal("9999999999999999.99")
#: Spaces that stand between groups of figures: plain, no-break, thin, narrow no-break, of figure width.
SPACES = re.compile("[ \u00a0\u2007\u2009\u202f]")
PLAIN = re.compile(r"\d+([.,]\d{1,2})?", re.ASCII)
#: Groups of three under one sign, then perhaps two decimals after another.
GROUPED = re.compile(
    r"[1-9]\d{0,2}(?:(?P<sign>[ .,])\d{3})(?:(?P=sign)\d{3})*(?:(?!(?P=sign))[.,]\d{1,2})?", re.ASCII
)
THIN = "\u202f"
NO_BREAK = "\u00a0"


def read_amount(text: str) -> Decimal:
    """Return an amount as written in either language: “1 500 000,50”, “1,500,000.50”, “1.500.000”, “-3”.

    One sign before exactly three figures stands between thousands (“1,500” is 1500): money has two decimals at most.

    Raises:
        Refused: it is no amount.
    """
    plain = SPACES.sub(" ", text.strip())
    is_negative = plain[:1] in ("-", "−")
    figures = plain[1:].strip() if is_negative else plain
    if not (grouped := GROUPED.fullmatch(figures)) and not PLAIN.fullmatch(figures):
        raise Refused([Problem(rule=Rule.VALUE_NOT_NUMBER, path="value", value=text.strip())])
    if grouped:
        figures = figures.replace(grouped["sign"], "")
    found = Decimal(figures.replace(",", "."))
    return -found if is_negative else found


def figures(value: Decimal, language: str) -> str:
    """Return an amount as a reader of the language writes it: “1,500,000.50”, “1 500 000,50”."""
    english = f"{value:,.2f}".removesuffix(".00")
    is_french = language.lower().startswith("fr")
    return english.replace(",", THIN).replace(".", ",") if is_french else english


def written(value: Decimal, currency: str, language: str) -> str:
    """Return an amount with its currency: “USD 1,500,000.50”, “1 500 000,50 USD”."""
    amount = figures(value, language)
    is_french = language.lower().startswith("fr")
    return f"{amount}{NO_BREAK}{currency}" if is_french else f"{currency}{NO_BREAK}{amount}"

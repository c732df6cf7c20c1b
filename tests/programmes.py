"""Any sound fixture document, for properties: all that a programme may hold between and beside its rounds."""

import unicodedata
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests import make

Document = dict[str, Any]
ORIGINS = st.sampled_from(["source", "invented", "entered"])
DAYS = st.dates(date(2005, 1, 1), date(2020, 12, 28))


def _sound(text: str) -> bool:
    return bool(text.strip()) and unicodedata.is_normalized("NFC", text)


TEXTS = st.text(
    st.characters(categories=("Lu", "Ll", "Nd", "Po", "Zs"), max_codepoint=0x24F), min_size=1, max_size=20
).filter(_sound)
BOTH = st.fixed_dictionaries({"en": TEXTS, "fr": TEXTS})


def _codes(letter: str, number: int) -> list[str]:
    return [f"{letter}-{n}" for n in range(number)]


@st.composite
def documents(draw: st.DrawFn, code: str = "any") -> Document:
    """Draw a document of a new programme that refers to nothing but itself, with the deck's round."""
    national, international = _codes("N", 2), _codes("P", 2)
    partners = [
        {"code": each, "name": draw(_name(each)), "side": side, "kind": "service"}
        | draw(_some(origin=ORIGINS, objectives=BOTH, aim=st.sampled_from(["ssr", "bilateral", "both"])))
        | draw(_some(former_names=st.lists(_former(), max_size=2, unique_by=lambda one: one["until_on"])))
        for side, codes in (("national", national), ("international", international))
        for each in codes
    ]
    structures = [
        {"code": each, "name": draw(BOTH), "sector": "police"}
        | draw(_some(dormant_after=st.integers(1, 60), mandate=BOTH, founded=st.just("2004")))
        for each in _codes("G", 2)
    ]
    functions = [
        {"code": each, "name": draw(_name(each)), "sector": "police"} | draw(_some(is_planned=st.booleans()))
        for each in _codes("F", 2)
    ]
    standards = [
        {"code": f"{kind}-{n}", "name": draw(_name(f"{n}")), "kind": kind}
        for kind in ("standard", "equipment")
        for n in range(2)
    ]
    deck = make.document()
    round_ = (
        deck["rounds"][0]
        | {"assessments": []}
        | draw(
            _some(
                origin=ORIGINS,
                notice=BOTH,
                last_day=st.dates(date(2008, 1, 31), date(2020, 12, 28)).map(str),
                structures=st.sampled_from([["G-0"], ["G-1", "G-0"]]),
            )
        )
    )
    return {
        "format": deck["format"],
        "origin": draw(st.sampled_from(["invented", "entered"])),
        "notice": draw(BOTH),
        "programme": deck["programme"] | {"code": code},
        "partners": partners,
        "structures": structures,
        "functions": functions,
        "standards": standards,
        "rounds": [round_],
        "activities": [
            draw(_activity(each, international, national)) for each in _codes("A", draw(st.integers(0, 3)))
        ],
        "observations": draw(st.lists(_observation(), max_size=3, unique_by=str)),
        "commitments": [draw(_commitment(each, national)) for each in _codes("C", draw(st.integers(0, 3)))],
        "contacts": [
            draw(_contact(each, [*national, *international])) for each in _codes("K", draw(st.integers(0, 3)))
        ],
    }


def _name(code: str) -> st.SearchStrategy[Document]:
    """Draw a name that nothing with another code has."""
    return st.fixed_dictionaries({"en": st.just(code), "fr": TEXTS.map(lambda text: f"{code} {text}")})


def _some(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Document]:
    return st.fixed_dictionaries({}, optional=optional)


def _former() -> st.SearchStrategy[Document]:
    return st.fixed_dictionaries({"name": BOTH, "until_on": DAYS.map(str)})


def _participants(partners: list[str]) -> st.SearchStrategy[list[Document]]:
    """Draw who else takes part, in no order: neither carries out nor receives, which others may have done."""
    one = st.fixed_dictionaries(
        {"partner": st.sampled_from(partners), "role": st.sampled_from(["funds", "manages"])},
        optional={"share": st.sampled_from(["12.5", "100", "0.01"])},
    )
    return st.lists(one, max_size=3, unique_by=lambda each: (each["partner"], each["role"]))


def _money(partners: list[str]) -> st.SearchStrategy[list[Document]]:
    """Draw lines of money, in no order; two may say the same."""
    one = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["budget", "commitment", "disbursement"]),
            "amount": st.decimals(-(10**16) + 1, 10**16 - 1, places=2).map(lambda each: f"{each:.2f}"),
            "currency": st.sampled_from(["CDF", "USD"]),
        },
        optional={
            "on": st.sampled_from(["2009", "2009-02", "2009-02-28"]),
            "partner": st.sampled_from(partners),
        },
    )
    return st.lists(one, max_size=3)


def _files() -> st.SearchStrategy[list[Document]]:
    """Draw what is told of photos and PDFs."""
    one = st.fixed_dictionaries(
        {
            "number": st.uuids().map(lambda each: each.hex),
            "kind": st.sampled_from(["picture", "pdf"]),
            "size": st.integers(1, 5 * 1024 * 1024),
            "sha256": st.binary(min_size=32, max_size=32).map(bytes.hex),
        },
        optional={"note": TEXTS},
    )
    return st.lists(one, min_size=1, max_size=2)


@st.composite
def _activity(draw: st.DrawFn, code: str, partners: list[str], recipients: list[str]) -> Document:
    first = draw(DAYS)
    tests = _some(**dict.fromkeys(("T1", "T2", "T3"), st.sampled_from(["yes", "no", "?"])))
    money = {"value": f"{draw(st.decimals(0, 10**9, places=2)):.2f}", "currency": "CDF"}
    return (
        {"code": code, "name": {"en": code, "fr": draw(TEXTS)}, "kind": "training"}
        | {"partner": draw(st.sampled_from(partners))}
        | draw(_some(recipient=st.sampled_from(recipients), source=TEXTS, identifier=st.just(f"XM-{code}")))
        | draw(_some(function=st.sampled_from(_codes("F", 2)), structure=st.sampled_from(_codes("G", 2))))
        | draw(_some(standard=st.just("standard-1"), equipment=st.just("equipment-0"), tests=tests))
        | draw(_some(place=TEXTS, note=TEXTS, quote=TEXTS, quote_fr=TEXTS, slide=TEXTS, origin=ORIGINS))
        | draw(_some(since=st.just(str(first)), until=st.just(str(first.year + 1))))
        | draw(_some(planned_since=st.just(str(first.year)), planned_until=st.just(f"{first.year}-12")))
        | draw(_some(status=st.sampled_from(["planned", "running", "ended", "suspended", "cancelled"])))
        | draw(_some(participants=_participants(partners)))
        | draw(_some(money=_money(partners)))
        | draw(st.sampled_from([{}, money]))
    )


@st.composite
def _observation(draw: st.DrawFn) -> Document:
    item = draw(st.sampled_from(["R1", "R4", "U1", "W3"]))
    statuses = ["observed", "not_seen", *(["warning"] if item.startswith("R") else [])]
    found = {"item": item, "status": draw(st.sampled_from(statuses)), "observed_on": str(draw(DAYS))}
    found["evidence"] = draw(TEXTS)
    if item.startswith(("U", "W")) or draw(st.booleans()):
        found["structure"] = draw(st.sampled_from(_codes("G", 2)))
    return found | draw(_some(origin=ORIGINS, files=_files()))


@st.composite
def _commitment(draw: st.DrawFn, code: str, owners: list[str]) -> Document:
    made_on = draw(DAYS)
    due_on, settled_on = made_on + timedelta(draw(st.integers(0, 90))), made_on + timedelta(40)
    settled = {"settled_on": str(settled_on), "outcome": draw(TEXTS)}
    state = draw(st.sampled_from(["open", "kept", "not_kept", "released"]))
    moved = [{"was_due_on": str(due_on + timedelta(1)), "moved_on": str(made_on), "reason": draw(TEXTS)}]
    answer = {"structure": "G-0", "round": "january-2008", "voice": "partners", "criterion": "C6"}
    return (
        {"code": code, "text": draw(BOTH), "owner": draw(st.sampled_from(owners)), "state": state}
        | {"made_on": str(made_on), "due_on": str(due_on)}
        | ({} if state == "open" else settled)
        | draw(st.sampled_from([{}, {"structure": "G-1"}, answer]))
        | draw(_some(origin=ORIGINS, person=TEXTS, moved=st.just(moved)))
    )


@st.composite
def _contact(draw: st.DrawFn, code: str, partners: list[str]) -> Document:
    kind = draw(st.sampled_from(["call", "meeting", "session", "dialogue"]))
    return (
        {"code": code, "kind": kind, "state": draw(st.sampled_from(["planned", "held", "cancelled"]))}
        | {"on": str(draw(DAYS)), "subject": draw(TEXTS)}
        | ({"structure": "G-1"} if kind == "session" else draw(_some(structure=st.just("G-0"))))
        | draw(_some(people=TEXTS, agreed=TEXTS, origin=ORIGINS, files=_files()))
        | draw(st.sampled_from([{}, {"at": "09:30"}, {"at": "09:30", "ends": "10:15"}]))
        | draw(_some(partners=st.lists(st.sampled_from(partners), unique=True, min_size=1)))
    )

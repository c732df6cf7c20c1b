"""Method: the rubric as it is published, and how figures are made."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from django.test import Client

from coordination.documents import instruments
from coordination.documents.fixture import reading as fixtures
from coordination.documents.scorecards import Heard, heard, merged
from coordination.domain.agreement import between as between_sides
from coordination.domain.answers import Reading, between, read
from coordination.domain.change import CellChange
from coordination.domain.claims import steps as steps_of
from coordination.domain.claims.answers import Unranked, Weak
from coordination.domain.claims.change import ChangeClaim, ChangeKind
from coordination.domain.claims.comparison import ALMOST_ANY, MOST, findings
from coordination.domain.claims.pairs import AheadUnder
from coordination.domain.claims.places import ScoresHighest
from coordination.domain.claims.sides import CriterionBySides
from coordination.domain.claims.signs import signs_counted
from coordination.domain.claims.timeline import Changes
from coordination.domain.comparison import find_next, percent_outward
from coordination.domain.grids import Grid
from coordination.domain.ownership import Quadrant, position
from coordination.domain.panels import panel
from coordination.domain.recommendations import StepKind, next_steps
from coordination.domain.robustness import pair, ranks, step_range
from coordination.domain.scoring import Composite, composite, composites, is_assessable, is_known, text
from coordination.domain.vocabulary import SUBSTITUTION_SIGNS, WITHOUT_PARTNERSHIP_SIGNS
from coordination.domain.voices import hull_reading
from coordination.domain.weightings import ordered_share, share_near
from coordination.domain.weights import Weights
from coordination.models import User
from tests import chosen, make, pages

ClientOf = Callable[[User], Client]
Said = dict[str, list[str]]

FIXTURES = Path(__file__).parents[2] / "fixtures"
KNOWN = instruments.load_folder(FIXTURES / "instruments")
FILES = ("drc-2008.json", "demo-rounds.json", "drc-ownership-coding.json")
READ = [fixtures.load((FIXTURES / name).read_bytes(), name, KNOWN) for name in FILES]
VOICES = {(each.round.label, each.voice): each for each in heard(merged(READ), KNOWN)}
INSTRUMENT = KNOWN["partnership-2008", "2008.1"]
CONVENTIONS = INSTRUMENT.conventions
CODES = [criterion.code for criterion in INSTRUMENT.section("coordination").criteria]
EQUAL, OTHER = (1,) * 7, (25, 15, 15, 10, 15, 10, 10)
C3_FIRST = (2, 0, 1, 3, 4, 5, 6)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_method_shows_every_criterion_with_all_its_anchors_in_both_languages(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    page = pages.read(client_of(cast.vera).get(f"/method/?lang={language}"))
    instrument = make.instrument_value()
    for criterion in instrument.criteria:
        block = page.one("details", id=criterion.code)
        text = block.text()
        assert criterion.name.get(language) in text
        anchors = [each.text() for each in block.all("dd")]
        assert anchors == [
            " ".join(each.text.get(language).split(" ")) for each in reversed(criterion.anchors)
        ]
    assert len(instrument.criteria) == 19


def test_the_method_proves_which_version_it_shows(cast: make.Cast, client_of: ClientOf) -> None:
    page = pages.read(client_of(cast.vera).get("/method/"))
    assert make.instrument_value().content_hash in page.text()
    assert make.instrument_value().version in page.text()


def test_the_rules_and_conventions_of_the_version_are_shown(cast: make.Cast, client_of: ClientOf) -> None:
    text = pages.read(client_of(cast.joseph).get("/method/")).one("main").text()
    for rule in make.instrument_value().rules:
        assert " ".join(rule.fr.split(" ")) in text


# The deck's figures are worked through on the page; here each is computed again from the fixtures.


def answers(voice: Heard, structure: str) -> list[Reading]:
    return list(voice.readings(structure, INSTRUMENT.section("coordination")).values())


DECK = {name: answers(VOICES["january-2008", "partners"], name) for name in ("GTSE/CPSE", "CMJ", "CCRSS")}
GTSE, CMJ, CCRSS = DECK.values()


def figure(readings: Sequence[Reading], weights: Sequence[int] = EQUAL) -> Composite:
    return composite(readings, weights, CONVENTIONS)


def ends(found: Composite) -> tuple[Fraction, Fraction]:
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def shown(found: Composite) -> str:
    return text(*ends(found))


def decimals(value: Fraction | None) -> str:
    assert value is not None
    return f"{float(value):.2f}"


def percent(value: Fraction, *, certain: bool = True) -> str:
    return f"{percent_outward(value, certain=certain)}\u202f%"


#: The deck as a reader chooses it: each structure by its one assessor.
OF = chosen.of_readings({name: [words] for name, words in DECK.items()}, {"equal": EQUAL})
PANELS = {name: dict(zip(CODES, OF.panels(row), strict=True)) for row, name in enumerate(OF.names)}
ONES = dict.fromkeys(CODES, 1)


def one_structure() -> Said:
    gtse, cmj, ccrss = (figure(each) for each in (GTSE, CMJ, CCRSS))
    without, unknown = (figure([*CMJ[:5], read(word), CMJ[6]]) for word in ("n/a", "?"))
    assert [is_assessable(each, CONVENTIONS) for each in (gtse, cmj, ccrss)] == [True, True, False]
    assert [is_known(each, CONVENTIONS) for each in (gtse, cmj, ccrss)] == [True, True, False]
    assert (gtse.weakest, cmj.weakest) == ((3, 4), (1, 1))
    assert gtse.yes is not None
    assert cmj.yes is not None
    return {
        "interval": [
            *(decimals(gtse.low), decimals(cmj.low), shown(gtse), shown(cmj)),
            *("{} to {} of 7".format(*gtse.yes), f"{cmj.yes[0]} of 7"),
        ],
        "not-known": [decimals(gtse.width), f"{ccrss.width}", f"{ccrss.answered} of {ccrss.base}"],
        "not-applicable": [decimals(without.low), f"{without.base}", shown(unknown)],
    }


def order() -> Said:
    there, back = pair(GTSE, CMJ, EQUAL, CONVENTIONS), pair(CMJ, GTSE, EQUAL, CONVENTIONS)
    assert there is not None
    assert back is not None
    assert there.points is not None
    assert there.is_scale_free
    assert there.survives_without_any
    assert min(each for each in there.worst if each is not None) < 0
    (limit,) = (each for each in there.limits if each is not None)
    ordered, c3_first = (
        ordered_share([each or 0 for each in there.worst], places) for places in (range(7), C3_FIRST)
    )
    near = share_near([each or 0 for each in there.worst], EQUAL, Fraction(1, 2))
    scales = step_range(CMJ, EQUAL)
    assert scales is not None
    at_least = [
        f"{sum((each.lo or 0) >= level for each in GTSE)} and {sum((each.hi or 0) >= level for each in CMJ)}"
        for level in (4, 3, 2, 1)
    ]
    signed = [f"+{each}" if each > 0 else f"−{-each}" for each in there.worst if each]
    return {
        "all-weightings": [
            *(f"{there.certain}", f"{back.possible}", *signed),
            *(percent(there.certain), percent(back.possible, certain=False)),
        ],
        "near-weights": [
            *(f"{each}" for each in (there.epsilon, limit, c3_first)),
            *(percent(each) for each in (there.epsilon, limit, ordered, c3_first, near)),
        ],
        "leave-one-out": [
            decimals(there.points[0]),
            decimals(min(each for each in there.without if each is not None)),
        ],
        "scale": [*at_least, text(100 * scales[0], 100 * scales[1]), shown(figure(CMJ))],
        "weights": [", ".join(map(str, OTHER)), shown(figure(GTSE, OTHER)), shown(figure(CMJ, OTHER))],
    }


def claims() -> Said:
    first, ahead, unranked, weak = findings(OF)
    assert [each.kind for each in (first, ahead, unranked, weak)] == [
        *("scores_highest", "ahead_under", "unranked", "weak")
    ]
    assert isinstance(first, ScoresHighest)
    assert isinstance(ahead, AheadUnder)
    assert isinstance(unranked, Unranked)
    assert isinstance(weak, Weak)
    assert (first.structure, ahead.first, unranked.structure, weak.structure) == (
        *("GTSE/CPSE", "GTSE/CPSE", "CCRSS", "CMJ"),
    )
    assert [each.code for each in weak.criteria] == ["C6"]
    return {
        "claims": [
            *(f"of the {first.placed} that", f"at least {unranked.needed} more"),
            *(percent(ahead.certain), percent(ahead.reverse, certain=False)),
            *(percent(ALMOST_ANY), percent(MOST)),
        ]
    }


def questions() -> Said:
    found = {(each.structure, each.code): each for each in find_next(OF, len(CODES) * len(DECK))}
    first, third, fourth = (found[key] for key in (("CCRSS", "C1"), ("GTSE/CPSE", "C3"), ("GTSE/CPSE", "C4")))
    asked = list(found)
    assert asked[0] == ("CCRSS", "C1")
    assert asked[7:] == [("GTSE/CPSE", "C3"), ("GTSE/CPSE", "C4")]
    shares = (first.behind_worst, first.behind_now, third.now, third.best, fourth.best)
    return {"find-out": [decimals(first.width), *map(percent, shares)]}


def change() -> Said:
    later = VOICES["january-2009", "partners"]
    criteria = INSTRUMENT.section("coordination").criteria
    equal = Weights("equal", EQUAL)

    def found(name: str, assessor: str) -> ChangeClaim:
        """As the deck's author and this assessor answered; no reasons are worked through on the page."""
        sides = [
            steps_of.side_answers(CODES, {who: each})
            for who, each in (("author", DECK[name]), (assessor, answers(later, name)))
        ]
        return Changes(steps_of.within(criteria, *sides), equal, (), CONVENTIONS)[0]

    gtse, cmj, ccrss = (found(name, "author") for name in DECK)
    assert [each.kind for each in (gtse, cmj, ccrss)] == [
        ChangeKind.NO_CLEAR_CHANGE,
        ChangeKind.BETTER,
        ChangeKind.NO_CLEAR_CHANGE,
    ]
    assert found("CMJ", "another").kind is ChangeKind.HIGHER_NEW_ASSESSORS
    assert Counter(gtse.cells)[CellChange.MORE_PRECISE] == 1
    assert gtse.points is not None
    assert ccrss.points is not None
    return {
        "change": [
            *(shown(figure(answers(later, name))) for name in DECK),
            *(decimals(cmj.low), decimals(cmj.high), percent(cmj.share_up)),
            *(text(*gtse.points), text(*ccrss.points), f"{ccrss.became_known}"),
            f"{CONVENTIONS.min_common}",
        ]
    }


def sides() -> Said:
    ours, theirs = between("Mostly to Yes", 3, 4), read("Partly")
    gap = CriterionBySides(code="C1", government=panel([ours]), partners=panel([theirs]))
    hull = hull_reading(ours, theirs)
    assert (gap.higher, gap.common_ground, (hull.lo, hull.hi)) == ("government", None, (2, 4))
    partners = Grid.of([[*GTSE, *CMJ, *CCRSS]])
    assert between_sides(partners.take([]).level, partners.level, CONVENTIONS).units == 0
    tentative, reliable = (f"{float(each):.3f}" for each in CONVENTIONS.alpha_words)
    return {
        "gap": [f"at least {gap.apart[0]} level"],
        "agreement": [tentative, reliable, f"at least {CONVENTIONS.min_units_alpha} criteria"],
    }


def plane() -> Said:
    coding = VOICES["january-2008", "analyst"]
    found = {
        name: position(
            {
                code: reading
                for section in INSTRUMENT.sections
                for code, reading in coding.readings(name, section).items()
            },
            CONVENTIONS,
        )
        for name in DECK
    }
    assert [each.quadrants for each in found.values()] == [
        (Quadrant.OWNED_PARTNERSHIP,),
        (Quadrant.OWNED_PARTNERSHIP,),
        tuple(Quadrant),
    ]
    numbers = [
        text(*interval)
        for each in found.values()
        for interval in (each.ownership, each.partnership)
        if interval is not None
    ]
    assert len(numbers) == 6
    stated = {
        (each.structure, each.item): each.quote.endswith("?")
        for file in READ
        for each in file.statements
        if each.kind == "sign"
    }
    substitution, without = (
        signs_counted(codes, {code: stated[name, code] for code in codes if (name, code) in stated}, {})
        for name, codes in (("CCRSS", SUBSTITUTION_SIGNS), ("FARDC equipment", WITHOUT_PARTNERSHIP_SIGNS))
    )
    said = [
        f"states {len(substitution.stated)} of {substitution.total} signs",
        f"puts {len(without.asked)} of {without.total} signs",
    ]
    return {"plane": numbers, "signs": said}


def steps() -> Said:
    found = next_steps(PANELS, ONES, INSTRUMENT)
    assert [(each.structure, each.kind) for each in found] == [
        ("CMJ", StepKind.ACTION),
        *[("CMJ", StepKind.CLOSE_GAP)] * 3,
        *[("CCRSS", StepKind.FIND_OUT)] * 7,
        *[("GTSE/CPSE", StepKind.CONFIRM)] * 2,
    ]
    assert [each.code for each in found if each.structure != "CCRSS"] == ["C6", "C2", "C4", "C5", "C3", "C4"]
    action, gap, unknown, doubtful = found[0], found[1], found[4], found[-1]
    return {
        "next-steps": [
            *(f"{action.certain_shortfall}", f"{gap.certain_shortfall}"),
            f"0 to {unknown.possible_shortfall}",
            f"0 to {doubtful.possible_shortfall}",
        ]
    }


def expected() -> Iterator[tuple[str, str]]:
    for said in (one_structure(), order(), claims(), questions(), change(), sides(), plane(), steps()):
        for section, numbers in said.items():
            yield from ((section, number) for number in numbers)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_figures_worked_through_on_the_page_are_those_of_the_deck(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    page = pages.read(client_of(cast.vera).get(f"/method/?lang={language}"))
    for section, number in expected():
        if language == "fr" and re.search("[a-z]", number):
            continue  # The words between the numbers are those of the other language.
        said = re.sub(r"(?<=\d),(?=\d)", ".", page.one("section", id=section).text())
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]\d|\d)", said), (section, number)


def test_the_places_are_those_of_the_deck(cast: make.Cast, client_of: ClientOf) -> None:
    low, high = composites(Grid.of(list(DECK.values())), EQUAL, CONVENTIONS).points
    assert ranks(low, high).tolist() == [[1, 2], [2, 3], [1, 3]]
    assert ranks(low[:2], high[:2]).tolist() == [[1, 1], [2, 2]]
    said = pages.read(client_of(cast.vera).get("/method/?lang=en")).one("section", id="places").text()
    assert "GTSE/CPSE is 1st and CMJ 2nd" in said
    assert "GTSE/CPSE is 1st or 2nd, CMJ 2nd or 3rd, CCRSS 1st to 3rd" in said


def test_every_heading_has_an_address_and_every_link_of_the_page_leads_to_one(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = pages.read(client_of(cast.vera).get("/method/")).one("main")
    named = [each.attrs["id"] for each in page.walk() if "id" in each.attrs]
    assert len(named) == len(set(named))
    assert all("id" in each.attrs for each in page.all("h2"))
    in_sections = sum(len(each.all("h3")) for each in page.all("section"))
    assert in_sections + sum("id" in each.attrs for each in page.all("h3")) == len(page.all("h3"))
    links = [each.attrs["href"].removeprefix("#") for each in page.one("nav").all("a")]
    assert links == [each.attrs["id"] for each in page.all("h2")]


@pytest.mark.parametrize(("language", "numbers"), [("en", "0.667; 0.800"), ("fr", "0,667\u202f; 0,800")])
def test_the_conventions_are_those_of_the_version(
    language: str, numbers: str, cast: make.Cast, client_of: ClientOf
) -> None:
    page = pages.read(client_of(cast.vera).get(f"/method/?lang={language}"))
    values = [each.text() for each in page.one("dl", class_="facts").all("dd")]
    mark = "\u202f;" if language == "fr" else ";"
    for value in (
        *(", ".join(map(str, each)) for each in (CONVENTIONS.values, CONVENTIONS.bands)),
        *(", ".join(each) for each in (CONVENTIONS.ownership_items, CONVENTIONS.partnership_items)),
        *(f"{each}" for each in (CONVENTIONS.radius, CONVENTIONS.max_not_applicable)),
        f"{CONVENTIONS.bootstrap_replicates}{mark} {CONVENTIONS.seed_bootstrap}",
        f"{CONVENTIONS.seed_weights}",
        numbers,
    ):
        assert value in values

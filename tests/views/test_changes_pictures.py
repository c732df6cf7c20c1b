"""Changes in pictures: a bar for each round over all structures, panels with flags, answers by reason, pages."""

from datetime import date

import pytest
from django.utils import timezone

from coordination.models import FormerName, Partner, Seat
from tests import dashboards, make
from tests.dashboards import ClientOf, ask, file_of, read
from tests.pages import Node

JUNE_2009, JUNE_2010 = date(2009, 6, 30), date(2010, 6, 30)
PAGE = "/changes/?view=partners&since=june-2009"
YES, NO = ["Yes"] * 7, ["No"] * 7


def bars(page: Node) -> dict[str, list[str]]:
    """The parts of each round's bar in words, by the round's name."""
    rows = page.one("ol", class_="round-bars").all("li")
    named = [each for each in rows if each.all("span", class_="round-name")]
    return {
        each.one("span", class_="round-name").text(): [
            " ".join(link.text().split()) for link in each.one("ul").all("a")
        ]
        for each in named
    }


def test_a_bar_has_every_structure_of_its_round_in_one_part(cast: make.Cast, client_of: ClientOf) -> None:
    make.answered(cast.amina, "June 2009", JUNE_2009, {"CMJ": NO, "CCRSS": ["?"] * 7, "GTSE/CPSE": YES})
    make.answered(cast.amina, "June 2010", JUNE_2010, {"CMJ": ["Partly to Yes"] * 7, "GTSE/CPSE": YES})
    assert bars(read(client_of, cast.paul, PAGE)) == {
        "June 2009": ["1 strong", "1 weak", "1 too little known", "1 not assessed"],
        "June 2010": ["1 strong", "1 between", "2 not assessed"],
    }


def test_of_a_chosen_criterion_the_bars_count_levels(cast: make.Cast, client_of: ClientOf) -> None:
    old = {"CMJ": ["Yes", *NO[1:]], "CCRSS": ["?", *NO[1:]], "GTSE/CPSE": ["Partly to Yes", *NO[1:]]}
    make.answered(cast.amina, "June 2009", JUNE_2009, old)
    make.answered(cast.amina, "June 2010", JUNE_2010, {"CMJ": ["Partly", *NO[1:]]})
    page = read(client_of, cast.paul, f"{PAGE}&criterion=C1")
    assert page.one("h2", id="bars").text() == "Clear strategy (C1), round by round"
    assert bars(page) == {
        "June 2009": ["1 Yes", "1 between two levels or more", "1 not known or no answer", "1 not assessed"],
        "June 2010": ["1 Partly", "3 not assessed"],
    }
    # A criterion of the other section is no mistake: the reader just changed the section.
    other = read(client_of, cast.paul, f"{PAGE}&criterion=C1&section=ownership")
    assert other.one("h2", id="bars").text() == "How the structures stand, round by round"


def test_the_file_has_the_bars_and_what_happened(cast: make.Cast, client_of: ClientOf) -> None:
    make.answered(cast.amina, "June 2009", JUNE_2009, {"CMJ": NO, "GTSE/CPSE": YES})
    make.answered(cast.grace, "June 2010", JUNE_2010, {})
    parts = dashboards.opened(ask(client_of, cast.paul, file_of(PAGE))).parts
    _title, head, *rows = parts[3]
    assert head[1:] == ("Strong", "Weak", "Not assessed")
    assert rows[0] == ("June 2009", "1", "1", "2")
    assert parts[4][0] == ("What happened",)


def key(page: Node, at: int = 0) -> list[str]:
    """What the flags of a panel stand for."""
    lists = page.all("ol", class_="panel-key")
    return [" ".join(each.text().split()) for each in lists[at].all("li")] if lists else []


def test_events_between_the_rounds_have_numbered_flags(cast: make.Cast, client_of: ClientOf) -> None:
    make.answered(cast.amina, "June 2009", JUNE_2009, {"CMJ": NO})
    make.answered(cast.amina, "June 2010", JUNE_2010, {"CMJ": YES})
    cmj, partner = make.structure("CMJ"), Partner.objects.first()
    Seat.objects.filter(structure=cmj, role="chair").delete()
    for since in ("2009-06-30", "2010-02-01", "2011-01-01"):
        make.administer(
            item=Seat(structure=cmj, partner=partner, role="chair", since=since), by=None, at=timezone.now()
        )
    page = read(client_of, cast.paul, f"{PAGE}&set=cmj")
    assert partner is not None
    assert key(page) == [f"1 1 February 2010: new in the chair: {partner.name_en}"]
    (panel,) = dashboards.panels(page)
    assert [each.text() for each in panel.all("text", class_="mark-flag-number")] == ["1"]


def test_a_new_chair_has_the_name_of_that_day(cast: make.Cast, client_of: ClientOf) -> None:
    make.answered(cast.amina, "June 2009", JUNE_2009, {"CMJ": NO})
    make.answered(cast.amina, "June 2010", JUNE_2010, {"CMJ": YES})
    cmj, partner = make.structure("CMJ"), Partner.objects.all()[0]
    Seat.objects.filter(structure=cmj, role="chair").delete()
    for item in (
        FormerName(partner=partner, name_en="Old name", name_fr="Ancien nom", until_on=date(2010, 3, 1)),
        Seat(structure=cmj, partner=partner, role="chair", since="2010-02"),
    ):
        make.administer(item=item, by=None, at=timezone.now())
    page = read(client_of, cast.paul, f"{PAGE}&set=cmj", "fr")
    assert key(page) == ["1 Février 2010\u202f: nouvelle présidence\u202f: Ancien nom".replace("\u202f", " ")]


def test_a_time_without_meetings_has_a_flag(cast: make.Cast, client_of: ClientOf) -> None:
    make.answered(cast.amina, "June 2009", JUNE_2009, {"CMJ": NO})
    make.answered(cast.amina, "June 2010", JUNE_2010, {"CMJ": YES})
    cmj = make.structure("CMJ")
    Seat.objects.filter(structure=cmj).delete()
    for on in (date(2009, 7, 1), date(2010, 5, 1)):
        make.contact(cast.amina, kind="session", structure_=cmj, on=on, state="held", sharing="all")
    page = read(client_of, cast.paul, f"{PAGE}&set=cmj")
    assert key(page) == ["1 2 January 2010: dormant, no meeting recorded for 6 months"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_invented_rounds_are_hatched_and_the_hatching_is_explained(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, "/changes/?view=partners", language)
    assert [len(each.all("rect", class_="mark-column")) for each in dashboards.panels(page)] == [2, 2, 2]
    assert page.all("span", class_="is-invented")
    only = read(client_of, cast.paul, "/changes/?view=partners&until=january-2008", language)
    assert not only.all("rect", class_="mark-column")
    assert not only.all("span", class_="is-invented")


def test_answers_are_filtered_by_what_their_change_is_put_down_to(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    address = "/changes/?view=partners&first=january-2009&second=january-2010"
    page = read(client_of, cast.paul, address)
    links = page.one("ul", class_="reason-links").all("a")
    assert [" ".join(each.text().split()) for each in links] == [
        *("All 21", "Really changed 7", "Another reason 2", "Less precise 2", "More precise 1")
    ]
    assert page.one("details", id="more").attrs.get("open") is not None
    shown = read(client_of, cast.paul, f"{address}&because=more-precise")
    (region,) = shown.all("div", role="region", aria_labelledby="pair")
    assert [each.all("a")[0].text() for each in region.all("th", scope="row")] == ["CMJ"]
    assert len(region.all("td", class_="is-asked")) == 1
    none = read(client_of, cast.paul, f"{address}&because=unexplained")
    assert "No answer has this reason." in [each.text() for each in none.all(class_="empty")]


def test_the_fold_is_closed_until_it_is_asked_for(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, "/changes/?view=partners")
    assert "open" not in page.one("details", id="more").attrs


@pytest.mark.takes_long
def test_the_next_page_has_the_next_structures(cast: make.Cast, client_of: ClientOf) -> None:
    names = [f"S{number:02}" for number in range(14)]
    for name in names:
        make.structure(name)
    make.answered(cast.amina, "June 2009", JUNE_2009, dict.fromkeys(names, NO))
    make.answered(cast.amina, "June 2010", JUNE_2010, dict.fromkeys(names, YES))
    first = read(client_of, cast.paul, f"{PAGE}&sort=name")
    assert len(dashboards.panels(first)) == 12
    second = read(client_of, cast.paul, f"{PAGE}&sort=name&page=2")
    assert [each.all("a")[0].text() for each in second.all("h3")] == ["S12", "S13"]
    assert "2 of 14 structures are drawn." in second.one("main").text()
    assert ask(client_of, cast.paul, f"{PAGE}&page=3").status_code == 404

"""The two traps: signs in the words of the source, who says so, prompts, and one count for every page."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from coordination.models import Observation, User
from tests import dashboards, make, pages
from tests.dashboards import by_name
from tests.pages import Node
from tests.risks import change, observe

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
NOTHING = "not looked at yet; no source states any"
CODING = make.FIXTURES / "drc-ownership-coding.json"


def read(client_of: ClientOf, person: User, address: str) -> Node:
    return pages.read(client_of(person).get(address))


def part(page: Node, name: str) -> str:
    return page.one("section", aria_labelledby=name).text()


def sign(page: Node, code: str) -> str:
    (found,) = [each for each in page.all("li") if each.text().startswith(f"{code} ")]
    return found.text()


def test_ccrss_has_the_three_signs_of_substitution_that_the_deck_states(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.vera, "/structures/ccrss/risks/")
    said = part(page, "substitution")
    assert "Signs: the source states 3 of 3" in said
    assert "Chaired by MONUC officer because « no suitable Congolese available »" in sign(page, "U2")
    assert "Where can it go wrong?" in sign(page, "U2")
    assert "Would a chairman appointed by the minister have delivered more" in said
    assert "Signs: not looked at yet; no source states any" in part(page, "without-partnership")


def test_equipment_for_fardc_may_have_all_four_signs_of_ownership_without_partnership(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load(CODING)
    said = part(read(client_of, cast.vera, "/structures/fardc-equipment/risks/"), "without-partnership")
    assert "Signs: the source asks about 4 of 4" in said
    assert "Uncritical acceptance of government ideas" in said
    assert "Provision of training and equipment to FARDC?" in said


def test_the_questions_to_discuss_are_quoted_in_both_languages(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.grace)
    browser.cookies["language"] = "fr"
    html = browser.get("/structures/cmj/risks/").content.decode()
    for words in (
        "even if this person was incompetent, inefficient and corrupt?",
        "même s’il était incompétent, inefficace et corrompu\u202f?",
        "Provision of training and equipment to FARDC?",
        "Fourniture de formations et d’équipements aux FARDC\u202f?",
    ):
        assert words in html


@pytest.mark.takes_long
def test_every_page_counts_the_same_signs(cast: make.Cast, client_of: ClientOf) -> None:
    make.load(CODING)

    def counts(code: str, slug: str) -> set[tuple[str, str]]:
        plane = read(client_of, cast.paul, "/ownership/?round=january-2008&view=analyst")
        row = by_name(dashboards.table(plane, "positions"))[code]
        trap = read(client_of, cast.paul, f"/structures/{slug}/risks/")
        shown = tuple(
            part(trap, name).split("Signs: ")[1] for name in ("substitution", "without-partnership")
        )
        assert all(each.startswith(word) for each, word in zip(shown, row[3:5], strict=True))
        return {(row[3], row[4])}

    assert counts("CCRSS", "ccrss") == {("the source states 3 of 3", NOTHING)}
    assert counts("FARDC equipment", "fardc-equipment") == {(NOTHING, "the source asks about 4 of 4")}
    observe("U3", "not_seen", structure="CCRSS", evidence="It wrote the white paper.")
    observe("W1", "observed", structure="CCRSS", evidence="Nobody asked.")
    observe("W1", "unknown", structure="CCRSS", evidence="", observed_on=date(2010, 1, 1))
    assert counts("CCRSS", "ccrss") == {
        (
            "0 of 3 signs seen, 2 not looked at yet; the source states 3",
            "1 of 4 signs seen, 3 not looked at yet",
        )
    }
    observe("R1", structure="CCRSS")
    assert counts("CMJ", "cmj") == {(NOTHING, NOTHING)}


def seen(code: str, statuses: dict[str, str], *, origin: str = "entered") -> None:
    """Signs of a structure as somebody saw them."""
    for item, status in statuses.items():
        Observation.objects.create(
            programme=make.cod(),
            structure=make.structure(code),
            item=item,
            status=status,
            evidence="Seen at the meetings of 2010.",
            observed_on=date(2010, 1, 1),
            recorded_at=make.AT,
            origin=origin,
        )


def test_what_was_not_seen_stands_beside_what_the_source_states(cast: make.Cast, client_of: ClientOf) -> None:
    seen("CCRSS", dict.fromkeys(("U1", "U2", "U3"), "not_seen"))
    said = part(read(client_of, cast.vera, "/structures/ccrss/risks/"), "substitution")
    assert "Signs: 0 of 3 signs seen; the source states 3" in said


def test_what_was_observed_is_not_called_stated(cast: make.Cast, client_of: ClientOf) -> None:
    seen("CMJ", dict.fromkeys(("U1", "U2", "U3"), "observed"))
    counts = [
        each.text()
        for each in read(client_of, cast.vera, "/structures/cmj/risks/").all("span", data_claim="signs")
    ]
    assert counts == ["3 of 3 signs seen", NOTHING]


def test_an_invented_observation_is_counted_as_one(cast: make.Cast, client_of: ClientOf) -> None:
    seen("CCRSS", {"U1": "not_seen", "W1": "not_seen"}, origin="invented")
    page = read(client_of, cast.vera, "/structures/ccrss/risks/")
    assert (
        "Signs: 0 of 3 signs seen, 2 not looked at yet (one of these observations is invented for the demonstration); "
        "the source states 3"
    ) in part(page, "substitution")
    assert "invented for the demonstration" in sign(page, "W1")


def test_an_observation_is_shown_with_who_says_so(cast: make.Cast, client_of: ClientOf) -> None:
    observe("U1", "not_seen", structure="CCRSS", evidence="The minister's deputy chairs.", by=cast.grace)
    said = sign(read(client_of, cast.vera, "/structures/ccrss/risks/"), "U1")
    assert "not seen · as of 1 March 2011" in said
    assert "recorded by Grace Conseillère (government)" in said
    assert "Chaired by MONUC officer" in said


def test_an_international_in_the_chair_prompts_the_first_sign_and_answers_nothing(
    cast: make.Cast, client_of: ClientOf
) -> None:
    prompted = sign(read(client_of, cast.vera, "/structures/ccrss/risks/"), "U1")
    assert "A prompt, never an answer" in prompted
    assert "MONUC (chair)" in prompted
    # CMJ is chaired by the ministry; donors are in the co-chair and fund the secretariat.
    page = read(client_of, cast.vera, "/structures/cmj/risks/")
    assert "A prompt" not in page.one("main").text()
    assert f"Signs: {NOTHING}" in part(page, "substitution")


def test_a_seat_that_has_ended_prompts_nothing(cast: make.Cast, client_of: ClientOf) -> None:
    seat = make.structure("CCRSS").seats.get(role="chair")
    seat.until = "2009"
    make.administer(item=seat, by=cast.alain, at=make.AT)
    assert "A prompt" not in read(client_of, cast.vera, "/structures/ccrss/risks/").one("main").text()


def test_a_closed_structure_is_shown_as_it_was_led_when_it_closed(
    cast: make.Cast, client_of: ClientOf
) -> None:
    change("CCRSS", closed="2009")
    said = part(read(client_of, cast.vera, "/structures/ccrss/seats/"), "leading")
    assert "as of the closing, 31 December 2009" in said
    assert "MONUC" in said


def test_the_structure_and_its_card_say_who_leads_and_prompt_a_look(
    cast: make.Cast, client_of: ClientOf
) -> None:
    for query, name in (("", "leading"), ("?round=january-2008", "then")):
        page = read(client_of, cast.vera, f"/structures/ccrss/seats/{query}")
        said = part(page, name)
        assert "chair MONUC international" in said
        assert "An international chairs or leads: look at the signs of substitution." in said
        assert "/structures/ccrss/risks/#traps" in {each.attrs.get("href") for each in page.all("a")}
    said = part(read(client_of, cast.vera, "/structures/cmj/seats/?round=january-2008"), "then")
    assert "An international chairs" not in said
    assert "as of 31 January 2008" in said


def test_the_card_shows_who_led_on_the_day_of_the_round(cast: make.Cast, client_of: ClientOf) -> None:
    seat = make.structure("CCRSS").seats.get(role="chair")
    seat.since = "2009"
    make.administer(item=seat, by=cast.alain, at=make.AT)
    said = part(read(client_of, cast.vera, "/structures/ccrss/seats/?round=january-2008"), "then")
    assert "MONUC" not in said
    assert "MONUC" in part(read(client_of, cast.vera, "/structures/ccrss/seats/"), "leading")


def test_an_international_whose_dates_leave_it_open_may_lead(cast: make.Cast, client_of: ClientOf) -> None:
    seat = make.structure("CCRSS").seats.get(role="chair")
    seat.since = "2008"
    make.administer(item=seat, by=cast.alain, at=make.AT)
    page = read(client_of, cast.vera, "/structures/ccrss/seats/?round=january-2008")
    page = page.one("section", aria_labelledby="then")
    (said,) = [
        each.text() for each in page.all("p") if each.attrs.get("data-claim", "").startswith("international")
    ]
    assert said == (
        "An international may chair or lead, the dates do not tell: look at the signs of substitution."
    )


def test_only_who_may_observe_is_asked_to(cast: make.Cast, client_of: ClientOf) -> None:
    for person, words in ((cast.amina, "Record what was seen"), (cast.vera, "What was recorded")):
        page = read(client_of, person, "/structures/ccrss/risks/")
        links = [each for each in page.all("a") if "item=U1" in each.attrs.get("href", "")]
        assert [each.attrs["href"] for each in links] == ["/risks/observe/?item=U1&structure=ccrss"]
        assert words in links[0].text()


def test_the_plane_leads_to_the_signs(cast: make.Cast, client_of: ClientOf) -> None:
    make.load(CODING)
    page = read(client_of, cast.vera, "/ownership/?round=january-2008&view=analyst")
    assert "/structures/ccrss/risks/#traps" in {each.attrs.get("href") for each in page.all("a")}


def test_the_old_address_of_the_traps_leads_to_them(cast: make.Cast, client_of: ClientOf) -> None:
    response = client_of(cast.vera).get("/traps/ccrss/")
    assert (response.status_code, response["Location"]) == (301, "/structures/ccrss/risks/#traps")

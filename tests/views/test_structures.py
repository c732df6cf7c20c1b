"""The register of structures, one structure, and its card in a round."""

from collections.abc import Callable

import pytest
from django.test import Client

from coordination.domain.assessments import SourceEntry
from coordination.models import Assessment, Structure, User
from tests import make, pages

ClientOf = Callable[[User], Client]


def codes(browser: Client, query: str = "") -> list[str]:
    """The structures listed."""
    page = pages.read(browser.get(f"/structures/{query}"))
    return [row[0] for row in page.rows()[1:]] if page.all("table") else []


def test_the_register_lists_the_programmes_own_structures_by_code(
    cast: make.Cast, client_of: ClientOf
) -> None:
    assert codes(client_of(cast.vera)) == ["CCRSS", "CCRSS Defence", "CMJ", "GTSE/CPSE"]
    assert codes(client_of(cast.nadia)) == ["CNS"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=cmj", ["CMJ"]),
        ("?q=CMJ", ["CMJ"]),
        ("?q=securite elections", ["GTSE/CPSE"]),
        ("?q=S%C3%89CURIT%C3%89", ["GTSE/CPSE"]),
        ("?q=mixed", ["CMJ"]),
        ("?q=mixte", ["CMJ"]),
        ("?q=gtse/cpse", ["GTSE/CPSE"]),
        ("?q=no such thing", []),
        ("?q=%25", []),
        ("?q=_", []),
        ("?q=%00cmj", ["CMJ"]),
        ("?q=" + "x" * 5000, []),
        ("?sector=justice", ["CMJ"]),
        ("?sector=justice&q=gtse", []),
    ],
)
def test_the_register_is_searched_without_regard_to_case_and_accents(
    query: str, found: list[str], cast: make.Cast, client_of: ClientOf
) -> None:
    assert codes(client_of(cast.paul), query) == found


def test_what_was_searched_stands_in_the_form_and_an_empty_answer_says_what_to_do(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = pages.read(client_of(cast.paul).get('/structures/?q="><script>'))
    assert page.one("main").form("q")["q"] == '"><script>'
    assert page.all(class_="empty")


@pytest.mark.parametrize("sector", ["fishing", "%00", "justice'--"])
def test_a_sector_that_does_not_exist_is_not_found(sector: str, cast: make.Cast, client_of: ClientOf) -> None:
    assert client_of(cast.paul).get(f"/structures/?sector={sector}").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_structure_shows_its_facts_seats_and_place_among_others(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.paul)
    page = pages.read(browser.get(f"/structures/cmj/?lang={language}"))
    name = {"en": "Mixed Justice Commission", "fr": "Commission mixte de justice"}[language]
    assert page.one("h1").text() == f"CMJ {name}"
    page = pages.read(browser.get(f"/structures/cmj/seats/?lang={language}"))
    seats = page.one("section", aria_labelledby="seats").all("li")
    assert len(seats) >= 4
    assert any("“" in each.text() or each.all("q") for each in seats), "as the source says"
    part = pages.read(browser.get(f"/structures/ccrss-defence/source/?lang={language}"))
    assert part.one("a", href="/structures/ccrss/")
    whole = pages.read(browser.get(f"/structures/ccrss/source/?lang={language}"))
    assert whole.one("a", href="/structures/ccrss-defence/")


def test_a_structure_shows_its_history_with_the_latest_round_first(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    page = pages.read(client_of(cast.vera).get("/structures/cmj/history/"))
    for voice, rounds in (("government", [2010, 2009]), ("partners", [2010, 2009, 2008])):
        section = page.one(role="region", aria_labelledby=f"history-{voice}")
        _head, *rows = section.rows()
        assert [row[0] for row in rows] == [f"January {year}" for year in rounds]
    deck = page.one(role="region", aria_labelledby="history-partners").rows()[-1]
    assert deck[1:9] == [
        *("Yes", "Mostly “Most”", "Yes", "Mostly “Broadly”", "Mostly “Most”", "Not yet", "Yes", "79"),
    ]


def test_a_structure_shows_where_it_stands_and_what_to_do_next(cast: make.Cast, client_of: ClientOf) -> None:
    make.load(make.FIXTURES / "drc-ownership-coding.json")
    page = pages.read(client_of(cast.paul).get("/structures/cmj/history/"))
    (place,) = page.all("section", aria_labelledby="position")
    assert (
        "analyst (coded from the text, not by the author), January 2008: owned partnership "
        "(ownership 54–100, partnership 54–79)."
    ) in [each.text() for each in place.all("li")]
    page = pages.read(client_of(cast.paul).get("/structures/cmj/commitments/"))
    (steps,) = page.all("section", aria_labelledby="next")
    assert [each.text() for each in steps.all("h3")] == ["As seen by: partners"], "the analyst advises nobody"
    assert steps.all("li", class_="step")[0].one("strong").text() == "CMJ – division of labour: fix now."


def test_a_structure_without_an_assessment_has_no_advice(cast: make.Cast, client_of: ClientOf) -> None:
    for tab in ("", "history/", "commitments/", "meetings/"):
        page = pages.read(client_of(cast.paul).get(f"/structures/ccrss-defence/{tab}"))
        assert page.all(class_="empty"), tab
        assert not page.all("section", aria_labelledby="next")


@pytest.mark.takes_long
def test_what_the_source_says_is_quoted_in_its_own_language(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    for code in ("cmj", "gtse-cpse", "ccrss", "ccrss-defence"):
        for tab in ("seats", "source", "risks"):
            page = pages.read(client_of(cast.joseph).get(f"/structures/{code}/{tab}/"))
            assert page.one("html").attrs["lang"] == "fr"
            assert all(quote.attrs.get("lang") == "en" for quote in page.all("q"))


def test_every_answer_opens_to_its_basis_sources_side_and_date(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="partners")
    assessment = make.begin(cast.amina, "CMJ", round_)
    client_of(cast.amina).post(
        f"/assessments/{assessment.pk}/coordination/",
        {
            "C1-choice": "2",
            "C1-doubtful": "on",
            "C1-doubt_reason": make.instrument_value().doubt_reasons[0].code,
            "C1-basis": "The minister said so.",
            "C1-source-0-title": "Minutes of 3 March",
            "C1-source-0-link": "https://example.org/minutes",
            "C1-source-0-dated_on": "2011-03-03",
            "C2-choice": "not_applicable",
            "C2-na_reason": "There is one partner only.",
        },
    )
    make.send(assessment, accept_blanks=True)
    page = pages.read(client_of(cast.joseph).get("/structures/cmj/march-2011/?lang=en"))
    line = page.one(id="partners-C1")
    assert "Partly?" in line.text()
    assert "The minister said so." in line.text()
    assert make.instrument_value().doubt_reasons[0].name.en in line.text()
    assert line.one("a", href="https://example.org/minutes").text() == "Minutes of 3 March"
    assert "There is one partner only." in page.one(id="partners-C2").text()
    assert page.one(id="side-partners").text().startswith("Partners: ")
    assert "1 March 2011" in page.one(id="side-partners").text(), "sent on"


@pytest.fixture
def two_of_the_partners(cast: make.Cast) -> tuple[Assessment, Assessment]:
    """Amina and Awa on CMJ: Yes and No, each with a basis, a source and, on C2, why it does not apply."""
    awa = make.place(make.person("awa", "Awa Adviser"), "adviser", "partners")
    round_ = make.open_round(sides="partners")
    found = make.begin(cast.amina, "CMJ", round_), make.begin(awa, "CMJ", round_)
    for assessment, word, said in zip(found, ("Yes", "No"), ("Zongo told me.", "A report."), strict=True):
        make.answer_all(assessment, word)
        source = SourceEntry(title=f"Minutes: {said}", kind="document", dated_on=None, link="")
        make.answer(assessment, "C1", word, basis=said, sources=[source])
        make.answer(assessment, "C2", "n/a", na_reason=said)
    for assessment in found:
        make.send(assessment)
    return found


def test_several_raters_of_a_side_are_read_as_the_side_with_their_reasons_unsigned(
    two_of_the_partners: tuple[Assessment, Assessment], cast: make.Cast, client_of: ClientOf
) -> None:
    for person in (cast.grace, cast.joseph, cast.paul):
        page = pages.read(client_of(person).get("/structures/cmj/march-2011/?lang=en"))
        sides = [each for each in page.one("main").all("li") if each.attrs.get("id", "").startswith("side-")]
        assert len(sides) == 1
        assert "2 assessors" in page.one("main").text()
        first, second = (page.one(id=f"partners-{code}").text() for code in ("C1", "C2"))
        assert "No · Yes" in first
        assert first.index("A report.") < first.index("Zongo told me.")
        assert first.index("Minutes: A report.") < first.index("Minutes: Zongo told me.")
        assert second.index("because: A report.") < second.index("because: Zongo told me.")


@pytest.mark.takes_long
def test_who_wrote_what_is_for_the_own_side_only(
    two_of_the_partners: tuple[Assessment, Assessment], cast: make.Cast, client_of: ClientOf
) -> None:
    for person, reads in ((cast.amina, True), (cast.paul, True), (cast.joseph, False), (cast.grace, False)):
        page = pages.read(client_of(person).get("/structures/cmj/march-2011/?lang=en"))
        own = page.all("section", class_="own-side")
        assert bool(own) is reads
        assert ("Awa Adviser" in page.one("main").text()) is reads
        if own:
            said = [each.text() for each in own[0].all("details")]
            assert [name in each for name, each in zip(("Amina", "Awa"), said, strict=True)] == [True, True]
            assert ["Zongo told me." in each for each in said] == [True, False]
        links = [each for each in page.all("a") if "/correct/" in each.attrs.get("href", "")]
        assert bool(links) is (person is cast.paul)
        for assessment in two_of_the_partners:
            for address in (f"/assessments/{assessment.pk}/", f"/assessments/{assessment.pk}/send/"):
                assert client_of(person).get(address).status_code == (200 if reads else 404)


def test_a_correction_of_one_of_several_is_shown_as_the_sides(
    two_of_the_partners: tuple[Assessment, Assessment], cast: make.Cast, client_of: ClientOf
) -> None:
    make.correct(two_of_the_partners[1], "C1", "Partly", evidence="Minutes found.", by=cast.paul)
    page = pages.read(client_of(cast.joseph).get("/structures/cmj/march-2011/?lang=en"))
    said = page.one(id="partners-C1").text()
    assert "Partly · Yes" in said
    assert "Corrected; at first the side said: No · Yes. New evidence: Minutes found." in said
    own = pages.read(client_of(cast.amina).get("/structures/cmj/march-2011/?lang=en"))
    assert "before it said: No" in own.one("section", class_="own-side").text()


def test_a_card_that_may_not_be_read_yet_says_so(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="both")
    make.sent(cast.amina, "CMJ", round_, word="Partly")
    for person in (cast.amina, cast.grace, cast.vera):
        page = pages.read(client_of(person).get("/structures/cmj/march-2011/?lang=en"))
        assert page.all(class_="empty")
        assert "Partly" not in page.one("main").text()


@pytest.mark.parametrize(
    "address",
    [
        "/structures/no-such/",
        "/structures/cns/",
        "/structures/cmj/no-such/",
        "/structures/cns/january-2008/",
        "/structures/cns/history/",
        "/structures/cmj/?round=no-such",
        "/structures/cmj/?round=%00",
        "/structures/cmj/?sort=beauty",
        "/structures/cmj/seats/?round=no-such",
    ],
)
def test_what_is_not_there_or_elsewhere_is_not_found(
    address: str, cast: make.Cast, client_of: ClientOf
) -> None:
    assert client_of(cast.paul).get(address).status_code == 404


# --- its tabs, and the sides beside each other

TABS = ("", "history/", "commitments/", "risks/", "meetings/", "seats/", "source/")


@pytest.fixture
def both_sides(cast: make.Cast) -> None:
    """CMJ as both sides answered it: apart on C2 and C3, perhaps on C4, the same on others; O7 by one side."""
    round_ = make.open_round()
    for person, words in (
        (cast.grace, {"C1": "Yes", "C2": "Yes", "C3": "Mostly", "C4": "Mostly?", "O7": "Yes"}),
        (cast.amina, {"C1": "Yes", "C2": "Partly", "C3": "No", "C4": "Mostly", "O7": "?"}),
    ):
        draft = make.begin(person, "CMJ", round_)
        make.answer_all(draft, "Mostly")
        for code, word in words.items():
            make.answer(draft, code, word)
        make.send(draft)


def _said(cell: pages.Node) -> str:
    """What a cell says beside its drawing."""
    claims = cell.all("span", data_claim="criterion_by_sides")
    return claims[0].text() if claims else cell.text()


def rows_of(page: pages.Node) -> dict[str, list[str]]:
    """What the row of each criterion says, by its code and in order."""
    found = {}
    for part in page.all("tbody", class_="criterion"):
        cells = [each for each in part.all("tr")[0].children if isinstance(each, pages.Node)]
        found[cells[0].text().split()[-1]] = [_said(each) for each in cells[1:]]
    return found


def test_each_tab_has_its_own_address_and_says_which_one_it_is(cast: make.Cast, client_of: ClientOf) -> None:
    for tab in TABS:
        page = pages.read(client_of(cast.vera).get(f"/structures/cmj/{tab}"))
        links = page.one("nav", class_="hub-tabs").all("a")
        assert [each.attrs["href"] for each in links] == [f"/structures/cmj/{each}" for each in TABS]
        (current,) = [each for each in links if "aria-current" in each.attrs]
        assert current.attrs["href"] == f"/structures/cmj/{tab}"
        assert len(page.all("h1")) == 1


@pytest.mark.usefixtures("both_sides")
def test_both_sides_stand_beside_each_other_the_widest_difference_first(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = pages.read(client_of(cast.paul).get("/structures/cmj/?lang=en"))
    rows = rows_of(page)
    assert [*rows][:4] == ["C3", "C2", "C4", "C1"]
    assert rows["C3"][:3] == ["Mostly", "government 3 levels higher", "No"]
    assert rows["C1"][:3] == ["Yes", "same", "Yes"]
    assert rows["O7"][:3] == ["Yes", "not known to the partners", "not known"]
    by_number = rows_of(
        pages.read(client_of(cast.paul).get("/structures/cmj/march-2011/?lang=en&sort=number"))
    )
    assert [*by_number] == [f"{section}{number}" for section in "CO" for number in range(1, 8)]
    assert {code: by_number[code] for code in rows} == rows


@pytest.mark.usefixtures("both_sides")
def test_a_commitment_is_offered_where_an_answer_is_partly_or_lower_and_nowhere_else(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = pages.read(client_of(cast.amina).get("/structures/cmj/march-2011/"))
    links = [each.attrs["href"] for each in page.all("a") if "/commitments/add/" in each.attrs["href"]]
    assert [(each.split("view=")[1]) for each in links] == ["partners&criterion=C3", "partners&criterion=C2"]
    page = pages.read(client_of(cast.vera).get("/structures/cmj/march-2011/"))
    assert not [each for each in page.all("a") if "/commitments/add/" in each.attrs["href"]]


def test_a_blank_is_said_to_be_no_answer(cast: make.Cast, client_of: ClientOf) -> None:
    draft = make.begin(cast.amina, "CMJ", make.open_round(sides="partners"))
    make.answer(draft, "C1", "Yes")
    make.send(draft, accept_blanks=True)
    rows = rows_of(pages.read(client_of(cast.paul).get("/structures/cmj/march-2011/?lang=en")))
    assert len(rows) == 14
    assert (rows["C1"][0], rows["C2"][0]) == ("Yes", "no answer")


@pytest.mark.takes_long
@pytest.mark.usefixtures("both_sides")
def test_the_head_says_where_the_structure_stands_in_at_most_25_words(
    cast: make.Cast, client_of: ClientOf
) -> None:
    for person, expected in (
        (
            cast.paul,
            "Government: strong; partners: middling. "
            "The sides disagree on 2 of the 7 criteria both answered; government higher.",
        ),
        (
            cast.joseph,
            "Gouvernement\u202f: fort\u202f; partenaires\u202f: moyen. "
            "Désaccord sur 2 des 7 critères évalués par les deux\u202f; le Gouvernement évalue plus haut.",
        ),
    ):
        for tab in TABS:
            page = pages.read(client_of(person).get(f"/structures/cmj/{tab}"))
            said = page.one("p", class_="hub-headline")
            assert said.text() == expected
            assert [each.attrs.get("data-claim") for each in said.all("span")] == [
                "score_in_words",
                "sides_compared",
            ]
            assert len([word for word in said.text().split() if word.strip("\u202f:;.")]) <= 25


def test_an_answer_shows_what_the_side_answered_before_and_why_it_changed(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.sent(cast.amina, "CMJ", make.open_round(sides="partners"), word="Yes")
    later = make.open_round(sides="partners", name="June 2011", reference_on=make.date(2011, 6, 30))
    draft = make.begin(cast.amina, "CMJ", later)
    make.answer_all(draft, "Yes")
    make.answer(draft, "C2", "Partly", change_cause="better_information")
    make.answer(draft, "C3", "Partly")
    make.send(draft)
    page = pages.read(client_of(cast.joseph).get("/structures/cmj/?lang=en"))
    assert "In March 2011: Yes" in page.one(id="partners-C1").text()
    assert "In March 2011: Yes; better information" in page.one(id="partners-C2").text()
    assert "In March 2011: Yes; no reason given" in page.one(id="partners-C3").text()


def test_the_programme_as_a_whole_has_its_answers_and_no_tabs(cast: make.Cast, client_of: ClientOf) -> None:
    make.sent(cast.amina, make.whole(), make.open_round(sides="partners"))
    slug = make.whole().slug
    assert not pages.read(client_of(cast.paul).get(f"/structures/{slug}/march-2011/")).all(class_="hub-tabs")
    for tab in TABS[1:]:
        assert client_of(cast.paul).get(f"/structures/{slug}/{tab}").status_code == 404


# --- the facts of a structure


def test_only_who_keeps_the_facts_is_offered_to_add_and_edit(cast: make.Cast, client_of: ClientOf) -> None:
    for person, may in ((cast.amina, True), (cast.joseph, True), (cast.alain, True), (cast.vera, False)):
        offers = (
            ("/structures/", "/facts/add/"),
            ("/structures/cmj/source/", "/facts/of/cmj/"),
            ("/structures/cmj/seats/", "/seats/of/cmj/"),
        )
        for page, link in offers:
            links = {each.attrs.get("href") for each in pages.read(client_of(person).get(page)).all("a")}
            assert (link in links) == may


def test_a_structure_is_added_and_found(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.grace)
    form = pages.read(browser.get("/facts/add/")).form("code", "name_fr")
    response = browser.post(
        "/facts/add/", form | {"code": "CTP", "name_fr": "Comité police", "sector": "police"}
    )
    assert response["Location"] == "/structures/ctp/"
    assert "CTP" in codes(browser, "?q=comite")
    made = Structure.objects.get(code="CTP")
    assert (made.name_en, made.programme) == ("Comité police", make.cod())


def test_facts_are_changed_from_what_stands_there(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    parent = make.structure("CCRSS")
    form = pages.read(browser.get("/facts/of/ccrss-defence/")).form("shown", "sector")
    assert (form["founded"], form["parent"], form["sector"]) == ("2005", str(parent.pk), "defence")
    response = browser.post("/facts/of/ccrss-defence/", form | {"closed": "2009", "dormant_after": "2"})
    assert response["Location"] == "/structures/ccrss-defence/source/"
    stored = make.structure("CCRSS Defence")
    assert (stored.founded, stored.closed, stored.parent, stored.dormant_after) == ("2005", "2009", parent, 2)


def test_nothing_offered_stands_above_itself_or_elsewhere(cast: make.Cast, client_of: ClientOf) -> None:
    page = pages.read(client_of(cast.amina).get("/facts/of/ccrss/"))
    offered = {each.text() for each in page.one("select", name="parent").all("option")}
    assert offered == {"–", "CCRSS Defence", "CMJ", "GTSE/CPSE"}
    browser = client_of(cast.amina)
    foreign = make.structure("CNS", programme=make.programme("caf")).pk
    form = page.form("shown")
    for pk in (foreign, make.structure("CCRSS").pk, make.whole().pk, 10**9, "x"):
        assert browser.post("/facts/of/ccrss/", form | {"parent": str(pk)}).status_code == 400


def test_wrong_facts_are_said_beside_their_fields_and_what_was_typed_stays(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)
    form = pages.read(browser.get("/facts/of/ccrss/")).form("shown")
    changed = {"founded": "spring", "name_en": "", "name_fr": "", "mandate_en": "Long typed."}
    response = browser.post("/facts/of/ccrss/", form | changed)
    html = response.content.decode()
    assert response.status_code == 400
    assert "is no date. Write a day, a month or a year" in html
    assert "Write the name, in one language at least." in html
    assert "Long typed." in html
    assert make.structure("CCRSS").founded == "2005"


def test_what_changed_meanwhile_is_read_before_it_is_sent_again(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    form = pages.read(browser.get("/facts/of/cmj/")).form("shown")
    other = client_of(cast.joseph)
    theirs = pages.read(other.get("/facts/of/cmj/")).form("shown")
    assert other.post("/facts/of/cmj/", theirs | {"founded": "2004"}).status_code == 302
    response = browser.post("/facts/of/cmj/", form | {"name_fr": "Commission mixte"})
    assert response.status_code == 400
    assert "Quelqu" in response.content.decode() or "Somebody changed CMJ" in response.content.decode()
    assert make.structure("CMJ").founded == "2004"
    again = pages.read(response).form("shown")
    assert again["name_fr"] == "Commission mixte"
    assert browser.post("/facts/of/cmj/", again).status_code == 302


@pytest.mark.parametrize(
    "given",
    [
        {"name_en": "a\x00b"},
        {"founded": "2005\x00"},
        {"dormant_after": "x"},
        {"sector": "fishing"},
        {"shown": "x" * 65},
        {"parent": "\x00"},
    ],
    ids=str,
)
def test_bad_facts_are_refused_kindly(given: dict[str, str], cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    form = pages.read(browser.get("/facts/of/cmj/")).form("shown")
    before = make.everything()
    assert browser.post("/facts/of/cmj/", form | given).status_code == 400
    assert make.everything() == before


def test_the_programme_as_a_whole_has_no_facts_to_edit(cast: make.Cast, client_of: ClientOf) -> None:
    assert client_of(cast.alain).get(f"/facts/of/{make.whole().slug}/").status_code == 404
    assert client_of(cast.alain).get(f"/traps/{make.whole().slug}/").status_code == 404

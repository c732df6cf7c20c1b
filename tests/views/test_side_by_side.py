"""Any two structures, and any two rounds of one, side by side with evidence."""

from datetime import date

import pytest

from coordination.domain.assessments import SourceEntry
from coordination.models import Round
from tests import make, pages
from tests.dashboards import ClientOf, ask, read
from tests.pages import Node

HERE = "/side-by-side/"
MINUTES = SourceEntry(title="Minutes of March", kind="document", dated_on=date(2011, 3, 1))


def cells(page: Node, code: str) -> list[str]:
    """What stands of one criterion in each half."""
    return [each.text() for each in page.one("tr", id=code).all("td")]


def said(page: Node, code: str) -> list[str]:
    """Which is higher on a criterion, by the government's view and by the partners'."""
    return [each.text() for each in page.one("tr", id=code).all(class_="beside-said")]


def answer(cast: make.Cast, round_: Round, name: str, words: dict[str, str]) -> None:
    """Both sides answer a structure in these words, with minutes and a reason for each."""
    for person in (cast.amina, cast.grace):
        one = make.start(person, name, round_)
        make.save(
            one,
            *(
                make.entry(
                    code,
                    word,
                    basis=f"Seen at {name}",
                    sources=[MINUTES],
                    doubt_reason="heard_only" if word.endswith("?") else "",
                )
                for code, word in words.items()
            ),
        )
        make.send(one, accept_blanks=True)


@pytest.fixture
def two(cast: make.Cast) -> Round:
    round_ = make.open_round(sides="both")
    answer(cast, round_, "CMJ", {"C1": "Yes", "C2": "Partly", "C3": "Yes", "C4": "Mostly", "C5": "Yes"})
    answer(cast, round_, "CCRSS", {"C1": "Partly", "C2": "Yes", "C3": "Yes", "C4": "Mostly?", "C5": "Yes?"})
    return round_


def test_two_structures_stand_criterion_by_criterion_with_level_doubt_reason_source_and_date(
    two: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, f"{HERE}?set=cmj&set=ccrss")
    left, right = cells(page, "C4")
    for text in (left, right):
        assert "Minutes of March" in text
        assert "1 March 2011" in text
    assert "Seen at CMJ" in left
    assert "Seen at CCRSS" in right
    assert "Mostly?" in right
    assert "could be: Partly – Yes" in right
    heads = [each.text() for each in page.all("table")[0].one("thead").all("th")][1:]
    assert all("March 2011" in each for each in heads)
    links = [each.attrs["href"] for each in page.one("tr", id="C4").all("a", class_="five-evidence")]
    assert "/structures/ccrss/march-2011/#partners-C4" in links


def test_it_says_by_each_view_which_is_higher_and_only_what_no_doubt_can_change(
    two: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, f"{HERE}?set=cmj&set=ccrss")
    assert said(page, "C1") == ["higher: CMJ", "higher: CMJ"]
    assert said(page, "C2") == ["higher: CCRSS", "higher: CCRSS"]
    assert said(page, "C3") == ["the same answer", "the same answer"]
    assert said(page, "C4") == ["too close to call", "too close to call"]
    assert said(page, "C5") == ["higher or level: CMJ", "higher or level: CMJ"]
    assert said(page, "C6") == []
    told = [each.text() for each in page.walk() if each.attrs.get("data-claim") == "two_compared"]
    sentence = "Government: CMJ higher on at least 1 of 5; CCRSS higher on at least 1 of 5."
    assert sentence in told, "of the criteria answered of both"


def scores(page: Node) -> list[str]:
    """What the strips of the first section say: the scores of the one and of the other, by each view."""
    titles = page.all(class_="beside-strips")[0].all("title")
    return [each.text() for each in titles if not each.text().startswith("weak under 50")]


def ahead(page: Node) -> list[str]:
    """What is said under the strips of the first section."""
    return [each.text() for each in page.all(class_="beside-scores")[0].all("p")]


def test_both_scores_stand_under_the_headline_with_who_is_ahead_as_compare_says_it(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round(sides="both")
    codes = [f"C{number}" for number in range(1, 8)]
    answer(cast, round_, "CMJ", dict.fromkeys(codes, "Mostly") | {"C7": "Yes"})
    answer(cast, round_, "CCRSS", dict.fromkeys(codes, "Mostly"))
    page = read(client_of, cast.paul, f"{HERE}?set=cmj&set=ccrss")
    assert scores(page) == ["CMJ: government: 79; partners: 79", "CCRSS: government: 75; partners: 75"]
    lead = "CMJ is ahead of CCRSS and behind on no criterion."
    assert [each.partition(" It is")[0] for each in ahead(page)] == [
        f"Government: {lead}",
        f"Partners: {lead}",
    ]
    compared = read(client_of, cast.paul, "/compare/?round=march-2011&view=both&set=cmj&set=ccrss").text()
    assert all(each.partition(": ")[2] in compared for each in ahead(page))


def test_who_is_ahead_is_not_said_where_doubt_decides_it_nor_of_two_rounds(
    two: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, f"{HERE}?set=cmj&set=ccrss")
    assert len(ahead(page)) == 2
    assert all("too close to call" in each for each in ahead(page))
    later = make.open_round(name="June 2011", reference_on=date(2011, 6, 30))
    answer(cast, later, "CMJ", {f"C{number}": "No" for number in range(1, 8)})
    rounds = read(client_of, cast.paul, f"{HERE}?structure=cmj")
    assert len(scores(rounds)) == 2
    assert scores(rounds)[1] == "June 2011: government: 0; partners: 0"
    assert ahead(rounds) == [], "what changed is said by Changes, with its reasons"


def test_differences_stand_first_and_equal_answers_are_folded(
    two: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, f"{HERE}?set=cmj&set=ccrss")
    first, folded = page.all("table")[:2]
    rows = [each.attrs["id"] for each in first.one("tbody").all("tr") if each.attrs.get("id")]
    assert rows == ["C1", "C2", "C4", "C5", "C6", "C7"]
    assert [each.attrs["id"] for each in folded.one("tbody").all("tr")] == ["C3"]
    summary = page.one("details", class_="beside-same").one("summary").text()
    assert summary == "1 criterion with the same answers: Effective secretariat"


def test_two_rounds_of_one_structure_stand_side_by_side(
    two: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    later = make.open_round(name="June 2011", reference_on=date(2011, 6, 30))
    answer(cast, later, "CMJ", {"C1": "Partly", "C2": "Yes"})
    page = read(client_of, cast.paul, f"{HERE}?structure=cmj&first=march-2011&second=june-2011")
    assert said(page, "C1") == ["higher: March 2011", "higher: March 2011"]
    left, right = cells(page, "C1")
    assert "Yes" in left
    assert "Partly" in right
    default = read(client_of, cast.paul, f"{HERE}?structure=cmj")
    assert cells(default, "C1") == [left, right], "the last two rounds"


def test_one_named_structure_gets_another_beside_it_and_none_two(
    two: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, f"{HERE}?set=cmj")
    chosen = [each.attrs["value"] for each in page.all("option") if "selected" in each.attrs]
    assert chosen == ["cmj", "ccrss"]
    assert len(read(client_of, cast.paul, HERE).all("tr", id="C1")) == 1


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("set=no-such-structure", 404, "There is no structure"),
        ("structure=no-such-structure", 404, "There is no structure"),
        ("structure=cmj&first=no-such-round", 404, "There is no round"),
        ("set=cmj&set=ccrss&set=gtse-cpse", 400, "Choose two structures"),
        ("set=cmj&set=cmj", 400, "The same structure is named twice."),
        ("set=a%20b", 400, ""),
        ("structure=cmj&first=%00", 400, ""),
        (f"structure={'x' * 5000}", 400, ""),
        (f"structure={'x' * 10000}", 400, "This address is longer than"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(
    query: str, status: int, words: str, cast: make.Cast, client_of: ClientOf
) -> None:
    response = ask(client_of, cast.paul, f"{HERE}?{query}")
    assert response.status_code == status
    assert words in pages.read(response).one("main").text()


@pytest.mark.parametrize(
    "query",
    [
        *("set=ccrss-defence&set=cmj", "structure=ccrss-defence", "set=cmj"),
        "structure=cmj&first=january-2008&second=january-2008",
    ],
)
def test_what_nobody_answered_is_said_and_is_no_error(
    query: str, cast: make.Cast, client_of: ClientOf
) -> None:
    assert read(client_of, cast.paul, f"{HERE}?{query}").one("main").text()


def test_what_is_sealed_stands_on_neither_side(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="both")
    one = make.start(cast.amina, "CMJ", round_)
    make.save(one, make.entry("C1", "No", basis="A sealed word"))
    make.send(one, accept_blanks=True)
    for person in (cast.amina, cast.paul, cast.grace, cast.joseph, cast.vera):
        for query in ("set=cmj&set=ccrss", "structure=cmj&first=january-2008&second=march-2011"):
            assert "A sealed word" not in read(client_of, person, f"{HERE}?{query}").text()


def test_a_viewer_reads_a_round_only_once_it_is_published(
    two: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    assert "Minutes of March" not in read(client_of, cast.vera, f"{HERE}?set=cmj&set=ccrss").text()


def test_it_is_one_step_from_the_matrix_and_from_a_structures_page(
    two: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    for address in ("/compare/?view=both", "/compare/?round=march-2011&view=partners", "/structures/cmj/"):
        page = read(client_of, cast.paul, address)
        links = [each.attrs.get("href") or "" for each in page.all("a")]
        assert any(each.startswith(f"{HERE}?set=") and "set=cmj" in each for each in links), address


def test_it_stands_in_french(two: Round, cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, f"{HERE}?set=cmj&set=ccrss", "fr")
    assert said(page, "C1")[0] == "au-dessus\u202f: CMJ"
    told = [each.text() for each in page.walk() if each.attrs.get("data-claim") == "two_compared"]
    assert told[0].startswith("Gouvernement\u202f: CMJ au-dessus pour au moins 1 des 5 critères")

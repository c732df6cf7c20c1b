"""The administrator's Load page: check, plan, confirm; every mistake by its place, or everything stored."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override

from coordination.documents.fixture.corrections import Staying
from coordination.domain.lifecycle import asked_sides
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import Answer, Assessment, JournalEntry, Partner, Programme, Round, Structure, User
from coordination.presenters import problems
from coordination.presenters.corrections import WHY
from tests import make, pages, partners
from tests.evidence import attach
from tests.nonsense import NONSENSE
from tests.pages import Node

ClientOf = Callable[[User], Client]


@pytest.fixture
def alain(cast: make.Cast, client_of: ClientOf) -> Client:
    return client_of(cast.alain)


def upload(browser: Client, data: bytes, name: str = "file.json") -> HttpResponse:
    response: HttpResponse = browser.post("/load/", {"file": SimpleUploadedFile(name, data)})
    return response


def demo() -> bytes:
    return make.DEMO.read_bytes()


def listed(page: Node) -> list[str]:
    """The problems as they are listed."""
    boxes = page.all(class_="problem-box")
    return [each.text() for box in boxes for each in box.all("li")]


def everything() -> list[Any]:
    models = (Programme, Partner, Structure, Round, Assessment, Answer, JournalEntry)
    return [list(each.objects.order_by("pk").values()) for each in models]


def speak(person: User, language: str) -> None:
    User.objects.filter(pk=person.pk).update(language=language)


# --- check


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_with_seven_mistakes_lists_exactly_seven_in_both_languages(
    language: str, alain: Client, cast: make.Cast
) -> None:
    speak(cast.alain, language)
    document = make.document(make.DEMO)
    document["partners"][0]["name"].pop("fr")
    document["structures"][2]["founded"] = "in 2005"
    document["rounds"][0]["reference_date"] = "31/01/2009"
    first = document["rounds"][0]["assessments"][0]["answers"]
    first["C9"] = "Yes"
    first["C1"] = "Maybe"
    first["C2"] = 4
    document["rounds"][1]["colour"] = "blue"
    before = everything()
    response = upload(alain, json.dumps(document).encode(), "seven.json")
    assert response.status_code == 400
    page = pages.read(response)
    said = listed(page)
    assert len(said) == 7
    places = [each.one("code").text() for each in page.one(class_="problem-box").all("li")]
    assert len(set(places)) == 7
    assert "rounds[0].assessments[0].answers.C1" in places
    assert "Maybe" in " ".join(said)
    assert "seven.json" in page.one(class_="problem-box").text()
    other = {"en": "fr", "fr": "en"}[language]
    translated = page.one(class_="problem-box").all("span", lang=other)
    assert len(translated) == 7
    assert all(each.text() for each in translated)
    assert everything() == before


def rule(name: str, language: str) -> str:
    """What a rule says before its first value."""
    with override(language):
        return str(problems.SENTENCES[Rule(name)]).split("%(")[0]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'{"format": "ssr-partnership/1", ', Rule.BROKEN_JSON),
        (b"", "empty"),
        (b"   ", Rule.FILE_EMPTY),
        (b"\x89PNG\r\n\x1a\n\x00\xff", Rule.NOT_UTF8),
        (b"\x00" * 100, Rule.BROKEN_JSON),
        (b'{"a": 1, "a": 2}', Rule.DUPLICATE_KEY),
        (b"[" * 100_000, Rule.TOO_DEEP),
        (b"[" * 30 + b"]" * 30, Rule.TOO_DEEP),
        (b"null", ""),
        (b"[]", ""),
        (b"7", ""),
        (b'{"format": "another/1"}', Rule.WRONG_FORMAT),
        (b" " * (5 * 1024 * 1024 + 1), Rule.FILE_TOO_BIG),
        (b'"' + b"x" * (5 * 1024 * 1024) + b'"', Rule.FILE_TOO_BIG),
    ],
    ids=lambda value: repr(value[:20]) if isinstance(value, bytes) else value,
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_huge_broken_or_strange_file_gets_a_sentence_and_changes_nothing(
    language: str, data: bytes, name: str, alain: Client, cast: make.Cast
) -> None:
    speak(cast.alain, language)
    before = everything()
    response = upload(alain, data)
    assert response.status_code == 400
    page = pages.read(response)
    if name == "empty":  # the browser's own upload is empty: said beside the field
        assert page.all(class_="invalid-feedback")
    else:
        assert listed(page)
        assert not name or rule(name, language).strip() in " ".join(listed(page))
    assert everything() == before


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", NONSENSE)
def test_of_a_file_that_is_wrong_throughout_the_first_problems_are_listed_and_the_others_counted(
    kind: str, language: str, alain: Client, cast: make.Cast
) -> None:
    speak(cast.alain, language)
    data = NONSENSE[kind](600)
    with pytest.raises(Refused) as refused:
        make.read_fixture(data)
    response = upload(alain, data)
    assert response.status_code == 400
    page = pages.read(response)
    assert len(listed(page)) == 200
    assert len(response.content) < 150_000
    box = page.one(class_="problem-box")
    assert f" {refused.value.number} probl" in box.one("h2").text()
    last = box.all("p")[-1].text()
    assert last.startswith(problems.not_said(refused.value.more, language))
    assert last.endswith(problems.not_said(refused.value.more, {"en": "fr", "fr": "en"}[language]))


def corrected(number: int) -> bytes:
    """A file that says another kind of so many partners which an earlier file brought."""
    document = make.document()
    kept = [
        {"code": f"P{n}", "name": {"en": f"P{n}", "fr": f"P{n}"}, "side": "national", "kind": "service"}
        for n in range(number)
    ]
    make.load(document | {"partners": document["partners"] + kept})
    changed = [each | {"kind": "ministry"} for each in kept]
    return json.dumps(document | {"partners": document["partners"] + changed}).encode()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_of_many_differences_the_first_are_shown_and_the_others_counted(
    language: str, alain: Client, cast: make.Cast
) -> None:
    speak(cast.alain, language)
    page = plan_of(alain, corrected(250))
    section = page.one("section", aria_labelledby="plan")
    lines = [each.text() for each in section.all("li") if "→" in each.text() and not each.all("li")]
    assert len(lines) == 200
    assert {"en": "service → ministry", "fr": "service → ministère"}[language] in lines[0]
    assert " 50 " in section.all("p")[-1].text()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_of_many_conflicts_the_first_are_listed_and_the_others_counted(
    language: str, alain: Client, cast: make.Cast
) -> None:
    speak(cast.alain, language)
    document = make.document()
    new = [
        {"code": f"P{n}", "name": {"en": f"P{n}", "fr": f"P{n}"}, "side": "national", "kind": "service"}
        for n in range(250)
    ]
    make.load(document | {"partners": document["partners"] + new})
    same = [each | {"code": f"Q{n}"} for n, each in enumerate(new)]
    page = plan_of(alain, json.dumps(document | {"partners": document["partners"] + same}).encode())
    assert len(listed(page)) == 200
    assert page.one(class_="problem-box").all("p")[-1].text() == problems.not_said(50, language)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_corrected_file_shows_what_differs_and_replaces_it_once_confirmed(
    language: str, alain: Client, cast: make.Cast
) -> None:
    speak(cast.alain, language)
    data = corrected(2)
    before = everything()
    page = plan_of(alain, data, "corrected.json")
    said = page.one("section", aria_labelledby="plan").text()
    assert "P0" in said
    assert "P1" in said
    button = next(each for each in page.all("form") if each.all("input", name="plan_hash")).one("button")
    assert " 2 " in button.text()
    assert everything() == before
    response = alain.post("/load/", confirmed(page))
    assert response.status_code == 302
    assert set(Partner.objects.filter(code__in=["P0", "P1"]).values_list("kind", flat=True)) == {"ministry"}
    assert " 2 " in pages.read(alain.get(response["Location"])).one(class_="message").text()


def test_what_was_confirmed_is_refused_once_somebody_changed_a_row_of_it(
    alain: Client, cast: make.Cast
) -> None:
    data = confirmed(plan_of(alain, corrected(2)))
    partners.change(Partner.objects.get(code="P0"), until="2012")
    before = everything()
    assert alain.post("/load/", data).status_code == 409
    assert everything() == before


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_somebody_changed_is_listed_as_staying(language: str, alain: Client, cast: make.Cast) -> None:
    speak(cast.alain, language)
    data = corrected(1)
    partners.change(Partner.objects.get(code="P0"), until="2012")
    page = plan_of(alain, data)
    with override(language):
        why = str(WHY[Staying.CHANGED])
    assert why in page.one("section", aria_labelledby="plan").text()
    assert not [each for each in page.all("form") if each.all("input", name="plan_hash")]


def test_published_answers_that_differ_are_shown_by_criterion_and_sealed_ones_are_not(
    alain: Client, cast: make.Cast
) -> None:
    speak(cast.alain, "en")
    make.load_demo()
    document = make.document(make.DEMO)
    for round_ in document["rounds"]:
        for one in round_["assessments"]:
            one["answers"] |= {"C1": "No?"} if "C1" in one["answers"] else {}
    said = plan_of(alain, json.dumps(document).encode()).one("section", aria_labelledby="plan")
    rows = [each.text() for each in said.all("li") if each.all("strong")]
    published = [each for each in rows if "(C1): " in each]
    sealed = [each for each in rows if each.startswith("january-2011")]
    assert published
    assert sealed
    assert not [each for each in sealed if "→" in each]


def test_a_double_key_is_told_together_with_what_else_is_wrong(alain: Client) -> None:
    text = demo().decode().replace('"origin": "invented"', '"origin": "rumour", "origin": "invented"', 1)
    response = upload(alain, text.replace('"MONUC"', '"NOBODY"', 1).encode())
    assert response.status_code == 400
    assert len(listed(pages.read(response))) >= 2


def test_without_a_file_the_page_asks_for_one(alain: Client) -> None:
    before = everything()
    response = alain.post("/load/", {"csrfmiddlewaretoken": "x"})
    assert response.status_code == 400
    assert pages.read(response).all(class_="invalid-feedback")
    assert everything() == before


@pytest.mark.parametrize("name", ["<script>alert(1)</script>.json", "../../etc/passwd", "é" * 50 + ".json"])
def test_a_files_name_is_shown_as_text(name: str, alain: Client) -> None:
    response = upload(alain, b"{", name)
    assert response.status_code == 400
    assert b"<script>alert" not in response.content


def test_a_value_with_a_script_is_shown_as_text(alain: Client) -> None:
    document = make.document(make.DEMO)
    document["rounds"][0]["assessments"][0]["answers"]["C1"] = "<script>alert(1)</script>"
    document["<script>alert(2)</script>"] = 1
    response = upload(alain, json.dumps(document).encode())
    assert response.status_code == 400
    assert b"<script>alert" not in response.content
    assert len(listed(pages.read(response))) == 2


# --- plan and confirm


def plan_of(browser: Client, data: bytes, name: str = "demo-rounds.json") -> Node:
    response = upload(browser, data, name)
    assert response.status_code == 200
    return pages.read(response)


def confirmed(page: Node) -> dict[str, str]:
    return page.form("plan_hash")


@pytest.mark.parametrize("data", [demo(), b"\xef\xbb\xbf" + demo()], ids=["plain", "byte order mark"])
def test_a_sound_file_is_planned_then_loaded_once_confirmed(
    data: bytes, alain: Client, cast: make.Cast
) -> None:
    before = everything()
    page = plan_of(alain, data)
    planned = page.one("section", aria_labelledby="plan").all("li")
    assert planned
    assert everything() == before, "a plan changes nothing"
    response = alain.post("/load/", confirmed(page))
    assert response.status_code == 302
    assert {each.label for each in Round.objects.filter(origin="invented")} == {
        "january-2009",
        "january-2010",
        "january-2011",
    }
    last = JournalEntry.objects.order_by("-sequence")[0]
    assert (last.noun, last.verb, last.by) == ("fixture", "loaded", cast.alain)
    assert last.after is not None
    assert len(last.after["created"]) == len(planned)
    assert "demo-rounds.json" in pages.read(alain.get(response["Location"])).one(class_="message").text()


@pytest.mark.takes_long
@pytest.mark.knows_no_database
def test_a_big_file_can_still_be_confirmed_by_a_browser(alain: Client) -> None:
    page = plan_of(alain, demo())
    (form,) = [each for each in page.all("form") if each.all("input", name="plan_hash")]
    # As an ordinary form every brace and quotation mark would count three times against the limit of a request.
    assert form.attrs["enctype"] == "multipart/form-data"
    big = make.document(make.DEMO)
    big["statements"] = [
        {
            "structure": "CMJ",
            "kind": "context",
            "item": None,
            "quote": f"{n:06}" + "x" * 490,
            "quote_fr": "y" * 500,
            "slide": "s",
        }
        for n in range(4650)
    ]
    data = json.dumps(big).encode()
    assert 5_000_000 < len(data) < 5 * 1024 * 1024
    assert alain.post("/load/", confirmed(plan_of(alain, data))).status_code == 302


def test_the_same_file_again_has_nothing_to_load(alain: Client) -> None:
    first = plan_of(alain, demo())
    assert alain.post("/load/", confirmed(first)).status_code == 302
    before = everything()
    again = plan_of(alain, demo())
    assert not [each for each in again.all("form") if each.all("input", name="plan_hash")]
    assert again.one("section", aria_labelledby="plan").one(class_="message").text()
    assert everything() == before


def test_the_same_confirmation_twice_loads_once(alain: Client) -> None:
    data = confirmed(plan_of(alain, demo()))
    assert alain.post("/load/", data).status_code == 302
    before = everything()
    assert alain.post("/load/", data).status_code == 409
    assert everything() == before


def test_a_file_never_changes_answers(alain: Client) -> None:
    document = make.document()
    document["rounds"][0]["assessments"][0]["answers"]["C1"] = "No"
    page = plan_of(alain, json.dumps(document).encode())
    assert "GTSE/CPSE" in page.one("section", aria_labelledby="plan").text()
    assert not [each for each in page.all("form") if each.all("input", name="plan_hash")]


def file_of(
    round_: Round, side: str, rater: str, word: str, *, state: str = "published", origin: str = "entered"
) -> dict[str, Any]:
    """The deck with a stored round as a file would say it, and one published answer of a side on CMJ."""
    document = make.document()
    document["rounds"] = [
        {
            "label": round_.label,
            "name": {"en": round_.name_en, "fr": round_.name_fr},
            "reference_date": round_.reference_on.isoformat(),
            "instrument": {"code": round_.instrument.code, "version": round_.instrument.version},
            "sides": [*asked_sides(round_.sides)],
            "state": "closed",
            "origin": origin,
            "assessments": [
                {
                    "structure": "CMJ",
                    "side": side,
                    "rater": rater,
                    "state": state,
                    "sent_on": round_.reference_on.isoformat(),
                    "answers": {"C1": word},
                }
            ],
        }
    ]
    return document


def confirming(document: dict[str, Any], plan_hash: str = "0" * 64) -> dict[str, str]:
    return {"name": "file.json", "content": json.dumps(document), "plan_hash": plan_hash}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"state": "sent"}, Rule.SENT_IN_ENTERED_ROUND),
        ({"state": "sent", "origin": "invented"}, Rule.ROUND_ANSWERED_HERE),
        ({}, Rule.ROUND_ANSWERED_HERE),
    ],
    ids=["sent", "sent, invented", "published"],
)
def test_a_file_with_the_missing_side_reveals_nothing_by_any_door(
    alain: Client, cast: make.Cast, language: str, changed: dict[str, str], said: str
) -> None:
    speak(cast.alain, language)
    round_ = make.open_round()
    sealed = make.sent(cast.amina, "CMJ", round_)
    document = file_of(round_, "government", "Somebody", "No", **changed)
    before = everything()
    page = pages.read(upload(alain, json.dumps(document).encode()))
    (problem,) = listed(page)
    assert rule(said, language).strip() in problem
    assert not [each for each in page.all("form") if each.all("input", name="plan_hash")]
    assert listed(pages.read(alain.post("/load/", confirming(document)))) == [problem]
    assert everything() == before
    sealed.refresh_from_db()
    assert sealed.state == "sent"


@pytest.mark.parametrize("word", ["No", "Yes"])
@pytest.mark.parametrize("guess", ["No", "Yes"])
def test_a_file_is_no_way_to_guess_what_one_may_not_read(
    alain: Client, cast: make.Cast, guess: str, word: str
) -> None:
    round_ = make.open_round("partners")
    document = json.dumps(file_of(round_, "partners", cast.amina.email, guess)).encode()
    first = listed(pages.read(upload(alain, document)))
    make.answer(make.start(cast.amina, "CMJ", round_), "C1", word)
    assert listed(pages.read(upload(alain, document))) == first
    contact = make.contact(cast.amina, subject=word, state="held")
    noted = make.document()
    noted["contacts"] = [
        {
            "code": contact.code,
            "kind": contact.kind,
            "state": "held",
            "on": contact.on.isoformat(),
            "subject": guess,
        }
    ]
    said = listed(plan_of(alain, json.dumps(noted).encode()))
    assert [each for each in said if contact.code in each]


def test_a_file_that_tells_the_future_is_refused_by_its_place(alain: Client) -> None:
    document = make.document()
    late = {"code": "LATE", "name": {"en": "Late", "fr": "Tardive"}, "sector": "justice", "founded": "2999"}
    document["structures"].insert(0, late)
    response = upload(alain, json.dumps(document).encode())
    assert response.status_code == 400
    assert [each for each in listed(pages.read(response)) if "structures[0].founded" in each]


def test_nobody_loads_into_a_programme_that_others_administer(cast: make.Cast, client_of: ClientOf) -> None:
    elsewhere = make.programme("caf")
    make.place(cast.amina, "administrator", None, programme=elsewhere)
    browser = client_of(cast.amina)
    browser.post("/programme/", {"programme": "caf"})
    before = everything()
    page = upload(browser, json.dumps(make.document()).encode())
    assert page.status_code == 400
    assert [each for each in listed(pages.read(page)) if "cod" in each]
    data = {"name": "file.json", "content": json.dumps(make.document()), "plan_hash": "0" * 64}
    assert browser.post("/load/", data).status_code == 409
    assert everything() == before


@pytest.mark.knows_no_database
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "tampered",
    [
        {"plan_hash": "0" * 64},
        {"plan_hash": ""},
        {"plan_hash": "x" * 65},
        {"plan_hash": "\x00"},
        {"content": "{"},
        {"content": ""},
        {"content": "\x00"},
        {"name": ""},
    ],
    ids=repr,
)
def test_a_plan_that_was_tampered_with_is_refused_with_a_sentence(
    tampered: dict[str, str], language: str, alain: Client, cast: make.Cast
) -> None:
    speak(cast.alain, language)
    data = confirmed(plan_of(alain, demo()))
    before = everything()
    response = alain.post("/load/", data | tampered)
    assert response.status_code in (400, 409)
    assert listed(pages.read(response))
    assert everything() == before


def test_another_file_under_a_confirmed_plan_is_refused(alain: Client) -> None:
    data = confirmed(plan_of(alain, demo()))
    before = everything()
    for changed in (
        demo().replace(b"En grande partie", b"Oui", 1),
        demo().replace(b"2009-02-04", b"2009-02-05", 1),
        demo().replace(b'"state": "open"', b'"state": "closed"', 1),
    ):
        assert changed != demo()
        assert alain.post("/load/", data | {"content": changed.decode()}).status_code == 409
        assert everything() == before


def test_a_plan_that_is_no_longer_true_is_refused(alain: Client, cast: make.Cast) -> None:
    data = confirmed(plan_of(alain, demo()))
    document = make.document(make.DEMO)
    document["rounds"] = document["rounds"][:1]
    make.load(document)
    before = everything()
    response = alain.post("/load/", data)
    assert response.status_code == 409
    assert listed(pages.read(response))
    assert everything() == before


# --- the whole programme as a file


def exported(browser: Client) -> Any:
    response = browser.get("/load/programme.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="cod.json"'
    return json.loads(response.content)


@pytest.mark.takes_long
def test_an_administrator_s_export_has_nothing_to_load_where_it_comes_from(
    alain: Client, cast: make.Cast
) -> None:
    speak(cast.alain, "en")
    make.load_demo()
    make.load(make.FIXTURES / "demo-life.json")
    data = json.dumps(exported(alain), ensure_ascii=False).encode()
    page = pages.read(upload(alain, data))
    assert not page.all(class_="problem-box")
    assert "there is nothing to import" in page.one("main").text()


def test_an_export_shows_published_answers_only(alain: Client, cast: make.Cast) -> None:
    make.load_demo()
    make.sent(cast.amina, "CMJ", make.round_("january-2011"), word="Mostly")
    rounds = {each["label"]: each for each in exported(alain)["rounds"]}
    assert rounds["january-2011"]["assessments"] == []
    assert len(rounds["january-2010"]["assessments"]) == 8


@pytest.mark.parametrize("name", ["amina", "joseph", "vera", "nadia"])
def test_who_does_not_administer_gets_no_export(name: str, cast: make.Cast, client_of: ClientOf) -> None:
    assert client_of(getattr(cast, name)).get("/load/programme.json").status_code == 403


def test_the_page_offers_the_export(alain: Client, cast: make.Cast) -> None:
    speak(cast.alain, "en")
    link = pages.read(alain.get("/load/")).one("main").one("a", href="/load/programme.json")
    assert link.text() == "Export the programme"


def test_beside_the_export_and_in_a_plan_it_is_said_that_no_photo_is_in_the_file(
    alain: Client, cast: make.Cast
) -> None:
    speak(cast.alain, "en")
    attach(make.contact(sharing="all"), note="Minutes")
    page = pages.read(alain.get("/load/")).one("main").text()
    assert "the photos and PDFs themselves are in the backup, not in this file" in page
    plan = pages.read(upload(alain, json.dumps(exported(alain)).encode())).one("main").text()
    assert "1 photo or PDF is named in it as evidence, and not brought along" in plan


@pytest.mark.parametrize("language", ["en", "fr"])
def test_mistakes_between_the_rounds_are_listed_in_both_languages(
    language: str, alain: Client, cast: make.Cast
) -> None:
    speak(cast.alain, language)
    document = make.document(make.FIXTURES / "demo-life.json")
    document["commitments"] = document["commitments"][4:]
    document["activities"][0]["currency"] = "XYZ"
    document["activities"][1]["recipient"] = "DFID"
    document["observations"][0]["item"] = "R9"
    document["commitments"][0].pop("outcome")
    document["contacts"][0].pop("structure")
    before = everything()
    response = upload(alain, json.dumps(document).encode())
    assert response.status_code == 400
    assert len(listed(pages.read(response))) == 5
    assert everything() == before


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_plan_names_what_lies_between_rounds(language: str, alain: Client, cast: make.Cast) -> None:
    make.load_demo()
    speak(cast.alain, language)
    page = pages.read(upload(alain, (make.FIXTURES / "demo-life.json").read_bytes()))
    said = page.one("main").text()
    assert "life-01" in said
    assert "L-01" in said

"""Every form that a signed-in person fills in: where it stands, who fills it in, and with what.

>>> for form in FORMS: form.page(), form.fields()
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coordination.models import Instrument, Membership
from tests import activities, joint_answers, make, overlaps, partners, withdrawn

#: Words that stand nowhere else.
TYPED = "Écrit à la main, « sans être perdu » & gardé <b>"


@dataclass(frozen=True)
class Filled:
    """A form of a page: made ready by ``page``, which returns its address, and found by what it says unseen."""

    name: str
    page: Callable[[], str]
    typed: Mapping[str, str]
    who: str = "amina"
    said: Mapping[str, str] = field(default_factory=dict)
    #: Where it is sent, if that tells it from others of the page.
    action: str = ""
    #: What the pressed button adds.
    pressed: Mapping[str, str] = field(default_factory=dict)
    #: What is chosen among rows that are there only when a test runs.
    rows: Callable[[], Mapping[str, str]] = dict
    #: What of a text is stored, where it is taken apart.
    becomes: Mapping[str, str] = field(default_factory=dict)
    #: Whether sending it again is answered with a page of its own, not with a redirect.
    stays: bool = False

    def __str__(self) -> str:
        return self.name

    def fields(self) -> dict[str, str]:
        """What the person types and chooses."""
        return {**self.typed, **self.rows()}


def _draft() -> str:
    return f"/assessments/{make.begin(make.cast().amina, 'CMJ', make.open_round()).pk}/"


def _coordination() -> str:
    return f"{_draft()}coordination/"


def _nothing_yet() -> str:
    make.open_round()
    return "/assessments/new/march-2011/cmj/coordination/"


def _complete_draft() -> str:
    draft = make.start(make.cast().amina, "CMJ", make.open_round())
    make.answer_all(draft)
    return f"/assessments/{draft.pk}/send/"


def _sent() -> str:
    return f"/assessments/{make.sent(make.cast().amina, 'CMJ', make.open_round()).pk}/"


def _revealed(step: str = "correct") -> str:
    round_ = make.open_round()
    mine = make.sent(make.cast().amina, "CMJ", round_)
    make.sent(make.cast().grace, "CMJ", round_)
    return f"/assessments/{mine.pk}/{step}/C1/"


def _correction() -> str:
    mine = make.sent(make.cast().amina, "CMJ", make.open_round("partners"))
    return f"/corrections/{make.correct(mine, 'C1', 'No', by=make.cast().paul).pk}/dissent/"


def _alone() -> str:
    make.sent(make.cast().amina, "CMJ", make.open_round("partners"))
    return "/publish/march-2011/cmj/"


def _agreement() -> str:
    joint_answers.propose(make.cast().grace, joint_answers.revealed(make.cast()))
    return "/rounds/march-2011/cmj/agreement/"


def _uncommented() -> str:
    joint_answers.revealed(make.cast())
    return "/rounds/march-2011/cmj/comments/C1/"


def _comment() -> str:
    row = joint_answers.comment(make.cast().amina, joint_answers.revealed(make.cast()))
    return f"/comments/{row.pk}/withdraw/"


def _agreed() -> str:
    _round()
    make.agree_to_close(make.round_("march-2011"), "partners")
    return "/rounds/march-2011/"


def _round() -> str:
    make.open_round()
    return "/rounds/"


def _blank_form() -> str:
    make.open_round()
    return "/paper-forms/march-2011/cmj/answers/"


def _weights() -> str:
    make.open_round()
    return "/rounds/march-2011/weights/"


def _note() -> str:
    return f"/contacts/{make.contact(state='planned').pk}/"


def _function() -> str:
    activities.function("Riot control")
    activities.function("Border control")
    return "/functions/"


def _standard() -> str:
    activities.standard("French riot standard")
    activities.standard("Another standard")
    return "/functions/"


def _finding() -> str:
    overlaps.forget_the_deck()
    overlaps.function("traffic")
    overlaps.function("borders")
    return "/overlaps/?on=2011-03-01&kind=gap"


def _colleague() -> str:
    return f"/people/{Membership.objects.get(user=make.cast().amina).pk}/"


def _of(code: str) -> str:
    return str(partners.of_deck(code).pk)


def _doubled() -> str:
    first, second = withdrawn.partner("Recorded twice"), withdrawn.partner("Recorded once")
    return f"/partners/{first.pk}/merge/?into={second.pk}"


FORMS = (
    Filled(
        "a contact on the list", lambda: "/contacts/", {"subject": TYPED, "agreed": f"{TYPED}\r\nTwo lines."}
    ),
    Filled(
        "a contact",
        lambda: "/contacts/add/?kind=dialogue&state=planned",
        {
            "subject": TYPED,
            "agreed": TYPED,
            "kind": "meeting",
            "state": "held",
            "sharing": "side",
            "structure": "cmj",
        },
    ),
    Filled("a token", lambda: "/tokens/", {"name": TYPED, "days": "365"}, stays=True),
    Filled("a change of a contact", _note, {"subject": TYPED, "people": TYPED}),
    Filled("what became of a contact", _note, {}, pressed={"become": "held"}),
    Filled(
        "a structure",
        lambda: "/facts/add/",
        {"code": "CTP", "name_fr": TYPED, "sector": "police", "dormant_after": "6"},
        who="grace",
    ),
    Filled(
        "structures, one a line",
        lambda: "/start/structures/",
        {"lines": f"CTP, {TYPED}", "sector": "police"},
        who="grace",
        pressed={"save": "1"},
        becomes={"lines": TYPED},
    ),
    Filled(
        "advisers of both sides",
        lambda: "/start/people/",
        {"partners_name": TYPED, "partners_email": "pia@ssr.example"}
        | {"partners_language": "fr", "government_language": "fr"},
        who="alain",
    ),
    Filled(
        "another programme",
        lambda: "/start/",
        {"country": "LR", "languages": "fr", "name_fr": TYPED, "kind": "training"}
        | {
            f"{who}_{name}": value
            for who in ("administrator", "government", "partners")
            for name, value in (("name", TYPED), ("email", f"{who}@ssr.example"), ("language", "fr"))
        },
        who="alain",
        stays=True,
    ),
    Filled("a structure's facts", lambda: "/facts/of/cmj/", {"name_fr": TYPED}),
    Filled(
        "a seat",
        lambda: "/seats/of/cmj/",
        {"role": "chair", "since": "2006", "until": "2009"},
        rows=lambda: {"partner": _of("DFID")},
    ),
    Filled(
        "the end of a seat",
        lambda: f"/seats/{partners.seat('DFID', since='2006').pk}/",
        {"until": "2009"},
    ),
    Filled(
        "a partner",
        lambda: "/partners/add/",
        {"name_en": "EUPOL", "name_fr": TYPED, "kind": "mission", "side": "international"},
    ),
    Filled("a partner's facts", lambda: f"/partners/{_of('MONUC')}/edit/", {"name_fr": TYPED}),
    Filled(
        "an activity",
        lambda: "/activities/add/?kind=advice",
        {"kind": "advice", "note": TYPED},
        rows=lambda: {"partner": _of("MONUC"), "recipient": _of("FARDC")},
    ),
    Filled(
        "an activity's facts",
        lambda: f"/activities/{activities.add().pk}/edit/",
        {"note": TYPED, "place": TYPED},
    ),
    Filled(
        "a function",
        _function,
        {"name_en": TYPED, "name_fr": TYPED, "sector": "police"},
        said={"what": "function", "id": ""},
    ),
    Filled(
        "the names of a function",
        _function,
        {"name_fr": TYPED},
        said={"what": "function", "name_en": "Riot control"},
    ),
    Filled(
        "a standard", _function, {"name_en": TYPED, "kind": "equipment"}, said={"what": "standard", "id": ""}
    ),
    Filled(
        "the names of a standard",
        _standard,
        {"name_fr": TYPED},
        said={"what": "standard", "name_en": "French riot standard"},
    ),
    Filled(
        "a commitment",
        lambda: "/commitments/add/?structure=cmj&round=january-2008&view=partners&criterion=C6",
        {"text_en": TYPED, "text_fr": TYPED, "due_on": "2099-12-31"},
        rows=lambda: {"owner": _of("DFID")},
    ),
    Filled(
        "what became of a commitment",
        lambda: f"/commitments/{make.promise(by=make.cast().amina).pk}/",
        {"outcome": TYPED, "state": "not_kept"},
    ),
    Filled(
        "another day for a commitment",
        lambda: f"/commitments/{make.promise(by=make.cast().amina).pk}/move/",
        {"due_on": "2099-12-31", "reason": TYPED, "person": TYPED},
    ),
    Filled(
        "what a commitment promises",
        lambda: f"/commitments/{make.promise(by=make.cast().amina).pk}/edit/",
        {"text_en": TYPED, "text_fr": TYPED},
        rows=lambda: {"owner": _of("DFID")},
    ),
    Filled("why a partner is merged", _doubled, {"reason": TYPED}),
    Filled(
        "why something is withdrawn",
        lambda: f"/withdrawn/activities/{activities.add().pk}/add/",
        {"reason": TYPED},
    ),
    Filled("a risk", lambda: "/risks/observe/?item=R1", {"evidence": TYPED, "status": "observed"}),
    Filled(
        "a sign of a structure",
        lambda: "/risks/observe/?item=U1&structure=cmj",
        {"evidence": TYPED, "status": "observed"},
    ),
    Filled(
        "a new round",
        _round,
        {
            "name_en": TYPED,
            "name_fr": TYPED,
            "reference_on": "2012-06-30",
            "last_on": "2099-12-31",
            "sides": "partners",
        },
        rows=lambda: {"instrument": str(Instrument.objects.get().pk)},
        who="paul",
    ),
    Filled(
        "the last day of a round",
        lambda: f"{_round()}march-2011/last-day/",
        {"last_on": "2098-12-31"},
        who="paul",
    ),
    Filled(
        "the close of a round",
        lambda: f"{_round()}march-2011/close/",
        {},
        pressed={"to": "closed"},
        action="/rounds/march-2011/close/",
        who="paul",
    ),
    Filled(
        "a consent taken back",
        _agreed,
        {},
        pressed={"what": "take-back"},
        action="/rounds/march-2011/take-back/",
        who="paul",
    ),
    Filled(
        "a request to send",
        lambda: f"{_round()}march-2011/",
        {},
        pressed={"asked": "government"},
        action="/rounds/march-2011/ask/",
        who="paul",
    ),
    Filled(
        "who scores what",
        lambda: f"{_round()}march-2011/assessors/",
        {},
        rows=lambda: {f"structure-{make.structure('CMJ').pk}": str(make.cast().amina.pk)},
        who="paul",
    ),
    Filled(
        "weights",
        _weights,
        dict(
            zip(
                (f"w-C{number}" for number in range(1, 8)),
                ["10", "11", "12", "13", "14", "15", "25"],
                strict=True,
            )
        )
        | {"reason": TYPED},
        who="paul",
    ),
    Filled("a week's habits", lambda: "/habits/?week=2011-03-02", {"H2-note": TYPED, "H3-done": "on"}),
    Filled("why a finding is no concern", _finding, {"reason": TYPED}),
    Filled(
        "a section of answers",
        _coordination,
        {
            "C1-choice": "4",
            "C1-basis": TYPED,
            "C2-word": "Mostly?",
            "C2-doubtful": "on",
            "C5-choice": "not_applicable",
            "C5-na_reason": TYPED,
            "C6-range_lo": "1",
            "C6-range_hi": "3",
            "C1-source-0-kind": "document",
            "C1-source-0-title": TYPED,
            "C1-source-1-kind": "document",
            "C1-source-1-title": "A second source, for which the script made a line",
        },
        pressed={"list": "1"},
    ),
    Filled("a first answer", _nothing_yet, {"C1-choice": "3", "C1-basis": TYPED}, pressed={"list": "1"}),
    Filled("answers on paper", _blank_form, {"rater": TYPED, "filled_on": "01/03/2011"}),
    Filled("answers to be sent", _complete_draft, {}),
    Filled("why a draft is set aside", lambda: f"{_draft()}set-aside/", {"reason": TYPED}, who="paul"),
    Filled("answers taken back", _sent, {"reason": TYPED}),
    Filled(
        "a joint answer",
        _agreement,
        {"C2-basis": TYPED, "C2-lo": "1", "C2-hi": "3"},
        pressed={"C2-do": "own"},
    ),
    Filled("a dissent from a joint answer", _agreement, {"C1-reason": TYPED}),
    Filled("a comment", _uncommented, {"text": TYPED}),
    Filled("why a comment is withdrawn", _comment, {"reason": TYPED}),
    Filled("a corrected answer", _revealed, {"C1-choice": "1", "evidence": TYPED}, who="paul"),
    Filled("a revised answer", lambda: _revealed("revise"), {"C1-choice": "1", "reason": TYPED}),
    Filled("a dissent", _correction, {"reason": TYPED}, who="joseph"),
    Filled("a consent to publish", _alone, {}, who="paul"),
    Filled(
        "an invitation",
        lambda: "/people/",
        {"email": "pia@ssr.example", "name": TYPED, "role": "viewer", "language": "fr"},
        who="alain",
    ),
    Filled("the end of a place", _colleague, {"reason": TYPED}, who="paul"),
    Filled("the settings of a programme", lambda: "/programme/settings/", {"name_fr": TYPED}, who="alain"),
    Filled("the address of a calendar", lambda: "/calendar/", {}, pressed={"what": "make"}, stays=True),
)

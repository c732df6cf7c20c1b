"""Activities: recording what a partner does for a national institution, and putting it right."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from coordination.actions import journal
from coordination.documents.fixture.structures import read_period
from coordination.domain.bilingual import Text
from coordination.domain.currencies import CURRENCIES, MOST
from coordination.domain.problems import Problem, Refused, Rule
from coordination.domain.validation import Node, ProblemList
from coordination.models import Activity, Function, Partner, Programme, Standard, Structure, User
from coordination.models.constraints import check
from coordination.queries.activities import folded, made_name

#: What an activity refers to.
REFERENCES = ("partner", "recipient", "function", "structure", "standard", "equipment")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts:
    """What is known of an activity; what is not is empty or None.

    A name in one language stands for both; without any it is made of kind, function and recipient.
    """

    kind: str
    partner: Partner
    recipient: Partner
    function: Function | None = None
    structure: Structure | None = None
    standard: Standard | None = None
    equipment: Standard | None = None
    name_en: str = ""
    name_fr: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    value: Decimal | None = None
    currency: str = ""
    request: str = ""
    t1: str = ""
    t2: str = ""
    t3: str = ""
    note: str = ""


@transaction.atomic
def add(*, programme: Programme, facts: ActivityFacts, by: User, at: datetime) -> Activity:
    """Record an activity.

    Raises:
        Refused: dates, value, currency, partners or standards do not go together or are of another programme, or the
            activity is there already.
    """
    journal.lock()
    number = Activity.objects.filter(programme=programme).count() + 1
    while Activity.objects.filter(programme=programme, code=f"A-{number}").exists():
        number += 1
    row = Activity(programme=programme, code=f"A-{number}")
    _keep(row, facts, [])
    _record(row, None, by=by, at=at)
    return row


@transaction.atomic
def change(
    *, activity: Activity, facts: ActivityFacts, base_version: int, by: User, at: datetime
) -> Activity:
    """Put an activity right; what the source says of it stays.

    Raises:
        Refused: as for ``add``, or somebody else changed it since ``base_version``.
    """
    journal.lock()
    rows = Activity.objects.select_for_update(of=("self",), no_key=True).select_related(
        "programme", *REFERENCES
    )
    row = rows.get(pk=activity.pk)
    before = _said(row)
    is_stale = row.version != base_version
    row.version += 1
    _keep(row, facts, [Problem(rule=Rule.CHANGED_MEANWHILE, value=row.code)] if is_stale else [])
    _record(row, before, by=by, at=at)
    return row


def _keep(row: Activity, facts: ActivityFacts, problems: list[Problem]) -> None:
    """Store the facts, unless there is a problem besides those already known."""
    name = _name(facts)
    found = [*problems, *_strangers(row.programme, facts), *_roles(facts), *_period(facts), *_money(facts)]
    found += _twins(row, facts, name)
    if found:
        raise Refused(found)
    for each in ActivityFacts.__dataclass_fields__:
        setattr(row, each, getattr(facts, each))
    row.name_en, row.name_fr = name.en, name.fr
    row.place, row.note = facts.place.strip(), facts.note.strip()
    row.since, row.until = facts.since.strip(), facts.until.strip()
    row.currency = facts.currency.strip().upper()
    row.folded = folded(row)
    check(row)
    row.save()


def _name(facts: ActivityFacts) -> Text:
    """Return the name given, or one made of kind, function and recipient."""
    name_en, name_fr = facts.name_en.strip(), facts.name_fr.strip()
    if name_en or name_fr:
        return Text(name_en or name_fr, name_fr or name_en)
    return made_name(facts.kind, facts.function, facts.recipient)


def _strangers(programme: Programme, facts: ActivityFacts) -> list[Problem]:
    """What is of another programme."""
    return [
        Problem(rule=Rule.OTHER_PROGRAMME, path=path, value=each.code)
        for path in REFERENCES
        if (each := getattr(facts, path)) is not None and each.programme_id != programme.pk
    ]


def _roles(facts: ActivityFacts) -> list[Problem]:
    """A recipient that receives nothing here, and standards in the wrong place."""
    problems = []
    if facts.recipient.side != Partner.Side.NATIONAL:
        problems.append(
            Problem(rule=Rule.RECIPIENT_IS_INTERNATIONAL, path="recipient", value=facts.recipient.name_en)
        )
    if facts.partner == facts.recipient:
        problems.append(Problem(rule=Rule.SUPPORTS_ITSELF, path="recipient", value=facts.recipient.name_en))
    places = (
        ("standard", facts.standard, "a_standard"),
        ("equipment", facts.equipment, "a_family_of_equipment"),
    )
    for kind, chosen, expected in places:
        if chosen is not None and chosen.kind != kind:
            params = (("expected", expected),)
            problems.append(Problem(rule=Rule.WRONG_STANDARD, path=kind, value=chosen.name_en, params=params))
    return problems


def _period(facts: ActivityFacts) -> list[Problem]:
    given = {"since": facts.since.strip(), "until": facts.until.strip()}
    node = Node(ProblemList(), "", {key: text for key, text in given.items() if text})
    read_period(node)
    return node.problems.first


def _money(facts: ActivityFacts) -> list[Problem]:
    value, currency = facts.value, facts.currency.strip()
    problems = []
    if value is not None and value < 0:
        problems.append(Problem(rule=Rule.VALUE_NEGATIVE, path="value", value=f"{value}"))
    if value is not None and value > MOST:
        problems.append(
            Problem(rule=Rule.VALUE_TOO_BIG, path="value", value=f"{value}", params=(("most", f"{MOST}"),))
        )
    if value is not None and not currency:
        problems.append(Problem(rule=Rule.CURRENCY_MISSING, path="currency", value=f"{value}"))
    if currency and currency.upper() not in CURRENCIES:
        problems.append(Problem(rule=Rule.WRONG_CURRENCY, path="currency", value=currency))
    elif currency and value is None:
        problems.append(Problem(rule=Rule.CURRENCY_UNUSED, path="currency", value=currency))
    return problems


def _twins(row: Activity, facts: ActivityFacts, name: Text) -> list[Problem]:
    """The same partner, recipient, function, kind, beginning and name in another activity."""
    others = Activity.objects.filter(
        programme=row.programme_id,
        partner=facts.partner,
        recipient=facts.recipient,
        function=facts.function,
        kind=facts.kind,
        since=facts.since.strip(),
    ).exclude(pk=row.pk)
    for code, english, french in others.order_by("pk").values_list("code", "name_en", "name_fr"):
        if name.folded & Text(english, french).folded:
            return [Problem(rule=Rule.ACTIVITY_EXISTS, value=code, params=(("name", english),))]
    return []


def _said(row: Activity) -> dict[str, str]:
    """Return what the journal keeps: what is known, references by their codes."""
    codes = {name: getattr(row, name).code for name in REFERENCES if getattr(row, name) is not None}
    texts = ("name_en", "name_fr", "kind", "place", "since", "until", "currency", "request")
    known = {name: getattr(row, name) for name in (*texts, "t1", "t2", "t3", "note") if getattr(row, name)}
    worth = {} if row.value is None else {"value": f"{row.value}"}
    return codes | known | worth


def _record(row: Activity, before: dict[str, str] | None, *, by: User, at: datetime) -> None:
    journal.record(
        by=by,
        at=at,
        verb="saved",
        noun="activity",
        key=row.code,
        programme=row.programme,
        before=before,
        after=_said(row),
    )

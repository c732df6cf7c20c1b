"""Activities: recording what a partner does for a national institution, and putting it right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from coordination.actions import money, participations, saving, soundness
from coordination.actions.money import Money
from coordination.actions.participations import Participant
from coordination.documents.fixture.document import ActivityEntry
from coordination.documents.fixture.structures import read_period
from coordination.domain.bilingual import Text
from coordination.domain.currencies import CURRENCIES, MOST
from coordination.domain.rules import Rule
from coordination.domain.validation import Node, ProblemList
from coordination.models import (
    Activity,
    Function,
    MoneyLine,
    Participation,
    Partner,
    Programme,
    Standard,
    Structure,
    User,
)
from coordination.queries import activities

#: What an activity refers to.
REFERENCES = ("partner", "recipient", "function", "structure", "standard", "equipment")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts:
    """What is known of an activity; what is not is empty or None.

    A name in one language stands for both; without any it is made of kind, function and recipient.
    """

    kind: str
    partner: Partner
    recipient: Partner | None = None
    function: Function | None = None
    structure: Structure | None = None
    standard: Standard | None = None
    equipment: Standard | None = None
    name_en: str = ""
    name_fr: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    planned_since: str = ""
    planned_until: str = ""
    status: str = ""
    participants: tuple[Participant, ...] = ()
    money: tuple[Money, ...] = ()
    value: Decimal | None = None
    currency: str = ""
    request: str = ""
    t1: str = ""
    t2: str = ""
    t3: str = ""
    note: str = ""
    identifier: str = ""
    source: str = ""

    @classmethod
    def of_entry(
        cls,
        entry: ActivityEntry,
        *,
        partners: Mapping[str, Partner],
        functions: Mapping[str, Function],
        structures: Mapping[str, Structure],
        standards: Mapping[str, Standard],
    ) -> "ActivityFacts":
        """Return the facts that a file states, which refers to others by their codes."""
        t1, t2, t3 = entry.tests
        return cls(
            kind=entry.kind,
            partner=partners[entry.partner],
            recipient=partners[entry.recipient] if entry.recipient else None,
            function=functions[entry.function] if entry.function else None,
            structure=structures[entry.structure] if entry.structure else None,
            standard=standards[entry.standard] if entry.standard else None,
            equipment=standards[entry.equipment] if entry.equipment else None,
            name_en=entry.name.en,
            name_fr=entry.name.fr,
            place=entry.place,
            since=entry.since,
            until=entry.until,
            planned_since=entry.planned_since,
            planned_until=entry.planned_until,
            status=entry.status,
            participants=tuple(
                Participant(partner=partners[each.partner], role=each.role, share=each.share)
                for each in entry.participants
            ),
            money=tuple(
                Money(
                    kind=each.kind,
                    amount=each.amount,
                    currency=each.currency,
                    on=each.on,
                    partner=partners[each.partner] if each.partner else None,
                )
                for each in entry.money
            ),
            value=entry.value,
            currency=entry.currency,
            request=entry.request,
            t1=t1,
            t2=t2,
            t3=t3,
            note=entry.note,
            identifier=entry.identifier,
            source=entry.source,
        )

    @property
    def name(self) -> Text:
        """The name given, or one made of kind, function and recipient."""
        given = saving.both(self.name_en, self.name_fr)
        return given if given.en else activities.made_name(self.kind, self.function, self.recipient)

    @property
    def columns(self) -> dict[str, object]:
        """The columns of a row."""
        name = self.name
        return {
            "kind": self.kind,
            "partner": self.partner,
            "recipient": self.recipient,
            "function": self.function,
            "structure": self.structure,
            "standard": self.standard,
            "equipment": self.equipment,
            "name_en": name.en,
            "name_fr": name.fr,
            "place": saving.clean(self.place),
            "since": saving.clean(self.since),
            "until": saving.clean(self.until),
            "planned_since": saving.clean(self.planned_since),
            "planned_until": saving.clean(self.planned_until),
            "status": self.status,
            "value": self.value,
            "currency": saving.clean(self.currency).upper(),
            "request": self.request,
            "t1": self.t1,
            "t2": self.t2,
            "t3": self.t3,
            "note": saving.clean(self.note),
            "identifier": saving.clean(self.identifier),
            "source": saving.clean(self.source),
        }


@transaction.atomic
def add(*, programme: Programme, facts: ActivityFacts, by: User, at: datetime) -> Activity:
    """Record an activity.

    Raises:
        Refused: dates, value, currency, partners or standards do not go together or are of another programme, or the
            activity is there already.
    """
    draft = saving.new(Activity(programme=programme))
    draft.row.code = saving.next_code(Activity.everything.filter(programme=programme), "A")
    return _keep(draft, facts, by, at)


@transaction.atomic
def change(
    *, activity: Activity, facts: ActivityFacts, base_version: int, by: User, at: datetime
) -> Activity:
    """Put an activity right; what the source says of it stays.

    Raises:
        Refused: as for ``add``, or somebody else changed it since ``base_version``.
    """
    rows = Activity.objects.select_related("programme", *REFERENCES)
    draft = saving.stored(rows, activity, before=_said)
    draft.require_unchanged(now=draft.row.version, base=base_version, name=draft.row.code)
    draft.row.version += 1
    return _keep(draft, facts, by, at)


def _keep(draft: saving.Draft[Activity], facts: ActivityFacts, by: User, at: datetime) -> Activity:
    row = draft.row
    draft.require_programme(row.programme, **{name: getattr(facts, name) for name in REFERENCES})
    _check_roles(draft.problems, facts)
    participations.check(draft, facts.partner, facts.recipient, facts.participants)
    money.check(draft, facts.money)
    _check_period(draft.problems, facts)
    _check_money(draft.problems, facts)
    draft.put(facts.columns)
    soundness.activity_once(draft.problems, row)
    soundness.identifier_once(draft.problems, row)
    row.folded = activities.folded(row)
    draft.problems.close()
    # Before the row: it may now name as its own whom it named beside.
    if row.pk:
        row.participations.all().delete()
        row.money.all().delete()
    kept = draft.keep(
        noun="activity",
        key=row.code,
        programme=row.programme,
        after=lambda row: _facts_said(row, facts.participants, facts.money),
        by=by,
        at=at,
    )
    participations.store({kept: facts.participants})
    money.store({kept: facts.money})
    return kept


def _check_roles(problems: ProblemList, facts: ActivityFacts) -> None:
    """Note a recipient that receives nothing here, and standards in the wrong place."""
    recipient = facts.recipient
    if recipient is not None and recipient.side != Partner.Side.NATIONAL:
        problems.add(Rule.RECIPIENT_IS_INTERNATIONAL, "recipient", recipient.name_en)
    if recipient is not None and facts.partner == recipient:
        problems.add(Rule.SUPPORTS_ITSELF, "recipient", recipient.name_en)
    for kind, chosen, expected in (
        ("standard", facts.standard, "a_standard"),
        ("equipment", facts.equipment, "a_family_of_equipment"),
    ):
        if chosen is not None and chosen.kind != kind:
            problems.add(Rule.WRONG_STANDARD, kind, chosen.name_en, expected=expected)


def _check_period(problems: ProblemList, facts: ActivityFacts) -> None:
    """Note dates that are none, or in the wrong order."""
    for first, last in (("since", "until"), ("planned_since", "planned_until")):
        given = {name: saving.clean(getattr(facts, name)) for name in (first, last)}
        read_period(Node(problems, "", {key: text for key, text in given.items() if text}), first, last)


def _check_money(problems: ProblemList, facts: ActivityFacts) -> None:
    """Note a value that is none, a currency that is unknown, and one without the other."""
    value, currency = facts.value, saving.clean(facts.currency)
    if value is not None:
        _check_value(problems, value)
        if not currency:
            problems.add(Rule.CURRENCY_MISSING, "currency", f"{value}")
    if not currency:
        return
    if currency.upper() not in CURRENCIES:
        problems.add(Rule.WRONG_CURRENCY, "currency", currency)
    elif value is None:
        problems.add(Rule.CURRENCY_UNUSED, "currency", currency)


def _check_value(problems: ProblemList, value: Decimal) -> None:
    if value < 0:
        problems.add(Rule.VALUE_NEGATIVE, "value", f"{value}")
    if value > MOST:
        problems.add(Rule.VALUE_TOO_BIG, "value", f"{value}", most=f"{MOST}")


def _said(row: Activity) -> dict[str, object]:
    """Return what the journal keeps of a stored activity."""
    return _facts_said(row, row.participations.select_related("partner"), row.money.select_related("partner"))


def _facts_said(
    row: Activity, beside: Iterable[Participant | Participation], lines: Iterable[Money | MoneyLine]
) -> dict[str, object]:
    """Return what the journal keeps: what is known, references by their codes."""
    codes = {name: getattr(row, name).code for name in REFERENCES if getattr(row, name) is not None}
    texts = ("name_en", "name_fr", "kind", "place", "since", "until", "currency", "request")
    more = ("planned_since", "planned_until", "status", "t1", "t2", "t3", "note", "identifier", "source")
    known: dict[str, object] = {name: getattr(row, name) for name in (*texts, *more) if getattr(row, name)}
    worth = {} if row.value is None else {"value": f"{row.value}"}
    listed = {"participants": participations.said(beside), "money": money.said(lines)}
    return codes | known | worth | {name: rows for name, rows in listed.items() if rows}

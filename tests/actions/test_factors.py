"""Second factors: a code works once, few wrong ones are taken, secrets are sealed, and what is lost is forgotten."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import override_settings

from coordination.actions import factors, memberships
from coordination.domain.rules import Rule
from coordination.models import JournalEntry, Membership, Notice, User
from coordination.queries import factors as queries
from coordination.queries import people
from tests import factors as given
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(minutes=10)


def place(user: User) -> Membership:
    found = people.place_of(user, make.cod())
    assert found is not None
    return found


def use(user: User, code: str, minutes: float = 10) -> Rule | None:
    return factors.use_code(code=code, by=user, at=make.AT + timedelta(minutes=minutes))


# --- the app


def test_an_app_is_added_by_a_code_that_it_shows_and_brings_ten_recovery_codes(cast: make.Cast) -> None:
    codes = given.app(cast.amina)
    assert len(set(codes)) == 10
    assert {len(code) for code in codes} == {8}
    found = queries.of_user(cast.amina)
    assert (found.has_app, found.has_passkey, found.codes_left) == (True, False, 10)
    assert not queries.of_user(cast.paul).all


def test_an_app_that_shows_another_code_is_not_added(cast: make.Cast) -> None:
    with make.refused(Rule.CODE_REFUSED):
        factors.add_app(secret=given.SECRET, code=given.shown(LATER), by=cast.amina, at=make.AT)
    assert not queries.has_one(cast.amina)


def test_there_is_one_app(cast: make.Cast) -> None:
    given.app(cast.amina)
    with make.refused(Rule.APP_THERE):
        given.app(cast.amina, LATER)


@pytest.mark.parametrize("turns", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_wrong(cast: make.Cast, turns: int) -> None:
    given.app(cast.amina)
    assert use(cast.amina, given.shown(LATER, later=turns)) is None


@pytest.mark.parametrize("turns", [-2, 2])
def test_a_clock_may_not_be_a_minute_wrong(cast: make.Cast, turns: int) -> None:
    given.app(cast.amina)
    assert use(cast.amina, given.shown(LATER, later=turns)) == Rule.CODE_REFUSED


def test_a_code_of_the_app_works_once_and_none_from_before_it(cast: make.Cast) -> None:
    given.app(cast.amina)
    assert use(cast.amina, given.shown(make.AT), 0) == Rule.CODE_REFUSED, "the one that added the app"
    assert use(cast.amina, given.shown(LATER)) is None
    assert use(cast.amina, given.shown(LATER)) == Rule.CODE_REFUSED
    assert use(cast.amina, given.shown(LATER, later=-1)) == Rule.CODE_REFUSED


def test_a_code_of_another_person_does_not_work(cast: make.Cast) -> None:
    codes = given.app(cast.amina)
    factors.add_app(secret="A" * 32, code=given.shown(make.AT, secret="A" * 32), by=cast.paul, at=make.AT)
    assert use(cast.paul, codes[0]) == Rule.CODE_REFUSED
    assert use(cast.paul, given.shown(LATER)) == Rule.CODE_REFUSED
    assert use(cast.vera, given.shown(LATER)) == Rule.CODE_REFUSED, "who has none"


# --- recovery codes


def test_a_recovery_code_works_once(cast: make.Cast) -> None:
    codes = given.app(cast.amina)
    assert use(cast.amina, f"{codes[3][:4]} {codes[3][4:]}") is None
    assert use(cast.amina, codes[3]) == Rule.CODE_REFUSED
    assert queries.of_user(cast.amina).codes_left == 9


def test_new_recovery_codes_end_the_earlier_ones(cast: make.Cast) -> None:
    old = given.app(cast.amina)
    new = factors.renew_codes(by=cast.amina, at=LATER)
    assert not set(old) & set(new)
    assert use(cast.amina, old[0]) == Rule.CODE_REFUSED
    assert use(cast.amina, new[0]) is None


def test_recovery_codes_alone_are_no_factor(cast: make.Cast) -> None:
    with make.refused(Rule.NO_FACTOR):
        factors.renew_codes(by=cast.amina, at=LATER)


# --- guessing


def test_after_five_wrong_codes_none_is_looked_at_for_five_minutes(cast: make.Cast) -> None:
    codes = given.app(cast.amina)
    assert [use(cast.amina, "000000") for _ in range(5)] == [Rule.CODE_REFUSED] * 5
    assert use(cast.amina, given.shown(LATER)) == Rule.CODES_PAUSED
    assert use(cast.amina, codes[0], 14.9) == Rule.CODES_PAUSED
    assert use(cast.amina, codes[0], 15) is None


def test_a_right_code_ends_the_count_of_wrong_ones(cast: make.Cast) -> None:
    codes = given.app(cast.amina)
    for code in codes[:3]:
        assert [use(cast.amina, "000000") for _ in range(4)] == [Rule.CODE_REFUSED] * 4
        assert use(cast.amina, code) is None


# --- what is stored


def test_secrets_are_sealed_in_the_database_and_stand_in_no_entry_of_the_journal(cast: make.Cast) -> None:
    codes = given.app(cast.amina)
    use(cast.amina, codes[0])
    factors.renew_codes(by=cast.amina, at=LATER)
    stored = repr(list(Authenticator.objects.values()))
    told = repr(list(JournalEntry.objects.values()))
    for secret in (given.SECRET, *codes):
        assert secret not in stored
        assert secret not in told
    verbs = [*JournalEntry.objects.order_by("-sequence").values_list("verb", flat=True)[:3]]
    assert verbs == ["renewed codes", "used code", "added factor"]


def test_a_factor_outlives_a_change_of_the_servers_key(cast: make.Cast) -> None:
    given.app(cast.amina)
    with override_settings(SECRET_KEY="another" * 10, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert use(cast.amina, given.shown(LATER)) is None


def test_allauths_own_addresses_stay_empty(cast: make.Cast) -> None:
    given.app(cast.amina)
    assert not EmailAddress.objects.exists()


# --- removing


def test_with_the_last_factor_the_recovery_codes_go(cast: make.Cast) -> None:
    given.app(cast.amina)
    assert factors.remove_factor(number=given.number(cast.amina), by=cast.amina, at=LATER)
    assert not Authenticator.objects.exists()


def test_nobody_removes_the_factor_of_another(cast: make.Cast) -> None:
    given.app(cast.amina)
    before = make.everything()
    assert not factors.remove_factor(number=given.number(cast.amina), by=cast.paul, at=LATER)
    assert make.everything() == before


# --- lost


def test_a_manager_of_the_side_forgets_lost_factors_and_the_person_waits_again(cast: make.Cast) -> None:
    given.app(cast.amina)
    before = User.objects.get(pk=cast.amina.pk).session_number
    factors.forget_factors(place=place(cast.amina), by=cast.paul, at=LATER)
    assert not Authenticator.objects.exists()
    assert place(cast.amina).confirmed_at is None
    assert User.objects.get(pk=cast.amina.pk).session_number > before
    entries = JournalEntry.objects.filter(verb="removed factor")
    assert [(each.key, each.by, each.programme) for each in entries] == [
        (cast.amina.email, cast.paul, make.cod())
    ]


def test_other_managers_of_the_side_are_told_of_it(cast: make.Cast) -> None:
    grace = place(cast.grace)
    memberships.give_place(
        user=cast.grace, programme=make.cod(), role="manager", side="government", by=None, at=make.AT
    )
    given.app(cast.grace)
    factors.forget_factors(place=grace, by=cast.joseph, at=LATER)
    told = Notice.objects.filter(user=cast.paul, kind="other")
    assert told.exists(), "the other side hears that there was something"
    assert not Notice.objects.filter(user=cast.joseph, operands__what="factors").exists(), "who did it knows"


@pytest.mark.parametrize(
    ("by", "whose", "rule"),
    [
        ("amina", "paul", Rule.NOT_LOOKED_AFTER),
        ("joseph", "amina", Rule.NOT_LOOKED_AFTER),
        ("alain", "amina", Rule.NOT_LOOKED_AFTER),
        ("alain", "paul", Rule.NOT_LOOKED_AFTER),
        ("vera", "amina", Rule.NOT_LOOKED_AFTER),
        ("nadia", "amina", Rule.NOT_LOOKED_AFTER),
        ("paul", "vera", Rule.NOT_LOOKED_AFTER),
        ("paul", "paul", Rule.OWN_PLACE),
        ("alain", "alain", Rule.OWN_PLACE),
    ],
)
def test_nobody_else_forgets_them(cast: make.Cast, by: str, whose: str, rule: Rule) -> None:
    given.app(getattr(cast, whose))
    before = make.everything()
    with make.refused(rule):
        factors.forget_factors(place=place(getattr(cast, whose)), by=getattr(cast, by), at=LATER)
    assert make.everything() == before
    assert queries.has_one(getattr(cast, whose))


def test_an_administrator_forgets_those_of_who_has_no_side(cast: make.Cast) -> None:
    given.app(cast.vera)
    factors.forget_factors(place=place(cast.vera), by=cast.alain, at=LATER)
    assert not queries.has_one(cast.vera)
    assert place(cast.vera).confirmed_at is not None


def test_those_of_who_has_a_place_elsewhere_only_the_server_forgets(cast: make.Cast) -> None:
    given.app(cast.amina)
    make.place(cast.amina, "viewer", None, programme=make.programme("caf"))
    with make.refused(Rule.FACTORS_ELSEWHERE):
        factors.forget_factors(place=place(cast.amina), by=cast.paul, at=LATER)
    factors.forget_factors(place=place(cast.amina), by=None, at=LATER)
    assert not queries.has_one(cast.amina)
    assert place(cast.amina).confirmed_at is not None, "whoever runs the server is trusted"


def test_there_is_nothing_to_forget_where_there_is_no_factor(cast: make.Cast) -> None:
    before = make.everything()
    with make.refused(Rule.NO_FACTOR):
        factors.forget_factors(place=place(cast.amina), by=cast.paul, at=LATER)
    assert make.everything() == before


# --- who needs one


def test_a_factor_is_missing_for_managers_and_administrators(cast: make.Cast) -> None:
    names = ("amina", "paul", "grace", "joseph", "vera", "alain", "olga")
    missing = {name for name in names if queries.is_missing(getattr(cast, name))}
    assert missing == {"paul", "joseph", "alain"}
    given.app(cast.paul)
    assert not queries.is_missing(cast.paul)
    assert queries.is_missing(cast.joseph)

"""Every address × every role: one table. An address that is missing from it fails.

Columns: Amina (adviser, partners), Paul (manager, partners), Grace (adviser, government), Joseph (manager,
government), Vera (viewer), Alain (administrator), Nadia (adviser of another programme), Olga (no place), nobody
(signed out). What one may not see is 404; what one may see but not do is 403.
"""

import re
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from gettext import NullTranslations
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import trans_real

from coordination import middleware, urls
from coordination.actions import memberships
from coordination.actions.links import make_link
from coordination.domain.limits import Tried
from coordination.models import Assessment, JournalEntry, Membership, Tally, User
from coordination.queries import links, overlaps, structures, versions
from coordination.queries import people as queries
from coordination.views import responses
from ssr_assess import urls as root
from tests import activities, evidence, joint_answers, make, pages, partners, withdrawn
from tests.api.reading import LISTS
from tests.databases import Lasting
from tests.extent import TURN, of_these, share_of
from tests.risks import observe

PEOPLE = ("amina", "paul", "grace", "joseph", "vera", "alain", "nadia", "olga", "nobody")
Browsers = Mapping[str, Client]
ClientOf = Callable[[User], Client]


@dataclass(frozen=True)
class Row:
    """One address asked in one way, and what each person gets, in the order of PEOPLE."""

    name: str
    expected: str
    method: str = "get"
    subject: str = ""
    args: tuple[object, ...] = ()
    query: str = ""
    data: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return " ".join(
            filter(None, (self.method.upper(), self.name, self.subject, *map(str, self.args), self.query))
        )

    @property
    def statuses(self) -> dict[str, int]:
        """What each person gets."""
        return dict(zip(PEOPLE, map(int, self.expected.split()), strict=True))


def address_of(row: Row, subject: object) -> str:
    """Return the address of a row of the table, about something."""
    return reverse(row.name, args=arguments_of(row, subject)) + row.query


def arguments_of(row: Row, subject: object) -> tuple[object, ...]:
    """Return the parts of the address of a row of the table, about something."""
    if not row.subject:
        return row.args
    if row.name.startswith("record-"):
        return (*row.args, subject)  # the kind of record comes before its number
    return (subject, *row.args)


def get(name: str, expected: str, *args: object, of: str = "", query: str = "") -> Row:
    return Row(name, expected, "get", of, args, query)


def post(name: str, expected: str, /, *args: object, of: str = "", **data: str) -> Row:
    return Row(name, expected, "post", of, args, "", tuple(data.items()))


def ask(name: str, expected: str, *, query: str, **data: str) -> Row:
    return Row(name, expected, "post", query=query, data=tuple(data.items()))


def weights(*values: int) -> dict[str, str]:
    """Return weights as the seven fields of a form."""
    return {f"w-C{number}": str(value) for number, value in enumerate(values, 1)}


ALL_WITH_A_PLACE = "200 200 200 200 200 200 200 403 302"
OF_THE_PROGRAMME = "200 200 200 200 200 200 404 403 302"
#: Wrong method: those signed in are told so; the signed-out sign in first.
NOT_SO = "405 405 405 405 405 405 405 405 302"
NOT_SO_FOR_ANYBODY = "405 405 405 405 405 405 405 405 405"
OPEN = "200 200 200 200 200 200 200 200 200"
#: Without a voice: to the same address with the voice that everybody's page opens on; where nothing is heard, the page.
TO_THE_VOICE = "302 302 302 302 302 302 200 403 302"
#: For programs with a token; who is signed in in a browser counts for nothing.
NOT_BY_A_SESSION = "401 401 401 401 401 401 401 401 401"
#: For everybody who is signed in, with or without a place.
SIGNED_IN = "200 200 200 200 200 200 200 200 302"
NEW_ROUND = {
    "name_en": "June 2011",
    "name_fr": "juin 2011",
    "reference_on": "2011-06-30",
    "last_on": "2099-12-31",
    "instrument": "INSTRUMENT",
    "sides": "both",
}
NEW_PROGRAMME = {"country": "LR", "languages": "en fr", "name_en": "Liberia", "kind": "real"} | {
    f"{who}_{name}": value
    for who in ("administrator", "government", "partners")
    for name, value in (("name", "First"), ("email", f"{who}@ssr.example"), ("language", "en"))
}
SAVE = {"op_id": str(uuid.UUID(int=1)), "C1-choice": "4", "C1-version": "0"}

# fmt: off
TABLE = (
    #                                   amina paul grace joseph vera alain nadia olga nobody
    get("home",                        ALL_WITH_A_PLACE),
    get("sign-in",                     "302 302 302 302 302 302 302 302 200"),
    post("sign-in",                    "302 302 302 302 302 302 302 302 200", username="x@y.example", password="x"),
    get("sign-in-second",              "302 302 302 302 302 302 302 302 302"),
    post("sign-in-second",             "302 302 302 302 302 302 302 302 302", code="123456"),
    get("account",                     SIGNED_IN),
    get("account-again",               SIGNED_IN),
    post("account-again",              "302 302 302 302 302 302 302 302 302", password=make.PASSWORD),
    post("account-again",              "400 400 400 400 400 400 400 400 302", password="not it"),
    get("account-app",                 SIGNED_IN),
    post("account-app",                "400 400 400 400 400 400 400 400 302", code="x"),
    get("account-passkey",             SIGNED_IN),
    post("account-passkey",            "400 400 400 400 400 400 400 400 302", credential="{}"),
    get("account-codes",               NOT_SO),
    post("account-codes",              "409 409 409 409 409 409 409 409 302"),
    get("account-remove",              NOT_SO, 1),
    post("account-remove",             "404 404 404 404 404 404 404 404 302", 1),
    get("account-sessions",            NOT_SO),
    post("account-sessions",           "404 404 404 404 404 404 404 404 302", session="1"),
    post("account-sessions",           "404 404 404 404 404 404 404 404 302", others="on"),
    get("sign-out",                    NOT_SO_FOR_ANYBODY),
    post("sign-out",                   "302 302 302 302 302 302 302 302 302"),
    get("password",                    "200 200 200 200 200 200 200 200 302"),
    post("password",                   "302 302 302 302 302 302 302 302 302", old_password=make.PASSWORD,
         new_password1="uele-tshopo-2026", new_password2="uele-tshopo-2026"),
    post("password",                   "400 400 400 400 400 400 400 400 302", old_password="not it",
         new_password1="uele-tshopo-2026", new_password2="uele-tshopo-2026"),
    get("password-new",                "404 404 404 404 404 404 404 404 404", "MQ", "no-such-link"),
    get("password-new",                OPEN, of="link"),
    post("password-new",               "404 404 404 404 404 404 404 404 404", "MQ", "no-such-link",
         new_password1="uele-tshopo-2026", new_password2="uele-tshopo-2026"),
    post("password-new",               "302 302 302 302 302 302 302 302 302", of="link",
         new_password1="uele-tshopo-2026", new_password2="uele-tshopo-2026"),
    post("password-new",               "400 400 400 400 400 400 400 400 400", of="link",
         new_password1="uele-tshopo-2026", new_password2="another"),
    get("password-forgotten",          OPEN),
    post("password-forgotten",         OPEN, email="amina@ssr.example"),
    get("person-list",                 "403 200 403 200 403 200 403 403 302"),
    get("person-list-csv",             "403 200 403 200 403 200 403 403 302"),
    get("person-list-xlsx",            "403 200 403 200 403 200 403 403 302"),
    get("person-list-json",            "403 200 403 200 403 200 403 403 302"),
    get("person-confirm",              NOT_SO, of="waiting"),
    post("person-confirm",             "403 302 403 404 403 403 403 403 302", of="waiting", shown="WAITING"),
    post("person-confirm",             "403 409 403 404 403 403 403 403 302", of="waiting", shown="another"),
    post("person-confirm",             "403 404 403 404 403 403 403 403 302", of="nothing", shown="WAITING"),
    get("person-link",                 NOT_SO, of="waiting"),
    post("person-link",                "403 200 403 404 403 409 403 403 302", of="waiting"),
    post("person-link",                "403 404 403 404 403 200 403 403 302", of="viewer's place"),
    get("person-factors",              "403 200 403 404 403 200 403 403 302", of="waiting"),
    post("person-factors",             "403 409 403 404 403 409 403 403 302", of="waiting"),
    post("person-factors",             "403 404 403 404 403 409 403 403 302", of="viewer's place"),
    get("person-invite",               NOT_SO),
    post("person-invite",              "403 302 403 302 403 302 403 403 302", email="e@x.example", name="Esther",
         role="adviser", side="partners", language="fr"),
    post("person-invite",              "403 400 403 400 403 400 403 403 302", email="e@x.example"),
    get("person-detail",               "403 200 403 404 403 200 403 403 302", of="waiting"),
    get("person-detail",               "403 404 403 404 403 200 403 403 302", of="viewer's place"),
    get("person-detail",               "403 404 403 404 403 404 403 403 302", of="nothing"),
    get("person-change",               NOT_SO, of="waiting"),
    post("person-change",              "403 302 403 404 403 302 403 403 302", of="waiting", shown="WAITING",
         role="manager", side="partners"),
    post("person-change",              "403 400 403 404 403 400 403 403 302", of="waiting", shown="WAITING"),
    get("person-email",                NOT_SO, of="waiting"),
    post("person-email",               "403 302 403 404 403 302 403 403 302", of="waiting", shown="WAITING",
         email="other@x.example"),
    post("person-email",               "403 400 403 404 403 400 403 403 302", of="waiting", shown="WAITING"),
    get("person-end",                  NOT_SO, of="waiting"),
    post("person-end",                 "403 302 403 404 403 302 403 403 302", of="waiting", shown="WAITING",
         reason="left"),
    post("person-end",                 "403 400 403 404 403 400 403 403 302", of="waiting", shown="WAITING"),
    get("person-mail",                 NOT_SO, of="waiting"),
    post("person-mail",                "403 409 403 404 403 409 403 403 302", of="waiting"),
    get("mail-list",                   ALL_WITH_A_PLACE),
    get("start",                       "403 403 403 403 403 200 403 403 302"),
    post("start",                      "403 403 403 403 403 400 403 403 302", country="LR"),
    post("start",                      "403 403 403 403 403 200 403 403 302", **NEW_PROGRAMME),
    get("start-structures",            "200 200 200 200 403 200 200 403 302"),
    post("start-structures",           "302 302 302 302 403 302 302 403 302", lines="CTP, Comité police", sector="ssr"),
    post("start-structures",           "400 400 400 400 403 400 400 403 302", lines="CTP", sector="ssr"),
    post("start-structures",           "200 200 200 200 403 200 200 403 302", fill="1", lines="", kinds="LSC"),
    get("start-people",                "403 403 403 403 403 200 403 403 302"),
    post("start-people",               "403 403 403 403 403 302 403 403 302", partners_name="Pia",
         partners_email="pia@ssr.example", partners_language="en", government_language="fr"),
    post("start-people",               "403 403 403 403 403 400 403 403 302", partners_name="Pia",
         partners_language="en", government_language="fr"),
    get("programme-settings",          "403 403 403 403 403 200 403 403 302"),
    post("programme-settings",         "403 403 403 403 403 400 403 403 302"),
    get("programme-archive",           NOT_SO),
    post("programme-archive",          "403 403 403 403 403 302 403 403 302", state="archived"),
    post("programme-archive",          "403 403 403 403 403 302 403 403 302", state="open"),
    post("programme-archive",          "403 403 403 403 403 400 403 403 302", state="x"),
    get("programme-remove",            NOT_SO),
    post("programme-remove",           "403 403 403 403 403 409 403 403 302", typed="x"),
    post("programme-remove",           "403 403 403 403 403 302 403 403 302", typed="cod"),
    get("programme-archived",          ALL_WITH_A_PLACE),
    get("tour-step",                   "302 302 302 302 302 302 302 403 302", 1),
    get("tour-step",                   "302 302 302 302 302 302 302 403 302", 3),
    get("tour-step",                   "404 404 404 404 404 404 404 403 302", 6),
    get("tour-end",                    NOT_SO),
    post("tour-end",                   "302 302 302 302 302 302 302 403 302"),
    get("notice-seen",                 NOT_SO),
    post("notice-seen",                "403 302 403 302 403 403 403 403 302", seen="1", other="on"),
    post("notice-seen",                "403 400 403 400 403 403 403 403 302", seen="x"),
    get("language",                    NOT_SO_FOR_ANYBODY),
    post("language",                   "302 302 302 302 302 302 302 302 302", language="fr"),
    post("language",                   "400 400 400 400 400 400 400 400 400", language="de"),
    get("display",                     NOT_SO_FOR_ANYBODY),
    post("display",                    "302 302 302 302 302 302 302 302 302", theme="dark"),
    post("display",                    "302 302 302 302 302 302 302 302 302", shortcut="off"),
    post("display",                    "400 400 400 400 400 400 400 400 400", theme="pink"),
    get("moved",                       "301 301 301 301 301 301 301 301 301", "plane", "figures.csv"),
    get("moved",                       "301 301 301 301 301 301 301 301 301", "two-views/sheet", "", query="?set=cmj"),
    get("moved",                       "404 404 404 404 404 404 404 404 404", "plane", "nothing/"),
    get("search",                      ALL_WITH_A_PLACE),
    get("search",                      ALL_WITH_A_PLACE, query="?q=cmj"),
    get("search",                      "400 400 400 400 400 400 400 403 302", query="?q=" + "x" * 201),
    get("programme",                   NOT_SO),
    post("programme",                  "302 302 302 302 302 302 400 403 302", programme="cod"),
    post("programme",                  "400 400 400 400 400 400 302 403 302", programme="caf"),
    get("kept-list",                   ALL_WITH_A_PLACE),
    post("kept-list",                  "404 404 404 404 404 404 404 403 302", discard="00000000"),
    get("waiting-list",                ALL_WITH_A_PLACE),
    get("waiting-list",                ALL_WITH_A_PLACE, query="?leaving"),
    post("waiting-list",               "400 400 400 400 400 400 400 403 302", number="x"),
    get("offline",                     OPEN),
    get("service-worker",              OPEN),
    get("compare",                     TO_THE_VOICE),
    get("compare",                     ALL_WITH_A_PLACE, query="?view=partners"),
    get("compare",                     OF_THE_PROGRAMME, query="?round=january-2008&view=partners"),
    get("compare",                     ALL_WITH_A_PLACE, query="?view=both"),
    get("compare",                     OF_THE_PROGRAMME, query="?round=january-2008&view=both"),
    get("compare",                     "404 404 404 404 404 404 404 403 302", query="?round=no-such-round"),
    get("compare",                     "400 400 400 400 400 400 400 403 302", query="?view=everybody"),
    get("compare-brief",               TO_THE_VOICE),
    get("compare-brief",               ALL_WITH_A_PLACE, query="?view=both"),
    get("compare-brief",               "404 404 404 404 404 404 404 403 302", query="?round=no-such-round"),
    get("compare-brief-pdf",           ALL_WITH_A_PLACE, query="?view=both"),
    get("compare-brief-word",          ALL_WITH_A_PLACE, query="?view=both"),
    get("compare-brief-slides",        ALL_WITH_A_PLACE, query="?view=both"),
    get("compare-csv",                 ALL_WITH_A_PLACE),
    get("compare-xlsx",                ALL_WITH_A_PLACE),
    get("compare-json",                ALL_WITH_A_PLACE),
    get("compare-csv",                 OF_THE_PROGRAMME, query="?round=january-2008"),
    get("compare-xlsx",                OF_THE_PROGRAMME, query="?round=january-2008"),
    get("compare-json",                OF_THE_PROGRAMME, query="?round=january-2008"),
    get("compare-chart",               OF_THE_PROGRAMME, "intervals"),
    get("compare-chart",               "404 404 404 404 404 404 404 403 302", "no-such-chart"),
    get("answer-list",                 ALL_WITH_A_PLACE),
    get("answer-list",                 OF_THE_PROGRAMME, query="?round=january-2008&structure=cmj"),
    get("answer-list",                 "404 404 404 404 404 404 404 403 302", query="?round=no-such-round"),
    get("answer-list-csv",             ALL_WITH_A_PLACE),
    get("answer-list-csv",             OF_THE_PROGRAMME, query="?structure=cmj"),
    get("answer-list-xlsx",            ALL_WITH_A_PLACE),
    get("answer-list-xlsx",            OF_THE_PROGRAMME, query="?structure=cmj"),
    get("side-by-side",                ALL_WITH_A_PLACE),
    get("side-by-side",                OF_THE_PROGRAMME, query="?set=cmj&set=ccrss"),
    get("side-by-side",                OF_THE_PROGRAMME, query="?structure=cmj"),
    get("side-by-side",                "404 404 404 404 404 404 404 403 302", query="?set=no-such-structure"),
    get("side-by-side",                "404 404 404 404 404 404 404 403 302", query="?structure=cmj&first=nowhere"),
    get("side-by-side",                "400 400 400 400 400 400 400 403 302", query="?set=cmj&set=ccrss&set=cns"),
    get("changes",                     TO_THE_VOICE),
    get("changes",                     ALL_WITH_A_PLACE, query="?view=partners"),
    get("changes",                     "404 404 404 404 404 404 404 403 302", query="?since=no-such-round"),
    get("changes",                     "400 400 400 400 400 400 400 403 302", query="?known=tomorrow"),
    get("changes-csv",                 ALL_WITH_A_PLACE),
    get("changes-xlsx",                ALL_WITH_A_PLACE),
    get("changes-json",                ALL_WITH_A_PLACE),
    get("changes",                     "404 404 404 404 404 404 200 403 302", query="?criterion=C99&view=partners"),
    get("changes",                     "400 400 400 400 400 400 400 403 302", query="?because=luck"),
    get("ownership",                   TO_THE_VOICE),
    get("ownership",                   ALL_WITH_A_PLACE, query="?view=partners"),
    get("ownership",                   OF_THE_PROGRAMME, query="?round=january-2008&view=partners"),
    get("ownership",                   "404 404 404 404 404 404 404 403 302", query="?round=no-such-round"),
    get("ownership-csv",               ALL_WITH_A_PLACE),
    get("ownership-xlsx",              ALL_WITH_A_PLACE),
    get("ownership-json",              ALL_WITH_A_PLACE),
    get("ownership-chart",             OF_THE_PROGRAMME, "plane"),
    get("ownership-chart",             "404 404 404 404 404 404 404 403 302", "no-such-chart"),
    get("two-views",                   ALL_WITH_A_PLACE),
    get("two-views",                   OF_THE_PROGRAMME, query="?round=january-2008"),
    get("two-views",                   "404 404 404 404 404 404 404 403 302", query="?set=no-such-structure"),
    get("two-views-csv",               ALL_WITH_A_PLACE),
    get("two-views-xlsx",              ALL_WITH_A_PLACE),
    get("two-views-json",              ALL_WITH_A_PLACE),
    get("two-views",                   "404 404 404 404 404 404 404 403 302", query="?structure=no-such-structure"),
    get("success",                     ALL_WITH_A_PLACE),
    get("success",                     OF_THE_PROGRAMME, query="?round=january-2008"),
    get("success",                     "404 404 404 404 404 404 404 403 302", query="?round=no-such-round"),
    get("success",                     "400 400 400 400 400 400 400 403 302", query="?round=no%20slug"),
    get("success-csv",                 ALL_WITH_A_PLACE),
    get("success-xlsx",                ALL_WITH_A_PLACE),
    get("success-json",                ALL_WITH_A_PLACE),
    get("success-csv",                 "404 404 404 404 404 404 404 403 302", query="?round=no-such-round"),
    get("success-xlsx",                "404 404 404 404 404 404 404 403 302", query="?round=no-such-round"),
    get("success-json",                "404 404 404 404 404 404 404 403 302", query="?round=no-such-round"),
    get("structure-list",              ALL_WITH_A_PLACE),
    get("structure-detail",            OF_THE_PROGRAMME, "cmj"),
    get("structure-detail",            "404 404 404 404 404 404 200 403 302", "cns"),
    get("structure-detail",            OF_THE_PROGRAMME, "cmj", query="?round=january-2008&sort=number"),
    get("structure-detail",            "404 404 404 404 404 404 404 403 302", "cmj", query="?sort=beauty"),
    get("structure-history",           OF_THE_PROGRAMME, "cmj"),
    get("structure-history",           "404 404 404 404 404 404 200 403 302", "cns"),
    get("structure-commitments",       OF_THE_PROGRAMME, "cmj"),
    get("structure-commitments",       "404 404 404 404 404 404 200 403 302", "cns"),
    get("structure-risks",             OF_THE_PROGRAMME, "cmj"),
    get("structure-risks",             "404 404 404 404 404 404 200 403 302", "cns"),
    get("structure-meetings",          OF_THE_PROGRAMME, "cmj"),
    get("structure-meetings",          "404 404 404 404 404 404 200 403 302", "cns"),
    get("structure-seats",             OF_THE_PROGRAMME, "cmj", query="?round=january-2008"),
    get("structure-seats",             "404 404 404 404 404 404 200 403 302", "cns"),
    get("structure-source",            OF_THE_PROGRAMME, "cmj"),
    get("structure-brief",             OF_THE_PROGRAMME, "cmj"),
    get("structure-brief-pdf",         OF_THE_PROGRAMME, "cmj"),
    get("structure-brief-word",        OF_THE_PROGRAMME, "cmj"),
    get("structure-brief-slides",      OF_THE_PROGRAMME, "cmj"),
    get("round-report",                OF_THE_PROGRAMME, "january-2008"),
    get("round-report",                "404 404 404 404 404 404 404 403 302", "january-2008", query="?part=2"),
    get("round-report",                "404 404 404 404 404 404 404 403 302", "no-such-round"),
    get("round-report-pdf",            OF_THE_PROGRAMME, "january-2008"),
    get("round-report-word",           OF_THE_PROGRAMME, "january-2008"),
    get("meeting-pack",                "200 200 200 200 404 404 404 403 302", "ccrss-defence"),
    get("meeting-pack",                "404 404 404 404 404 404 404 403 302", "cmj"),
    get("meeting-pack",                "200 200 200 200 404 404 404 403 302", "ccrss-defence",
        query="?round=march-2011"),
    get("meeting-pack",                "404 404 404 404 404 404 404 403 302", "ccrss-defence", query="?round=no-such"),
    get("meeting-pack-pdf",            "200 200 200 200 404 404 404 403 302", "ccrss-defence"),
    get("meeting-pack-word",           "200 200 200 200 404 404 404 403 302", "ccrss-defence"),
    get("paper-form",                  "200 403 200 403 403 403 404 403 302", "march-2011", "ccrss"),
    get("paper-form-pdf",              "200 403 200 403 403 403 404 403 302", "march-2011", "ccrss"),
    get("paper-form-word",             "200 403 200 403 403 403 404 403 302", "march-2011", "ccrss"),
    get("paper-form",                  "404 403 404 403 403 403 404 403 302", "january-2008", "ccrss"),
    get("paper-answers",               "200 403 200 403 403 403 404 403 302", "march-2011", "ccrss"),
    get("paper-answers",               "409 403 409 403 403 403 404 403 302", "january-2008", "ccrss"),
    get("paper-answers",               "404 403 404 403 403 403 404 403 302", "no-such-round", "ccrss"),
    post("paper-answers",              "302 403 302 403 403 403 404 403 302", "march-2011", "ccrss",
         rater="Colonel Ilunga", filled_on="2011-03-02"),
    post("paper-answers",              "400 403 400 403 403 403 404 403 302", "march-2011", "ccrss", rater=" "),
    get("structure-source",            "404 404 404 404 404 404 200 403 302", "cns"),
    get("structure-card",              OF_THE_PROGRAMME, "cmj", "january-2008"),
    get("structure-card",              "404 404 404 404 404 404 404 403 302", "cmj", "no-such-round"),
    get("seat-add",                    "200 200 200 200 403 200 404 403 302", "cmj"),
    post("seat-add",                   "302 302 302 302 403 302 404 403 302", "cmj", partner="PARTNER", role="member"),
    post("seat-add",                   "400 400 400 400 403 400 404 403 302", "cmj", partner="PARTNER"),
    get("seat-edit",                   "200 200 200 200 403 200 404 403 302", of="seat"),
    get("seat-edit",                   "404 404 404 404 404 404 404 403 302", of="nothing"),
    post("seat-edit",                  "400 400 400 400 403 400 404 403 302", of="seat", role="chair", until="2010"),
    get("record-file",                 "200 200 200 200 403 200 200 403 302"),
    post("record-file",                "400 400 400 400 403 400 400 403 302"),
    get("record-template-xlsx",        "200 200 200 200 403 200 200 403 302"),
    get("record-template-csv",         "200 200 200 200 403 200 200 403 302", "partners"),
    get("record-template-csv",         "200 200 200 200 403 404 200 403 302", "commitments"),
    get("record-template-csv",         "404 404 404 404 403 404 404 403 302", "people"),
    get("partner-list",                ALL_WITH_A_PLACE),
    get("partner-list",                "404 404 404 404 404 404 404 403 302", query="?kind=army"),
    get("partner-add",                 "200 200 200 200 403 200 200 403 302"),
    post("partner-add",                "302 302 302 302 403 302 302 403 302", name_en="EUPOL", kind="mission",
         side="international"),
    post("partner-add",                "400 400 400 400 403 400 400 403 302", name_en="EUPOL"),
    get("partner-detail",              OF_THE_PROGRAMME, of="partner"),
    get("partner-detail",              "404 404 404 404 404 404 404 403 302", of="nothing"),
    get("partner-edit",                "200 200 200 200 403 200 404 403 302", of="partner"),
    post("partner-edit",               "302 302 302 302 403 302 404 403 302", of="partner", name_en="Renamed",
         kind="mission", side="international", former_until="2010-06-30", base_version="1"),
    post("partner-edit",               "400 400 400 400 403 400 404 403 302", of="partner", name_en="Renamed",
         kind="mission", side="international", base_version="7"),
    get("partner-merge",               "200 200 200 200 403 200 404 403 302", of="partner"),
    get("partner-merge",               "404 404 404 404 404 404 404 403 302", of="nothing"),
    get("partner-merge",               "404 404 404 404 403 404 404 403 302", of="partner", query="?into=1000000000"),
    post("partner-merge",              "400 400 400 400 403 400 404 403 302", of="unnamed", partner="PARTNER"),
    get("partner-seats",               ALL_WITH_A_PLACE),
    get("partner-seats",               ALL_WITH_A_PLACE, query="?on=2008-01-01&side=national"),
    get("partner-seats",               "404 404 404 404 404 404 404 403 302", query="?on=2008"),
    get("partner-seats-csv",           ALL_WITH_A_PLACE),
    get("partner-seats-xlsx",          ALL_WITH_A_PLACE),
    get("partner-seats-json",          ALL_WITH_A_PLACE),
    get("partner-functions",           ALL_WITH_A_PLACE),
    get("partner-functions",           "404 404 404 404 404 404 404 403 302", query="?side=both"),
    get("partner-functions-csv",       ALL_WITH_A_PLACE),
    get("partner-functions-xlsx",      ALL_WITH_A_PLACE),
    get("partner-functions-json",      ALL_WITH_A_PLACE),
    get("activity-list",               ALL_WITH_A_PLACE),
    get("activity-list",               ALL_WITH_A_PLACE, query="?q=police&verdict=undecided&on=2008-01-31"),
    get("activity-list",               "404 404 404 404 404 404 404 403 302", query="?kind=gift"),
    get("activity-list-csv",           ALL_WITH_A_PLACE),
    get("activity-list-xlsx",          ALL_WITH_A_PLACE),
    get("activity-list-json",          ALL_WITH_A_PLACE),
    get("activity-list-iati",          ALL_WITH_A_PLACE),
    get("activity-list-4w-csv",        ALL_WITH_A_PLACE),
    get("activity-list-4w-xlsx",       ALL_WITH_A_PLACE),
    get("activity-list-4w-json",       ALL_WITH_A_PLACE),
    get("activity-add",                "200 200 200 200 403 200 200 403 302"),
    post("activity-add",               "302 302 302 302 403 302 400 403 302", kind="advice", partner="PARTNER",
         recipient="RECIPIENT"),
    post("activity-add",               "400 400 400 400 403 400 400 403 302", kind="advice"),
    get("activity-detail",             OF_THE_PROGRAMME, of="activity"),
    get("activity-detail",             "404 404 404 404 404 404 404 403 302", of="nothing"),
    get("activity-edit",               "200 200 200 200 403 200 404 403 302", of="activity"),
    post("activity-edit",              "302 302 302 302 403 302 404 403 302", of="activity", kind="advice",
         partner="PARTNER", recipient="RECIPIENT", base_version="1"),
    post("activity-edit",              "400 400 400 400 403 400 404 403 302", of="activity", kind="advice",
         partner="PARTNER", recipient="RECIPIENT", base_version="7"),
    get("function-list",               ALL_WITH_A_PLACE),
    post("function-list",              "302 302 302 302 403 302 302 403 302", what="function", sector="police",
         name_fr="Contrôle des frontières"),
    post("function-list",              "400 400 400 400 403 400 400 403 302", what="standard", kind="standard"),
    post("function-list",              "404 404 404 404 403 404 404 403 302", what="partner"),
    get("structure-add",               "200 200 200 200 403 200 200 403 302"),
    post("structure-add",              "302 302 302 302 403 302 302 403 302", code="CTP", name_fr="Comité police",
         sector="police", dormant_after="6"),
    post("structure-add",              "400 400 400 400 403 400 400 403 302", code="CTP"),
    get("structure-edit",              "200 200 200 200 403 200 404 403 302", "cmj"),
    get("structure-edit",              "404 404 404 404 404 404 200 403 302", "cns"),
    post("structure-edit",             "302 302 302 302 403 302 404 403 302", "cmj", name_fr="Commission", sector="ssr",
         dormant_after="6", shown="SHOWN"),
    post("structure-edit",             "400 400 400 400 403 400 404 403 302", "cmj", name_fr="Commission", sector="ssr",
         dormant_after="6", shown="what stood there before"),
    get("risk-list",                   ALL_WITH_A_PLACE),
    get("risk-list",                   ALL_WITH_A_PLACE, query="?q=cmj"),
    get("risk-list",                   "404 404 404 404 404 404 404 403 302", query="?page=x"),
    get("risk-observe",                ALL_WITH_A_PLACE, query="?item=R1"),
    get("risk-observe",                OF_THE_PROGRAMME, query="?item=U1&structure=cmj"),
    get("risk-observe",                "404 404 404 404 404 404 404 403 302", query="?item=U1"),
    get("risk-observe",                "404 404 404 404 404 404 404 403 302", query="?item=C1"),
    ask("risk-observe",                "302 302 302 302 403 403 302 403 302", query="?item=R1",
        status="unknown", observed_on="2011-01-01"),
    ask("risk-observe",                "400 400 400 400 403 403 404 403 302", query="?item=R1&structure=cmj",
        status="observed", observed_on="2011-01-01"),
    get("trap-detail",                 "301 301 301 301 301 301 404 403 302", "ccrss"),
    get("trap-detail",                 "404 404 404 404 404 404 301 403 302", "cns"),
    get("assessment-list",             ALL_WITH_A_PLACE),
    get("assessment-list",             ALL_WITH_A_PLACE, query="?q=cmj&page=2"),
    get("assessment-list",             "404 404 404 404 404 404 404 403 302", query="?page=last"),
    get("assessment-file",             "200 403 200 403 403 403 200 403 302"),
    post("assessment-file",            "400 403 400 403 403 403 400 403 302"),
    get("assessment-template-xlsx",    "200 403 200 403 403 403 404 403 302", "march-2011"),
    get("assessment-template-xlsx",    "404 403 404 403 403 403 404 403 302", "january-2008"),
    get("assessment-template-csv",     "200 403 200 403 403 403 404 403 302", "march-2011"),
    get("assessment-template-csv",     "404 403 404 403 403 403 404 403 302", "no-such-round"),
    get("assessment-begin",            "200 403 200 403 403 403 404 403 302", "march-2011", "ccrss"),
    get("assessment-begin",            "302 403 200 403 403 403 404 403 302", "march-2011", "cmj"),
    get("assessment-begin",            "409 403 409 403 403 403 404 403 302", "january-2008", "ccrss"),
    get("assessment-begin",            "404 403 404 403 403 403 404 403 302", "no-such-round", "ccrss"),
    post("assessment-begin",           NOT_SO, "march-2011", "ccrss"),
    get("assessment-begin-section",    "200 403 200 403 403 403 404 403 302", "march-2011", "ccrss", "coordination"),
    get("assessment-begin-section",    "404 403 404 403 403 403 404 403 302", "march-2011", "ccrss", "success"),
    get("assessment-begin-section",    "302 403 200 403 403 403 404 403 302", "march-2011", "cmj", "coordination"),
    post("assessment-begin-section",   "302 403 302 403 403 403 404 403 302", "march-2011", "ccrss", "ownership",
         **{"O1-choice": "3", "O1-version": "0"}),
    post("assessment-begin-section",   "400 403 400 403 403 403 404 403 302", "march-2011", "ccrss", "ownership",
         **{"O1-choice": "9", "O1-version": "0"}),
    get("assessment-begin-save",       NOT_SO_FOR_ANYBODY, "march-2011", "ccrss", "C1"),
    post("assessment-begin-save",      "200 403 200 403 403 403 404 403 401", "march-2011", "ccrss", "C1", **SAVE),
    post("assessment-begin-save",      "404 403 404 403 403 403 404 403 401", "march-2011", "ccrss", "X9", **SAVE),
    post("assessment-begin-save",      "409 403 409 403 403 403 404 403 401", "january-2008", "ccrss", "C1", **SAVE),
    get("assessment-discard",          "200 403 404 404 404 404 404 403 302", of="draft"),
    get("assessment-discard",          "409 403 404 404 404 404 404 403 302", of="sent"),
    get("assessment-discard",          "409 403 403 403 404 404 404 403 302", of="revealed"),
    post("assessment-discard",         "302 403 404 404 404 404 404 403 302", of="draft"),
    post("assessment-discard",         "409 403 404 404 404 404 404 403 302", of="sent"),
    get("assessment-set-aside",        "403 200 404 404 404 404 404 403 302", of="draft"),
    get("assessment-set-aside",        "403 409 404 404 404 404 404 403 302", of="sent"),
    post("assessment-set-aside",       "403 302 404 404 404 404 404 403 302", of="draft", reason="On leave."),
    post("assessment-set-aside",       "403 400 404 404 404 404 404 403 302", of="draft", reason=" "),
    post("assessment-set-aside",       "403 409 403 403 404 404 404 403 302", of="revealed", reason="Too late."),
    get("assessment-confirm",          NOT_SO, of="draft"),
    post("assessment-confirm",         "409 409 404 404 404 404 404 403 302", of="draft", version="2"),
    post("assessment-confirm",         "403 403 404 404 404 404 404 403 302", of="sent", version="2"),
    get("assessment-restore",          NOT_SO, of="draft"),
    post("assessment-restore",         "403 409 404 404 404 404 404 403 302", of="draft"),
    get("assessment-detail",           "200 200 404 404 404 404 404 403 302", of="draft"),
    get("assessment-detail",           "200 200 404 404 404 404 404 403 302", of="sent"),
    get("assessment-detail",           "200 200 200 200 404 404 404 403 302", of="revealed"),
    get("assessment-detail",           "200 200 200 200 200 200 404 403 302", of="published"),
    get("assessment-detail",           "404 404 404 404 404 404 404 403 302", of="nothing"),
    post("assessment-detail",          NOT_SO, of="draft"),
    get("assessment-score",            "200 403 404 404 404 404 404 403 302", "coordination", of="draft"),
    get("assessment-score",            "404 403 404 404 404 404 404 403 302", "no-such-section", of="draft"),
    get("assessment-score",            "409 403 404 404 404 404 404 403 302", "coordination", of="sent"),
    get("assessment-score",            "409 403 403 403 404 404 404 403 302", "coordination", of="revealed"),
    get("assessment-score",            "403 403 403 403 403 403 404 403 302", "coordination", of="published"),
    post("assessment-score",           "302 403 404 404 404 404 404 403 302", "coordination", of="draft",
         **{"C1-word": "Yes?", "C1-version": "1", "C2-choice": "3", "C2-version": "0"}),
    post("assessment-score",           "400 403 404 404 404 404 404 403 302", "coordination", of="draft",
         **{"C2-choice": "9"}),
    post("assessment-score",           "409 403 404 404 404 404 404 403 302", "coordination", of="sent",
         **{"C2-choice": "3"}),
    post("assessment-score",           "409 403 403 403 404 404 404 403 302", "coordination", of="revealed"),
    get("assessment-save",             NOT_SO_FOR_ANYBODY, "C1", of="draft"),
    post("assessment-save",            "200 403 404 404 404 404 404 403 401", "C2", of="draft",
         **{"op_id": str(uuid.UUID(int=1)), "C2-choice": "4", "C2-version": "0"}),
    post("assessment-save",            "404 403 404 404 404 404 404 403 401", "X9", of="draft", **SAVE),
    post("assessment-save",            "409 403 404 404 404 404 404 403 401", "C1", of="sent", **SAVE),
    post("assessment-save",            "409 403 403 403 404 404 404 403 401", "C1", of="revealed", **SAVE),
    get("evidence-add",                "200 403 200 403 403 403 404 403 302", "march-2011", "cmj", "C1"),
    get("evidence-add",                "404 403 404 403 403 403 404 403 302", "march-2011", "cmj", "X9"),
    get("evidence-add",                "409 403 409 403 403 403 404 403 302", "march-2011", "ccrss-defence", "C1"),
    post("evidence-add",               "400 403 400 403 403 403 404 403 302", "march-2011", "cmj", "C1", note="Page 2"),
    get("evidence-file",               "200 200 404 404 404 404 404 403 302", of="sealed file"),
    get("evidence-file",               "200 200 200 200 404 404 404 403 302", of="revealed file"),
    get("evidence-file",               "404 404 404 404 404 404 404 403 302", of="no file"),
    post("evidence-remove",            "302 403 404 404 404 404 404 403 302", of="sealed file"),
    post("evidence-remove",            "409 403 403 403 404 404 404 403 302", of="revealed file"),
    post("evidence-remove",            "404 404 404 404 404 404 404 403 302", of="no file"),
    get("evidence-file",               "200 404 404 404 404 404 404 403 302", of="note's file"),
    get("evidence-file",               OF_THE_PROGRAMME, of="shared note's file"),
    get("evidence-file",               OF_THE_PROGRAMME, of="seen file"),
    post("evidence-remove",            "302 404 404 404 404 404 404 403 302", of="note's file"),
    post("evidence-remove",            "302 403 403 403 403 403 404 403 302", of="shared note's file"),
    post("evidence-remove",            "302 403 403 403 403 403 404 403 302", of="seen file"),
    get("contact-evidence",            "200 404 404 404 404 404 404 403 302", of="note"),
    get("contact-evidence",            "200 403 403 403 403 403 404 403 302", of="shared note"),
    get("contact-evidence",            "404 404 404 404 404 404 404 403 302", of="nothing"),
    post("contact-evidence",           "400 404 404 404 404 404 404 403 302", of="note", note="Page 2"),
    post("contact-evidence",           "400 403 403 403 403 403 404 403 302", of="shared note"),
    get("risk-evidence",               "200 403 403 403 403 403 404 403 302", of="seen"),
    get("risk-evidence",               "404 404 404 404 404 404 404 403 302", of="nothing"),
    post("risk-evidence",              "400 403 403 403 403 403 404 403 302", of="seen", note="Page 2"),
    get("assessment-submit",           "200 200 404 404 404 404 404 403 302", of="draft"),
    get("assessment-submit",           "200 200 404 404 404 404 404 403 302", of="sent"),
    get("assessment-submit",           "200 200 200 200 404 404 404 403 302", of="revealed"),
    get("assessment-submit",           "200 200 200 200 200 200 404 403 302", of="published"),
    post("assessment-submit",          "409 409 403 403 404 404 404 403 302", of="revealed", version="1"),
    post("assessment-submit",          "302 302 404 404 404 404 404 403 302", of="draft",
         version="VERSION", accept_blanks="on"),
    post("assessment-submit",          "400 400 404 404 404 404 404 403 302", of="draft", version="VERSION"),
    post("assessment-submit",          "409 409 404 404 404 404 404 403 302", of="draft",
         version="77", accept_blanks="on"),
    post("assessment-submit",          "400 400 404 404 404 404 404 403 302", of="draft"),
    post("assessment-submit",          "409 409 404 404 404 404 404 403 302", of="sent",
         version="VERSION", accept_blanks="on"),
    get("assessment-recall",           NOT_SO, of="sent"),
    post("assessment-recall",          "302 302 404 404 404 404 404 403 302", of="sent", reason="A figure was wrong."),
    post("assessment-recall",          "400 400 404 404 404 404 404 403 302", of="sent", reason=" "),
    post("assessment-recall",          "409 409 404 404 404 404 404 403 302", of="draft", reason="A figure was wrong."),
    post("assessment-recall",          "409 409 403 403 404 404 404 403 302", of="revealed", reason="Too late."),
    get("assessment-correct",          "403 200 403 403 404 404 404 403 302", "C1", of="revealed"),
    get("assessment-correct",          "403 404 403 403 404 404 404 403 302", "X9", of="revealed"),
    get("assessment-correct",          "403 403 404 404 404 404 404 403 302", "C1", of="draft"),
    get("assessment-correct",          "403 409 403 403 403 403 404 403 302", "C1", of="published"),
    post("assessment-correct",         "403 302 403 403 404 404 404 403 302", "C1", of="revealed",
         **{"C1-choice": "2", "C1-version": "1", "evidence": "Minutes found since."}),
    post("assessment-correct",         "403 400 403 403 404 404 404 403 302", "C1", of="revealed",
         **{"C1-choice": "2", "C1-version": "1"}),
    post("assessment-correct",         "403 400 403 403 404 404 404 403 302", "C1", of="revealed",
         **{"C1-choice": "4", "C1-version": "1", "evidence": "Minutes found since."}),
    post("assessment-correct",         "403 409 403 403 404 404 404 403 302", "C1", of="revealed",
         **{"C1-choice": "2", "C1-version": "7", "evidence": "Minutes found since."}),
    get("agreement-detail",            "200 200 200 200 404 404 404 403 302", "march-2011", "ccrss-defence"),
    get("agreement-detail",            "404 404 404 404 404 404 404 403 302", "march-2011", "cmj"),
    get("agreement-detail",            "404 404 404 404 404 404 404 403 302", "march-2011", "gtse-cpse"),
    get("agreement-detail",            "404 404 404 404 404 404 404 403 302", "march-2011", "nowhere"),
    get("agreement-detail",            "404 404 404 404 404 404 404 403 302", "january-2008", "cmj"),
    get("agreement-propose",           NOT_SO, "march-2011", "ccrss-defence", "C2"),
    post("agreement-propose",          "302 302 302 302 404 404 404 403 302", "march-2011", "ccrss-defence", "C2",
         **{"C2-do": "differs"}),
    post("agreement-propose",          "400 400 400 400 404 404 404 403 302", "march-2011", "ccrss-defence", "C2",
         **{"C2-do": "own"}),
    post("agreement-propose",          "409 409 409 409 404 404 404 403 302", "march-2011", "ccrss-defence", "C1",
         **{"C1-do": "own", "C1-lo": "2"}),
    post("agreement-propose",          "404 404 404 404 404 404 404 403 302", "march-2011", "ccrss-defence", "X9",
         **{"X9-do": "differs"}),
    post("agreement-propose",          "404 404 404 404 404 404 404 403 302", "march-2011", "gtse-cpse", "C2",
         **{"C2-do": "differs"}),
    get("joint-answer-confirm",        NOT_SO, of="joint answer"),
    post("joint-answer-confirm",       "403 302 403 302 404 404 404 403 302", of="joint answer"),
    post("joint-answer-confirm",       "404 404 404 404 404 404 404 403 302", of="nothing"),
    get("joint-answer-withdraw",       NOT_SO, of="joint answer"),
    post("joint-answer-withdraw",      "302 302 403 403 404 404 404 403 302", of="joint answer"),
    get("joint-answer-dissent",        NOT_SO, of="joint answer"),
    post("joint-answer-dissent",       "302 302 302 302 404 404 404 403 302", of="joint answer",
         **{"C1-reason": "The minutes say otherwise."}),
    post("joint-answer-dissent",       "400 400 400 400 404 404 404 403 302", of="joint answer"),
    get("comment-add",                 "200 200 200 200 404 404 404 403 302", "march-2011", "ccrss-defence", "C1"),
    get("comment-add",                 "404 404 404 404 404 404 404 403 302", "march-2011", "ccrss-defence", "X9"),
    get("comment-add",                 "404 404 404 404 404 404 404 403 302", "march-2011", "gtse-cpse", "C1"),
    get("comment-add",                 "200 200 200 200 403 403 404 403 302", "january-2008", "cmj", "C1"),
    post("comment-add",                "302 302 302 302 404 404 404 403 302", "march-2011", "ccrss-defence", "C1",
         text="We were there."),
    post("comment-add",                "400 400 400 400 404 404 404 403 302", "march-2011", "ccrss-defence", "C1",
         text=" "),
    get("comment-withdraw",            "200 200 403 403 404 404 404 403 302", of="comment"),
    get("comment-withdraw",            "404 404 404 404 404 404 404 403 302", of="nothing"),
    post("comment-withdraw",           "302 302 403 403 404 404 404 403 302", of="comment", reason="It named a person."),
    post("comment-withdraw",           "400 400 403 403 404 404 404 403 302", of="comment", reason=" "),
    get("assessment-revise",           "200 403 403 403 404 404 404 403 302", "C1", of="revealed"),
    get("assessment-revise",           "404 403 403 403 404 404 404 403 302", "X9", of="revealed"),
    get("assessment-revise",           "403 403 404 404 404 404 404 403 302", "C1", of="draft"),
    get("assessment-revise",           "403 403 403 403 403 403 404 403 302", "C1", of="published"),
    post("assessment-revise",          "302 403 403 403 404 404 404 403 302", "C1", of="revealed",
         **{"C1-choice": "2", "C1-version": "1", "reason": "I misread it."}),
    post("assessment-revise",          "400 403 403 403 404 404 404 403 302", "C1", of="revealed",
         **{"C1-choice": "2", "C1-version": "1"}),
    post("assessment-revise",          "409 403 403 403 404 404 404 403 302", "C1", of="revealed",
         **{"C1-choice": "2", "C1-version": "7", "reason": "I misread it."}),
    get("correction-dissent",          "403 403 403 200 404 404 404 403 302", of="correction"),
    get("correction-dissent",          "404 404 404 404 404 404 404 403 302", of="nothing"),
    post("correction-dissent",         "403 403 403 302 404 404 404 403 302", of="correction",
         reason="We know otherwise."),
    post("correction-dissent",         "403 403 403 400 404 404 404 403 302", of="correction", reason=" "),
    get("publication-publish",         "403 200 403 200 404 404 404 403 302", "march-2011", "ccrss-defence"),
    get("publication-publish",         "404 404 404 404 404 404 404 403 302", "march-2011", "cmj"),
    get("publication-publish",         "403 200 403 403 404 404 404 403 302", "june-2010", "ccrss"),
    get("publication-publish",         "403 302 403 403 403 403 404 403 302", "june-2010", "cmj"),
    get("publication-publish",         "403 200 403 403 403 403 404 403 302", "january-2008", "cmj"),
    post("publication-publish",        "403 409 403 409 404 404 404 403 302", "march-2011", "ccrss-defence",
         seen="0" * 64),
    post("publication-publish",        "403 409 403 403 404 404 404 403 302", "june-2010", "ccrss", seen="0" * 64),
    post("publication-publish",        "403 302 403 403 404 404 404 403 302", "june-2010", "ccrss", seen="SEEN"),
    post("publication-publish",        "403 409 403 403 403 403 404 403 302", "june-2010", "cmj", seen="0" * 64),
    get("publication-back",            NOT_SO, "march-2011", "ccrss-defence"),
    post("publication-back",           "403 409 403 409 404 404 404 403 302", "march-2011", "ccrss-defence"),
    get("publication-detail",          OF_THE_PROGRAMME, of="published card"),
    get("publication-detail",          "404 404 404 404 404 404 404 403 302", "0" * 64),
    get("publication-json",            OF_THE_PROGRAMME, of="published card"),
    get("publication-json",            "404 404 404 404 404 404 404 403 302", "0" * 64),
    get("overlap-list",                ALL_WITH_A_PLACE),
    get("overlap-list",                ALL_WITH_A_PLACE, query="?kind=overlap&on=2010-06-30"),
    get("overlap-list",                "404 404 404 404 404 404 404 403 302", query="?on=tomorrow"),
    get("overlap-dismiss",             NOT_SO),
    post("overlap-dismiss",            "302 302 302 302 403 403 409 403 302", kind="overlap", fingerprint="FOUND",
         reason="They train different units."),
    post("overlap-dismiss",            "400 400 400 400 403 403 400 403 302", kind="overlap", fingerprint="FOUND"),
    post("overlap-dismiss",            "409 409 409 409 403 403 409 403 302", kind="overlap", fingerprint="0" * 64,
         reason="They train different units."),
    get("overlap-load-csv",            ALL_WITH_A_PLACE),
    get("overlap-load-xlsx",           ALL_WITH_A_PLACE),
    get("overlap-load-json",           ALL_WITH_A_PLACE),
    get("overlap-load-csv",            "404 404 404 404 404 404 404 403 302", query="?on=tomorrow"),
    get("overlap-load-xlsx",           "404 404 404 404 404 404 404 403 302", query="?on=tomorrow"),
    get("overlap-load-json",           "404 404 404 404 404 404 404 403 302", query="?on=tomorrow"),
    get("commitment-list",             ALL_WITH_A_PLACE),
    get("commitment-list",             "404 404 404 404 404 404 404 403 302", query="?state=lost"),
    get("commitment-list",             ALL_WITH_A_PLACE, query="?state=due"),
    get("commitment-list",             "404 404 404 404 404 404 404 403 302", query="?owner=nobody"),
    get("commitment-add",              "200 200 200 200 403 403 200 403 302"),
    get("commitment-add",              "200 200 200 200 403 403 404 403 302",
        query="?structure=cmj&round=january-2008&view=partners&criterion=C6"),
    get("commitment-add",              "404 404 404 404 403 403 404 403 302",
        query="?structure=cmj&round=march-2011&view=partners&criterion=C1"),
    post("commitment-add",             "400 400 400 400 403 403 400 403 302", text_en="A plan"),
    get("commitment-detail",           OF_THE_PROGRAMME, of="promise"),
    get("commitment-detail",           "404 404 404 404 404 404 404 403 302", of="nothing"),
    get("commitment-move",             "200 200 200 200 403 403 404 403 302", of="promise"),
    get("commitment-move",             "404 404 404 404 404 404 404 403 302", of="nothing"),
    post("commitment-move",            "400 400 400 400 403 403 404 403 302", of="promise", due_on="soon"),
    post("commitment-detail",          "302 302 302 302 403 403 404 403 302", of="promise", state="kept",
         settled_on=timezone.localdate().isoformat(), outcome="The table was written.", base_version="1"),
    get("commitment-edit",             "200 200 200 200 403 403 404 403 302", of="promise"),
    get("commitment-edit",             "404 404 404 404 404 404 404 403 302", of="nothing"),
    post("commitment-edit",            "302 302 302 302 403 403 404 403 302", of="promise", text_en="Another",
         owner="OWNER", base_version="1"),
    post("commitment-edit",            "400 400 400 400 403 403 404 403 302", of="promise", text_en="Another",
         owner="OWNER", base_version="7"),
    get("withdrawn-list",              ALL_WITH_A_PLACE, "partners"),
    get("withdrawn-list",              ALL_WITH_A_PLACE, "contacts"),
    get("withdrawn-list",              "404 404 404 404 404 404 404 403 302", "ministers"),
    get("record-withdraw",             "200 200 200 200 403 200 404 403 302", "partners", of="unnamed"),
    get("record-withdraw",             "409 409 409 409 403 409 404 403 302", "partners", of="partner"),
    get("record-withdraw",             "404 404 404 404 404 404 404 403 302", "partners", of="nothing"),
    get("record-withdraw",             "404 404 404 404 404 404 404 403 302", "ministers", of="partner"),
    get("record-withdraw",             "403 409 403 409 403 403 404 403 302", "structures", of="structure"),
    get("record-withdraw",             "200 200 200 200 403 200 404 403 302", "seats", of="seat"),
    get("record-withdraw",             "200 200 200 200 403 200 404 403 302", "activities", of="activity"),
    get("record-withdraw",             "200 200 200 200 403 403 404 403 302", "commitments", of="promise"),
    get("record-withdraw",             "200 404 404 404 404 404 404 403 302", "contacts", of="note"),
    get("record-withdraw",             "200 403 403 403 403 403 404 403 302", "contacts", of="shared note"),
    post("record-withdraw",            "302 302 302 302 403 302 404 403 302", "partners", of="unnamed",
         reason="Recorded twice.", shown="1"),
    post("record-withdraw",            "409 409 409 409 403 409 404 403 302", "partners", of="unnamed",
         reason="Recorded twice.", shown="7"),
    post("record-withdraw",            "400 400 400 400 403 400 404 403 302", "partners", of="unnamed", shown="1"),
    post("record-withdraw",            "403 409 403 409 403 403 404 403 302", "structures", of="structure",
         reason="Recorded twice.", shown="1"),
    post("record-withdraw",            "302 403 403 403 403 403 404 403 302", "contacts", of="shared note",
         reason="Recorded twice.", shown="1"),
    get("record-restore",              NOT_SO, "partners", of="withdrawn"),
    post("record-restore",             "302 302 302 302 403 302 404 403 302", "partners", of="withdrawn"),
    post("record-restore",             "404 404 404 404 404 404 404 403 302", "partners", of="partner"),
    get("record-undo",                 NOT_SO, "partners", of="withdrawn"),
    post("record-undo",                "410 410 410 410 403 410 404 403 302", "partners", of="withdrawn"),
    post("record-undo",                "404 404 404 404 404 404 404 403 302", "partners", of="nothing"),
    get("habit-list",                  "200 200 200 200 403 403 200 403 302"),
    get("habit-list",                  "404 404 404 404 403 403 404 403 302", query="?week=tomorrow"),
    post("habit-list",                 "302 302 302 302 403 403 302 403 302", **{"H1-done": "on", "H2-note": "Long."}),
    post("habit-list",                 "400 400 400 400 403 403 400 403 302", **{"H1-note": "x" * 501}),
    get("feed-page",                   "200 200 200 200 403 403 200 403 302"),
    post("feed-page",                  "200 200 200 200 403 403 200 403 302", what="make"),
    post("feed-page",                  "302 302 302 302 403 403 302 403 302", what="remove"),
    post("feed-page",                  "400 400 400 400 403 403 400 403 302", what="tell"),
    get("feed-calendar",               "404 404 404 404 404 404 404 404 404", "no-such-secret"),
    get("token-list",                  ALL_WITH_A_PLACE),
    post("token-list",                 ALL_WITH_A_PLACE, name="Report", days="30"),
    post("token-list",                 "400 400 400 400 400 400 400 403 302", name="Report", days="3650"),
    get("token-end",                   NOT_SO, 1),
    post("token-end",                  "404 404 404 404 404 404 404 403 302", 1),
    *(get(f"api-{name}",               NOT_BY_A_SESSION) for name in LISTS),
    get("api-evidence",                NOT_BY_A_SESSION, of="revealed file"),
    get("api-description",             OPEN),
    get("contact-list",                ALL_WITH_A_PLACE),
    get("contact-list",                "404 404 404 404 404 404 404 403 302", query="?state=lost"),
    get("contact-list",                OF_THE_PROGRAMME, query="?structure=cmj"),
    get("contact-add",                 "200 200 200 200 403 403 200 403 302"),
    get("contact-add",                 "200 200 200 200 403 403 404 403 302",
        query="?structure=cmj&kind=session&state=planned"),
    post("contact-add",                "400 400 400 400 403 403 400 403 302", subject="A call"),
    post("contact-add",                "302 302 302 302 403 403 302 403 302", subject="A call", kind="call",
         on=timezone.localdate().isoformat(), state="held", sharing="private"),
    get("contact-detail",              "200 404 404 404 404 404 404 403 302", of="note"),
    get("contact-detail",              OF_THE_PROGRAMME, of="shared note"),
    get("contact-detail",              "404 404 404 404 404 404 404 403 302", of="nothing"),
    post("contact-detail",             "302 404 404 404 404 404 404 403 302", of="note",
         become="held", base_version="1"),
    post("contact-detail",             "302 403 403 403 403 403 404 403 302", of="shared note",
         become="cancelled", base_version="1"),
    post("contact-detail",             "400 403 403 403 403 403 404 403 302", of="shared note",
         become="held", base_version="7"),
    get("journal-list",                ALL_WITH_A_PLACE),
    get("journal-list",                ALL_WITH_A_PLACE, query="?kind=round&since=2011-03-01&until=1/3/2011&page=2"),
    get("journal-list",                "404 404 404 404 404 404 404 403 302", query="?kind=person"),
    get("journal-list",                "404 404 404 404 404 404 404 403 302", query="?since=yesterday"),
    get("journal-list-csv",            ALL_WITH_A_PLACE),
    get("journal-list-xlsx",           ALL_WITH_A_PLACE),
    get("journal-list-json",           ALL_WITH_A_PLACE),
    get("journal-own",                 "200 200 200 200 403 403 200 403 302"),
    get("journal-own",                 "200 200 200 200 403 403 200 403 302", query="?kind=person"),
    get("journal-own",                 "404 404 404 404 403 403 404 403 302", query="?kind=notice"),
    get("journal-own-csv",             "200 200 200 200 403 403 200 403 302"),
    get("journal-own-xlsx",            "200 200 200 200 403 403 200 403 302"),
    get("journal-own-json",            "200 200 200 200 403 403 200 403 302"),
    get("journal-proof",               "403 200 403 200 403 403 403 403 302"),
    post("journal-proof",              "403 400 403 400 403 403 403 403 302"),
    get("journal-checkpoint",          NOT_SO),
    post("journal-checkpoint",         "403 200 403 200 403 403 403 403 302"),
    get("round-list",                  ALL_WITH_A_PLACE),
    post("round-list",                 "403 302 403 302 403 403 403 403 302", **NEW_ROUND),
    post("round-list",                 "403 400 403 400 403 403 403 403 302", name_en="June 2011"),
    get("round-detail",                OF_THE_PROGRAMME, "march-2011"),
    get("round-detail",                "404 404 404 404 404 404 404 403 302", "no-such-round"),
    get("round-close",                 "403 200 403 200 403 403 403 403 302", "march-2011"),
    get("round-close",                 "403 404 403 404 403 403 403 403 302", "no-such-round"),
    post("round-close",                "403 302 403 302 403 403 403 403 302", "march-2011", final="on"),
    post("round-close",                "403 404 403 404 403 403 403 403 302", "no-such-round", final="on"),
    get("round-reopen",                "403 302 403 302 403 403 403 403 302", "march-2011"),
    get("round-reopen",                "403 404 403 404 403 403 403 403 302", "no-such-round"),
    post("round-reopen",               "403 302 403 302 403 403 403 403 302", "march-2011", final="on"),
    get("round-take-back",             NOT_SO, "march-2011"),
    post("round-take-back",            "403 409 403 409 403 403 403 403 302", "march-2011"),
    post("round-take-back",            "403 404 403 404 403 403 403 403 302", "no-such-round"),
    get("round-assessors",             "403 200 403 200 403 403 403 403 302", "march-2011"),
    get("round-assessors",             "403 404 403 404 403 403 403 403 302", "no-such-round"),
    post("round-assessors",            "403 400 403 400 403 403 403 403 302", "march-2011"),
    get("round-ask",                   NOT_SO, "march-2011"),
    post("round-ask",                  "403 302 403 302 403 403 403 403 302", "march-2011", asked="government"),
    post("round-ask",                  "403 400 403 400 403 403 403 403 302", "march-2011", asked="nobody"),
    post("round-ask",                  "403 404 403 404 403 403 403 403 302", "no-such-round", asked="partners"),
    get("round-last-day",              "403 200 403 200 403 403 403 403 302", "march-2011"),
    get("round-last-day",              "403 404 403 404 403 403 403 403 302", "no-such-round"),
    post("round-last-day",             "403 302 403 302 403 403 403 403 302", "march-2011", last_on="2099-06-30"),
    post("round-last-day",             "403 400 403 400 403 403 403 403 302", "march-2011", last_on="2010-06-30"),
    post("round-last-day",             "403 404 403 404 403 403 403 403 302", "no-such-round", last_on="2099-06-30"),
    get("round-weights",               OF_THE_PROGRAMME, "march-2011"),
    get("round-weights",               "404 404 404 404 404 404 404 403 302", "no-such-round"),
    post("round-weights",              "403 302 403 302 403 403 403 403 302", "march-2011",
         **weights(25, 15, 15, 10, 15, 10, 10), reason="Objectives first."),
    post("round-weights",              "403 400 403 400 403 403 403 403 302", "march-2011",
         **weights(25, 15, 15, 10, 15, 10, 11), reason="Objectives first."),
    post("round-weights",              "403 404 403 404 403 403 403 403 302", "no-such-round",
         **weights(25, 15, 15, 10, 15, 10, 10), reason="Objectives first."),
    get("fixture-load",                "403 403 403 403 403 200 403 403 302"),
    post("fixture-load",               "403 403 403 403 403 400 403 403 302"),
    get("fixture-iati",                "403 403 403 403 403 200 403 403 302"),
    post("fixture-iati",               "403 403 403 403 403 400 403 403 302"),
    get("fixture-4w",                  "403 403 403 403 403 200 403 403 302"),
    post("fixture-4w",                 "403 403 403 403 403 400 403 403 302"),
    get("fixture-export",              "403 403 403 403 403 200 403 403 302"),
    get("method",                      ALL_WITH_A_PLACE),
    get("health-alive",                OPEN),
    get("health-ready",                OPEN),
    get("metrics",                     "404 404 404 404 404 404 404 404 404"),
)
# fmt: on


@dataclass(frozen=True)
class Stage:
    """An open two-sided round with assessments of Amina's in every state, and everybody's browser."""

    #: Their numbers; of a published card its hash.
    subjects: Mapping[str, Any]
    browsers: Browsers
    instrument: int
    link: tuple[str, str]

    def address(self, row: Row) -> str:
        """The address of a row of the table."""
        if row.subject == "link":
            return reverse(row.name, args=self.link)
        return address_of(row, self.subjects[row.subject] if row.subject else None)

    def speak(self, person: str, language: str) -> None:
        """Let this person read in a language."""
        self.browsers[person].cookies["language"] = language
        User.objects.filter(email__startswith=f"{person}@").update(language=language)

    def ask(self, row: Row, person: str, **extra: Any) -> HttpResponse:
        """What this person gets."""
        data = dict(row.data)
        if data.get("version") == "VERSION":
            data["version"] = str(Assessment.objects.get(pk=self.subjects[row.subject]).version)
        if data.get("partner") == "PARTNER":
            data["partner"] = str(self.subjects["partner"])
        if data.get("owner") == "OWNER":
            data["owner"] = str(self.subjects["partner"])
        if data.get("fingerprint") == "FOUND":
            today = timezone.localdate()
            data["fingerprint"] = overlaps.findings(make.cod(), today, today)[0].fingerprint
        if data.get("recipient") == "RECIPIENT":
            data["recipient"] = str(self.subjects["recipient"])
        if data.get("shown") == "SHOWN":
            data["shown"] = structures.fingerprint(make.structure("CMJ"))
        if data.get("shown") == "WAITING":
            data["shown"] = queries.fingerprint(Membership.objects.get(pk=self.subjects["waiting"]))
        if data.get("seen") == "SEEN":
            data["seen"] = make.to_be_published(make.round_(str(row.args[0])), "CCRSS", make.cast().paul)
        if data.get("instrument"):
            data["instrument"] = str(self.instrument)
        ask = getattr(self.browsers[person], row.method)
        response: HttpResponse = (
            ask(self.address(row), data, **extra) if data else ask(self.address(row), **extra)
        )
        return response


@pytest.fixture(scope="module")
def lasting_stage(lasting: Lasting) -> Stage:
    with lasting():
        return _stage(make.cast())


@pytest.fixture
def stage(lasting_stage: Stage, db: None) -> Stage:
    return replace(lasting_stage, browsers={name: like(one) for name, one in lasting_stage.browsers.items()})


def like(browser: Client) -> Client:
    """Another browser with the same cookies."""
    other = Client()
    other.cookies = deepcopy(browser.cookies)
    return other


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _stage(cast: make.Cast) -> Stage:
    # First, since no later entry of the journal is older: nobody undoes it any more, however soon they are asked.
    gone = withdrawn.withdraw(withdrawn.partner("Withdrawn mission"))
    round_ = make.open_round(sides="both")
    draft = make.start(cast.amina, "CMJ", round_)
    make.answer(draft, "C1", "Yes?")
    sent = make.sent(cast.amina, "GTSE/CPSE", round_)
    begun = make.begin(cast.amina, "CCRSS Defence", round_, "Yes", criterion="C1")
    revealed_file = evidence.give(begun)
    revealed = make.sent(cast.amina, "CCRSS Defence", round_)
    make.sent(cast.grace, "CCRSS Defence", round_)
    alone = make.open_round(sides="partners", name="June 2010", reference_on=date(2010, 6, 30))
    for structure in ("CMJ", "CCRSS"):
        make.sent(cast.amina, structure, alone)
    published = Assessment.objects.get(round__label="january-2008", structure__code="CMJ")
    felix, at = make.newcomer("felix"), timezone.now()
    waiting = memberships.give_place(
        user=felix, programme=make.cod(), role="adviser", side="partners", by=cast.alain, at=at
    )
    lena = make.newcomer("lena")
    return Stage(
        subjects={
            "waiting": waiting.pk,
            "viewer's place": cast.vera.memberships.get().pk,
            "draft": draft.pk,
            "sent": sent.pk,
            "revealed": revealed.pk,
            "published": published.pk,
            "sealed file": evidence.give(draft).pk,
            "revealed file": revealed_file.pk,
            "no file": uuid.UUID(int=4),
            "joint answer": joint_answers.propose(
                cast.amina, round_, structure=make.structure("CCRSS Defence")
            ).pk,
            "comment": joint_answers.comment(
                cast.amina, round_, structure=make.structure("CCRSS Defence")
            ).pk,
            "published card": make.publish(alone).content_hash,
            "correction": make.correct(revealed, "C2", "Mostly", by=cast.paul).pk,
            "promise": make.promise("Donors", by=cast.amina).pk,
            "note": (note := make.contact(cast.amina, state="planned")).pk,
            "shared note": (
                shared := make.contact(cast.amina, subject="The audit", state="planned", sharing="all")
            ).pk,
            "seen": (seen := observe("R1", by=cast.amina)).pk,
            "note's file": evidence.attach(note).pk,
            "shared note's file": evidence.attach(shared).pk,
            "seen file": evidence.attach(seen).pk,
            "partner": (partner := partners.of_deck("MONUC")).pk,
            "unnamed": withdrawn.partner("Named by nobody").pk,
            "withdrawn": gone.pk,
            "structure": make.structure("CMJ").pk,
            "seat": partner.seats.get().pk,
            "activity": (activity := activities.add()).pk,
            "recipient": activity.recipient_id,
            "nothing": 10**9,
        },
        browsers={name: signed_in(getattr(cast, name)) if name != "nobody" else Client() for name in PEOPLE},
        instrument=round_.instrument_id,
        link=(links.number(lena), make_link(user=lena, way="mail", by=None, at=at)),
    )


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        before = transaction.savepoint()
        yield
        transaction.savepoint_rollback(before)
    versions.forget()


# --- who gets what

#: What those who are signed out change, too.
OPEN_STEPS = ("language", "password-new")


def state() -> tuple[int, list[dict[str, Any]]]:
    """What a refused step, and one that only reads, must leave as it is; that a file was taken is told."""
    told = JournalEntry.objects.exclude(verb="exported").count()
    return told, list(Assessment.objects.values())


@pytest.mark.usefixtures("untranslated_is_marked")
@pytest.mark.parametrize(("number", "row"), [*enumerate(TABLE)], ids=str)
def test_everybody_gets_the_status_of_the_table_a_page_whole_in_the_own_language_and_refused_changes_nothing(
    number: int, row: Row, stage: Stage
) -> None:
    before = state()
    for person in share_of(PEOPLE, TURN + number, shares=3):
        for language in languages_of(row, person, TURN + number):
            with undone():
                if language:
                    stage.speak(person, language)
                response = stage.ask(row, person)
                got = response.status_code
                assert got == row.statuses[person], (person, language)
                if row.method == "get" or got >= 400 or person == "nobody" and row.name not in OPEN_STEPS:
                    assert state() == before, (person, language)
                if language and is_page(response):
                    assert_whole(response, language)


@pytest.mark.django_db
def test_the_signed_out_are_sent_to_the_sign_in_page_and_back() -> None:
    response = Client().get("/compare/?round=january-2008")
    assert response.status_code == 302
    assert response["Location"] == "/sign-in/?next=/compare/%3Fround%3Djanuary-2008"


def names() -> set[str]:
    patterns = [each for each in urls.urlpatterns if isinstance(each, URLPattern)]
    assert len(patterns) == len(urls.urlpatterns), "an include would hide its addresses from this table"
    return {str(each.name) for each in patterns}


def missing_from_table(known: set[str]) -> set[str]:
    return known - {row.name for row in TABLE}


def test_no_address_is_missing_from_the_table() -> None:
    assert missing_from_table(names()) == set()
    assert {row.name for row in TABLE} <= names()
    assert len(root.urlpatterns) == 2, "the app's addresses and Django's administration, nothing else"


def test_an_address_that_is_missing_from_the_table_would_be_noticed() -> None:
    assert missing_from_table(names() | {"no-such-page"}) == {"no-such-page"}


def test_every_address_with_two_methods_is_asked_in_both_ways() -> None:
    asked = {name: {row.method for row in TABLE if row.name == name} for name in names()}
    for name in (
        "assessment-score",
        "assessment-submit",
        "seat-add",
        "seat-edit",
        "partner-add",
        "partner-edit",
        "activity-add",
        "activity-edit",
        "function-list",
        "commitment-add",
        "commitment-detail",
        "commitment-move",
        "contact-add",
        "contact-detail",
        "habit-list",
        "feed-page",
        "token-list",
        "structure-add",
        "structure-edit",
        "risk-observe",
        "round-list",
        "round-last-day",
        "round-close",
        "round-reopen",
        "round-assessors",
        "round-weights",
        "assessment-correct",
        "comment-add",
        "comment-withdraw",
        "evidence-add",
        "contact-evidence",
        "risk-evidence",
        "assessment-revise",
        "correction-dissent",
        "publication-publish",
        "fixture-load",
        "fixture-iati",
        "fixture-4w",
        "assessment-file",
        "record-file",
        "sign-in",
        "password-new",
        "password-forgotten",
    ):
        assert asked[name] == {"get", "post"}, name


@pytest.mark.takes_long
@pytest.mark.knows_no_database
def test_a_page_that_only_reads_changes_nothing_when_posted_to(stage: Stage) -> None:
    for row in TABLE:
        if row.method == "get" and not any(each.name == row.name and each.method == "post" for each in TABLE):
            for person in PEOPLE:
                before = JournalEntry.objects.count()
                response = stage.browsers[person].post(stage.address(row), {"q": "x"})
                assert response.status_code < 500, row
                assert JournalEntry.objects.count() == before, row


# --- methods

#: POST comes last: it signs out, where it does.
METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "POST")


def answered(name: str) -> set[str]:
    """The methods that an address has, by the table: those that somebody is not told 405 for; HEAD follows GET."""
    asked = {row.method.upper() for row in TABLE if row.name == name and row.statuses["amina"] != 405}
    return asked | ({"HEAD"} if "GET" in asked else set())


@pytest.mark.knows_no_database
@pytest.mark.parametrize("name", share_of(sorted({row.name for row in TABLE}), TURN, shares=5))
def test_an_address_answers_only_the_methods_of_the_table_and_names_them_to_others(
    name: str, stage: Stage
) -> None:
    # The signed-out sign in first, whatever they ask for, but where the table says that nobody needs to.
    is_open = {row.statuses["nobody"] for row in TABLE if row.name == name} & {200, 401, 404, 405}
    row = next(row for row in TABLE if row.name == name)
    before = state()
    for method in METHODS:
        for person in ("amina", "nobody"):
            with undone():
                response = stage.browsers[person].generic(method, stage.address(row))
            if method in answered(name):
                assert response.status_code not in (405, 500), (method, person)
            elif person == "nobody" and not is_open:
                assert response.status_code == 302, method
            else:
                assert response.status_code == 405, (method, person)
                assert set(response["Allow"].split(", ")) == answered(name)
    assert state() == before


# --- both languages

ASKED = [row for row in TABLE if row.method == "get"]
LANGUAGES = ("en", "fr")


class Untranslated(NullTranslations):
    """Stands behind the French texts: what falls through to it has no translation."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧"

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1}⟧"


@pytest.fixture
def untranslated_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trans_real.translation("fr"), "_fallback", Untranslated())


def is_page(response: HttpResponse) -> bool:
    """Whether it is one: not a file, plain text, or the way to another address."""
    return response.headers.get("Content-Type", "").startswith("text/html") and bool(response.content)


def assert_whole(response: HttpResponse, language: str) -> None:
    page = pages.read(response)
    assert page.one("html").attrs["lang"] == language
    assert response["Content-Language"] == language
    text = response.content.decode()
    assert "⟦" not in text, text[text.index("⟦") :][:200]
    assert "%(" not in text, text[text.index("%(") :][:200]
    assert not re.search(r"\bNone\b(?! yet| ticked:)", page.one("main").text()), "a None shows through"
    assert len(page.all("h1")) == 1
    assert page.one("head").one("title").text().split("·")[0].strip()


def languages_of(row: Row, person: str, turn: int) -> Sequence[str | None]:
    """In which languages this person reads a page: half of the people in each, at the next address the other half.

    Where all is proved, everybody in both. Whoever writes has what they chose.
    """
    return of_these(LANGUAGES, turn + PEOPLE.index(person)) if row.method == "get" else (None,)


@pytest.mark.parametrize("turn", range(4))
def test_half_of_the_people_read_a_page_in_each_language(turn: int) -> None:
    read = [each for person in PEOPLE for each in languages_of(ASKED[0], person, turn)]
    assert min(read.count(language) for language in LANGUAGES) >= 4


def test_a_text_without_french_would_be_noticed(untranslated_is_marked: None) -> None:
    assert trans_real.translation("fr").gettext("Nobody has translated this.").startswith("⟦")
    assert not trans_real.translation("fr").gettext("Compare").startswith("⟦")


def test_a_link_may_ask_for_a_language_without_the_reader_being_asked(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.paul)
    for query, language in (("?lang=fr", "fr"), ("", "en"), ("?lang=tlh", "en")):
        page = pages.read(browser.get(f"/compare/{query}", follow=True))
        assert page.one("html").attrs["lang"] == language


# --- a page makes as many queries for much as for little

#: At most so many, whatever the size; a page of a structure asks for both sides' histories, a file that is taken is
#: counted and journaled.
MOST_QUERIES = {
    "home": 12,
    "compare ?view=partners": 12,
    "compare ?view=both": 12,
    "compare ?round=january-2008&view=both": 12,
    "compare ?round=january-2008&view=partners": 12,
    "compare-brief ?view=both": 12,
    "compare-brief-pdf ?view=both": 26,
    "compare-brief-word ?view=both": 26,
    "compare-brief-slides ?view=both": 26,
    "compare-csv": 26,
    "compare-xlsx": 26,
    "compare-json": 26,
    "compare-chart intervals": 12,
    "answer-list": 8,
    "answer-list-csv": 24,
    "answer-list-xlsx": 26,
    "side-by-side": 12,
    "side-by-side ?set=cmj&set=ccrss": 12,
    "side-by-side ?structure=cmj": 12,
    "changes ?view=partners": 12,
    "changes-csv": 26,
    "changes-xlsx": 26,
    "changes-json": 26,
    "ownership ?view=partners": 12,
    "ownership ?round=january-2008&view=partners": 12,
    "ownership-csv": 26,
    "ownership-xlsx": 26,
    "ownership-json": 26,
    "ownership-chart plane": 12,
    "two-views": 12,
    "two-views ?round=january-2008": 12,
    "two-views-csv": 26,
    "two-views-xlsx": 26,
    "two-views-json": 26,
    "search ?q=cmj": 14,
    "success": 10,
    "success-csv": 24,
    "success-xlsx": 24,
    "success-json": 24,
    "start-structures": 10,
    "start-people": 10,
    "structure-list": 8,
    "structure-detail cmj": 12,
    "structure-detail cmj ?round=january-2008&sort=number": 12,
    "structure-history cmj": 12,
    "structure-commitments cmj": 12,
    "structure-risks cmj": 12,
    "structure-meetings cmj": 12,
    "structure-seats cmj ?round=january-2008": 12,
    "structure-source cmj": 12,
    "structure-brief cmj": 14,
    "structure-brief-pdf cmj": 26,
    "structure-brief-word cmj": 26,
    "structure-brief-slides cmj": 26,
    "structure-card cmj january-2008": 12,
    "structure-add": 8,
    "structure-edit cmj": 8,
    "risk-list": 14,
    "risk-list ?q=cmj": 15,
    "risk-observe ?item=R1": 9,
    "risk-observe ?item=U1&structure=cmj": 10,
    "seat-add cmj": 8,
    "record-file": 6,
    "record-template-xlsx": 24,
    "record-template-csv partners": 24,
    "partner-list": 6,
    "partner-detail partner": 12,
    "partner-edit partner": 6,
    "partner-seats": 10,
    "partner-seats ?on=2008-01-01&side=national": 10,
    "partner-seats-csv": 24,
    "partner-seats-xlsx": 24,
    "partner-seats-json": 24,
    "partner-functions": 10,
    "partner-functions-csv": 24,
    "partner-functions-xlsx": 24,
    "partner-functions-json": 24,
    "activity-list": 10,
    "activity-list-csv": 24,
    "activity-list-xlsx": 24,
    "activity-list-json": 24,
    "activity-add": 10,
    "activity-detail activity": 10,
    "activity-edit activity": 11,
    "function-list": 8,
    "assessment-list": 12,
    "assessment-file": 8,
    "assessment-template-xlsx march-2011": 24,
    "assessment-template-csv march-2011": 24,
    "assessment-detail draft": 10,
    "assessment-score draft coordination": 12,
    "assessment-submit draft": 14,
    "overlap-list": 12,
    "overlap-load-csv": 19,
    "overlap-load-xlsx": 19,
    "overlap-load-json": 19,
    "commitment-list": 8,
    "commitment-add": 8,
    "commitment-detail promise": 9,
    "commitment-move promise": 8,
    "habit-list": 8,
    "feed-page": 6,
    "token-list": 6,
    "contact-list": 10,
    "contact-add": 6,
    "contact-detail note": 10,
    "publication-publish march-2011 ccrss-defence": 20,
    "publication-detail published card": 10,
    "publication-json published card": 4,
    "journal-list": 14,
    "journal-list-csv": 24,
    "journal-list-xlsx": 24,
    "journal-list-json": 24,
    "journal-own": 20,
    "journal-own-csv": 26,
    "journal-own-xlsx": 26,
    "journal-own-json": 26,
    "round-list": 11,
    "round-weights march-2011": 8,
    "round-detail march-2011": 16,
    "round-close march-2011": 14,
    "round-assessors march-2011": 9,
    "method": 8,
}


def counted(stage: Stage, person: str, known: set[str], pages: Collection[str]) -> dict[str, int]:
    """The number of queries of each of these pages; ``known`` are those that somebody has looked at before."""
    found = {}
    # Whoever is there for the first time is asked about by Home alone.
    stage.ask(ASKED[0], person)
    # Nor is the first file that somebody takes like those after it: counting begins with it.
    stage.ask(get("two-views-csv", ALL_WITH_A_PLACE), person)
    for row in ASKED:
        key = str(row).removeprefix("GET ")
        if key in pages and row.statuses[person] == 200:
            if key not in known:
                stage.ask(row, person)  # the first visit may read an instrument that later ones know
                known.add(key)
            responses.PAGES.clear()  # counted is a page of results that is made anew
            Tally.objects.filter(what=Tried.EXPORT).update(number=0)  # nobody takes so many files in an hour
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert stage.ask(row, person).status_code == 200
            found[key] = len(queries)
    return found


def rounds_of_both_sides(*, structures: int, rounds: int) -> dict[str, Any]:
    """A document with this many structures, answered by both sides in each of this many rounds."""
    document = make.document(make.DEMO)
    codes = [each["code"] for each in document["structures"] if each["code"] != "CCRSS Defence"]
    for number in range(structures - len(codes)):
        name = {"en": f"Structure {number}", "fr": f"Structure {number}"}
        seats = [{"partner": "MONUC", "role": "member"}, {"partner": "DFID", "role": "chair"}]
        document["structures"].append(
            {"code": f"S{number}", "name": name, "sector": "police", "seats": seats}
        )
        codes.append(f"S{number}")
    like = document["rounds"][0]
    answers = {each["side"]: each["answers"] for each in like["assessments"] if each["structure"]}
    document["rounds"] = [
        like
        | {
            "label": f"round-{year}",
            "name": {"en": f"Round {year}", "fr": f"Cycle {year}"},
            "reference_date": f"{year}-01-31",
            "assessments": [
                {
                    "structure": code,
                    "side": side,
                    "rater": f"Rater of {side}",
                    "state": "published",
                    "sent_on": f"{year}-02-04",
                    "answers": answers[side],
                }
                for code in codes
                for side in ("government", "partners")
            ],
        }
        for year in range(2012, 2012 + rounds)
    ]
    return document


@pytest.mark.takes_long
@pytest.mark.knows_no_database
def test_the_number_of_queries_does_not_grow_with_structures_and_rounds(
    stage: Stage, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A session in use is stored anew each minute: on a slow machine in the midst of this.
    monkeypatch.setattr(middleware, "MINUTE", middleware.LONGEST_SESSION)
    people = ("amina", "paul", "vera", "alain")
    assert set(MOST_QUERIES) <= {str(row).removeprefix("GET ") for row in ASKED}
    counts = set(share_of(sorted(MOST_QUERIES), TURN, shares=3))
    with undone():
        make.load(rounds_of_both_sides(structures=3, rounds=2))  # two: the later is compared with the earlier
        known: set[str] = set()
        little = {person: counted(stage, person, known, counts) for person in people}
    make.load(rounds_of_both_sides(structures=12, rounds=6))
    for number in range(9):
        make.answer(make.start(cast.amina, f"S{number}", make.round_("march-2011")), "C1")
    known = set()
    much = {person: counted(stage, person, known, counts) for person in people}
    assert much == little, little
    assert set().union(*little.values()) == counts
    for person, found in little.items():
        assert {page: many for page, many in found.items() if many > MOST_QUERIES[page]} == {}, person

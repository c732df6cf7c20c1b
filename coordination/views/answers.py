"""Answering: one section per page, saved on the way by the page's script or at once by its button."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.actions import answers as actions
from coordination.domain.assessments import GivenAnswer
from coordination.domain.instruments import CriterionValue, Section
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.answers import AnswerForm
from coordination.models import Answer, Assessment
from coordination.permissions import Action
from coordination.presenters import problems
from coordination.queries import assessments, contacts, reveal, sheets
from coordination.queries.contacts import Dialogue
from coordination.queries.saves import ToSave
from coordination.queries.sheets import Sheet
from coordination.views import errors
from coordination.views.decorators import Member, in_programme, visit
from coordination.views.waiting import stored_once

#: Hours and minutes, in both languages.
CLOCK = "H:i"
#: The fields of an answer in which somebody writes.
_WRITTEN = re.compile("word|na_reason|basis|source-[0-9]-(title|link)")


def readable(member: Member, assessment_id: int) -> Assessment:
    """Return the assessment if the person may read it, else 404."""
    row = assessments.find(assessment_id, user=member.user, programme=member.programme)
    if row is None:
        raise Http404
    return row


def own(member: Member, label: str, slug: str) -> Assessment:
    """Return the person's assessment of a structure in a round, stored or not, else 403 or 404."""
    member.require(Action.START)
    row = assessments.own(label, slug, user=member.user, standing=member.standing, programme=member.programme)
    if row is None:
        raise Http404
    return _scorable(member, row.pk) if row.pk else row


def _scorable(member: Member, assessment_id: int) -> Assessment:
    row = readable(member, assessment_id)
    member.require(Action.SCORE, row)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
@stored_once
def score(request: HttpRequest, member: Member, assessment_id: int, section: str) -> HttpResponse:
    """Answer one section of what has begun."""
    try:
        row = _scorable(member, assessment_id)
    except Http404:
        if typed := _typed(request.POST):
            return _not_stored(request, [Problem(rule=Rule.ASSESSMENT_GONE)], typed, status=404)
        raise
    return _score(request, member, row, section)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
@stored_once
def begin(request: HttpRequest, member: Member, label: str, slug: str, section: str) -> HttpResponse:
    """Answer one section of a structure in a round of which nothing is stored yet."""
    row = own(member, label, slug)
    if row.pk and request.method != "POST":
        return redirect("assessment-score", row.pk, section)
    if not row.pk and (problem := reveal.why_not_begin(row.round, row.structure, row.side)):
        return _not_stored(request, [problem], _typed(request.POST))
    return _score(request, member, row, section)


def _score(request: HttpRequest, member: Member, row: Assessment, code: str) -> HttpResponse:
    """Show a section; without script all of it is saved at once, all or nothing."""
    sheet = sheets.of_assessment(row, member.standing)
    section = next((each.section for each in sheet.sections if each.section.code == code), None)
    if section is None:
        raise Http404
    if not sheet.assessment.can_score:
        rule = Rule.NOT_NOW_SCORE if sheet.assessment.round.is_open else Rule.ROUND_CLOSED
        problem = Problem(rule=rule, value=sheet.assessment.round.label)
        return _not_stored(request, [problem], _typed(request.POST))
    page = _Page(request=request, member=member, row=row, sheet=sheet, section=section)
    if request.method == "POST":
        return page.store(request.POST)
    return page.blank() if "blank" in request.GET else page.show(page.forms(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One section of one assessment, on its way to an answer."""

    request: HttpRequest
    member: Member
    row: Assessment
    sheet: Sheet
    section: Section

    def forms(self, data: Mapping[str, Any] | None) -> list[AnswerForm]:
        """Return the form of each criterion."""
        cited = citable(self.member, self.row, [criterion.code for criterion in self.section.criteria])
        return [answer_form(data, each, self.sheet, cited) for each in self.section.criteria]

    def blank(self) -> HttpResponse:
        """Answer with the section as a device may keep it: its questions and levels, nothing that anybody answered."""
        sheet = replace(self.sheet, answers={})
        items = [
            {"form": answer_form(None, each, sheet), "criterion": each} for each in self.section.criteria
        ]
        number = [part.section.code for part in sheet.sections].index(self.section.code) + 1
        context = {
            "outer": "coordination/waiting/outer.html",
            "sheet": sheet,
            "section": self.section,
            "number": number,
            "answered": 0,
            "items": items,
            "next_section": _next(sheet, self.section),
        }
        response = render(self.request, "coordination/assessments/score.html", context)
        # By this the device knows that it may keep the page.
        response["Without-Answers"] = "yes"
        return response

    def store(self, data: QueryDict) -> HttpResponse:
        """Store what was entered and lead on, or show what keeps it from being stored."""
        posted, as_stored = self.forms(data), self.forms(None)
        taken = [form for form in posted if form.criterion.code == data.get("take")]
        # A criterion left alone is not answered yet; it is no mistake and is shown as it was. So is one whose stored
        # answer is taken in place of what was entered.
        forms = [
            stored if not form.is_sent() or form.is_blank() or form in taken else form
            for form, stored in zip(posted, as_stored, strict=True)
        ]
        if taken:
            # Nothing is stored by this: what came back after signing in goes on waiting.
            visit(self.request).sent_again = ""
            return self.show(forms, not_applied={form.criterion.code: form.entered() for form in taken})
        given = [form for form in forms if form.is_bound]
        refused = [form for form in given if form.errors]
        entries = [form.entry for form in given if form.entry]
        if refused and not entries:
            return self.show(forms)
        return self._store(forms, entries, data if refused else None)

    def _store(
        self, forms: Sequence[AnswerForm], entries: Sequence[GivenAnswer], refused: QueryDict | None
    ) -> HttpResponse:
        """Store answers and lead on; ``forms`` are shown again where others were faster.

        So they are where details are ``refused`` in what was sent: all else is stored, they wait.
        """
        try:
            saved = actions.save(assessment=self.row, entries=entries, by=self.member.user, at=timezone.now())
        except actions.Stale as conflict:
            return self.show(forms, stale=conflict.answers)
        except Refused as found:
            return _not_stored(self.request, found.problems, _typed(self.request.POST))
        if refused is not None:
            return self._except(refused, saved)
        if entries:
            messages.success(self.request, saved_words(saved.saved_at))
        return _after(self.sheet, self.section, self.request.POST, saved.assessment_id)

    def _except(self, sent: QueryDict, saved: actions.Saved) -> HttpResponse:
        """Show the section as it is stored now, but for the criteria of which a detail is refused: these as sent."""
        row = readable(self.member, saved.assessment_id)
        page = replace(self, row=row, sheet=sheets.of_assessment(row, self.member.standing))
        data = sent.copy()
        for code, version in saved.versions.items():
            data[f"{code}-version"] = str(version)
        forms = [
            posted if not posted.is_blank() and posted.errors else stored
            for posted, stored in zip(page.forms(data), page.forms(None), strict=True)
        ]
        return page.show(forms, saved_at=saved.saved_at)

    def show(
        self,
        forms: Sequence[AnswerForm],
        *,
        saved_at: datetime | None = None,
        stale: Mapping[str, Answer] | None = None,
        not_applied: Mapping[str, Sequence[str]] | None = None,
    ) -> HttpResponse:
        """Answer with the section.

        ``stale`` are answers stored meanwhile, ``not_applied`` what gave way to them; ``saved_at`` is when all was
        stored but what the page shows as refused.
        """
        before = sheets.answers_before(self.row, user=self.member.user)
        in_trouble = [form for form in forms if form.errors]
        sections = [part.section.code for part in self.sheet.sections]
        number = sections.index(self.section.code)
        context = {
            "sheet": self.sheet,
            "section": self.section,
            "number": number + 1,
            "answered": self.sheet.sections[number].answered,
            "items": [
                {
                    "form": form,
                    "criterion": form.criterion,
                    "before": before.get(form.criterion.code),
                    "stale": (stale or {}).get(form.criterion.code),
                    "not_applied": (not_applied or {}).get(form.criterion.code),
                }
                for form in forms
            ],
            "in_trouble": in_trouble,
            "said_saved": saved_words(saved_at) if saved_at else "",
            "stale": stale,
            "not_applied": not_applied,
            "next_section": _next(self.sheet, self.section),
        }
        status = 409 if stale else 400 if in_trouble else 200
        return render(self.request, "coordination/assessments/score.html", context, status=status)


def citable(member: Member, row: Assessment, codes: Sequence[str]) -> tuple[Dialogue, ...] | None:
    """Return the dialogues that one of these criteria may cite, None where none is about dialogue."""
    if contacts.CITED_BY not in codes:
        return None
    return contacts.citable(member.user, member.programme, row.round.reference_on)


def answer_form(
    data: Mapping[str, object] | None,
    criterion: CriterionValue,
    sheet: Sheet | ToSave,
    citable: Sequence[Dialogue] | None = None,
) -> AnswerForm:
    """Return the form of one criterion in the reader's language, over what is stored; one of them cites dialogues."""
    return AnswerForm(
        data,
        criterion=criterion,
        instrument=sheet.instrument,
        language=(get_language() or "en")[:2],
        stored=sheet.answers.get(criterion.code),
        citable=citable if criterion.code == contacts.CITED_BY else None,
    )


def _after(sheet: Sheet, current: Section, data: Mapping[str, object], assessment_id: int) -> HttpResponse:
    """Lead on: to the task list, the next section, or the check before sending."""
    one, following = sheet.assessment, _next(sheet, current)
    if not assessment_id:
        # Nothing was entered and nothing is stored: there is nothing to check yet.
        key: tuple[object, ...] = (one.round.label, one.structure.slug)
        if following and "list" not in data:
            return redirect("assessment-begin-section", *key, following.code)
        return redirect("assessment-begin", *key)
    if "list" in data:
        return redirect("assessment-detail", assessment_id)
    if following:
        return redirect("assessment-score", assessment_id, following.code)
    return redirect("assessment-submit", assessment_id)


def _next(sheet: Sheet, current: Section) -> Section | None:
    sections = [each.section for each in sheet.sections]
    following = sections[sections.index(current) + 1 :]
    return following[0] if following else None


def _typed(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what somebody wrote in a form of answers: the criterion's code, and each text."""
    found = (name.partition("-") for name in data)
    texts = [
        (code, str(data[f"{code}-{field}"]).strip())
        for code, _dash, field in found
        if _WRITTEN.fullmatch(field)
    ]
    return [(code, text) for code, text in texts if text]


def _not_stored(
    request: HttpRequest, found: Sequence[Problem], typed: Sequence[tuple[str, str]], *, status: int = 409
) -> HttpResponse:
    """Say why nothing was stored, and show what was written, to copy from."""
    if not typed:
        return errors.refused(request, found, status=status)
    context = {"sentences": problems.texts(found), "typed": typed}
    return render(request, "coordination/assessments/not_stored.html", context, status=status)


def saved_words(saved_at: datetime) -> str:
    """Say when an answer was saved."""
    return _("Saved at %(time)s.") % {"time": time_format(timezone.localtime(saved_at), CLOCK)}

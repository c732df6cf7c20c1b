"""Scores, journal, rounds and instruments: looked at, and changed by nobody here."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from coordination.admin.doors import Readable, programmes, reader
from coordination.models import Assessment, Instrument, JournalEntry, Membership, Round
from coordination.permissions import assessments_visible_by_themselves_to
from coordination.queries import people


@admin.register(Round)
class RoundAdmin(Readable):
    """Rounds: managers open and close them, on their own page."""

    list_display = ("label", "programme", "reference_on", "sides", "state", "origin")
    list_select_related = ("programme",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        """Those of the programmes that one administers."""
        return Round.objects.filter(programme__in=programmes(request))


@admin.register(Instrument)
class InstrumentAdmin(Readable):
    """Instruments: published means frozen."""

    list_display = ("code", "version", "status", "content_hash")
    fields = list_display


@admin.register(Assessment)
class AssessmentAdmin(Readable):
    """Published assessments: what an administrator may read of scores."""

    list_display = ("structure", "round", "side", "state", "sent_at")
    fields = list_display
    list_select_related = ("structure", "round__programme")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        """The door to scores; several of a side are not told apart."""
        return assessments_visible_by_themselves_to(reader(request))


@admin.register(JournalEntry)
class JournalAdmin(Readable):
    """The journal without what was written, nor its hashes: from a hash a short answer could be guessed.

    Nor its numbers, by which an entry has no page here: what lies between two of them tells how much was done besides.
    """

    list_display = ("at", "who", "verb", "noun", "programme")
    list_display_links = None
    list_select_related = ("by", "programme")

    def change_view(self, *args: Any, **options: Any) -> HttpResponse:
        """Say that there is no such page, whatever the number."""
        raise Http404

    def history_view(self, *args: Any, **options: Any) -> HttpResponse:
        """Say that there is no such page, whatever the number."""
        raise Http404

    def get_queryset(self, request: HttpRequest) -> QuerySet[JournalEntry]:
        """What was done in the programmes that one administers, and in none by their people: no name of elsewhere.

        Assessments and weights are left to the site's own journal, which has them from their reveal on; what people
        note of meetings and calls is read by those whom its author says.
        """
        here = programmes(request)
        # Who was invited and has not come in is not told of either.
        came_in = Membership.objects.filter(Q(seen_at__isnull=False) | Q(invited_name=""), programme__in=here)
        ours = came_in.values("user")
        in_none = Q(programme__isnull=True) & (Q(by__isnull=True) | Q(by__in=ours))
        is_sealed = Q(noun__in=("assessment", "contact")) | Q(verb="weighed")
        rows = JournalEntry.objects.filter(Q(programme__in=here) | in_none).exclude(is_sealed)
        return rows.annotate(**people.place_left("by"))

    @admin.display(description=_("who"), ordering="by")
    def who(self, row: JournalEntry) -> object:
        """Name who did it, who has left by their role; outside of a programme it is told of those who are here."""
        return row.by and (people.name(row, "by") if row.programme_id else row.by.name)

"""Programmes: kept here; one is started on a page of its own (``views/start.py``)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from coordination.actions import programmes as actions
from coordination.admin.doors import Editable, programmes, reader
from coordination.models import Programme


@admin.register(Programme)
class ProgrammeAdmin(Editable):
    """Programmes."""

    list_display = ("code", "name_en", "name_fr", "country")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        """Those that one administers."""
        return programmes(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A programme starts with its first people, on a page of its own."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store it through the action."""
        actions.save(programme=obj, by=reader(request), at=timezone.now())

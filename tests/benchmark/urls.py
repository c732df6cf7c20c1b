"""Every address of the project, the page that only says hello (the floor under every page), and one written by hand."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from coordination.views.decorators import Member, in_programme
from ssr_assess import urls
from tests.benchmark import by_hand, saving

HELLO = engines["django"].from_string(
    '{% extends "base.html" %}{% block title %}Hello{% endblock %}{% block content %}<h1>Hello</h1>{% endblock %}'
)


@in_programme
def hello(request: HttpRequest, place: Member) -> HttpResponse:
    """Say hello to who is signed in, with the frame, the menu and the guards of every page."""
    return HttpResponse(HELLO.render({}, request))


urlpatterns = [
    path("hello/", hello, name="hello"),
    path("by-hand/", by_hand.page, name="by-hand"),
    path("one-row/<int:answer>/", saving.one_row, name="one-row"),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)

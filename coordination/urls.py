"""The pages: route names are noun-verb, views and templates carry the same names."""

from django.urls import path

from coordination.views import (
    assessments,
    comparison,
    fixtures,
    health,
    home,
    instruments,
    people,
    rounds,
    structures,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", people.sign_in, name="sign-in"),
    path("sign-out/", people.sign_out, name="sign-out"),
    path("password/", people.change_password, name="password"),
    path("language/", people.choose_language, name="language"),
    path("programme/", people.choose_programme, name="programme"),
    path("compare/", comparison.compare, name="compare"),
    path("compare/figures.csv", comparison.compare_csv, name="compare-csv"),
    path("over-time/", comparison.over_time, name="over-time"),
    path("over-time/figures.csv", comparison.over_time_csv, name="over-time-csv"),
    path("structures/", structures.register, name="structure-list"),
    path("structures/<slug:slug>/", structures.detail, name="structure-detail"),
    path("structures/<slug:slug>/<slug:label>/", structures.card, name="structure-card"),
    path("assessments/", assessments.tasks, name="assessment-list"),
    path("assessments/<int:assessment_id>/", assessments.detail, name="assessment-detail"),
    path("assessments/<int:assessment_id>/send/", assessments.submit, name="assessment-submit"),
    path("assessments/<int:assessment_id>/recall/", assessments.recall, name="assessment-recall"),
    path("assessments/<int:assessment_id>/answers/<str:code>/", assessments.save, name="assessment-save"),
    path("assessments/<int:assessment_id>/<slug:section>/", assessments.score, name="assessment-score"),
    path("rounds/", rounds.register, name="round-list"),
    path("rounds/<slug:label>/state/", rounds.set_state, name="round-state"),
    path("load/", fixtures.load, name="fixture-load"),
    path("method/", instruments.method, name="method"),
    path("healthz", health.alive, name="health-alive"),
    path("readyz", health.ready, name="health-ready"),
]

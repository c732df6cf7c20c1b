"""The pages: route names are noun-verb, views and templates carry the same names."""

from django.urls import path

from coordination.views import (
    assessments,
    comparison,
    corrections,
    fixtures,
    health,
    home,
    instruments,
    people,
    plane,
    rounds,
    sides,
    structures,
    timeline,
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
    path("compare/<slug:chart>.json", comparison.compare_chart, name="compare-chart"),
    path("over-time/", timeline.over_time, name="over-time"),
    path("over-time/figures.csv", timeline.over_time_csv, name="over-time-csv"),
    path("over-time/<slug:chart>.json", timeline.over_time_chart, name="over-time-chart"),
    path("plane/", plane.plane, name="plane"),
    path("plane/figures.csv", plane.plane_csv, name="plane-csv"),
    path("plane/<slug:chart>.json", plane.plane_chart, name="plane-chart"),
    path("two-sides/", sides.two_sides, name="two-sides"),
    path("two-sides/figures.csv", sides.two_sides_csv, name="two-sides-csv"),
    path("two-sides/<slug:chart>.json", sides.two_sides_chart, name="two-sides-chart"),
    path("structures/", structures.register, name="structure-list"),
    path("structures/<slug:slug>/", structures.detail, name="structure-detail"),
    path("structures/<slug:slug>/<slug:label>/", structures.card, name="structure-card"),
    path("assessments/", assessments.tasks, name="assessment-list"),
    path("assessments/<int:assessment_id>/", assessments.detail, name="assessment-detail"),
    path("assessments/<int:assessment_id>/send/", assessments.submit, name="assessment-submit"),
    path("assessments/<int:assessment_id>/recall/", assessments.recall, name="assessment-recall"),
    path("assessments/<int:assessment_id>/answers/<str:code>/", assessments.save, name="assessment-save"),
    path(
        "assessments/<int:assessment_id>/correct/<str:code>/", corrections.correct, name="assessment-correct"
    ),
    path("assessments/<int:assessment_id>/<slug:section>/", assessments.score, name="assessment-score"),
    path("rounds/", rounds.register, name="round-list"),
    path("rounds/<slug:label>/state/", rounds.set_state, name="round-state"),
    path("rounds/<slug:label>/weights/", rounds.weights, name="round-weights"),
    path("load/", fixtures.load, name="fixture-load"),
    path("method/", instruments.method, name="method"),
    path("healthz", health.alive, name="health-alive"),
    path("readyz", health.ready, name="health-ready"),
]

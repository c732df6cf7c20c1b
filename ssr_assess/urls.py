"""Every address: the app's own pages, and Django's administration."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("coordination.urls")),
]

handler400 = "coordination.views.errors.bad_request"
handler403 = "coordination.views.errors.forbidden"
handler404 = "coordination.views.errors.not_found"
handler500 = "coordination.views.errors.server_error"

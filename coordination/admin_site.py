"""The administration site: the same sign-in and the same table of permissions as everywhere else."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from coordination.models import User
from coordination.permissions import is_administrator


class AdministrationSite(AdminSite):
    """Django's admin for people and programmes."""

    site_title = site_header = _("SSR partnership assessment: administration")
    index_title = _("People and programmes")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the reader administers a programme."""
        user = request.user
        return isinstance(user, User) and user.is_active and is_administrator(user)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Send to the one sign-in page; refuse those signed in who are no administrators."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or "/admin/")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Send to the one page on which people change their own password."""
        return redirect("password")

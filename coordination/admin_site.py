"""The administration site: the same sign-in and the same table of permissions as everywhere else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from coordination.models import User
from coordination.permissions import is_administrator
from coordination.views.decorators import member_of, require_proof, visit

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

of_a_page = require_http_methods(["GET", "HEAD", "POST"])


class AdministrationSite(AdminSite):
    """Django's admin for people and programmes."""

    site_title = site_header = _("SSR partnership assessment: administration")
    index_title = _("People and programmes")
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take what is ours: what a library keeps (groups, second factors, sessions) has its own pages, or none."""
        found: list[Any] = (
            [model_or_iterable] if isinstance(model_or_iterable, type) else [*model_or_iterable]
        )
        if ours := [each for each in found if each._meta.app_label == "coordination"]:
            super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the reader administers a programme."""
        user = request.user
        return isinstance(user, User) and user.is_active and is_administrator(user)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Answer the methods that its pages have, and no others; its forms say who writes, as everywhere else."""

        @wraps(view)
        def placed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            visit(request).member = member_of(request)
            if request.method == "POST":
                require_proof(request)
            return view(request, *args, **kwargs)

        return of_a_page(super().admin_view(cast(View, placed), cacheable))

    @method_decorator(of_a_page)
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

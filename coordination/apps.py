"""The app and its administration site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

from ssr_assess import checks


class CoordinationConfig(AppConfig):
    """The one app of this project."""

    name = "coordination"
    verbose_name = _("Coordination")

    def ready(self) -> None:
        """Have the settings checked."""
        checks.register_all()


class AdministrationConfig(AdminConfig):
    """Django's admin behind our own doors: the same sign-in, the same table of permissions."""

    default_site = "coordination.admin_site.AdministrationSite"

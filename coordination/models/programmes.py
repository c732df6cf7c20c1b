"""The SSR effort of one country: the boundary of access."""

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import Text
from coordination.domain.vocabulary import LANGUAGES, PROGRAMME_KINDS, SECTORS
from coordination.models.constraints import known_codes, plain_text


class Origin(models.TextChoices):
    """Where a thing that is kept comes from."""

    ENTERED = "entered", _("entered here")
    SOURCE = "source", _("transcribed from a source")
    INVENTED = "invented", _("invented for the demonstration")


class Programme(models.Model):
    """The security sector reform effort of one country.

    What a side is called here stands beside the program's own word for it, and is empty where that word will do.
    """

    class Languages(models.TextChoices):
        """In which languages its texts are kept."""

        BOTH = "en fr", _("English and French")
        ENGLISH = "en", _("English only")
        FRENCH = "fr", _("French only")

    class Kind(models.TextChoices):
        """What it is for: a real one stays for ever."""

        REAL = "real", _("a real programme")
        EXAMPLE = "example", _("an example")
        TRAINING = "training", _("for training")

    code = models.CharField(_("code"), max_length=40, unique=True)
    country = models.CharField(_("country (ISO 3166)"), max_length=2)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Africa/Kinshasa")
    languages = models.CharField(_("languages"), max_length=5, choices=Languages, default=Languages.BOTH)
    government_en = models.CharField(
        _("what the government’s side is called, in English"), max_length=60, blank=True
    )
    government_fr = models.CharField(
        _("what the government’s side is called, in French"), max_length=60, blank=True
    )
    partners_en = models.CharField(
        _("what the partners’ side is called, in English"), max_length=60, blank=True
    )
    partners_fr = models.CharField(
        _("what the partners’ side is called, in French"), max_length=60, blank=True
    )
    #: Codes, separated by a space, of the sectors that are offered; empty: all.
    sectors = models.CharField(_("sectors"), max_length=200, blank=True)
    #: Names, one a line, that are offered where a place is asked for.
    provinces = models.TextField(_("provinces or areas"), blank=True)
    kind = models.CharField(_("what it is for"), max_length=20, choices=Kind, default=Kind.REAL)
    archived_at = models.DateTimeField(_("archived on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("name_en",)
        constraints = [
            *known_codes("programme", languages=LANGUAGES, kind=PROGRAMME_KINDS),
            *plain_text("programme", code=40, country=2, name_en=200, name_fr=200, time_zone=60),
            *plain_text("programme", government_en=60, government_fr=60, partners_en=60, partners_fr=60),
            *plain_text("programme", sectors=200, provinces=4000),
        ]

    def __str__(self) -> str:
        return self.name_en

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages in which its texts are kept, by their codes."""
        return tuple(self.languages.split())

    def called(self, side: str) -> Text:
        """Return what a side is called here, empty where it is called as everywhere, as the third voice always is."""
        named = {
            "government": Text(self.government_en, self.government_fr),
            "partners": Text(self.partners_en, self.partners_fr),
        }
        return named.get(side, Text("", ""))

    @property
    def offered_sectors(self) -> tuple[str, ...]:
        """The sectors that are offered, in the order of the closed list."""
        chosen = self.sectors.split()
        return tuple(each for each in SECTORS if not chosen or each in chosen)

    @property
    def areas(self) -> tuple[str, ...]:
        """The names of its provinces or areas."""
        return tuple(self.provinces.splitlines())

    @property
    def zone(self) -> tzinfo:
        """The time zone whose days count here; the program's own where an administrator wrote one that is none."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return timezone.get_default_timezone()


class Statement(models.Model):
    """What a source says of a programme or a structure: quoted, with its place; never turned into an answer."""

    class Kind(models.TextChoices):
        """What the quotation is about."""

        SIGN = "sign", _("sign of substitution or of ownership without partnership")
        RISK = "risk", _("what can go wrong")
        ACTIVITY = "activity", _("activity")
        OWNERSHIP = "ownership", _("ownership and leadership")
        COORDINATION = "coordination", _("coordination")
        CONTEXT = "context", _("context")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="statements")
    structure = models.ForeignKey(
        "coordination.Structure", on_delete=models.PROTECT, related_name="statements", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=Kind)
    item = models.CharField(max_length=40, blank=True)
    quote = models.CharField(max_length=1000)
    quote_fr = models.CharField(max_length=1000)
    slide = models.CharField(max_length=200)
    source = models.CharField(max_length=400)

    class Meta:
        verbose_name = _("statement of a source")
        verbose_name_plural = _("statements of a source")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "structure", "kind", "item", "quote"],
                condition=models.Q(structure__isnull=False),
                name="statement_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "item", "quote"],
                condition=models.Q(structure__isnull=True),
                name="statement_of_programme_once",
            ),
            *plain_text("statement", item=40, quote=1000, quote_fr=1000, slide=200, source=400),
        ]

    def __str__(self) -> str:
        return self.quote

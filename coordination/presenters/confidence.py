"""How far to trust an answer, in words: evidence and agreement, criterion by criterion."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.domain.confidence import Confidence

EVIDENCE = (
    gettext_lazy("evidence thin"),
    gettext_lazy("evidence fair"),
    gettext_lazy("evidence solid"),
)
AGREEMENT = (
    gettext_lazy("low agreement"),
    gettext_lazy("middling agreement"),
    gettext_lazy("high agreement"),
)


def by_criterion(found: Mapping[str, Confidence]) -> dict[str, str]:
    """Return evidence and agreement of each criterion in words, where somebody gave a level."""
    return {code: _words(each) for code, each in found.items() if each.word}


def _words(found: Confidence) -> str:
    agreement = _("agreement not assessed") if found.agreement is None else AGREEMENT[found.agreement]
    dots = "●" * (found.evidence + 1) + "○" * (2 - found.evidence)
    return f"{dots} {EVIDENCE[found.evidence]} · {agreement}"

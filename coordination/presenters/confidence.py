"""How far to trust an answer, in words: evidence and agreement, criterion by criterion."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.domain.confidence import Confidence, ConfidenceWord

WORDS = {
    ConfidenceWord.VERY_LOW: gettext_lazy("very low confidence"),
    ConfidenceWord.LOW: gettext_lazy("low confidence"),
    ConfidenceWord.MEDIUM: gettext_lazy("medium confidence"),
    ConfidenceWord.HIGH: gettext_lazy("high confidence"),
    ConfidenceWord.VERY_HIGH: gettext_lazy("very high confidence"),
}
EVIDENCE = (
    gettext_lazy("limited evidence"),
    gettext_lazy("medium evidence"),
    gettext_lazy("robust evidence"),
)
AGREEMENT = (gettext_lazy("low agreement"), gettext_lazy("medium agreement"), gettext_lazy("high agreement"))


def by_criterion(found: Mapping[str, Confidence]) -> dict[str, str]:
    """Return the confidence in each criterion in words."""
    return {code: _words(each) for code, each in found.items() if each.word}


def _words(found: Confidence) -> str:
    agreement = _("agreement not assessed") if found.agreement is None else AGREEMENT[found.agreement]
    word = WORDS[found.word] if found.word else ""
    return f"{word} ({EVIDENCE[found.evidence]}, {agreement})"

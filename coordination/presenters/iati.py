"""What of an IATI file could not be kept whole, in words."""

from collections.abc import Mapping

from django.utils.translation import ngettext


def losses(counted: Mapping[str, int]) -> list[str]:
    """Return a sentence for each kind of what was shortened, rounded or left out."""
    return [_loss(kind, number) for kind, number in sorted(counted.items())]


def _loss(kind: str, number: int) -> str:
    match kind:
        case "titles":
            said = ngettext(
                "%(number)d title was cut at 200 characters.",
                "%(number)d titles were cut at 200 characters.",
                number,
            )
        case "descriptions":
            said = ngettext(
                "%(number)d description was cut at 4,000 characters.",
                "%(number)d descriptions were cut at 4,000 characters.",
                number,
            )
        case "organisations":
            said = ngettext(
                "%(number)d name of an organisation was cut at 200 characters.",
                "%(number)d names of organisations were cut at 200 characters.",
                number,
            )
        case "places":
            said = ngettext(
                "For %(number)d place there was no room.", "For %(number)d places there was no room.", number
            )
        case _:
            said = ngettext(
                "%(number)d amount was rounded to two decimals.",
                "%(number)d amounts were rounded to two decimals.",
                number,
            )
    return said % {"number": number}

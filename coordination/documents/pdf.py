"""Pages as PDF: tagged for those who hear them (PDF/UA), fonts and pictures inside, nothing fetched from anywhere."""

from typing import Any

try:
    import weasyprint
except OSError:  # Pango is not on this machine; the deployment's steps say how it comes there.
    weasyprint = None

MEDIA_TYPE = "application/pdf"


class NoPango(Exception):
    """The machine lacks the library that sets text into pages."""


class Fetched(Exception):
    """A paper names a file outside itself."""


def is_there() -> bool:
    """Whether this machine can make PDF."""
    return weasyprint is not None


def pdf_bytes(page: str, style: str) -> bytes:
    """Return a page of HTML in this style as PDF.

    Raises:
        NoPango: the server cannot make PDF.
        Fetched: the page asks for anything but what stands in it.
    """
    if weasyprint is None:
        raise NoPango
    document = weasyprint.HTML(string=page, url_fetcher=_refuse)
    sheets = [weasyprint.CSS(string=style)]
    return bytes(document.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1"))


def _refuse(address: str, *_arguments: Any, **_options: Any) -> dict[str, Any]:
    raise Fetched(address)

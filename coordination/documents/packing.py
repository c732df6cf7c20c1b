"""Office files are packed parts: packed so that the same parts are the same bytes."""

import io
import zipfile


def without_times(made: io.BytesIO) -> bytes:
    """Return the same file without the moments at which its parts were packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            new.writestr(zipfile.ZipInfo(each.filename), old.read(each), zipfile.ZIP_DEFLATED)
    return packed.getvalue()

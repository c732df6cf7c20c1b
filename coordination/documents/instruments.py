"""Instrument files: bytes to a checked instrument."""

from pathlib import Path

from coordination.documents.files import read_bytes
from coordination.documents.fixture.reading import MEGABYTES, parse
from coordination.domain.instruments import InstrumentValue, read_instrument


def load(data: bytes, file: str) -> InstrumentValue:
    """The instrument in a file's bytes; raises `Refused` with every problem."""
    return read_instrument(parse(data, file), file)


#: The published instruments that come with the program.
SHIPPED = Path(__file__).parents[2] / "fixtures" / "instruments"


def load_folder(folder: Path) -> dict[tuple[str, str], InstrumentValue]:
    """Every instrument of a folder's JSON files, by (code, version); raises `Refused` for an unsound file."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        instrument = load(read_bytes(path, MEGABYTES * 1024 * 1024), path.name)
        found[instrument.code, instrument.version] = instrument
    return found

"""Evidence in an object store (S3, or what answers like it), where a deployment names a bucket instead of a folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

from coordination.domain.evidence import OutOfReach

#: Seconds that a reader waits for the store: to take the connection, and for each answer; it is asked twice.
CONNECT, READ, ATTEMPTS = 3, 10, 2


@contextmanager
def _asked() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as fault:
        raise OutOfReach from fault


class ObjectStore(S3Storage):
    """A bucket that nobody else reads: no public rights are given, and no address leads into it.

    Each method raises ``OutOfReach`` where the store does not answer, or refuses.
    """

    def __init__(self, **options: Any) -> None:
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=CONNECT,
            read_timeout=READ,
            retries={"total_max_attempts": ATTEMPTS},
        )
        super().__init__(client_config=config, default_acl=None, file_overwrite=False, **options)

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        """Fetch a file whole: it has a few megabytes, and what fails later would fail in the middle of an answer."""
        with _asked(), super()._open(name, mode) as opened:
            return ContentFile(opened.read(), name=name)

    def _save(self, name: str, content: "File[bytes]") -> str:
        with _asked():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Remove a file, where it is there."""
        with _asked():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether a file is there."""
        with _asked():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the folders and the files of a folder."""
        with _asked():
            found: tuple[list[str], list[str]] = super().listdir(path)
        return found

    def get_modified_time(self, name: str) -> datetime:
        """Return when a file was stored."""
        with _asked():
            found: datetime = super().get_modified_time(name)
        return found

"""The one code that opens a programme on an installation that nobody administers."""

from django.db import models

from coordination.models.constraints import plain_text


class FirstRun(models.Model):
    """The hash of the latest code; the code itself is kept nowhere.

    Once it has opened a programme, or another was made, the row is gone.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "code of the first run"
        verbose_name_plural = "codes of the first run"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="first_run_is_one"),
            *plain_text("firstrun", code_hash=64),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"

"""A link is a web address: http or https, without a user's name or password; as `domain/links.py` says.

Rows that are there stay as they were written, and as the journal has them: the guard is asked of what is stored from
now on. Pages and exports show such a link as words of the title.
"""

from django.db import migrations

from coordination.migrations import _triggers

NAME = "source_link_is_address"
SENTENCE = "the link is not a web address"

POSTGRESQL = r"NEW.link !~ '^https?://[A-Za-z0-9][A-Za-z0-9._-]*(:[0-9]{1,5})?([/?#][!-~]*)?$'"
#: What stands between the two slashes and the next slash, question mark or hash.
HOST = (
    "(SELECT substr(rest, 1, instr(rest, '/') - 1) FROM (SELECT replace(replace("
    "substr(NEW.link, instr(NEW.link, '://') + 3), '?', '/'), '#', '/') || '/' AS rest))"
)
SQLITE = f"""(
    (NEW.link NOT GLOB 'http://[A-Za-z0-9]*' AND NEW.link NOT GLOB 'https://[A-Za-z0-9]*')
    OR NEW.link GLOB '*[^!-~]*'
    OR {HOST} GLOB '*[^-A-Za-z0-9._:]*'
    OR {HOST} GLOB '*:*[^0-9]*' OR {HOST} GLOB '*:' OR {HOST} GLOB '*:??????*')"""


def add(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    backslash = "instr(NEW.link, char(92))" if is_sqlite else "strpos(NEW.link, chr(92))"
    wrong = SQLITE if is_sqlite else POSTGRESQL
    condition = f"(NEW.link <> '' AND ({wrong} OR {backslash} > 0))"
    _triggers.add(schema_editor, NAME, "source", condition, SENTENCE)


def remove(apps, schema_editor):
    _triggers.remove(schema_editor, NAME)


class Migration(migrations.Migration):
    dependencies = [("coordination", "0010_set_aside")]
    operations = [migrations.RunPython(add, remove)]

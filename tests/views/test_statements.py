"""No page reads the rows of all programmes: each statement names the programme, or the key of a row of one.

So a programme's pages cost the same beside a thousand others, and a programme can be moved to a server of its own.
"""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import make
from tests.extent import TURN, share_of
from tests.programme_of_rows import reads_all_programmes
from tests.views.test_addresses import TABLE
from tests.views.test_secrecy import addresses

pytestmark = pytest.mark.django_db
SHARES = 9
#: How a statement ends that asks about the whole installation, and why it does.
ABOUT_ALL = {
    """ WHERE "coordination_membership"."role" = 'administrator' LIMIT 1""": "whether the first one is yet to start"
}


def paths() -> list[str]:
    """Every address that can be read, about the first assessment where it is about one."""
    found = {
        reverse(row.name, args=row.args) + row.query
        for row in TABLE
        if row.method == "get" and not row.subject
    }
    return sorted(found | set(addresses(1, 1)))


@pytest.mark.parametrize("name", ["amina", "joseph", "alain"])
def test_no_page_reads_the_rows_of_all_programmes(name: str, cast: make.Cast, client_of: Any) -> None:
    browser = client_of(getattr(cast, name))
    found: dict[str, str] = {}
    for path in share_of(paths(), TURN, shares=SHARES):
        with CaptureQueriesContext(connection) as asked:
            browser.get(path)
        for each in asked.captured_queries:
            sql = each["sql"]
            if sql.startswith("SELECT") and reads_all_programmes(sql) and not sql.endswith(tuple(ABOUT_ALL)):
                found.setdefault(sql, path)
    assert found == {}

"""``make bench``: how long pages, saves, figures and files take as structures grow, on the database DATABASE_URL names.

Everything is measured beside its own floor, in the same run and turn by turn with it, so that another machine or other
work on this one moves both. Nothing here fails because something is slow: what was not reached is said.
"""

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssr_assess.settings")
# The project's own settings, and one page more: the one that only says hello.
settings.ROOT_URLCONF = "tests.benchmark.urls"
settings.ALLOWED_HOSTS = ["testserver"]
django.setup()

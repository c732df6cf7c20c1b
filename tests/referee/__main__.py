"""``python -m tests.referee [ROUNDS [SUBJECT …]]``: judge every claim; pages need Django set up first."""

import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssr_assess.settings")
django.setup()
run = import_module("tests.referee.run")

if __name__ == "__main__":
    sys.exit(run.main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, sys.argv[2:]))

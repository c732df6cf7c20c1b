# Everything a developer runs. `make help` lists it. Needs Python 3.11 or newer and network for the first set-up.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
SHELL := /bin/sh

PYTHON ?= python3
PORT ?= 8000
# Processes that share the tests.
WORKERS ?= 2
# Rounds that the referee judges.
ROUNDS ?= 10000
# More for the command, for example: make test ARGS="-k scoring -x"
ARGS ?=
# Where Chromium is, when it is not on PATH.
CHROMIUM ?= $(or $(shell command -v chromium 2>/dev/null),/usr/bin/chromium)
export CHROMIUM
SOFFICE ?= $(or $(shell command -v soffice 2>/dev/null),/usr/bin/soffice)
export SOFFICE
PANGO := libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core

VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PYTHON_VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null)

# A step is done when its file is there and newer than what the step reads.
MADE := $(VENV)/made-with-$(PYTHON_VERSION)
TOOLS := $(VENV)/has-tools
RUN := $(VENV)/has-run
DEV := $(VENV)/has-dev
ASSETS := node_modules/.package-lock.json
COLLECTED := var/static/staticfiles.json
PO := $(wildcard coordination/locale/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)

UV_INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header
# Of the packages' files, the pages load the one style sheet and the one script.
COLLECT := $(MANAGE) collectstatic --no-input --clear --verbosity 0 \
	-i 'bootstrap.css*' -i 'bootstrap.rtl.*' -i 'bootstrap-*' -i package.json -i README.md -i LICENSE
# In the tests the first database is SQLite, whatever the environment says.
ON_SQLITE := env DATABASE_URL=sqlite://:memory:
ON_POSTGRESQL := $(BIN)/python tests/with_postgres.py
# Which tests run on both databases, and why the others do not, stands in tests/run.py.
TESTS := $(BIN)/python -m tests.run --workers $(WORKERS)

.PHONY: help
help: ## list what can be made
	@echo "make WHAT [PYTHON=python3.12] [PORT=8001] [ARGS=...]"
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  \1	\2/p' $(MAKEFILE_LIST) | expand -t 16

.PHONY: demo
demo: port python $(RUN) $(MO) $(COLLECTED) ## set up, load the example and serve it on http://127.0.0.1:8000 (PORT=...)
	@echo "== Database"
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) demo
	@echo "== Serving on http://127.0.0.1:$(PORT) (Ctrl-C stops it)"
	@exec $(BIN)/gunicorn --config deploy/server.py --bind 127.0.0.1:$(PORT) --reuse-port

.PHONY: test
test: python $(DEV) $(MO) $(COLLECTED) chromium pango ## try every behaviour with some of its cases, in turn: on SQLite, on PostgreSQL, in a browser
	@$(TESTS) $(ARGS)

.PHONY: prove
prove: python $(DEV) $(MO) $(COLLECTED) chromium pango soffice ## before a release: all cases of every test, on both (up to two hours)
	@$(TESTS) --prove $(ARGS)

.PHONY: referee
referee: python $(DEV) $(MO) ## judge every claim of 10,000 rounds by an independent program, kind by kind (ROUNDS=...)
	@$(BIN)/python -m tests.referee $(ROUNDS)

.PHONY: lint
lint: python $(DEV) $(ASSETS) ## style, types, lines of templates, migrations, settings, translations, known weaknesses
	@failed=; \
	for step in \
		"$(BIN)/ruff check" \
		"$(BIN)/ruff format --check" \
		"$(BIN)/mypy" \
		"$(BIN)/python tests/template_lines.py" \
		"$(MANAGE) makemigrations --check --dry-run" \
		"$(MANAGE) check --fail-level WARNING" \
		"$(MANAGE) compile_translations --check" \
		"$(BIN)/python -m tests.audit --lint"; \
	do \
		echo "== $${step#$(BIN)/}"; \
		$(ON_SQLITE) $$step || failed="$$failed [$${step#$(BIN)/}]"; \
	done; \
	test -z "$$failed" || { echo "== FAILED:$$failed"; exit 1; }

.PHONY: bench
bench: python $(DEV) $(MO) $(COLLECTED) ## measure pages, saves, figures and files at 760,000 answers, on SQLite and on PostgreSQL
	@echo "== SQLite"
	@env DATABASE_URL="sqlite:///$(CURDIR)/var/benchmark.sqlite3" $(BIN)/python -m tests.benchmark $(ARGS)
	@echo "== PostgreSQL"
	@$(ON_POSTGRESQL) --durable $(BIN)/python -m tests.benchmark $(ARGS)

.PHONY: trial
trial: python $(DEV) $(MO) ## run it as deployed (nginx, pgbouncer, two PostgreSQL, two servers) while all of it is restarted, killed, upgraded
	@{ command -v nginx && command -v pgbouncer; } >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& echo "== nginx or pgbouncer is missing: installing Debian's packages" && apt-get update -qq \
		&& DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends nginx-light pgbouncer >/dev/null; } \
		|| { echo "nginx and pgbouncer could not be got: install the packages nginx-light and pgbouncer"; exit 1; }
	@$(ON_POSTGRESQL) --durable $(BIN)/python -m tests.trial

.PHONY: screenshots
screenshots: python $(DEV) $(MO) $(COLLECTED) chromium pango ## take the README's pictures from the running program
	@$(BIN)/python tests/screenshots.py $(ARGS)

.PHONY: messages
messages: python $(DEV) ## collect the texts to translate into the .po files (needs gettext)
	@command -v xgettext >/dev/null || { echo "xgettext is missing: install gettext."; exit 1; }
	@$(MANAGE) makemessages --locale fr --no-obsolete --no-wrap --add-location file \
		--ignore 'tests/*' --ignore 'var/*' --ignore '.venv/*' --ignore 'node_modules/*'

.PHONY: audit
audit: python $(DEV) ## look for known weaknesses in what is pinned; deploy/audit.md says what came of it, and when
	@$(BIN)/python -m tests.audit

.PHONY: supply
supply: python $(DEV) ## write from the lock files the licences of what is shipped, and its bill of materials
	@$(BIN)/python deploy/supply.py

.PHONY: requirements
requirements: python $(TOOLS) ## pin again what requirements/*.in ask for (ARGS=--upgrade for newer versions)
	@for name in tools run dev; do \
		echo "== requirements/$$name.txt"; \
		$(UV_COMPILE) $(ARGS) requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

.PHONY: clean
clean: ## remove what set-up and tests made; the demonstration's database in var/ stays
	rm -rf $(VENV) node_modules var/static .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find coordination ssr_assess tests -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f $(MO)

# ---- set-up, step by step

.PHONY: python
python:
	@test -n "$(PYTHON_VERSION)" || { echo "$(PYTHON) cannot be run: install Python 3.11 or newer, or name one: PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, and $(PYTHON) is $(PYTHON_VERSION). Name another: PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; print("== Python $(PYTHON_VERSION), " + sys.executable)'

# Each worker of the demonstration has its own queue of connections (--reuse-port): with a common one, one worker may
# take all the work. Two servers could share the port without a word, so look first.
.PHONY: port
port:
	@! $(PYTHON) -c 'import socket; socket.create_connection(("127.0.0.1", int("$(PORT)")), 1)' 2>/dev/null || { \
		echo "Port $(PORT) is taken, perhaps by a demonstration that is still running. Choose another: make demo PORT=8001"; exit 1; }

# What sets text into the pages of a PDF, with a font for it.
.PHONY: pango
pango:
	@$(BIN)/python -c "import weasyprint" 2>/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "== Pango is missing: installing Debian's packages"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
				apt-get install -qq -y --no-install-recommends $(PANGO) >/dev/null; \
		fi; \
		$(BIN)/python -c "import weasyprint" || { echo "Pango could not be got: install $(PANGO)"; exit 1; }; \
	}

.PHONY: chromium
chromium:
	@test -x "$(CHROMIUM)" || { \
		if [ ! -x /usr/bin/chromium ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "== Chromium is missing: installing Debian's package"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
				apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
		fi; \
		test -x "$(CHROMIUM)" || { \
			echo "Chromium could not be got: install the package chromium, or say where it is: CHROMIUM=/path/to/chromium"; exit 1; }; \
	}

# What opens the files for spreadsheets in a proof, as readers do.
.PHONY: soffice
soffice:
	@test -x "$(SOFFICE)" || { \
		if [ ! -x /usr/bin/soffice ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "== LibreOffice is missing: installing Debian's package"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
				apt-get install -qq -y --no-install-recommends libreoffice-calc-nogui >/dev/null; \
		fi; \
		test -x "$(SOFFICE)" || { \
			echo "LibreOffice could not be got: install the package libreoffice-calc-nogui, or say where it is: SOFFICE=/path/to/soffice"; exit 1; }; \
	}

$(MADE):
	@echo "== Virtual environment in $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(TOOLS): requirements/tools.txt | $(MADE)
	@echo "== Tools: uv, npm"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/tools.txt
	@touch $@

$(RUN): requirements/run.txt $(TOOLS)
	@echo "== Packages that run the program"
	@$(UV_INSTALL) -r requirements/run.txt
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	@echo "== Packages that test it"
	@$(UV_INSTALL) --compile-bytecode -r requirements/dev.txt
	@touch $@

$(ASSETS): package.json package-lock.json .npmrc | $(TOOLS)
	@echo "== Style sheet and chart library"
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-progress
	@touch $@

coordination/locale/%.mo: coordination/locale/%.po | $(RUN)
	@$(MANAGE) compile_translations

$(COLLECTED): $(RUN) $(ASSETS) ssr_assess/settings.py $(shell find static 2>/dev/null)
	@echo "== Static files"
	@$(COLLECT)
	@touch $@

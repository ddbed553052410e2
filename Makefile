# Every target does all of its own set-up; `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
SIZE ?= 1000000
VENV := .venv/bin/python
CHECK := TVAERS_VAR=var/check TVAERS_DATABASE_URL=postgresql:///check

PARALLEL := --numprocesses=logical --maxprocesses=4 --dist=worksteal
# What an older PostgreSQL could do otherwise: its guard, all actions and jobs, every page and form once (tests/web beside
# it sends the same statements, with other words), migrations, backups, and the main job.
OLDER := tests/database tests/domain tests/web/test_every_page.py tests/operations/test_backups.py \
	tests/operations/test_bootstrap.py tests/operations/test_cluster.py tests/operations/test_migrations.py \
	tests/journeys/test_main_job.py --ignore=tests/domain/test_demo_stories.py

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench messages states bases roles lock vendor wheel installed-run installed-develop compiled test-postgresql-15 sbom audit faults bench-world bench-setups

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-18s %s\n' "$$name" "$$text"; done

demo: installed-run ## the program with invented people on http://127.0.0.1:8000 (PORT=8001, FRESH=1 starts over)
	@PORT=$(PORT) FRESH=$(FRESH) PYTHONPATH=src exec $(VENV) -m tvaers.demo.run --end-with-parent

test: installed-develop compiled ## all tests, or a part: make test ONLY=tests/unit
	@$(VENV) -m tools.chromium
	@$(VENV) -m pytest $(or $(ONLY),$(PARALLEL))

test-postgresql-15: installed-develop compiled ## what touches the database, on Debian's PostgreSQL 15 (ONLY= a part)
	@$(VENV) -m tools.chromium
	@$(VENV) -m tools.postgresql
	@TVAERS_POSTGRESQL_BIN=/usr/lib/postgresql/15/bin $(VENV) -m pytest \
		$(or $(ONLY),$(PARALLEL) $(OLDER))

faults: installed-develop compiled ## the faults in full: 200 kills, disks, networks, clocks, with figures (half an hour)
	@$(VENV) -m pytest tests/faults tests/journeys/test_street_faults.py -m "whole or not whole"

check: installed-develop compiled ## style, types, layers, templates, migrations, messages
	@mkdir -p var/check
	$(VENV) -m ruff check
	$(VENV) -m ruff format --check
	@PYTHONPATH=src $(VENV) -c "from pathlib import Path; from tvaers.foundation.secrets import Secrets; Secrets.load_or_create(Path('var/check/secrets.json'))"
	$(CHECK) $(VENV) -m mypy
	PYTHONPATH=src .venv/bin/lint-imports --no-cache
	$(VENV) -m djlint src --lint --quiet
	$(CHECK) TVAERS_DATABASE_ROLE=migrator TVAERS_DEMO=1 $(VENV) -W ignore::RuntimeWarning -m tvaers makemigrations --check --dry-run
	$(VENV) -m tools.messages missing

format: installed-develop ## write style and import order
	$(VENV) -m ruff check --fix
	$(VENV) -m ruff format

bench: installed-develop compiled ## the promises of speed, measured, with a million dossiers (SIZE=100000 takes fewer)
	@for part in demo backup "pages $(SIZE)" "sharing $(SIZE)" "http $(SIZE)" "search $(SIZE)" incidents meetings live; do \
		PYTHONPATH=src:. $(VENV) -m bench.bench_$$part || exit 1; done

bench-world: installed-develop compiled ## make a world of SIZE dossiers to measure in, or find it made
	@PYTHONPATH=src:. $(VENV) -m bench.world $(SIZE)

bench-setups: installed-develop compiled ## what processes and threads give, and where streams run (docs/adr/0018)
	@PYTHONPATH=src:. $(VENV) -m bench.server_setups

messages: installed-develop ## bring the catalogue in line with the source; list what lacks Danish
	$(VENV) -m tools.messages extract
	$(VENV) -m tools.messages missing
	$(VENV) -m tools.messages compile

roles: installed-develop ## draw docs/reference/roles.md from the rules
	PYTHONPATH=src $(VENV) -m tools.roles

bases: installed-develop ## draw docs/reference/legal-bases.md from the rules
	PYTHONPATH=src $(VENV) -m tools.bases

states: installed-develop ## draw docs/reference/states.md from the rules
	PYTHONPATH=src $(VENV) -m tools.states

sbom: installed-develop ## the bill of materials from the locks: docs/reference/sbom.json
	$(VENV) -m tools.sbom

audit: installed-develop ## known weaknesses of what is locked; fails when a service cannot be asked (needs npm)
	$(VENV) -m pip_audit --strict --require-hashes --disable-pip --progress-spinner=off --requirement locks/run.txt
	$(VENV) -m pip_audit --strict --require-hashes --disable-pip --progress-spinner=off --requirement locks/develop.txt
	npm audit --package-lock-only

UV := $(shell command -v uv || echo var/uv/bin/uv)
COMPILE = $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	--no-emit-index-url --no-emit-find-links

lock: ## resolve the dependencies again, with hashes
	@[ -x "$(UV)" ] || { $(PYTHON) -m venv var/uv && var/uv/bin/python -m pip install --quiet --disable-pip-version-check uv; }
	$(COMPILE) --extra demo pyproject.toml --output-file locks/run.txt
	$(COMPILE) --extra demo --extra develop --constraint locks/run.txt pyproject.toml --output-file locks/develop.txt
	$(COMPILE) --constraint locks/run.txt pyproject.toml --output-file locks/serve.txt
	@! grep -n '://' locks/*.txt

wheel: compiled ## the package that an installation is made of, in dist/ (docs/operations/install.md)
	@rm -rf dist build
	$(VENV) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@rm -rf build src/tvaers.egg-info; ls dist

vendor: installed-run ## copy the browser parts from their packages, as package-lock.json names them (needs npm)
	npm ci --ignore-scripts
	$(VENV) -m tools.vendor

installed-run installed-develop: installed-%:
	@$(PYTHON) tools/install.py $*

compiled: installed-develop
	@$(VENV) -m tools.messages compile

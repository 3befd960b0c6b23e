# `make run` to try the application, `make test` to prove it. README.md says more.
PYTHON ?= python3
VENV := .venv/bin

.PHONY: run test check audit aanvallen netproef netrapport gewicht simulate format handleiding setup setup-dev lock bench bench-broker bench-toegang bench-post bench-deadlines

# Everything a bare Debian machine misses, then the demo on http://127.0.0.1:8000/ (PORT=8001 for another port).
run:
	@$(PYTHON) -m scripts.install run
	@$(VENV)/python -m scripts.run

# Everything: checks, unit tests on both databases, real workers and brokers, a real browser.
test:
	@$(PYTHON) -m scripts.install test
	@$(VENV)/python -m scripts.test

# The quick part: checks, and unit tests on SQLite.
check:
	@$(PYTHON) -m scripts.install dev
	@$(VENV)/python -m scripts.test --quick

# Known vulnerabilities in the packages we pin; fails when it could audit nothing, unless AUDIT_NETWORK=closed.
audit: setup-dev
	@$(VENV)/python -m scripts.audit

format: setup-dev
	@$(VENV)/ruff check --fix .
	@$(VENV)/ruff format .

setup:
	@$(PYTHON) -m scripts.install run

setup-dev:
	@$(PYTHON) -m scripts.install dev

# Write the pinned files anew after a change in requirements.in, requirements-dev.in or package.json.
# Universal: Debian 12's Python 3.11.2 needs packages that a newer one does not.
LOCK := $(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--annotation-style line
lock: setup-dev
	@$(LOCK) --output-file requirements.txt requirements.in
	@$(LOCK) --output-file requirements-dev.txt requirements-dev.in
	@$(VENV)/npm install --package-lock-only

# The attack list against a server of its own, on loopback; leaves its report under docs/reports/.
aanvallen:
	@$(PYTHON) -m scripts.install test
	@$(VENV)/python -m bench.aanvallen

# Break one guard at a time in a copy of the tree, and see which test catches it: docs/reports/.
netproef: setup-dev
	@$(VENV)/python -m bench.netproef

# How much of a net there is: combinations asked, addresses walked, marks looked for: docs/reports/.
netrapport: setup-dev
	@$(VENV)/python -m bench.netrapport

# The pictures of docs/handleiding/, made anew from the demo on a fixed day.
handleiding:
	@$(PYTHON) -m scripts.install test
	@$(VENV)/python -m scripts.handleiding

# What the main pages weigh, whether they move, and when a phone has something to see: docs/reports/.
gewicht:
	@$(PYTHON) -m scripts.install test
	@$(VENV)/python -m bench.gewicht

# A year of reminders in an hour: real workers and planners under a moved clock, killed and away: docs/reports/.
simulate:
	@$(PYTHON) -m scripts.install test
	@$(VENV)/python -m bench.simulatie

# The benchmarks; each prints its outcome as lines of JSON.
bench: bench-broker bench-toegang bench-post bench-deadlines

# What a killed worker loses on each embedded broker: the measurement behind docs/decisions/0004-embedded-engines.md.
bench-broker: setup-dev
	@$(VENV)/python -m bench.broker_loss

# What row security and the log cost a page: docs/decisions/0012-row-security.md and docs/reports/.
bench-toegang:
	@$(PYTHON) -m scripts.install test
	@$(VENV)/python -m bench.toegang_kosten

# Mails per second from the outbox with 1, 2 and 4 workers beside a bare loop: docs/reports/.
bench-post:
	@$(PYTHON) -m scripts.install test
	@$(VENV)/python -m bench.post

# How long it takes to find what is due among a million open deadlines, and by which index: docs/reports/.
bench-deadlines:
	@$(PYTHON) -m scripts.install test
	@$(VENV)/python -m bench.deadlines

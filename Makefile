# The commands of Lost Deals. `make run` is all you need to start.
PY := .venv/bin/python
export PYTHON

.PHONY: run demo test lint replay faults races backups bench bench-digests bench-useful bench-import

run:
	@scripts/ensure_venv.sh requirements.txt
	@$(PY) manage.py migrate --verbosity 0
	@exec $(PY) manage.py serve

# In a directory of its own: whatever database, queue or mail server is configured stays untouched.
demo: export LOSTDEALS_VAR := $(CURDIR)/var/demo
demo: export DATABASE_URL :=
demo: export REDIS_URL :=
demo: export EMAIL_URL :=
demo:
	@scripts/ensure_venv.sh requirements.txt
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo --if-empty
	@exec $(PY) manage.py serve

test:
	@scripts/ensure_venv.sh requirements-dev.txt
	@scripts/install_test_services.sh
	@scripts/run_tests.sh $(ARGS)

lint:
	@scripts/ensure_venv.sh requirements-dev.txt
	@scripts/lint.sh

# ROWS=10000,100000 DATABASE=sqlite|postgresql PEOPLE= ROUNDS= (bench/__main__.py, docs/speed.md)
bench: export ROWS := $(ROWS)
bench: export DATABASE := $(DATABASE)
bench: export PEOPLE := $(PEOPLE)
bench: export ROUNDS := $(ROUNDS)
bench:
	@scripts/ensure_venv.sh requirements.txt
	@$(PY) -m bench

# PEOPLE=10000 DATABASE=sqlite|postgresql (bench/digests.py)
bench-digests: export PEOPLE := $(PEOPLE)
bench-digests: export DATABASE := $(DATABASE)
bench-digests:
	@scripts/ensure_venv.sh requirements-dev.txt
	@$(PY) -m bench.digests

# ITEMS=5000 DATABASE=sqlite|postgresql (bench/useful.py)
bench-useful: export ITEMS := $(ITEMS)
bench-useful: export DATABASE := $(DATABASE)
bench-useful:
	@scripts/ensure_venv.sh requirements.txt
	@$(PY) -m bench.useful

# NOES=10000 DATABASE=sqlite|postgresql (bench/imports.py)
bench-import: export NOES := $(NOES)
bench-import: export DATABASE := $(DATABASE)
bench-import:
	@scripts/ensure_venv.sh requirements.txt
	@$(PY) -m bench.imports

# RACES=1000: what stands against a mail, in the moment it leaves; on PostgreSQL (tests/nurture/test_races.py)
races: export RACES := $(or $(RACES),1000)
races:
	@scripts/ensure_venv.sh requirements-dev.txt
	@scripts/install_test_services.sh
	@$(PY) scripts/with_postgres.py $(PY) -m pytest tests/nurture/test_races.py -s -q

# BACKUPS=30: backups made while two writers are at it, each restored and judged (docs/backup.md)
backups: export BACKUPS := $(or $(BACKUPS),30)
backups:
	@scripts/ensure_venv.sh requirements-dev.txt
	@scripts/install_test_services.sh
	@$(PY) -m pytest tests/exchange/backups/test_under_load.py -s -q

# SEEDS=1,2,3 DATABASE=sqlite|postgresql ONLY=outage,two_beats SHORT=1 (tests/faults/__main__.py, docs/promises.md)
faults: export SEED := $(SEED)
faults: export SEEDS := $(SEEDS)
faults: export DATABASE := $(DATABASE)
faults: export ONLY := $(ONLY)
faults: export SHORT := $(SHORT)
faults:
	@scripts/ensure_venv.sh requirements-dev.txt
	@scripts/install_test_services.sh
	@$(PY) -m tests.faults

replay:
	@scripts/ensure_venv.sh requirements-dev.txt
	@$(PY) scripts/replay_deals.py $(ARGS)

# The commands of Lost Deals. `make run` is all you need to start.
PY := .venv/bin/python
export PYTHON

.PHONY: run demo test lint replay bench

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

replay:
	@scripts/ensure_venv.sh requirements-dev.txt
	@$(PY) scripts/replay_deals.py $(ARGS)

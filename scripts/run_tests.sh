#!/bin/sh
# Everything on SQLite, browser and real processes included; then each fault once, in a short form and one
# after the other; then rules and views once more on PostgreSQL.
# Arguments go to the first run of pytest; with arguments the others are left out.
set -u
cd "$(dirname "$0")/.."
python=.venv/bin/python
unset DATABASE_URL

# Some tests start the installation as it is run, which serves collected files.
collecting=$(mktemp -d)
LOSTDEALS_VAR=$collecting $python manage.py collectstatic --noinput -v 0
rm -rf "$collecting"

echo "== On SQLite"
$python -m pytest -n 2 --dist worksteal -m "not faults" --durations=25 "$@"
sqlite=$?
faults=0
postgresql=0
if [ $# -eq 0 ]; then
    echo "== Faults, in their short form"
    $python -m pytest -m faults tests/faults
    faults=$?
    echo "== On PostgreSQL"
    $python scripts/with_postgres.py $python -m pytest -n 2 --dist worksteal \
        --on-the-database -m "not faults and not browser and not needs_service and not slow" --durations=25
    postgresql=$?
fi
if [ $sqlite -eq 0 ] && [ $faults -eq 0 ] && [ $postgresql -eq 0 ]; then
    echo "All tests passed."
else
    echo "Some tests did not pass (exit code $sqlite on SQLite, $faults with faults, $postgresql on PostgreSQL)."
    exit 1
fi

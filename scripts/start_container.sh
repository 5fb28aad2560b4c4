#!/bin/sh
# Everything in one container: bring the database up to date, then web, worker and beat until a signal comes.
set -eu
cd "$(dirname "$0")/.."
python manage.py migrate --verbosity 0
exec python manage.py serve

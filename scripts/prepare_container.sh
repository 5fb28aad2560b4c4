#!/bin/sh
# Before the parts of an installation start beside each other: the database up to date, and the first account.
set -eu
cd "$(dirname "$0")/.."
python manage.py migrate --verbosity 0
exec python manage.py first_account

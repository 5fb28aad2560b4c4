#!/bin/sh
# Collect every text of the app into the translations of each language, and compile them. Needs GNU gettext.
# Usage: scripts/update_translations.sh [CODE]    with the code of a new language (fr, pt_BR) it begins one
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python

if ! command -v xgettext >/dev/null 2>&1; then
    echo "GNU gettext is missing. On Debian and Ubuntu: apt-get install gettext" >&2
    exit 1
fi
[ $# -eq 0 ] || mkdir -p "locale/$1/LC_MESSAGES"
$python manage.py makemessages --all --no-wrap --add-location=file --no-obsolete
for code in locale/*/; do
    code=$(basename "$code")
    $python manage.py compilemessages --locale="$code" --ignore=.venv
done

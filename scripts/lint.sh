#!/bin/sh
# Every check that is no test. All of them run; one that finds something makes the end a bad one.
set -u
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
export LOSTDEALS_ENV_FILE=
LOSTDEALS_VAR=$(mktemp -d)
export LOSTDEALS_VAR
trap 'rm -rf "$LOSTDEALS_VAR"' EXIT
result=0

check() {
    echo "== $*"
    "$@" || result=1
}

check ruff check .
check ruff format --check .
check sh -c 'find templates -type f \( -name "*.html" -o -name "*.txt" \) -print0 | xargs -0 djade --target-version 5.2 --check'
check mypy
check lint-imports
check python manage.py makemigrations --check --dry-run
check env SITE_URL=https://deals.example.org TRUSTED_PROXY_COUNT=1 python manage.py check --deploy --fail-level WARNING

[ $result -eq 0 ] && echo "Every check is clean."
exit $result

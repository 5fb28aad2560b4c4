#!/bin/sh
# Make .venv when it is missing, and install dependencies when the requirements changed.
# Usage: scripts/ensure_venv.sh requirements.txt|requirements-dev.txt
set -eu
cd "$(dirname "$0")/.."
requirements=$1

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    say "Lost Deals needs Python 3.11 or newer, and there is none here. Install it, or name one: make run PYTHON=/path/to/python3"
    exit 1
}

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        say "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"
        exit 1
    fi
    say "Making the virtual environment in .venv"
    "$python" -m venv --clear .venv
fi

fingerprint() { { .venv/bin/python --version; cat requirements.txt "$1"; } | cksum; }
stamp() { printf '.venv/.installed-%s\n' "$(basename "$1" .txt)"; }

if [ "$(cat "$(stamp "$requirements")" 2>/dev/null || true)" != "$(fingerprint "$requirements")" ]; then
    say "Installing dependencies from $requirements"
    if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$requirements"; then
        say "The dependencies could not be installed; pip says why above."
        exit 1
    fi
    # Whatever was asked for includes requirements.txt.
    for installed in requirements.txt "$requirements"; do
        fingerprint "$installed" > "$(stamp "$installed")"
    done
fi

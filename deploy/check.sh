#!/bin/sh
# The house rules that tools enforce; every rule runs, the first failure does not hide
# the next. Called by ./test and by `make rules`.
set -u
cd "$(dirname "$0")/.." || exit 1
. deploy/setup.sh
ensure_env requirements-dev.lock || exit 1
export SECRET_KEY="${SECRET_KEY:-house-rules}"

broken=0
rule() {
    name=$1
    shift
    if output=$("$@" 2>&1); then
        say "đạt         $name"
    else
        say "KHÔNG ĐẠT   $name"
        say "$output"
        broken=$((broken + 1))
    fi
}

templates() { find templates -name '*.html' -exec "$venv/bin/djade" --check --target-version 5.2 {} +; }

rule "ruff check" "$venv/bin/ruff" check --quiet --output-format concise
rule "ruff format" "$venv/bin/ruff" format --check --quiet --output-format concise
rule "import directions" "$venv/bin/lint-imports" --no-cache
rule "templates (djade)" templates
rule "types (mypy)" "$venv/bin/mypy"
rule "Django's own checks" "$python" manage.py check --fail-level WARNING
rule "migrations are complete" "$python" manage.py makemigrations --check --dry-run
[ "$broken" = 0 ]

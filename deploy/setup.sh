# shellcheck shell=sh disable=SC2034
# Makes the Python environment and installs what the system lacks.
# Shared by ./run, ./test, deploy/check.sh and the Makefile; sourced from the
# project's folder. POSIX sh.

venv=.venv
python=$venv/bin/python
pdf_packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

say() { printf '%s\n' "$*"; }
complain() { printf '%s\n' "$*" >&2; }

# ---------------------------------------------------------------- system packages

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

may_apt() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

# apt_install WHAT PACKAGE... : says what it installs, and is quiet then unless it fails;
# returns 1 when it may not or cannot.
apt_install() {
    may_apt || return 1
    say "Đang cài $1…"
    shift
    apt_log=$(mktemp) || return 1
    if { [ -n "${apt_updated:-}" ] || as_root apt-get update -qq; } >"$apt_log" 2>&1 &&
        apt_updated=1 &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" >>"$apt_log" 2>&1
    then
        rm -f "$apt_log"
    else
        tail -n 5 "$apt_log" >&2
        rm -f "$apt_log"
        return 1
    fi
}

# ---------------------------------------------------------------- Python

usable_python() {
    "$1" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# Sets system_python, or ends with the names of the packages to install.
find_python() {
    for system_python in python3 python3.13 python3.12 python3.11; do
        usable_python "$system_python" && return
    done
    apt_install "Python và venv" python3 python3-venv || true
    system_python=python3
    usable_python python3 && return
    complain "Cần Python từ 3.11 trở lên, có venv. Hãy cài rồi chạy lại:"
    complain "    sudo apt install python3 python3-venv"
    exit 1
}

env_key() { { pwd; "$system_python" -V; cat "$1"; } | sha256sum | cut -c1-16; }
env_stamp() { printf '%s' "$venv/.ok-$(env_key "$1")"; }

install_locked() {
    "$python" -m pip install -qq --disable-pip-version-check --require-hashes -r "$1" || {
        complain "Chưa cài được các gói Python. Hãy kiểm tra kết nối mạng rồi chạy lại."
        exit 1
    }
}

# A stamp is written last, so a set-up that was interrupted starts over.
make_env() {
    if [ ! -f "$(env_stamp requirements.lock)" ]; then
        say "Đang chuẩn bị môi trường Python (lần đầu mất khoảng nửa phút)…"
        rm -rf "$venv"
        "$system_python" -m venv "$venv"
    else
        say "Đang bổ sung công cụ kiểm thử…"
    fi
    install_locked "$1"
    : >"$(env_stamp requirements.lock)"
    : >"$(env_stamp "$1")"
}

# ensure_env LOCK : .venv holds what LOCK pins. requirements-dev.lock contains
# requirements.lock (a test says so), so one environment serves both commands.
ensure_env() {
    find_python
    [ -f "$(env_stamp "$1")" ] && return
    (
        flock 9
        [ -f "$(env_stamp "$1")" ] || make_env "$1"
    ) 9>.setup.lock
}

# ---------------------------------------------------------------- PDF

pdf_works() { "$python" -c 'import weasyprint' >/dev/null 2>&1; }

pdf_is_fast() {
    "$python" -c 'from weasyprint.text.ffi import harfbuzz_subset; assert harfbuzz_subset' \
        >/dev/null 2>&1
}

# Returns 1 when PDF cannot be made; the application finds that out by itself too.
ensure_pdf() {
    [ -f "$venv/.pdf" ] && return
    if ! pdf_is_fast; then
        # shellcheck disable=SC2086
        apt_install "thư viện dàn trang PDF" $pdf_packages || true
    fi
    if pdf_is_fast; then
        : >"$venv/.pdf"
    elif pdf_works; then
        complain "PDF dùng được nhưng chậm hơn; nên cài thêm: sudo apt install libharfbuzz-subset0"
    else
        complain "Chưa in được PDF vì thiếu thư viện hệ thống; các phần khác vẫn chạy. Để có PDF:"
        complain "    sudo apt install $pdf_packages"
        return 1
    fi
}

# ---------------------------------------------------------------- PostgreSQL, for tests

find_postgres() {
    for pg_bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V -r); do
        [ -x "$pg_bin/initdb" ] && [ -x "$pg_bin/postgres" ] && return
    done
    return 1
}

# Installs the server without letting the package create or start a cluster of its own.
ensure_postgres() {
    find_postgres && return
    may_apt || return 1
    no_cluster=/etc/postgresql-common/createcluster.d/giao-uoc-test.conf
    as_root mkdir -p "${no_cluster%/*}"
    say "create_main_cluster = false" | as_root tee "$no_cluster" >/dev/null
    apt_install "PostgreSQL cho kiểm thử" postgresql || true
    as_root rm -f "$no_cluster"
    find_postgres
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@")
    else
        (cd / && "$@")
    fi
}

# A throw-away cluster on a socket in its own folder; sets postgres_url.
# What it holds is worthless, so nothing is flushed to disk.
start_postgres() {
    pg_dir=$(mktemp -d /tmp/giao-uoc-pg.XXXXXX) || return 1
    [ "$(id -u)" != 0 ] || chown postgres: "$pg_dir" || return 1
    as_postgres "$pg_bin/initdb" -D "$pg_dir/data" -U postgres -A trust -E UTF8 \
        --locale=C.UTF-8 --no-sync >"$pg_dir.log" 2>&1 &&
        as_postgres "$pg_bin/pg_ctl" -D "$pg_dir/data" -l "$pg_dir/server.log" -w -t 30 start \
            -o "-k $pg_dir -c listen_addresses='' -c fsync=off -c full_page_writes=off" \
            >>"$pg_dir.log" 2>&1 || {
        tail -n 5 "$pg_dir.log" >&2
        return 1
    }
    postgres_url="postgres://postgres@/$pg_dir/postgres"
}

stop_postgres() {
    [ -n "${pg_dir:-}" ] || return 0
    as_postgres "$pg_bin/pg_ctl" -D "$pg_dir/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$pg_dir" "$pg_dir.log"
    pg_dir=
}

# ---------------------------------------------------------------- Chromium, for tests

find_chromium() {
    for CHROMIUM in "${CHROMIUM:-chromium}" chromium-browser google-chrome; do
        CHROMIUM=$(command -v "$CHROMIUM") || continue
        "$CHROMIUM" --version >/dev/null 2>&1 && export CHROMIUM && return
    done
    unset CHROMIUM
    return 1
}

# Playwright's driver brings a Node.js that wants libatomic.
driver_works() { "$python" -m playwright --version >/dev/null 2>&1; }

ensure_chromium() {
    find_chromium && driver_works && return
    apt_install "Chromium cho kiểm thử" chromium libatomic1 || true
    find_chromium && driver_works
}

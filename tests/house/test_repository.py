"""House rules on the repository itself that no linter knows."""

import ast
import hashlib
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
REGISTRY = re.compile(
    r"https?://[^\s\"'<>]*(?:pypi|pythonhosted|npmjs|registry|mirror|artifact|/simple\b)",
    re.IGNORECASE,
)
MAX_LINES = 300
MAX_FUNCTION_LINES = 40
LEFTOVERS = {"utils", "util", "helpers", "helper", "common", "misc"}


@cache
def repository_files() -> tuple[Path, ...]:
    """Return the files git tracks or would; in a copy without git, all but the made ones."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(  # noqa: S603 - a fixed command
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (ROOT / name for name in sorted(set(listed.stdout.splitlines())))
    return tuple(path for path in paths if path.is_file())


def named(*suffixes: str) -> list[Path]:
    return [path for path in repository_files() if path.suffix in suffixes]


def own_python() -> list[Path]:
    return [path for path in named(".py") if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_file_names_no_address(lock):
    text = (ROOT / lock).read_text()
    assert (
        re.findall(r"\S*://\S*|^--\S*(?:index|find-links)\S*.*", text, re.MULTILINE)
        == []
    )
    assert "--hash=sha256:" in text


def pins(lock: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+==\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def test_development_lock_contains_the_runtime_lock():
    assert pins("requirements.lock") != set()
    assert pins("requirements.lock") - pins("requirements-dev.lock") == set()


def test_no_file_names_a_registry():
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in repository_files()
        if path != Path(__file__) and (text := text_of(path)) is not None
        for match in [REGISTRY.search(text)]
        if match
    ]
    assert found == []


def test_third_party_files_are_the_listed_ones():
    static = ROOT / "static"
    register = static / "vendor" / "VENDOR.md"
    listed = {
        name: digest
        for digest, name in re.findall(
            r"^([0-9a-f]{64})  (\S+)$", register.read_text(), re.MULTILINE
        )
    }
    present = {
        path.relative_to(static).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for folder in ("vendor", "fonts")
        for path in (static / folder).rglob("*")
        if path.is_file() and path != register
    }
    assert present == listed


def test_python_files_stay_short():
    long = {
        name_of(path): lines
        for path in own_python()
        if (lines := len(path.read_text().splitlines())) > MAX_LINES
    }
    assert long == {}


def test_functions_stay_short():
    long = {
        f"{name_of(path)}:{node.lineno} {node.name}": length
        for path in own_python()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := node.end_lineno - node.lineno + 1) > MAX_FUNCTION_LINES
    }
    assert long == {}


def test_no_module_is_a_drawer_for_leftovers():
    assert [name_of(path) for path in own_python() if path.stem in LEFTOVERS] == []


@pytest.mark.parametrize(
    "command", ["run", "test", "deploy/setup.sh", "deploy/check.sh"]
)
def test_shell_scripts_parse(command):
    checked = subprocess.run(  # noqa: S603 - a fixed command
        ["/bin/sh", "-n", ROOT / command], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")

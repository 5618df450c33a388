"""What only one place may do, found by reading the sources."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "units", "emulation", "awards", "config")


@cache
def sources() -> dict[str, ast.Module]:
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text())
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    }


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for a chain of names, only the last part for other things."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def calls(*names: str) -> set[str]:
    """Return the files in which one of the dotted names is called."""
    return {
        path
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func) in names
    }


def test_only_the_clock_asks_for_the_time():
    asking = calls(
        "timezone.now",
        "timezone.localdate",
        "datetime.now",
        "datetime.today",
        "datetime.datetime.now",
        "date.today",
        "datetime.date.today",
        "time.time",
    )
    assert asking == {"core/clock.py"}


@pytest.mark.parametrize(
    ("model", "writer"),
    [("JournalEntry", "core/journal.py"), ("StoredFile", "core/files.py")],
)
def test_some_rows_have_one_writer(model, writer):
    writing = calls(
        model, f"{model}.objects.create", f"{model}.objects.bulk_create"
    ) | calls(f"{model}.objects.get_or_create", f"{model}.objects.update_or_create")
    assert writing == {writer}


def test_only_the_engine_moves_a_state():
    moving = {
        (path, ast.unparse(node))
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "state"
    }
    assert moving == {
        ("core/workflow.py", "fresh.state = transition.target"),
        ("core/jobs.py", "job.state = JobState.FAILED"),
        # A row read earlier is brought up to what the lock found.
        ("emulation/services/scores.py", "card.state = fresh.state"),
    }


def test_state_is_never_written_in_bulk():
    writing = {
        (path, ast.unparse(node.func))
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"update", "create", "get_or_create"}
        and any(keyword.arg == "state" for keyword in node.keywords)
    }
    assert writing == set()


def test_the_kernel_knows_no_app():
    above = tuple(app for app in APPS if app != "core")
    knowing = {
        path
        for path, tree in sources().items()
        if path.startswith("core/")
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if name.partition(".")[0] in above
    }
    assert knowing == set()

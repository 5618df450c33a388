"""The pages of docs/ that are drawn from the code are the ones committed."""

import inspect

import pytest

from core import access
from core.management.commands.write_docs import DOCS, PAGES, pages, saying, table
from core.workflow import Machine


@pytest.mark.parametrize("name", pages())
def test_committed_page_is_the_generated_one(name):
    committed = (DOCS / name).read_text(encoding="utf-8")
    assert committed == pages()[name](), f"docs/{name} is old: run `make docs`"


def test_every_machine_and_permission_is_told():
    told = PAGES["workflow.md"]()
    for machine in Machine.by_model.values():
        assert f"## {machine.name}: " in told
        for transition in machine.transitions.values():
            assert f"| `{transition.name}` | {transition.label} |" in told
    roles = PAGES["roles.md"]()
    assert all(f"| `{name}` |" in roles for name in access.PERMISSIONS)


def test_everything_that_is_told_has_a_docstring():
    machines = Machine.by_model.values()
    transitions = [one for each in machines for one in each.transitions.values()]
    told = [
        *(guard for one in transitions for guard in one.guards),
        *(verb for each in machines for verb in each.verbs.values()),
        *(one.scope or one.predicate for one in access.PERMISSIONS.values()),
    ]
    assert [one.__qualname__ for one in told if not inspect.getdoc(one)] == []


def test_a_saying_is_one_line_of_the_first_paragraph():
    def guard() -> None:
        """Either ``this`` | or
        that.

        More of it.
        """

    assert saying(guard) == "Either `this` \\| or that."
    assert table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"

"""Write the pages of ``docs/`` that are drawn from the tables and the rules."""

import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core import access, points
from core.workflow import Machine, Transition

DOCS = Path(settings.BASE_DIR) / "docs"
_BY_HAND = "Written by `manage.py write_docs`; a test compares it. Do not edit by hand."


def saying(thing: Any) -> str:
    """Return the first paragraph of a docstring as one line."""
    first = (inspect.getdoc(thing) or "").partition("\n\n")[0]
    return " ".join(first.split()).replace("``", "`").replace("|", "\\|")


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# -------------------------------------------------------------------- workflow.md


def workflow_page() -> str:
    """Return every machine with its states, its transitions and a drawing."""
    lead = (
        "What can happen next, one table a machine. `core.workflow.run` is the only way "
        "to a new state:\npermission, then guards, then the verb, all in one "
        "transaction with its journal entry."
    )
    machines = [_machine(one) for one in Machine.by_model.values()]
    return "\n\n".join(["# Workflow", _BY_HAND, lead, *machines]) + "\n"


def _machine(machine: Machine) -> str:
    model = machine.model
    return "\n\n".join(
        [
            f"## {machine.name}: {model._meta.verbose_name} (`{model._meta.label}`)",
            saying(model),
            _drawing(machine),
            table(["state", "label"], _states(machine)),
            table(
                ["transition", "button", "from → to", "permission", "reason"],
                [_transition(machine, one) for one in machine.transitions.values()],
            ),
            *filter(
                None, (_beside(machine, one) for one in machine.transitions.values())
            ),
        ]
    )


def _states(machine: Machine) -> list[list[str]]:
    return [[f"`{state.value}`", str(state.label)] for state in machine.states]


def _sources(machine: Machine, transition: Transition) -> list[str]:
    return [one for one in machine.states.values if one in transition.sources]


def _drawing(machine: Machine) -> str:
    begins = machine.model._meta.get_field("state").default
    arrows = [
        f"    {source} --> {one.target}: {one.name}"
        for one in machine.transitions.values()
        for source in _sources(machine, one)
    ]
    left = {source for one in machine.transitions.values() for source in one.sources}
    ends = [f"    {one} --> [*]" for one in machine.states.values if one not in left]
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {begins.value}"]
    return "\n".join([*lines, *arrows, *ends, "```"])


def _transition(machine: Machine, one: Transition) -> list[str]:
    sources = " / ".join(f"`{source}`" for source in _sources(machine, one))
    return [
        f"`{one.name}`",
        one.label,
        f"{sources} → `{one.target}`",
        f"`{one.permission}`",
        "needed" if one.reason else "–",
    ]


def _beside(machine: Machine, one: Transition) -> str:
    """Say what guards a transition and what else it does."""
    lines = [f"- guard: {saying(guard)}" for guard in one.guards]
    if one.stamp:
        lines.append(f"- stamps `{one.stamp}_at`")
    if one.clears:
        lines.append(f"- empties {', '.join(f'`{name}_at`' for name in one.clears)}")
    if one.snapshot:
        lines.append("- the journal keeps a copy of the whole")
    if one.name in machine.verbs:
        lines.append(f"- then: {saying(machine.verbs[one.name])}")
    return "\n".join([f"`{one.name}`:", "", *lines]) if lines else ""


# -------------------------------------------------------------------- roles.md


def roles_page() -> str:
    """Return every permission: who may, and who sees which rows."""
    lead = (
        "Who may do what. Rights follow appointments and bloc offices by date; a state "
        "never stands here,\nthat is the workflow's business. Rows outside a scope are "
        "answered 404, a refusal 403 with its sentence."
    )
    names = sorted({name.partition(".")[0] for name in access.PERMISSIONS})
    parts = [f"## {name}\n\n{_permissions(name)}" for name in names]
    return "\n\n".join(["# Roles and permissions", _BY_HAND, lead, *parts]) + "\n"


def _permissions(app: str) -> str:
    return table(
        ["permission", "what", "who may", "sentence of refusal"],
        [
            [f"`{one.name}`", one.label, _who(one), one.why]
            for one in access.PERMISSIONS.values()
            if one.name.startswith(f"{app}.")
        ],
    )


def _who(permission: access.Permission) -> str:
    if permission.scope is None:
        return saying(permission.predicate)
    return f"{saying(permission.scope)} (`{permission.scope.__name__}`)"


PAGES: dict[str, Callable[[], str]] = {
    "workflow.md": workflow_page,
    "roles.md": roles_page,
}


def pages() -> dict[str, Callable[[], str]]:
    """Return every generated page, those of the apps' own tables too."""
    return PAGES | dict(points.DOC_PAGES())


class Command(BaseCommand):
    """Writes docs/workflow.md, docs/roles.md and what the apps add."""

    help = "Write the generated pages of docs/ again."

    def handle(self, **_options: Any) -> None:
        for name, page in pages().items():
            (DOCS / name).write_text(page(), encoding="utf-8")
            self.stdout.write(f"docs/{name}")

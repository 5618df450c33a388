"""The demo's year 2024: its set-up, its steps and who keeps it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from awards.management.demo.people import facts, give_offices, secretary_of
from core import clock, journal
from core.workflow import run
from emulation import selectors
from emulation.enums import CriterionMethod, PhaseKind
from emulation.models import (
    CommonTarget,
    EmulationYear,
    Movement,
    Participation,
)
from emulation.services import quotas, setup, years
from emulation.services.sheets import create_sheet_from_sample
from units.models import Bloc

COMMON_FACTS = ("section", "content", "kind", "comparator", "base", "note")
MOVED = "Dữ liệu minh họa: hạn được dời để làm thử được."


def prepare(bloc: Bloc) -> EmulationYear:
    """Set the year up: plan, dates, movements, criteria, offices."""
    data = facts("year-2024")
    give_offices(bloc, data["year"], data["offices"])
    head = secretary_of(data["offices"][0]["unit"])
    year = years.create_year(
        bloc,
        data["year"],
        actor=head,
        theme=data["theme"],
        note=f"Chủ đề, số kế hoạch và các hạn: {data['theme_note'].lower()}",
    )
    year.plan_number = data["plan_number"]
    year.plan_date = date.fromisoformat(data["plan_date"])
    journal.save(year, actor=head)
    years.set_phase_dates(year, phase_dates(data), actor=head)
    for place, one in enumerate(data["movements"], 1):
        kept = {key: value for key, value in one.items() if key != "summary"}
        years.add_movement(Movement(year=year, position=place, **kept), actor=head)
    sheet = create_sheet_from_sample(year, "mau-co-quan-dang", actor=head)
    # The invented scores of the year were spread over typed leaves.
    sheet.criteria.filter(method=CriterionMethod.SHARE_MET).update(
        method=CriterionMethod.TYPED
    )
    set_common(year, head)
    return year


def set_common(year: EmulationYear, head: Any) -> None:
    """Set common targets and contents, and how many times titles may be proposed."""
    data = facts("setup")
    for one in data["commons"]:
        add_common(year, one, None, head)
    year.refresh_from_db()
    year.common_contents = "\n".join(data["contents"])
    journal.save(year, actor=head)
    for quota in quotas.take_suggested_quotas(year, actor=head):
        quota.note = data["quotas"].get(quota.title.code, "Giả định")
        quotas.change_quota(quota, actor=head, reason="")


def add_common(
    year: EmulationYear, fact: dict[str, Any], whole: CommonTarget | None, head: Any
) -> None:
    """Add a common target of the demo with its parts."""
    common = CommonTarget(
        year=year,
        parent=whole,
        unit_of_measure=fact["unit"],
        value=Decimal(fact["value"]),
        **{name: fact[name] for name in COMMON_FACTS},
    )
    setup.add_common(common, actor=head)
    for part in fact.get("parts", []):
        add_common(year, part, common, head)


def differ_from_last(year: EmulationYear, head: Any) -> None:
    """Let the copied set-up differ from the year before: a figure, a target, a content,
    a limit.
    """
    data = facts("setup")["next"]
    changed = year.common_targets.get(content=data["change"]["content"])
    changed.value = Decimal(data["change"]["value"])
    journal.save(changed, actor=head)
    add_common(year, data["add"], None, head)
    year.common_contents += f"\n{data['contents']}"
    quota = year.quotas.get(title__code=data["quota"]["title"])
    quota.most_per_unit = data["quota"]["most_per_unit"]
    quotas.change_quota(quota, actor=head, reason="")


def phase_dates(data: dict[str, Any]) -> dict[str, tuple[date, date]]:
    """Return the year's days by step."""
    return {
        kind: (date.fromisoformat(first), date.fromisoformat(last))
        for kind, (first, last) in data["phases"].items()
    }


def open_phase(year: EmulationYear, kind: str) -> None:
    """Open a step as the secretariat does; the step before it closes."""
    head = head_secretary(year)
    for phase in selectors.phases_of(year):
        if phase.kind == kind:
            run(phase, "open", actor=head)
            return
        if phase.state == "open":
            run(phase, "close", actor=head)


def close_last_phase(year: EmulationYear) -> None:
    """Close the step that is still open, before the year itself closes."""
    for phase in year.phases.filter(state="open"):
        run(phase, "close", actor=head_secretary(year))


def head_secretary(year: EmulationYear) -> Any:
    """Return the account of the head unit's secretary."""
    return secretary_of(selectors.offices_of_year(year)["head"][0].unit.code)


def case_secretary(year: EmulationYear, participation: Participation) -> Any:
    """Return who handles a unit's case: the deputy's for the head's own."""
    offices = selectors.offices_of_year(year)
    if participation.unit_id == offices["head"][0].unit_id:
        return secretary_of(offices["deputy"][0].unit.code)
    return head_secretary(year)


def move_deadlines(year: EmulationYear, *, after: str = "") -> None:
    """Give the steps that are still to come days ahead of today, so that a newcomer
    can walk on; each change is in the journal with its reason.
    """
    kinds = list(PhaseKind.values)
    first = kinds.index(after) + 1 if after else 0
    today = clock.today()
    dates = {
        kind: (today + timedelta(30 * (place - 1)), today + timedelta(30 * place))
        for place, kind in enumerate(kinds[first:], 1)
    }
    years.set_phase_dates(year, dates, actor=head_secretary(year), reason=MOVED)

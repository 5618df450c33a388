"""What the demo's units do in the year, as their people would."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from awards.management.demo.people import PASSWORD, account, facts
from awards.management.demo.year import case_secretary
from core.workflow import run
from emulation import selectors
from emulation.enums import Period
from emulation.models import (
    EmulationYear,
    Initiative,
    Pledge,
    Report,
    Result,
    Target,
    Title,
    TitleRegistration,
)
from emulation.services import pledges, registrations, results, signing


def number(text: str | None) -> Decimal | None:
    """Return a fact's figure."""
    return None if text is None else Decimal(text)


def people_of(code: str) -> tuple[Any, Any]:
    """Return clerk and leader of a unit."""
    entry = next(one for one in facts("bloc")["units"] if one["code"] == code)
    by_role = {
        one["role"]: one["login"] for one in entry["people"] if "is_deputy" not in one
    }
    return account(by_role["clerk"]), account(by_role["leader"])


def units_but(skip: Collection[str]) -> list[dict[str, Any]]:
    """Return the units' facts but for those that somebody else writes."""
    return [one for one in facts("year-2024")["units"] if one["code"] not in skip]


def write_pledges(year: EmulationYear, skip: Collection[str] = ()) -> None:
    """Every unit writes its pledge, its leader approves, the bloc accepts it."""
    data = facts("year-2024")
    for one in units_but(skip):
        clerk, leader = people_of(one["code"])
        pledge = Pledge.objects.get(
            participation__year=year, participation__unit__code=one["code"]
        )
        pledge.contents = data["pledge_contents"]
        pledge.save(update_fields=["contents"])
        for target in one["targets"]:
            _add_target(pledge, target, None, clerk)
        _aim(pledge, one, clerk)
        run(pledge, "submit", actor=clerk)
        run(pledge, "approve", actor=leader)
        run(pledge, "accept", actor=case_secretary(year, pledge.participation))


def _aim(pledge: Pledge, fact: dict[str, Any], clerk: Any) -> None:
    """Register the collective's title, those of people, and initiatives."""
    titles = {one.code: one for one in Title.objects.on()}
    staff = {one.full_name: one for one in selectors.people_to_register(pledge)}
    registrations.register_title(
        TitleRegistration(pledge=pledge, title=titles["TTLDXS"]), actor=clerk
    )
    for one in fact["aims"]:
        registrations.register_title(
            TitleRegistration(
                pledge=pledge,
                title=titles[one["title"]],
                person=staff[one["person"]],
                note=one["note"],
            ),
            actor=clerk,
        )
    for one in fact["initiatives"]:
        author = staff[one["person"]] if one["person"] else None
        kept = {name: one[name] for name in ("name", "scope", "note")}
        registrations.add_initiative(
            Initiative(pledge=pledge, person=author, **kept), actor=clerk
        )


def _add_target(
    pledge: Pledge, fact: dict[str, Any], parent: Target | None, clerk: Any
) -> None:
    target = Target(
        pledge=pledge,
        parent=parent,
        section=fact["section"],
        content=fact["content"],
        kind=fact["kind"],
        unit_of_measure=fact["unit"],
        comparator=fact["comparator"],
        value=number(fact["value"]),
        base=fact.get("base", ""),
        note=fact["note"],
    )
    pledges.add_target(target, actor=clerk)
    for part in fact.get("parts", []):
        _add_target(pledge, part, target, clerk)


def sign_pledges(year: EmulationYear, skip: Collection[str] = ()) -> None:
    """Every head signs on the signing day."""
    unsigned = Pledge.objects.filter(participation__year=year)
    for pledge in unsigned.exclude(participation__unit__code__in=skip).select_related(
        "participation__unit"
    ):
        leader = people_of(pledge.participation.unit.code)[1]
        run(
            pledge,
            "sign",
            actor=leader,
            password=PASSWORD,
            consent=signing.CONSENT,
        )


def enter_results(year: EmulationYear, period: str, skip: Collection[str] = ()) -> None:
    """Every unit enters the period's figures and texts; its leader approves."""
    for one in units_but(skip):
        clerk, leader = people_of(one["code"])
        report = Report.objects.get(
            participation__year=year,
            participation__unit__code=one["code"],
            period=period,
        )
        _fill(report, one, clerk)
        run(report, "submit", actor=clerk)
        run(report, "approve", actor=leader)


def _fill(report: Report, fact: dict[str, Any], clerk: Any) -> None:
    key = "half" if report.period == Period.HALF_YEAR else "actual"
    figures: dict[str, str | None] = {}
    for target in [*facts("setup")["commons"], *fact["targets"]]:
        for one in [target, *target.get("parts", [])]:
            figures[one["content"]] = one[key]
    for row in report.results.select_related("target"):
        typed = figures[row.target.content]
        row.actual = number(typed)
        if typed is None:
            row.note = "Đánh giá vào cuối năm."
        row.source_note = row.target.note
        row.save()
    for free in fact["free"]:
        _add_free(report, free, key, None, clerk)
    texts = {"highlights": fact["highlights"], "limits": fact["limits"]}
    if report.period == Period.YEAR:
        for narrative in report.narratives.filter(section__in=texts):
            narrative.text = texts[narrative.section]
            narrative.save()


def _add_free(
    report: Report,
    fact: dict[str, Any],
    key: str,
    parent: Result | None,
    clerk: Any,
) -> None:
    if fact[key] is None:
        return
    row = Result(
        report=report,
        parent=parent,
        content=fact["content"],
        unit_of_measure=fact["unit"],
        actual=number(fact[key]),
        source_note=fact["note"],
    )
    results.add_result(row, actor=clerk)
    for part in fact.get("parts", []):
        _add_free(report, part, key, row, clerk)


def write_summary_texts(year: EmulationYear) -> None:
    """The secretariat writes the bloc's own sections and judges the movements."""
    data = facts("year-2024")
    results.prepare_narratives(year)
    for section, narrative in selectors.narratives_of(year).items():
        narrative.text = data["summary"][section]
        narrative.save()
    for movement, fact in zip(year.movements.all(), data["movements"], strict=True):
        movement.summary = fact["summary"]
        movement.save()

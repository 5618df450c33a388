"""Drawing who checks whom: by lot, repeatable, with every dropped rule named."""

import secrets
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import transaction

from core import access, journal
from core.workflow import BlockedError, ReasonMissingError
from emulation import scoring, selectors
from emulation.enums import CheckState, PhaseKind
from emulation.models import (
    CheckDraw,
    CheckLine,
    CrossCheck,
    EmulationYear,
    Participation,
    Scorecard,
    ScoreLine,
)
from emulation.scoring import Draw, Dropped
from emulation.scoring.draw import FEWEST
from emulation.services.notices import tell_checkers
from emulation.workflow import year_running
from emulation.workflow.guards import phase_open

SEED_BITS = 63
NO_CHECKS = "Khối quy định không chấm chéo."
TOO_FEW = "Cần ít nhất hai đơn vị tham gia để bốc thăm chấm chéo."
SENT = "Đã có đơn vị gửi điểm chấm chéo, không bốc thăm lại được."
NO_REASON = "Ghi lý do bốc thăm lại."
RULES = {
    "too_few": "Khối ít đơn vị, mỗi phiếu điểm chỉ có {each} đơn vị chấm chéo",
    "mutual": "Không tránh được hai đơn vị chấm lẫn nhau",
    "last_year": "Không tránh được cặp chấm của năm trước",
}


@dataclass(frozen=True)
class Lots:
    """What goes into a draw beside the seed: with the same, anybody draws the same."""

    units: tuple[int, ...]
    each: int
    last_year: tuple[tuple[int, int], ...]

    def drawn(self, seed: int) -> Draw:
        """Draw with this seed; a seed and the lots always give the same."""
        return scoring.draw(
            self.units,
            rng=Random(seed),  # noqa: S311 -- to be repeated, not to be secret
            each=self.each,
            last_year=self.last_year,
        )

    def kept(self) -> dict[str, Any]:
        """Return the lots as the journal keeps them."""
        return {"units": self.units, "each": self.each, "last_year": self.last_year}


def obstacles(year: EmulationYear) -> list[str]:
    """Say why nothing can be drawn now; nothing when it can."""
    if not selectors.scoring_rules_of(year).checks_per_card:
        return [NO_CHECKS]
    of_year = CheckDraw(year=year)
    found = [*year_running(of_year), *phase_open(PhaseKind.SCORING)(of_year)]
    if len(units_of(year)) < FEWEST:
        found.append(TOO_FEW)
    if selectors.checks_of_year(year).filter(state=CheckState.SENT).exists():
        found.append(SENT)
    return found


@transaction.atomic
def draw_checks(
    year: EmulationYear, *, actor: Any, reason: str = "", seed: int | None = None
) -> CheckDraw:
    """Draw the checkers of every scorecard, and give them their lines.

    Refused while something stands in the way; drawing again needs a reason and throws
    away what was typed. The journal keeps the lots, so that anybody can repeat it.
    """
    access.demand(actor, "emulation.keep_year", year)
    year = EmulationYear.objects.select_for_update(of=("self",)).get(pk=year.pk)
    if sentences := obstacles(year):
        raise BlockedError(sentences)
    last = selectors.draw_of(year)
    if last is not None and not reason.strip():
        raise ReasonMissingError([NO_REASON])
    seed = secrets.randbits(SEED_BITS) if seed is None else seed
    lots = lots_of(year)
    drawn = lots.drawn(seed)
    units = {one.pk: one for one in units_of(year)}
    draw = CheckDraw.objects.create(
        year=year,
        number=last.number + 1 if last else 1,
        seed=seed,
        drawn_by=actor,
        dropped=[in_words(one, units, lots.each) for one in drawn.dropped],
        reason=reason.strip(),
    )
    selectors.checks_of_year(year).delete()
    _give_out(draw, drawn)
    access.demand(actor, "emulation.keep_year", year)
    _tell(draw, drawn, units, lots, actor)
    return draw


def units_of(year: EmulationYear) -> list[Participation]:
    """Return the units that take part, in protocol order."""
    return [one for one in selectors.roster_of(year) if _takes_part(one)]


def _takes_part(one: Participation) -> bool:
    return not one.has_left and one.successor_id is None


def lots_of(year: EmulationYear) -> Lots:
    """Return what a draw of this year goes by now."""
    units = units_of(year)
    by_unit = {one.unit_id: one.pk for one in units}
    before = CrossCheck.objects.filter(
        scorecard__participation__year__bloc=year.bloc_id,
        scorecard__participation__year__year=year.year - 1,
    ).select_related("participation__successor", "scorecard__participation__successor")
    pairs = set()
    for check in before:
        checker = by_unit.get(check.participation.responsible_unit_id)
        checked = by_unit.get(check.scorecard.participation.responsible_unit_id)
        if checker and checked:
            pairs.add((checker, checked))
    each = selectors.scoring_rules_of(year).checks_per_card
    return Lots(tuple(one.pk for one in units), each, tuple(sorted(pairs)))


def in_words(dropped: Dropped, units: dict[int, Participation], each: int) -> str:
    """Name a rule that could not be kept, and the pairs that break it."""
    if dropped.rule == "too_few":
        return RULES["too_few"].format(each=min(each, len(units) - 1)) + "."
    word = "và" if dropped.rule == "mutual" else "chấm"
    pairs = "; ".join(
        f"{units[one].name} {word} {units[other].name}" for one, other in dropped.pairs
    )
    return f"{RULES[dropped.rule]}: {pairs}."


def _give_out(draw: CheckDraw, drawn: Draw) -> None:
    cards = Scorecard.objects.filter(participation__in=drawn.checkers)
    by_unit = {card.participation_id: card for card in cards}
    checks = [
        CrossCheck(
            scorecard=by_unit[checked], participation_id=checker, draw=draw, place=place
        )
        for checked, checkers in drawn.checkers.items()
        for place, checker in enumerate(checkers, 1)
    ]
    checks = CrossCheck.objects.bulk_create(checks)
    lines: dict[int, list[ScoreLine]] = {card.pk: [] for card in cards}
    for line in ScoreLine.objects.filter(scorecard__in=cards):
        lines[line.scorecard_id].append(line)
    CheckLine.objects.bulk_create(
        CheckLine(check_of=check, line=line)
        for check in checks
        for line in lines[check.scorecard_id]
    )


def _tell(
    draw: CheckDraw,
    drawn: Draw,
    units: dict[int, Participation],
    lots: Lots,
    actor: Any,
) -> None:
    checkers = [
        [units[checked].name, None, "; ".join(units[one].name for one in found)]
        for checked, found in drawn.checkers.items()
    ]
    dropped = [["Không giữ được", None, sentence] for sentence in draw.dropped]
    entry = journal.record(
        draw,
        "draw",
        f"Bốc thăm chấm chéo lần {draw.number}, số gieo {draw.seed}",
        actor=actor,
        reason=draw.reason,
        changes=[*checkers, *dropped],
        snapshot=lots.kept(),
    )
    tell_checkers(draw, entry)


@dataclass(frozen=True)
class Repeated:
    """A draw made once more with its seed and lots."""

    drawn: Draw
    is_same: bool


def repeat(draw: CheckDraw) -> Repeated:
    """Draw once more with the seed and the lots that were written down, and hold it
    against the checks that stand.
    """
    kept = journal.last_snapshot(draw)
    last_year = tuple((one, other) for one, other in kept["last_year"])
    drawn = Lots(tuple(kept["units"]), kept["each"], last_year).drawn(draw.seed)
    standing: dict[int, tuple[int, ...]] = {}
    for check in selectors.checks_of_year(draw.year).order_by("place"):
        key = check.scorecard.participation_id
        standing[key] = (*standing.get(key, ()), check.participation_id)
    return Repeated(drawn, is_same=standing == drawn.checkers)

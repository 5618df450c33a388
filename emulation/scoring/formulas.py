"""How a leaf's points follow from figures; every hole has its answer.

What cannot be computed is ``None`` with the sentence "chưa đủ dữ liệu: …", never 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.text import format_number, format_points
from emulation.scoring.sums import rounded

HALF, ONE, HUNDRED = Decimal("0.5"), Decimal(1), Decimal(100)


@dataclass(frozen=True)
class Figure:
    """What a formula knows of one unit: target and result, and whether it is final.

    ``comparator`` is ``ge``, ``eq`` or ``le`` (càng ít càng tốt); ``kind`` is
    ``number``, ``percentage`` or ``yes_no`` (1 is yes). ``is_closed``: the unit's
    results are approved and move no more.
    """

    key: int
    target: Decimal | None
    actual: Decimal | None
    comparator: str = "ge"
    kind: str = "number"
    is_closed: bool = True
    has_left: bool = False


@dataclass(frozen=True)
class Outcome:
    """Points with the sentence that shows how they came about.

    ``points`` is ``None`` while the data do not suffice; provisional points may still
    move with other units' results.
    """

    points: Decimal | None
    sentence: str
    is_provisional: bool = False


def lacking(why: str) -> Outcome:
    """Return the answer for a hole."""
    return Outcome(None, f"Chưa đủ dữ liệu: {why}.")


def pass_fail(most: Decimal, answer: bool | None) -> Outcome:
    """Give the maximum for "đạt", nothing for "không đạt"."""
    if answer is None:
        return lacking("chưa trả lời đạt hay không đạt")
    if answer:
        return Outcome(rounded(most), f"Đạt: {format_points(most)} điểm.")
    return Outcome(Decimal(0), "Không đạt: 0 điểm.")


def occurrences(rate: Decimal, most: Decimal | None, count: Decimal | None) -> Outcome:
    """Give ``rate`` points for each occurrence, up to ``most`` where there is one."""
    if count is None:
        return lacking("chưa ghi số lần")
    points = rounded(rate * count)
    times = f"{format_number(count)} lần × {format_points(rate)} điểm"
    if most is None or points <= most:
        return Outcome(points, f"{times} = {format_points(points)} điểm.")
    capped = f"vượt mức trần, lấy {format_points(most)} điểm"
    return Outcome(rounded(most), f"{times} = {format_points(points)}, {capped}.")


def reached(figure: Figure) -> tuple[Decimal | None, str]:
    """Return how much of the target is reached (1 is exactly met, more is better), or
    ``None`` with the reason why that cannot be said.
    """
    target, actual = figure.target, figure.actual
    if actual is None:
        return None, "chưa có kết quả"
    if target is None:
        return None, "không giao chỉ tiêu"
    is_upward = figure.kind != "yes_no" and figure.comparator == "ge"
    if is_upward and not target:
        return None, "chỉ tiêu bằng 0 nên không tính được tỷ lệ"
    return _part(figure, target, actual), ""


def _part(figure: Figure, target: Decimal, actual: Decimal) -> Decimal:
    if figure.kind == "yes_no":
        return ONE if actual == target else Decimal(0)
    if figure.comparator == "le":
        return _reached_from_above(target, actual)
    if figure.comparator == "eq":
        longer = max(target, actual)
        return min(target, actual) / longer if longer else ONE
    return actual / target


def _reached_from_above(target: Decimal, actual: Decimal) -> Decimal:
    """Less is better: staying under the ceiling by a tenth of it is 110%."""
    if actual > target:
        return target / actual
    return ONE + (target - actual) / target if target else ONE


def ratio(most: Decimal, figure: Figure, cap: Decimal = ONE) -> Outcome:
    """Give the share of the target that is reached, at most ``cap`` times ``most``."""
    part, why = reached(figure)
    if part is None:
        return lacking(why)
    taken = min(part, cap)
    points = rounded(most * taken)
    over = f", tính tối đa {_percent(cap)}" if part > cap else ""
    return Outcome(
        points,
        f"Đạt {_percent(part)} chỉ tiêu{over}: {format_points(most)} × {_percent(taken)} "
        f"= {format_points(points)} điểm.",
        is_provisional=not figure.is_closed,
    )


def share_met(most: Decimal, answers: Iterable[bool | None]) -> Outcome:
    """Give the share of pledged targets that are met; ``None`` is not answered yet."""
    known = list(answers)
    if not known:
        return lacking("giao ước không có chỉ tiêu nào được giao")
    if blank := sum(one is None for one in known):
        return lacking(f"còn {blank} chỉ tiêu chưa có kết quả")
    met = sum(bool(one) for one in known)
    points = rounded(most * met / len(known))
    return Outcome(
        points,
        f"{met}/{len(known)} chỉ tiêu đạt: {format_points(most)} × {met}/{len(known)} "
        f"= {format_points(points)} điểm.",
    )


def relative(most: Decimal, figures: Iterable[Figure]) -> dict[int, Outcome]:
    """Hold the units of a bloc against its leader.

    Below the target half the maximum times the share reached, at the target half; above
    it the unit that exceeds most gets all, the others half and their share of the other
    half. Units without a target compete among themselves: result over the best result.
    Provisional until all have closed; who left is not compared.
    """
    known = list(figures)
    racing = [one for one in known if not one.has_left]
    is_open = any(one.actual is None or not one.is_closed for one in racing)
    parts = {one.key: reached(one)[0] for one in racing}
    excess = [part - ONE for part in parts.values() if part is not None and part > ONE]
    leader = max(excess, default=Decimal(0))
    aimless = [one for one in racing if one.target is None and one.actual is not None]
    found = {}
    for one in known:
        part = parts.get(one.key)
        if one.has_left:
            found[one.key] = lacking("đơn vị không còn tham gia")
        elif part is not None:
            found[one.key] = _against_leader(most, part, leader)
        elif one.target is None and one.actual is not None:
            found[one.key] = _without_target(most, one, aimless)
        else:
            found[one.key] = lacking(reached(one)[1])
    return {key: _marked(one, is_open=is_open) for key, one in found.items()}


def _marked(outcome: Outcome, *, is_open: bool) -> Outcome:
    if not is_open or outcome.points is None:
        return outcome
    sentence = f"{outcome.sentence} Tạm tính, chờ đủ kết quả của các đơn vị."
    return Outcome(outcome.points, sentence, is_provisional=True)


def _against_leader(most: Decimal, part: Decimal, leader: Decimal) -> Outcome:
    half = HALF * most
    if part <= ONE:
        points = rounded(half * part)
        return Outcome(
            points,
            f"Đạt {_percent(part)} chỉ tiêu: {format_points(half)} × {_percent(part)} "
            f"= {format_points(points)} điểm.",
        )
    share = (part - ONE) / leader
    points = rounded(half + half * share)
    if share == ONE:
        return Outcome(
            points,
            f"Vượt {_percent(part - ONE)}, cao nhất: {format_points(points)} điểm.",
        )
    return Outcome(
        points,
        f"Vượt {_percent(part - ONE)}, cao nhất {_percent(leader)}: "
        f"{format_points(half)} + {format_points(half)} × {_percent(share)} "
        f"= {format_points(points)} điểm.",
    )


def _without_target(most: Decimal, own: Figure, group: list[Figure]) -> Outcome:
    if len(group) == 1:
        return lacking("không giao chỉ tiêu, không có đơn vị nào để so sánh")
    results = [one.actual for one in group if one.actual is not None]
    actual = own.actual or Decimal(0)
    if own.comparator == "le":
        best = min(results)
        share = best / actual if actual else ONE
    else:
        best = max(results)
        if not best:
            return lacking("không đơn vị nào trong nhóm có kết quả")
        share = actual / best
    points = rounded(most * share)
    return Outcome(
        points,
        f"Không giao chỉ tiêu, kết quả tốt nhất {format_number(best)}: "
        f"{format_points(most)} × {_percent(share)} = {format_points(points)} điểm.",
    )


def _percent(part: Decimal) -> str:
    return f"{format_points(part * HUNDRED)}%"

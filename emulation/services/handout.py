"""The year's common targets in the units' pledges: given, kept in line, taken back."""

from collections.abc import Iterable, Iterator

from django.db.models import F, Max

from core.workflow import BlockedError
from emulation import selectors
from emulation.enums import YearState
from emulation.models import CommonTarget, EmulationYear, Pledge, Target
from emulation.models.targets import WORDING
from emulation.selectors.setup import units_sent

RETURN_FIRST = "Trả lại các giao ước này trước, rồi mới đổi chỉ tiêu, nội dung chung."


def drafts_of(year: EmulationYear) -> list[Pledge]:
    """Lock the year's pledges, so that none is sent meanwhile; raise when the common
    part may no longer change, naming the units that have sent theirs.
    """
    if year.state not in {YearState.PREPARING, YearState.OPEN}:
        label = year.get_state_display().lower()
        raise BlockedError([f"Năm thi đua {label}: chỉ tiêu chung không đổi được."])
    pledges = Pledge.objects.filter(participation__year=year).order_by("pk")
    held = list(pledges.select_for_update(of=("self",)))
    if sent := units_sent(year):
        raise BlockedError([f"Đã gửi giao ước: {'; '.join(sent)}. {RETURN_FIRST}"])
    return held


def hand_out(year: EmulationYear, pledges: Iterable[Pledge]) -> None:
    """Give each pledge the common targets that it lacks, parts under their wholes, the
    figure filled in; what it has already is left alone. A common target without words
    is not handed out.
    """
    receiving = list(pledges)
    held = Target.objects.filter(pledge__in=receiving, common__isnull=False)
    known = {(one.pledge_id, one.common_id): one for one in held}
    rows = Target.objects.filter(pledge__in=receiving).order_by()
    ends = dict(rows.values_list("pledge").annotate(Max("position")))
    for commons in _by_depth(year):
        made = [
            _copy(common, pledge, known, ends)
            for common in commons
            for pledge in receiving
            if _is_wanted(common, pledge, known)
        ]
        for one in Target.objects.bulk_create(made):
            known[one.pledge_id, one.common_id] = one


def _by_depth(year: EmulationYear) -> Iterator[list[CommonTarget]]:
    levels: dict[int, list[CommonTarget]] = {}
    for common, depth in selectors.in_tree_order(list(year.common_targets.all())):
        if common.content.strip():
            levels.setdefault(depth, []).append(common)
    yield from levels.values()


def _is_wanted(
    common: CommonTarget, pledge: Pledge, known: dict[tuple[int, int], Target]
) -> bool:
    has_whole = common.parent_id is None or (pledge.pk, common.parent_id) in known
    return has_whole and (pledge.pk, common.pk) not in known


def _copy(
    common: CommonTarget,
    pledge: Pledge,
    known: dict[tuple[int, int], Target],
    ends: dict[int, int],
) -> Target:
    ends[pledge.pk] = ends.get(pledge.pk, 0) + 1
    return Target(
        pledge=pledge,
        common=common,
        parent=known.get((pledge.pk, common.parent_id)),
        position=ends[pledge.pk],
        value=common.value,
        search_key=common.search_key,
        **{name: getattr(common, name) for name in WORDING},
    )


def follow(common: CommonTarget, before: CommonTarget) -> None:
    """Let the drafts say what the common target says now; the figure follows where the
    unit had left the old one, or where it is of another kind now.
    """
    rows = Target.objects.filter(common=common)
    untouched = rows.filter(value=before.value)
    if before.value is None:
        untouched = rows.filter(value__isnull=True)
    if common.kind != before.kind:
        untouched = rows
    untouched.update(value=common.value)
    wording = {name: getattr(common, name) for name in WORDING}
    rows.update(**wording, search_key=common.search_key, version=F("version") + 1)


def take_back(common: CommonTarget) -> None:
    """Take a common target with its parts out of the drafts. Rows on which a unit has
    written something stay, with the rows above them, as targets of its own.
    """
    figures = {one.pk: one.value for one in with_parts(common)}
    rows = Target.objects.filter(common__in=figures)
    held = {one.pk: one for one in rows}
    written = {
        pk
        for pk, one in held.items()
        if one.note.strip() or one.value != figures[one.common_id]
    }
    own_parts = Target.objects.filter(parent__in=held).exclude(pk__in=held)
    written.update(own_parts.values_list("parent", flat=True))
    above = {held[pk].parent_id for pk in written}
    while above := {pk for pk in above if pk in held} - written:
        written |= above
        above = {held[pk].parent_id for pk in above}
    rows.exclude(pk__in=written).delete()
    rows.update(common=None, version=F("version") + 1)


def with_parts(common: CommonTarget) -> list[CommonTarget]:
    """Return a common target and all that stands below it, wholes before parts."""
    found: list[CommonTarget] = []
    level = [common]
    while level:
        found.extend(level)
        level = list(CommonTarget.objects.filter(parent__in=level))
    return found

"""What the tellers counted: attempts, whose turn it is, what differs."""

from dataclasses import dataclass

from awards.enums import PollState
from awards.models import Poll, Teller, TellerCount
from awards.tally import disagreements

TELLERS = 2


@dataclass(frozen=True)
class Line:
    """One figure that two tellers counted, side by side."""

    label: str
    values: tuple[int, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


@dataclass(frozen=True)
class Attempt:
    """One round of counting; figures stay hidden until both tellers' are in."""

    number: int
    counts: tuple[TellerCount, ...]
    lines: tuple[Line, ...]
    differences: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return len(self.counts) == TELLERS

    @property
    def agrees(self) -> bool:
        return self.is_complete and not self.differences


def _counts_of(poll: Poll) -> list[TellerCount]:
    if "counts" in getattr(poll, "_prefetched_objects_cache", {}):
        return list(poll.counts.all())
    joined = poll.counts.select_related("teller__person", "teller__unit")
    return list(joined.prefetch_related("votes__candidate"))


def attempts_of(poll: Poll) -> list[Attempt]:
    """Return every attempt, the last one at the end. One with a single count carries
    no figures.
    """
    by_number: dict[int, list[TellerCount]] = {}
    for one in _counts_of(poll):
        by_number.setdefault(one.attempt, []).append(one)
    names = [one.label for one in poll.candidates.all()]
    return [
        _attempt(number, counts, names) for number, counts in sorted(by_number.items())
    ]


def _attempt(number: int, counts: list[TellerCount], names: list[str]) -> Attempt:
    if len(counts) < TELLERS:
        return Attempt(number, tuple(counts), (), ())
    first, second = (one.as_count for one in counts)
    slips = zip(first.slips, second.slips, strict=True)
    votes = zip(names, first.votes, second.votes, strict=True)
    lines = [
        *(Line(f"Số phiếu {label}", (one, two)) for (label, one), (_, two) in slips),
        *(Line(name, (one, two)) for name, one, two in votes),
    ]
    found = disagreements(first, second, names=names)
    return Attempt(number, tuple(counts), tuple(lines), tuple(found))


def last_counts(poll: Poll) -> list[TellerCount]:
    """Return the counts of the last attempt."""
    counts = _counts_of(poll)
    last = max((one.attempt for one in counts), default=1)
    return [one for one in counts if one.attempt == last]


@dataclass(frozen=True)
class Turn:
    """Which attempt a teller may count now, or why not."""

    attempt: int
    refusal: str = ""
    has_counted: bool = False


def turn_of(poll: Poll, teller: Teller) -> Turn:
    """Return the attempt that the teller's figures would belong to.

    A new attempt begins only when two complete counts differ.
    """
    counts = last_counts(poll)
    attempt = counts[0].attempt if counts else 1
    done = any(one.teller_id == teller.pk for one in counts)
    if poll.state != PollState.OPEN:
        return Turn(attempt, "Cuộc bỏ phiếu không ở bước kiểm phiếu.", done)
    if len(counts) < TELLERS:
        return Turn(attempt, _refusal(counts, teller, is_done=done), done)
    first, second = (one.as_count for one in counts)
    if disagreements(first, second):
        return Turn(attempt + 1)
    return Turn(attempt, "Hai số đếm đã khớp, không đếm lại.", done)


def _refusal(counts: list[TellerCount], teller: Teller, *, is_done: bool) -> str:
    if is_done:
        return "Người này đã nhập số đếm; chờ người thứ hai."
    if any(one.teller.unit_id == teller.unit_id for one in counts):
        return "Hai người đếm phải thuộc hai đơn vị khác nhau."
    return ""

"""Counting: quorum, reconciliation of slips, thresholds and who is elected.

Pure arithmetic on integers; each outcome carries the sentence that shows its working.
Nothing in law fixes the bloc's rules of voting; thresholds come as parameters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_HUNDRED = 100
_SHARE = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")
_PERCENT = re.compile(r"(\d{1,3})\s*%")


class NotAShareError(ValueError):
    """Typed text is no share; the message is a sentence for the person."""


@dataclass(frozen=True)
class Fraction:
    """A threshold: ``over`` means strictly more than the fraction."""

    numerator: int
    denominator: int
    over: bool = False

    def is_met(self, part: int, base: int) -> bool:
        """Compare as integers, never as rounded percentages."""
        left, right = self.denominator * part, self.numerator * base
        return left > right if self.over else left >= right

    def needed(self, base: int) -> int:
        """Return the smallest number that meets the threshold."""
        product = self.numerator * base
        if self.over:
            return product // self.denominator + 1
        return -(-product // self.denominator)

    @property
    def text(self) -> str:
        """Return the threshold in words."""
        if (self.numerator, self.denominator) == (1, 2):
            return "quá nửa" if self.over else "ít nhất một nửa"
        return f"{'quá' if self.over else 'ít nhất'} {self.share}"

    @property
    def share(self) -> str:
        """Return the fraction as people type it: 2/3 or 90%."""
        if self.denominator == _HUNDRED:
            return f"{self.numerator}%"
        return f"{self.numerator}/{self.denominator}"


def parse_share(text: str) -> tuple[int, int]:
    """Read ``2/3`` or ``90%`` as numerator and denominator, between 0 and 1."""
    typed = text.strip()
    if found := _SHARE.fullmatch(typed):
        share = int(found[1]), int(found[2])
    elif found := _PERCENT.fullmatch(typed):
        share = int(found[1]), _HUNDRED
    else:
        raise NotAShareError(
            f"“{typed}” viết chưa đúng: ghi phân số hoặc phần trăm, ví dụ 2/3 hoặc 90%."
        )
    if not 0 < share[0] <= share[1]:
        raise NotAShareError(f"“{typed}” phải lớn hơn 0 và không quá 1 (100%).")
    return share


@dataclass(frozen=True)
class Quorum:
    """Whether enough delegates are present, in words."""

    summoned: int
    present: int
    needed: int
    is_met: bool
    working: str

    @property
    def verdict(self) -> str:
        """Return what follows for the meeting."""
        return f"{'đủ' if self.is_met else 'chưa đủ'} điều kiện tiến hành"

    @property
    def sentence(self) -> str:
        """Return working and verdict in one sentence."""
        return f"{self.working[:1].upper()}{self.working[1:]}: {self.verdict}."


def quorum(summoned: int, present: int, threshold: Fraction) -> Quorum:
    """Tell whether the meeting may proceed; nobody summoned is no quorum."""
    needed = threshold.needed(summoned)
    met = summoned > 0 and threshold.is_met(present, summoned)
    working = (
        f"có mặt {present}/{summoned} đại biểu được triệu tập; "
        f"cần {threshold.text}, tức là {needed} đại biểu"
    )
    if summoned == 0:
        working = "chưa triệu tập đại biểu nào"
    return Quorum(summoned, present, needed, met, working)


@dataclass(frozen=True)
class Count:
    """What one teller counted; ``votes`` by candidate in the poll's order."""

    issued: int
    returned: int
    valid: int
    invalid: int
    votes: tuple[int, ...]

    @property
    def not_returned(self) -> int:
        """Return how many slips that were handed out did not come back."""
        return self.issued - self.returned

    @property
    def slips(self) -> tuple[tuple[str, int], ...]:
        """Return the four numbers of slips with their names."""
        return (
            ("phát ra", self.issued),
            ("thu về", self.returned),
            ("hợp lệ", self.valid),
            ("không hợp lệ", self.invalid),
        )


def faults(
    count: Count, *, present: int, max_ticks: int, names: Sequence[str] = ()
) -> list[str]:
    """Return a sentence for each sum that does not agree; empty when all do."""
    labels = _labels(count, names)
    found = [
        f"Số phiếu {label} không thể âm ({number})."
        for label, number in (*count.slips, *zip(labels, count.votes, strict=True))
        if number < 0
    ]
    if found:
        return found
    found.extend(_slip_faults(count, present))
    found.extend(
        f"{name} được {votes} phiếu, nhiều hơn {count.valid} phiếu hợp lệ."
        for name, votes in zip(labels, count.votes, strict=True)
        if votes > count.valid
    )
    total, most = sum(count.votes), count.valid * max_ticks
    if total > most:
        found.append(
            f"Tổng {total} lượt chọn, nhiều hơn {count.valid} phiếu hợp lệ × "
            f"{max_ticks} lượt mỗi phiếu = {most}."
        )
    return found


def _labels(count: Count, names: Sequence[str]) -> list[str]:
    places = range(1, len(count.votes) + 1)
    return list(names) or [f"Ứng cử thứ {place}" for place in places]


def _slip_faults(count: Count, present: int) -> list[str]:
    found = []
    if count.issued > present:
        found.append(
            f"Phát ra {count.issued} phiếu nhưng chỉ có {present} đại biểu "
            "được bỏ phiếu có mặt."
        )
    if count.returned > count.issued:
        found.append(
            f"Thu về {count.returned} phiếu, nhiều hơn {count.issued} phiếu phát ra."
        )
    sorted_out = count.valid + count.invalid
    if sorted_out != count.returned:
        found.append(
            f"Hợp lệ {count.valid} + không hợp lệ {count.invalid} = {sorted_out}, "
            f"khác số thu về {count.returned}."
        )
    return found


def disagreements(
    first: Count, second: Count, *, names: Sequence[str] = ()
) -> list[str]:
    """Return what two tellers counted differently, empty when they agree."""
    labels = _labels(first, names)
    slips = zip(first.slips, second.slips, strict=True)
    votes = zip(labels, first.votes, second.votes, strict=True)
    return [
        *(
            f"Số phiếu {label}: {one} và {other}."
            for (label, one), (_label, other) in slips
            if one != other
        ),
        *(
            f"{name}: {one} và {other} phiếu."
            for name, one, other in votes
            if one != other
        ),
    ]


@dataclass(frozen=True)
class Outcome:
    """What a candidate's votes came to."""

    place: int
    votes: int
    rank: int
    is_elected: bool
    is_tied: bool
    sentence: str


def decide(
    votes: Sequence[int], *, seats: int, base: int, base_text: str, threshold: Fraction
) -> list[Outcome]:
    """Return the outcome of each candidate in the poll's order.

    Elected are the candidates with most votes who meet the threshold, up to
    ``seats``. Candidates who tie for the last seat are named and none of them is
    elected: a second round decides. Nobody is elected without a vote.
    """
    needed = threshold.needed(base)
    passed = [
        n for n, one in enumerate(votes) if one > 0 and threshold.is_met(one, base)
    ]
    ordered = sorted(passed, key=lambda n: -votes[n])
    elected, tied = set(ordered[:seats]), set[int]()
    if len(ordered) > seats > 0 and votes[ordered[seats]] == votes[ordered[seats - 1]]:
        tied = {n for n in ordered if votes[n] == votes[ordered[seats]]}
        elected -= tied
    working = f"cần {threshold.text} {base_text} ({base}), tức là {needed}"
    return [
        Outcome(
            place=n,
            votes=one,
            rank=1 + sum(other > one for other in votes),
            is_elected=n in elected,
            is_tied=n in tied,
            sentence=f"Được {one} phiếu; {working}: {_verdict(n, elected, tied, passed)}.",
        )
        for n, one in enumerate(votes)
    ]


def _verdict(n: int, elected: set[int], tied: set[int], passed: list[int]) -> str:
    if n in elected:
        return "đạt, được chọn"
    if n in tied:
        return "bằng phiếu ở suất cuối, phải bỏ phiếu lại"
    return "đạt nhưng hết suất" if n in passed else "không đạt"


def out_of_score_order(ranks: Sequence[tuple[int | None, bool]]) -> bool:
    """Tell whether somebody was chosen before a better score: ``(rank, chosen)``.

    Those without a rank by score do not count.
    """
    chosen = [rank for rank, is_chosen in ranks if is_chosen and rank is not None]
    others = [rank for rank, is_chosen in ranks if not is_chosen and rank is not None]
    return bool(chosen and others) and max(chosen) > min(others)

"""Counting: quorum, reconciliation of slips, thresholds and who is elected.

Pure arithmetic on integers; each outcome carries the sentence that shows its working.
Nothing in law fixes the bloc's rules of voting; thresholds come as parameters.
"""

from collections.abc import Sequence
from dataclasses import dataclass


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
        return (
            f"{'quá' if self.over else 'ít nhất'} {self.numerator}/{self.denominator}"
        )


@dataclass(frozen=True)
class Quorum:
    """Whether enough delegates are present, in words."""

    is_met: bool
    needed: int
    sentence: str


def quorum(summoned: int, present: int, threshold: Fraction) -> Quorum:
    """Tell whether the meeting may proceed."""
    needed = threshold.needed(summoned)
    met = summoned > 0 and threshold.is_met(present, summoned)
    verdict = "đủ điều kiện tiến hành" if met else "chưa đủ điều kiện tiến hành"
    sentence = (
        f"Có mặt {present}/{summoned} đại biểu được triệu tập; "
        f"cần {threshold.text}, tức là {needed} đại biểu: {verdict}."
    )
    return Quorum(met, needed, sentence)


@dataclass(frozen=True)
class Count:
    """What one teller counted; ``votes`` by candidate in the poll's order."""

    issued: int
    returned: int
    valid: int
    invalid: int
    votes: tuple[int, ...]


def faults(count: Count, *, present: int, max_ticks: int) -> list[str]:
    """Return a sentence for each sum that does not agree."""
    found = []
    if count.issued > present:
        found.append(
            f"Phát ra {count.issued} phiếu nhưng chỉ có {present} đại biểu có mặt."
        )
    if count.returned > count.issued:
        found.append(
            f"Thu về {count.returned} phiếu, nhiều hơn {count.issued} phát ra."
        )
    if count.valid + count.invalid != count.returned:
        found.append(
            f"Hợp lệ {count.valid} + không hợp lệ {count.invalid} = "
            f"{count.valid + count.invalid}, khác số thu về {count.returned}."
        )
    found.extend(
        f"Ứng cử thứ {place} được {votes} phiếu, nhiều hơn {count.valid} phiếu hợp lệ."
        for place, votes in enumerate(count.votes, 1)
        if votes > count.valid
    )
    total = sum(count.votes)
    if total > count.valid * max_ticks:
        found.append(
            f"Tổng {total} lượt chọn vượt {count.valid} phiếu hợp lệ × "
            f"{max_ticks} lượt mỗi phiếu = {count.valid * max_ticks}."
        )
    return found


def disagreements(first: Count, second: Count) -> list[str]:
    """Return what two tellers counted differently, empty when they agree."""
    labels = (
        ("phát ra", first.issued, second.issued),
        ("thu về", first.returned, second.returned),
        ("hợp lệ", first.valid, second.valid),
        ("không hợp lệ", first.invalid, second.invalid),
    )
    found = [
        f"Số phiếu {label}: {one} và {other}."
        for label, one, other in labels
        if one != other
    ]
    found.extend(
        f"Ứng cử thứ {place}: {one} và {other} phiếu."
        for place, (one, other) in enumerate(
            zip(first.votes, second.votes, strict=True), 1
        )
        if one != other
    )
    return found


@dataclass(frozen=True)
class Outcome:
    """What a candidate's votes came to."""

    place: int
    votes: int
    is_elected: bool
    is_tied: bool
    sentence: str


def decide(
    votes: Sequence[int], *, seats: int, base: int, base_text: str, threshold: Fraction
) -> list[Outcome]:
    """Return the outcome of each candidate in the poll's order.

    Elected are the candidates with most votes who meet the threshold, up to
    ``seats``. Candidates who tie for the last seat are named and none of them is
    elected: a second round decides.
    """
    needed = threshold.needed(base)
    meeting = [n for n, one in enumerate(votes) if threshold.is_met(one, base)]
    ordered = sorted(meeting, key=lambda n: -votes[n])
    elected, tied = set(ordered[:seats]), set[int]()
    if len(ordered) > seats > 0:
        last = votes[ordered[seats - 1]]
        if votes[ordered[seats]] == last:
            tied = {n for n in ordered if votes[n] == last}
            elected -= tied
    working = f"cần {threshold.text} {base_text} {base} = {needed}"
    return [
        Outcome(
            place=n,
            votes=one,
            is_elected=n in elected,
            is_tied=n in tied,
            sentence=f"Được {one} phiếu; {working}: {_verdict(n, elected, tied, meeting)}.",
        )
        for n, one in enumerate(votes)
    ]


def _verdict(n: int, elected: set[int], tied: set[int], meeting: list[int]) -> str:
    if n in elected:
        return "đạt, được chọn"
    if n in tied:
        return "bằng phiếu ở suất cuối, phải bỏ phiếu lại"
    return "đạt nhưng hết suất" if n in meeting else "không đạt"

"""A pledge's signed texts, one held against another line by line."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import QuerySet

from emulation.enums import AmendmentAction
from emulation.models import Amendment, Pledge, PledgeVersion

_NUMBER = re.compile(r"^\s*(?:\d+(?:\.\d+)*\.\s|-\s)?\s*")
_FIGURE = re.compile(r": (?=[≥=≤] |Không giao)")
_LABEL = re.compile(r"^[^:]{1,40}: ")


@dataclass(frozen=True)
class Piece:
    """A stretch of a line; ``is_new`` where the other text has something else."""

    text: str
    is_new: bool = False


@dataclass(frozen=True)
class Compared:
    """One line of both texts; ``action`` is empty where they agree."""

    action: str
    before: list[Piece]
    after: list[Piece]


def compare(before: str, after: str) -> list[Compared]:
    """Hold two signed texts against each other. A target is the same one as long as its
    wording is; its number in the list does not count.
    """
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(
        None, [_key(one) for one in old], [_key(one) for one in new], autojunk=False
    )
    found: list[Compared] = []
    for _tag, start, end, from_, to in matcher.get_opcodes():
        if _tag == "equal":
            found += [
                _both(*pair) for pair in zip(old[start:end], new[from_:to], strict=True)
            ]
            continue
        found += [_dropped(one) for one in old[start:end]]
        found += [_added(one) for one in new[from_:to]]
    return found


def differences(compared: list[Compared]) -> dict[str, int]:
    """Count what was changed, added and dropped."""
    return {
        action: sum(one.action == action for one in compared)
        for action in AmendmentAction.values
    }


def _key(line: str) -> str:
    """Return what makes a line the same one in both texts."""
    bare = _NUMBER.sub("", line, count=1)
    wording = _FIGURE.split(bare, maxsplit=1)
    if len(wording) > 1:
        return wording[0]
    label = None if line.lstrip().startswith("-") else _LABEL.match(bare)
    return label[0] if label else bare


def _both(before: str, after: str) -> Compared:
    if _NUMBER.sub("", before, count=1) == _NUMBER.sub("", after, count=1):
        return Compared("", [Piece(before)], [Piece(after)])
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    matcher = SequenceMatcher(
        None, [one.strip() for one in old], [one.strip() for one in new], autojunk=False
    )
    left, right = [], []
    for tag, start, end, from_, to in matcher.get_opcodes():
        left.append(Piece("".join(old[start:end]), is_new=tag != "equal"))
        right.append(Piece("".join(new[from_:to]), is_new=tag != "equal"))
    return Compared(
        AmendmentAction.CHANGE,
        [one for one in left if one.text],
        [one for one in right if one.text],
    )


def _dropped(line: str) -> Compared:
    return Compared(AmendmentAction.DROP, [Piece(line)], [])


def _added(line: str) -> Compared:
    return Compared(AmendmentAction.ADD, [], [Piece(line)])


def versions_of(pledge: Pledge) -> QuerySet[PledgeVersion]:
    """Return the signed texts, the latest first, each with the amendment behind it."""
    return pledge.versions.select_related("amendment").order_by("-number")


def version_before(amendment: Amendment) -> PledgeVersion | None:
    """Return the text that was in force when the amendment was signed, or is now."""
    versions = amendment.pledge.versions.order_by("-number")
    if amendment.signed_at is not None:
        versions = versions.filter(signed_at__lt=amendment.signed_at)
    return versions.first()


def version_made(amendment: Amendment) -> PledgeVersion | None:
    """Return the version that the amendment's adoption made."""
    return PledgeVersion.objects.filter(amendment=amendment).first()

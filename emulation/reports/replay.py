"""Why a ranking changed, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.text import format_points
from emulation.selectors.replay import Cause, Story

SHOWN = 8  # changes that stand open; the rest folds away
NO_RANK = "không xếp hạng"
NO_POINTS = "chưa có điểm"


@dataclass(frozen=True)
class Told:
    """One unit's story with its sentence; ``more`` are the smaller changes."""

    story: Story
    sentence: str
    causes: list[Cause]
    more: list[Cause]

    @property
    def rank_before(self) -> str:
        return place_before(self.story)

    @property
    def rank_after(self) -> str:
        return str(self.story.moved.rank_after or "–")


def tell(stories: Iterable[Story]) -> list[Told]:
    """Return each unit's story with the sentence that a page or a paper shows."""
    return [
        Told(one, sentence_of(one), one.causes[:SHOWN], one.causes[SHOWN:])
        for one in stories
    ]


def place_before(story: Story) -> str:
    """Write the earlier rank; a unit without any points had none."""
    if not story.was_scored:
        return "–"
    return str(story.moved.rank_before or "–")


def sentence_of(story: Story) -> str:
    """Say how the rank went and by how many points: "từ hạng 3 lên hạng 2: +5 điểm"."""
    return f"{story.participation.name} {_course(story)}: {_gain(story)}."


def _course(story: Story) -> str:
    before, after = story.moved.rank_before, story.moved.rank_after
    if not story.was_scored:
        return f"từ {NO_POINTS} đến {_place(after)}"
    if before == after:
        return f"giữ {_place(after)}" if after else f"vẫn {NO_RANK}"
    if after is None or before is None:
        return f"từ {_place(before)} đến {_place(after)}"
    way = "lên" if after < before else "xuống"
    return f"từ {_place(before)} {way} {_place(after)}"


def _place(rank: int | None) -> str:
    return f"hạng {rank}" if rank else NO_RANK


def _gain(story: Story) -> str:
    totals = (story.moved.total_before, story.moved.total_after)
    first, last = (format_points(one) for one in totals)
    if story.gain:
        sign = "+" if story.gain > 0 else ""
        gain = f"{sign}{format_points(story.gain)} điểm, từ {first} thành {last}"
        return gain + _largest(story)
    if any(cause.points for cause in story.causes):
        return f"các thay đổi bù nhau, tổng vẫn {last} điểm"
    return f"tổng điểm không đổi ({last})"


def _largest(story: Story) -> str:
    causes = [one for one in story.causes if one.points]
    if not causes:
        return ""
    largest = max(causes, key=lambda one: abs(one.points))
    return f"; nhiều nhất ở mục {largest.line.criterion.code}"

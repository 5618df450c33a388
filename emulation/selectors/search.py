"""Finding targets and movements by words, marks ignored."""

from collections.abc import Iterator
from typing import Any

from core.points import Hit
from emulation.models import Movement, Target
from emulation.selectors.scopes import pledges_visible_to, years_visible_to
from units.selectors import holding, words_of

MOST = 20


def hits(words: str, user: Any) -> Iterator[Hit]:
    """Answer the search point: targets of visible pledges, movements of visible years."""
    if not words_of(words):
        return
    standing = Target.objects.filter(dropped_by=None)
    targets = standing.filter(pledge__in=pledges_visible_to(user))
    joined = targets.select_related("pledge__participation__year__bloc")
    for target in holding(joined, words).order_by(
        "-pledge__participation__year__year", "pk"
    )[:MOST]:
        pledge = target.pledge
        note = f"{pledge.participation}, năm {pledge.year.year}: {target.figure}"
        yield Hit("Chỉ tiêu", target.content, note, pledge.get_absolute_url())
    movements = Movement.objects.filter(year__in=years_visible_to(user))
    for movement in holding(movements.select_related("year__bloc"), words).order_by(
        "-year__year", "pk"
    )[:MOST]:
        yield Hit(
            "Phong trào thi đua",
            movement.name,
            str(movement.year),
            movement.get_absolute_url(),
        )

"""What a pledge's grid sends, by its script or as a whole page."""

from decimal import Decimal

from core.grid import HEADER
from emulation.models import Target

D = Decimal
SCRIPT = {f"HTTP_{HEADER.upper().replace('-', '_')}": "1"}


def typed(target: Target, **changed: str) -> dict[str, str]:
    """Return what the grid sends of a row."""
    fields = {
        "version": str(target.version),
        "content": target.content,
        "kind": target.kind,
        "unit_of_measure": target.unit_of_measure,
        "comparator": target.comparator,
        "value": "" if target.value is None else f"{target.value:f}".replace(".", ","),
        "base": target.base,
        "note": target.note,
    }
    return {f"row-{target.pk}-{name}": one for name, one in (fields | changed).items()}


def save(browser, target, do="", script=True, **changed):
    url = target.pledge.get_absolute_url()
    data = typed(target, **changed) | ({"do": do} if do else {})
    return browser.post(url, data, **(SCRIPT if script else {}))

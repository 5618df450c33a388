"""The head of a unit's papers and the signature of its leader."""

from datetime import date
from typing import Any

from core.documents.blocks import Signature
from core.documents.errors import PaperError
from units.models import Unit
from units.selectors import leader_of


def letterhead(unit: Unit, day: date) -> dict[str, Any]:
    """Return what a paper says of the unit that issues it: the form in force for it on
    the day, superior, name, symbol and place.

    Raises ``PaperError`` for a unit that has no name yet.
    """
    name = unit.name_on(day)
    if name is None:
        raise PaperError(f"{unit.code} chưa có tên để in văn bản.")
    return {
        "form": name.paper_form,
        "superior": name.superior,
        "issuer": name.letterhead or name.name.upper(),
        "symbol": name.symbol,
        "place": name.place,
    }


def leader_signature(unit: Unit, day: date) -> Signature:
    """Return the signature of who leads the unit on the day, nameless without one."""
    leader = leader_of(unit, day)
    if leader is None:
        return Signature(position="THỦ TRƯỞNG CƠ QUAN")
    position = leader.position or "Thủ trưởng cơ quan"
    return Signature(position=position.upper(), name=leader.full_name)

"""The lines of the side bar that lead to the directory, papers and journal."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.points import NavItem
from units.selectors.rights import keeps_registers

LOOK_UP = "Tra cứu"


def navigation(request: Any) -> Iterator[NavItem]:
    """Answer the navigation point for whoever works here."""
    user = request.user
    if not user.appointments:
        return
    yield NavItem("Văn bản", reverse("papers"), "file", order=80)
    yield NavItem("Đơn vị", reverse("units"), "building", LOOK_UP, 200)
    yield NavItem("Con người", reverse("people"), "people", LOOK_UP, 210)
    if keeps_registers(user):
        yield NavItem("Khối thi đua", reverse("blocs"), "tree", LOOK_UP, 220)
    yield NavItem("Nhật ký", reverse("journal"), "journal", LOOK_UP, 290)

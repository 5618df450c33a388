"""The lines of the side bar that lead to the directory, papers and journal."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.points import NavItem
from units.selectors.rights import keeps_registers

Accounts = list[dict[str, str]]

LOOK_UP = "Tra cứu"


def navigation(request: Any) -> Iterator[NavItem]:
    """Answer the navigation point for whoever works here."""
    user = request.user
    if not user.appointments:
        return
    yield NavItem("Văn bản", reverse("papers"), "file", order=80)
    yield NavItem(
        "Đơn vị, con người",
        reverse("units"),
        "people",
        LOOK_UP,
        200,
        also=("/con-nguoi/", "/ten-don-vi/", "/so-van-ban/", "/vai-tro/"),
    )
    if keeps_registers(user):
        also = ("/lap-khoi/", "/thanh-vien/", "/chuc-danh/")
        url = reverse("blocs")
        yield NavItem("Khối thi đua", url, "tree", LOOK_UP, 220, also=also)
    yield NavItem("Nhật ký", reverse("journal"), "journal", LOOK_UP, 290)


def one_a_role(accounts: Accounts) -> tuple[Accounts, Accounts]:
    """Part the demo's accounts: the first of each role, and the others."""
    first: dict[str, dict[str, str]] = {}
    for account in accounts:
        first.setdefault(account["office"].partition(",")[0], account)
    chosen = list(first.values())
    return chosen, [account for account in accounts if account not in chosen]

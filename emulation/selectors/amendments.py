"""Amendments of a pledge, and what they still lack."""

from emulation.enums import AmendmentAction
from emulation.models import Amendment


def missing_amendment_lines(amendment: Amendment) -> list[str]:
    """Say which lines do not yet say what they change."""
    added = amendment.lines.filter(action=AmendmentAction.ADD, content="")
    return ["Dòng bổ sung: chưa ghi nội dung chỉ tiêu." for _one in added]

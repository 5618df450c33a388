"""Which styles of a workbook show a number as a percentage."""

import re

from core.workbooks.package import STYLES, Package
from core.workbooks.walking import local, walk

_BUILT_IN = {9, 10}  # 0% and 0.00%
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')


def percent_styles(package: Package) -> frozenset[str]:
    """Return the numbers of the cell styles that multiply by a hundred on screen."""
    if not package.has(STYLES):
        return frozenset()
    reader = _Styles()
    with package.stream(STYLES) as stream:
        walk(stream, reader.start, reader.end)
    return frozenset(
        str(index)
        for index, number in enumerate(reader.cells)
        if number in _BUILT_IN or number in reader.percents
    )


class _Styles:
    def __init__(self) -> None:
        self.percents: set[int] = set()
        self.cells: list[int] = []
        self._is_inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "numFmt":
            if "%" in _NOT_SHOWN.sub("", attributes.get("formatCode", "")):
                self.percents.add(_whole(attributes.get("numFmtId")))
        elif name == "cellXfs":
            self._is_inside = True
        elif name == "xf" and self._is_inside:
            self.cells.append(_whole(attributes.get("numFmtId")))

    def end(self, name: str) -> None:
        if local(name) == "cellXfs":
            self._is_inside = False


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0

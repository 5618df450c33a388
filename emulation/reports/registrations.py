"""What a year's units aim at, as tables for the page and for workbooks."""

from typing import Any

from core.tables import Column, Row, Table
from emulation.enums import Subject
from emulation.models import EmulationYear
from emulation.selectors.aimed import Aimed, AimedTitle
from emulation.selectors.registrations import anchor_of

_NUMBER = Column("number", "TT", "int", width=10, align="center")
_LAST = (
    Column("note", "Ghi chú", width=34, blank=""),
    Column("state", "Giao ước", width=26),
)
_COLLECTIVE = (
    _NUMBER,
    Column("unit", "Đơn vị", width=54),
    Column("title", "Danh hiệu, hình thức", width=46),
    Column("record", "Thành tích đã có", width=60, blank=""),
    *_LAST,
)
_INDIVIDUAL = (
    _NUMBER,
    Column("person", "Họ và tên", width=40),
    Column("position", "Chức vụ", width=40, blank=""),
    Column("unit", "Đơn vị", width=48),
    Column("title", "Danh hiệu, hình thức", width=40),
    Column("record", "Thành tích đã có", width=50, blank=""),
    *_LAST,
)
_INITIATIVE = (
    _NUMBER,
    Column("name", "Tên sáng kiến, đề tài", width=70),
    Column("author", "Tác giả", width=40),
    Column("unit", "Đơn vị", width=48),
    Column("scope", "Phạm vi", width=24),
    *_LAST,
)
NOTE = "Tính cả giao ước chưa ký; đơn vị sáp nhập tính vào đơn vị kế thừa."


def tables_of(aimed: Aimed) -> dict[str, Table]:
    """Return the tables by the name that their address has."""
    return {
        "tong-hop": counts_table(aimed),
        "tap-the": collective_table(aimed),
        "ca-nhan": individual_table(aimed),
        "sang-kien": initiative_table(aimed),
    }


def counts_table(aimed: Aimed) -> Table:
    """Return titles × units: how many may be registered, how many are, by whom."""
    columns = (
        Column("title", "Danh hiệu, hình thức", width=60),
        Column("per_unit", "Mỗi đơn vị", "int", width=18),
        Column("in_bloc", "Cả khối", "int", width=18),
        Column("total", "Đã đăng ký", "int", width=18),
        *(
            Column(_key(one.unit_id), one.unit.short_name or one.name, "int", width=16)
            for one in aimed.units
        ),
    )
    rows: list[Row] = []
    for subject in (Subject.COLLECTIVE, Subject.INDIVIDUAL):
        listed = [one for one in aimed.titles if one.title.subject == subject]
        if listed:
            rows.append(Row({"title": subject.label}, is_head=True))
        rows.extend(_count_row(one) for one in listed)
    title = f"Đăng ký danh hiệu, hình thức khen thưởng năm {aimed.year.year}"
    return Table(title=title, columns=columns, rows=rows, notes=[NOTE])


def _key(unit: int) -> str:
    return f"unit-{unit}"


def _count_row(one: AimedTitle) -> Row:
    limits = (
        {"per_unit": one.quota.most_per_unit, "in_bloc": one.quota.most_in_bloc}
        if one.quota
        else {"per_unit": None, "in_bloc": None}
    )
    counts = {_key(unit): count for unit, count in one.by_unit.items()}
    return Row({"title": one.title.name, "total": one.total, **limits, **counts})


def excesses(aimed: Aimed) -> list[str]:
    """Return a sentence for each limit that is exceeded."""
    names = {one.unit_id: one.name for one in aimed.units}
    found = []
    for one in aimed.titles:
        if one.over:
            counted = "đơn vị" if one.title.subject == Subject.COLLECTIVE else "người"
            most = one.quota.most_in_bloc if one.quota else None
            found.append(
                f"“{one.title}”: cả khối được {most}, đã có {one.total} {counted} đăng ký."
            )
        found.extend(
            f"“{one.title}”: {names.get(unit, 'một đơn vị')} đăng ký {count}, "
            f"mỗi đơn vị được {one.quota.most_per_unit if one.quota else None}."
            for unit, count in one.units_over.items()
        )
    return found


def collective_table(aimed: Aimed) -> Table:
    """Return the titles of the units."""
    return Table(
        title=_title(aimed.year, "Danh hiệu tập thể đăng ký"),
        columns=_COLLECTIVE,
        rows=_rows(aimed.of_subject(Subject.COLLECTIVE), _registration),
    )


def individual_table(aimed: Aimed) -> Table:
    """Return the titles of people, who are told apart from their namesakes."""

    def cells(one: Any) -> dict[str, object]:
        person = {
            "person": aimed.labels.get(one.person_id, "Chưa chọn người"),
            "position": one.person.position if one.person else "",
        }
        return _registration(one) | person

    return Table(
        title=_title(aimed.year, "Danh hiệu cá nhân đăng ký"),
        columns=_INDIVIDUAL,
        rows=_rows(aimed.of_subject(Subject.INDIVIDUAL), cells),
    )


def initiative_table(aimed: Aimed) -> Table:
    """Return the initiatives."""

    def cells(one: Any) -> dict[str, object]:
        return _common(one) | {
            "name": one.name,
            "author": aimed.labels.get(one.person_id, "Tập thể đơn vị"),
            "scope": one.get_scope_display(),
        }

    return Table(
        title=_title(aimed.year, "Sáng kiến đăng ký"),
        columns=_INITIATIVE,
        rows=_rows(aimed.initiatives, cells),
    )


def _title(year: EmulationYear, what: str) -> str:
    return f"{what} năm {year.year}"


def _rows(listed: list[Any], cells: Any) -> list[Row]:
    return [
        Row({"number": number, **cells(one)}, url=_place(one))
        for number, one in enumerate(listed, 1)
    ]


def _place(one: Any) -> str:
    return f"{one.pledge.get_absolute_url()}#{anchor_of(one)}"


def _registration(one: Any) -> dict[str, object]:
    return _common(one) | {"title": one.title.name, "record": one.track_record}


def _common(one: Any) -> dict[str, object]:
    return {
        "unit": one.pledge.participation.name,
        "note": one.note,
        "state": one.pledge.get_state_display(),
    }

"""The tables of a pledge's papers: targets, common ones, titles against numbers."""

from datetime import date

import pytest

from core.tables import row_text
from emulation.models import (
    CommonTarget,
    Quota,
    Target,
    Title,
    TitleRegistration,
)
from emulation.reports.pledges import (
    bloc_targets_table,
    common_targets,
    pledges_of,
    registered_in,
    targets_table,
    titles_table,
)
from emulation.selectors import targets_of
from emulation.services.pledges import add_target
from tests.builders import add_person, world

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 12)
SIGNS = {"eq": "=", "ge": "≥", "le": "≤"}


@pytest.fixture
def built():
    return world()


def cells(table, key):
    column = next(one for one in table.columns if one.key == key)
    return [row_text(column, row) for row in table.rows]


def test_a_common_target_is_named_once_and_a_changed_one_in_full(built):
    year = built.year
    common = [
        CommonTarget.objects.create(
            year=year, content=f"Chung {at}", value=at, position=at
        )
        for at in (1, 2)
    ]
    for unit, values in (("plain", (1, 2)), ("other", (1, 5))):
        for one, value in zip(common, values, strict=True):
            target = Target(
                pledge=built.pledge(unit), common=one, position=one.position
            )
            target.take(one)
            target.value = value
            target.save()
    table = bloc_targets_table(
        pledges_of(year), common_targets(year), signed_only=False
    )
    assert cells(table, "content")[2:] == [
        "3. Ban Nội chính Tỉnh ủy (chưa ký giao ước): cả 2 chỉ tiêu chung của Khối",
        "4. Văn phòng Tỉnh ủy (chưa ký giao ước): chỉ tiêu chung của Khối số 1",
        "Chung 2",
    ]
    assert cells(table, "remark")[-1] == "Chỉ tiêu chung của Khối"


def test_a_blank_figure_says_so_and_one_section_needs_no_head(built):
    add_target(
        Target(pledge=built.pledge(), content="Không giao số"),
        actor=built.user("clerk", "plain"),
    )
    table = targets_table(targets_of(built.pledge()))
    assert cells(table, "figure") == ["Không giao"]
    assert not any(row.is_head for row in table.rows)


def test_registrations_are_held_against_the_quota(built):
    flag = Title.objects.create(
        code="co", name="Cờ", subject="collective", precedence=1
    )
    star = Title.objects.create(
        code="cs", name="Chiến sĩ", subject="individual", precedence=2
    )
    Quota.objects.create(year=built.year, title=flag, most_in_bloc=1)
    for unit in ("plain", "other"):
        TitleRegistration.objects.create(pledge=built.pledge(unit), title=flag)
    for name in ("A", "B"):
        TitleRegistration.objects.create(
            pledge=built.pledge("plain"), title=star, person=add_person(name)
        )
    TitleRegistration.objects.create(pledge=built.pledge("plain"), subject="individual")
    table = titles_table(registered_in(built.year, pledges_of(built.year)))
    assert cells(table, "count") == ["2", "2"]
    assert cells(table, "most") == ["1", "–"]
    assert cells(table, "units") == [
        "Ban Nội chính Tỉnh ủy; Văn phòng Tỉnh ủy",
        "Ban Nội chính Tỉnh ủy: 2",
    ]
    assert table.notes == [
        "Cờ: đăng ký 2, được đề nghị 1; hội nghị của Khối bình xét, lựa chọn."
    ]

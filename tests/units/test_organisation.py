"""Units, their names by date, successions."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import clock
from core.models import JournalEntry
from tests.builders import add_unit
from tests.units.reading import errors, words
from units import selectors, services
from units.models import Succession, Unit, UnitName
from units.models.organisation import code_validator

NAME = {
    "name": "Ban Dân vận Tỉnh ủy",
    "short_name": "BDV",
    "symbol": "BDVTU",
    "paper_form": "party",
    "superior": "",
    "letterhead": "",
    "place": "Bắc Kạn",
    "valid_from": "2022-01-01",
}
UNIT = NAME | {"code": "ban-dan-van", "kind": "party_organ", "parent": "", "note": ""}


def rename(unit, name, day, **more):
    wording = {"symbol": "XY", "paper_form": "party"} | more
    row = UnitName(unit=unit, name=name, valid_from=day, **wording)
    return services.rename_unit(row, actor=None)


def test_a_unit_is_founded_with_its_first_name(directory, board, signed_in):
    response = signed_in(board).post(reverse("unit-new"), UNIT)
    unit = Unit.objects.get(code="ban-dan-van")
    assert response.url == unit.get_absolute_url()
    assert (unit.name, unit.short_name) == ("Ban Dân vận Tỉnh ủy", "BDV")
    assert unit.names.get().valid_from == date(2022, 1, 1)
    said = JournalEntry.objects.filter(unit=unit.pk).order_by("pk")
    assert [one.sentence for one in said] == ["Thêm đơn vị", "Thêm tên gọi của đơn vị"]
    assert {one.capacity for one in said} == {
        "Chuyên viên Ban Thi đua – Khen thưởng, Ban Thi đua – Khen thưởng"
    }


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        (
            {"code": "plain"},
            "code",
            "Mã này đã có đơn vị dùng; mã không dùng lại.",
        ),
        (
            {"code": "Ban Dân vận"},
            "code",
            code_validator.message,
        ),
        (
            {"valid_from": "hôm qua"},
            "valid_from",
            "Ngày chưa đúng: viết ngày/tháng/năm, ví dụ 15/3/2024.",
        ),
        ({"name": ""}, "name", "Trường này là bắt buộc."),
    ],
)
def test_a_wrong_unit_is_refused_and_kept(
    directory, board, signed_in, change, field, sentence
):
    response = signed_in(board).post(reverse("unit-new"), UNIT | change)
    assert response.status_code == 422
    assert errors(response) == {field: [sentence]}
    assert response.context["form"].data["symbol"] == "BDVTU"
    assert Unit.objects.count() == 3


def test_the_code_is_not_offered_again(directory, board, signed_in):
    page = signed_in(board).get(
        reverse("unit-edit", args=[directory.units["plain"].pk])
    )
    assert list(page.context["form"].fields) == ["kind", "parent", "note", "seen"]


def test_a_unit_does_not_stand_under_itself(directory, board, signed_in):
    top, below = directory.units["plain"], directory.units["other"]
    below.parent = top
    below.save()
    response = signed_in(board).post(
        reverse("unit-edit", args=[top.pk]), {"kind": "party_organ", "parent": below.pk}
    )
    assert errors(response) == {
        "parent": ["Đơn vị không thể trực thuộc chính mình hoặc cấp dưới."]
    }


def test_a_new_name_ends_the_open_one(directory, board, signed_in):
    unit = directory.units["plain"]
    sent = NAME | {"valid_from": "2024-07-01", "valid_to": "", "reason": "Sắp xếp"}
    signed_in(board).post(reverse("unit-name-new", args=[unit.pk]), sent)
    first, second = unit.names.all()
    assert (first.valid_to, second.valid_from) == (date(2024, 6, 30), date(2024, 7, 1))
    unit.refresh_from_db()
    assert unit.name == "Ban Dân vận Tỉnh ủy"
    assert unit.name_on(date(2024, 6, 30)).name == "Ban Nội chính Tỉnh ủy"


@pytest.mark.parametrize(
    ("days", "field", "sentence"),
    [
        (
            ("2019-01-01", ""),
            "valid_from",
            "Thời gian này trùng với một tên khác của đơn vị.",
        ),
        (
            ("2024-07-01", "2024-06-01"),
            "__all__",
            "Ngày kết thúc phải sau ngày bắt đầu.",
        ),
    ],
)
def test_names_do_not_overlap_and_end_after_they_begin(
    directory, board, signed_in, days, field, sentence
):
    unit = directory.units["plain"]
    sent = NAME | {"valid_from": days[0], "valid_to": days[1]}
    response = signed_in(board).post(reverse("unit-name-new", args=[unit.pk]), sent)
    assert errors(response) == {field: [sentence]}
    assert unit.names.get().valid_to is None


def test_a_name_is_corrected_with_a_reason(directory, board, signed_in):
    held = directory.units["plain"].names.get()
    sent = NAME | {"valid_from": "2020-01-01", "valid_to": "", "reason": "Gõ nhầm"}
    signed_in(board).post(reverse("unit-name-edit", args=[held.pk]), sent)
    entry = JournalEntry.objects.filter(verb="change").get()
    assert (entry.sentence, entry.reason) == ("Sửa tên gọi của đơn vị", "Gõ nhầm")
    assert [
        "tên đầy đủ",
        "Ban Nội chính Tỉnh ủy",
        "Ban Dân vận Tỉnh ủy",
    ] in entry.changes


def test_a_name_comes_into_force_by_the_passing_of_days(directory):
    unit = directory.units["plain"]
    rename(unit, "Ban Nội chính mới", clock.today() + timedelta(days=10))
    services.refresh_names_in_force()
    unit.refresh_from_db()
    assert unit.name == "Ban Nội chính Tỉnh ủy"
    with clock.at(clock.now() + timedelta(days=10)):
        services.refresh_names_in_force()
    unit.refresh_from_db()
    assert unit.name == "Ban Nội chính mới"


def test_an_old_name_still_finds_the_unit(directory, clerk):
    unit = directory.units["plain"]
    rename(unit, "Ban Chỉ đạo cải cách", date(2024, 1, 1), short_name="BCĐ")
    assert list(selectors.units_listed(clerk, words="noi chinh")) == [unit]
    assert list(selectors.units_listed(clerk, words="bcd")) == [unit]
    assert list(selectors.units_listed(clerk, words="oi chinh")) == []


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        (("plain", "plain"), "Đơn vị không thể kế thừa chính mình."),
        (("other", "plain"), "Hai đơn vị không thể kế thừa lẫn nhau."),
        (("board", "plain"), "Hai đơn vị không thể kế thừa lẫn nhau."),
        (("plain", "other"), "Quan hệ kế thừa này đã được ghi."),
    ],
)
def test_successions_make_no_circle(directory, board, signed_in, pair, sentence):
    for before, after in (("plain", "other"), ("other", "board")):
        row = Succession(
            predecessor=directory.units[before],
            successor=directory.units[after],
            kind="merged",
            took_effect_on=date(2025, 2, 1),
        )
        services.record_succession(row, actor=None)
    before, after = (directory.units[code].pk for code in pair)
    response = signed_in(board).post(
        reverse("succession-new", args=[before]),
        {
            "predecessor": before,
            "successor": after,
            "kind": "merged",
            "took_effect_on": "2025-03-01",
        },
    )
    assert errors(response) == {"__all__": [sentence]}
    assert Succession.objects.count() == 2


def test_the_page_of_a_unit_tells_before_and_after(directory, board, signed_in):
    old, new = directory.units["plain"], directory.units["other"]
    signed_in(board).post(
        reverse("succession-new", args=[old.pk]),
        {
            "predecessor": old.pk,
            "successor": new.pk,
            "kind": "merged",
            "took_effect_on": "2025-02-01",
            "decision": "Quyết định 12-QĐ/TU",
        },
    )
    page = signed_in(board).get(reverse("unit", args=[new.pk]))
    assert "Kế thừa Ban Nội chính Tỉnh ủy" in words(page)
    assert "Sáp nhập, hợp nhất, 01/02/2025; Quyết định 12-QĐ/TU" in words(page)
    assert selectors.predecessor_ids({new.pk}) == {old.pk}


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_of_units_asks_as_often_for_many(
    directory, clerk, signed_in, django_assert_num_queries, more
):
    for number in range(more):
        unit = add_unit(f"so-{number}", f"Sở thứ {number}")
        directory.units[unit.code] = unit
    directory.join(*directory.units)
    client = signed_in(clerk)
    with django_assert_num_queries(10):
        page = client.get(reverse("units"))
    assert len(page.context["page_obj"]) == 3 + more


def test_units_stand_in_the_order_of_the_alphabet(directory, clerk, signed_in):
    add_unit("so-xay-dung", "Sở Xây dựng")
    page = signed_in(clerk).get(reverse("units"))
    assert [unit.name for unit in page.context["page_obj"]] == [
        "Ban Nội chính Tỉnh ủy",
        "Ban Thi đua – Khen thưởng",
        "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh",
        "Sở Xây dựng",
    ]


def test_only_keepers_change_units(directory, clerk, signed_in):
    response = signed_in(clerk).get(
        reverse("unit-edit", args=[directory.units["plain"].pk])
    )
    assert response.status_code == 403
    assert "Chỉ Ban Thi đua – Khen thưởng và quản trị hệ thống sửa danh bạ." in words(
        response
    )


def test_a_paper_needs_a_name_in_force(directory):
    unit = Unit(code="chua-ten", kind="body", name="Chưa tên")
    unit.save()
    with pytest.raises(ValidationError, match="chua-ten chưa có tên"):
        services.paper_code(unit, "BC", 1, date(2024, 1, 1))

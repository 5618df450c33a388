"""Pages of criteria sheets: list, tree editor by script and without, bad input."""

import pytest
from django.test import Client
from django.urls import reverse

from core.workflow import run
from emulation.models import CriteriaSheet, Criterion
from tests.builders import World, world
from tests.emulation.sheeting import SCRIPT, node, signed_in, typed

pytestmark = pytest.mark.django_db

LIST_QUERIES = 16


@pytest.fixture
def built() -> World:
    return world(opened=False)


@pytest.fixture
def sheet(built) -> CriteriaSheet:
    return built.year.sheets.get()


@pytest.fixture
def secretary(built) -> Client:
    return signed_in(built.secretary)


def press(client: Client, sheet: CriteriaSheet, button: str, **sent: str):
    return client.post(sheet.get_absolute_url(), {"do": button, **sent}, follow=True)


def address(built: World, name: str = "sheets") -> str:
    return reverse(name, args=[built.bloc.code, built.year.year])


# ----- the list


def test_the_secretariat_begins_a_sheet_from_the_sample(built, sheet, secretary):
    secretary.post(reverse("sheet-delete", args=[sheet.pk]))
    page = secretary.get(address(built)).content.decode()
    assert "Chưa có bảng tiêu chí" in page
    assert "không trích từ văn bản nào" in page
    sent = {"sample": "mau-co-quan-dang"}
    response = secretary.post(address(built, "sheet-create"), sent, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [
        (built.year.sheets.get().get_absolute_url(), 302)
    ]
    assert "Bảng tiêu chí mẫu" in page
    assert "Nhiệm vụ chính trị" in page


def test_a_blank_sheet_begins_with_one_part(built, sheet, secretary):
    secretary.post(reverse("sheet-delete", args=[sheet.pk]))
    secretary.post(address(built, "sheet-create"))
    assert [one.code for one in built.year.sheets.get().criteria.all()] == ["I"]


def test_a_second_draft_is_refused_with_the_reason(built, secretary):
    page = secretary.post(address(built, "sheet-create"), follow=True).content.decode()
    assert "Đã có bản nháp" in page
    assert built.year.sheets.count() == 1
    assert "Lập từ bảng mẫu" not in page


def test_others_read_the_list_and_begin_nothing(built):
    client = signed_in(built.user("clerk", "plain"))
    page = client.get(address(built)).content.decode()
    assert "Bảng tiêu chí thử" in page
    assert "Lập từ bảng mẫu" not in page
    assert client.post(address(built, "sheet-create")).status_code == 403
    outside = signed_in(built.user("clerk", "outside"))
    assert outside.get(address(built)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    built, secretary, count, django_assert_num_queries
):
    for number in range(2, count + 1):
        one = CriteriaSheet.objects.create(year=built.year, number=number, name="Bảng")
        Criterion.objects.create(sheet=one, code="I", name="Mục", max_points=5)
    with django_assert_num_queries(LIST_QUERIES):
        secretary.get(address(built))


# ----- typing


def test_a_saved_row_brings_the_scale_along(sheet, secretary):
    sent = typed("I.1", max_points="75,5", name="Hoàn thành  chương trình")
    response = secretary.post(sheet.get_absolute_url(), sent, headers=SCRIPT)
    answer = response.json()
    group = node("I")
    assert answer["saved"][0]["values"]["name"] == "Hoàn thành chương trình"
    assert answer["totals"] == {
        "scale": "115,5",
        "roundness": "Tổng điểm tối đa là 115,5, thừa 15,5 so với thang 100.",
        "bonus": "10",
        f"scale-{group.pk}": "115,5",
    }


BAD_ROWS = (
    ({"code": "I.2"}, "Số mục “I.2” đã dùng cho mục khác; ghi số khác."),
    ({"code": " "}, "Chưa ghi số mục."),
    ({"name": ""}, "Chưa ghi tên tiêu chí."),
    ({"max_points": "nhiều"}, "“nhiều” không phải là số."),
    ({"max_points": "-5"}, "−5 nhỏ hơn mức thấp nhất là 0."),
    ({"max_points": "10.001"}, "10.001 lớn hơn mức cao nhất là 10.000."),
    ({"max_points": "0,125"}, "0,125 có quá nhiều chữ số lẻ, tối đa 2."),
)


def test_bad_rows_are_refused_with_a_sentence(sheet, secretary):
    for values, sentence in BAD_ROWS:
        sent = typed("I.1", **values)
        response = secretary.post(sheet.get_absolute_url(), sent, headers=SCRIPT)
        (error,) = response.json()["errors"]
        assert response.status_code == 422
        assert list(error["fields"].values()) == [[sentence]]
        assert node("I.1").version == 1


def test_a_condition_loses_its_maximum(sheet, secretary):
    sent = typed("I.1", kind="disqualifier", max_points="60")
    secretary.post(sheet.get_absolute_url(), sent, headers=SCRIPT)
    assert node("I.1").max_points is None


def test_a_group_has_neither_kind_nor_maximum(sheet, secretary):
    sent = typed("I", kind="bonus", max_points="60", name="Nhiệm vụ chính trị")
    secretary.post(sheet.get_absolute_url(), sent, headers=SCRIPT)
    group = node("I")
    assert (group.name, group.kind, group.max_points) == (
        "Nhiệm vụ chính trị",
        "points",
        None,
    )


def test_an_issued_sheet_refuses_the_row(built, sheet, secretary):
    run(sheet, "freeze", actor=built.secretary)
    response = secretary.post(
        sheet.get_absolute_url(), typed("I.1", max_points="5"), headers=SCRIPT
    )
    (error,) = response.json()["errors"]
    assert error["fields"] == {"": ["Bảng tiêu chí đã ban hành, không sửa được."]}
    assert node("I.1").max_points == 60


def test_a_unit_types_nothing_into_the_sheet(built, sheet):
    client = signed_in(built.user("clerk", "plain"))
    page = client.get(sheet.get_absolute_url())
    assert b"data-grid" not in page.content
    response = client.post(sheet.get_absolute_url(), typed("I.1", max_points="5"))
    assert response.status_code == 403


# ----- the buttons of a row


def test_a_button_saves_what_was_typed_first(sheet, secretary):
    response = press(
        secretary, sheet, f"child-{node('I').pk}", **typed("I.1", name="Tên mới")
    )
    added = node("I.3")
    assert response.redirect_chain == [
        (f"{sheet.get_absolute_url()}?moi={added.pk}", 302)
    ]
    assert node("I.1").name == "Tên mới"


def test_a_button_waits_while_a_row_is_wrong(sheet, secretary):
    response = press(secretary, sheet, f"child-{node('I').pk}", **typed("I.1", name=""))
    assert response.status_code == 422
    assert "Chưa ghi tên tiêu chí." in response.content.decode()
    assert not Criterion.objects.filter(code="I.3").exists()


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("part", ["I", "I.1", "I.2", "II", "III", "IV", "V"]),
        ("sibling-I.1", ["I", "I.1", "I.2", "I.3", "II", "III", "IV"]),
        ("up-I.2", ["I", "I.2", "I.1", "II", "III", "IV"]),
        ("down-I.1", ["I", "I.2", "I.1", "II", "III", "IV"]),
        ("delete-I.2", ["I", "I.1", "II", "III", "IV"]),
        ("delete-II", ["I", "I.1", "I.2", "III", "IV"]),
    ],
)
def test_every_button_of_the_tree(sheet, secretary, button, order):
    name, _, code = button.partition("-")
    pressed = f"{name}-{node(code).pk}" if code else name
    page = press(secretary, sheet, pressed)
    assert page.status_code == 200
    shown = [row.criterion.code for row in page.context["rows"]]
    assert shown == order


def test_a_full_group_is_not_deleted(sheet, secretary):
    page = press(secretary, sheet, f"delete-{node('I').pk}")
    assert page.status_code == 409
    assert "còn 2 mục bên trong" in page.content.decode()


@pytest.mark.parametrize("button", ["explode-1", "up-abc", "up-999999"])
def test_an_unknown_button_is_not_found(sheet, secretary, button):
    assert press(secretary, sheet, button).status_code == 404


# ----- name, deletion, issue


def test_a_draft_gets_its_name(sheet, secretary):
    url = reverse("sheet-edit", args=[sheet.pk])
    form = secretary.get(url).context["form"]
    sent = {name: field.initial or "" for name, field in form.fields.items()}
    secretary.post(url, {**sent, "name": "Bảng tiêu chí của khối", "is_sample": ""})
    assert CriteriaSheet.objects.get(pk=sheet.pk).name == "Bảng tiêu chí của khối"


def test_an_issued_sheet_keeps_its_name(built, sheet, secretary):
    run(sheet, "freeze", actor=built.secretary)
    url = reverse("sheet-edit", args=[sheet.pk])
    page = secretary.post(url, {"name": "Tên khác"}).content.decode()
    assert "đã ban hành, không sửa được" in page
    assert CriteriaSheet.objects.get(pk=sheet.pk).name == "Bảng tiêu chí thử"


def test_a_sheet_is_issued_from_its_page(sheet, secretary):
    secretary.post(sheet.get_action_url("freeze"), {"expected": "draft"})
    page = secretary.get(sheet.get_absolute_url()).content.decode()
    assert "Đã ban hành" in page
    assert "data-grid" not in page
    assert "Thêm phần" not in page

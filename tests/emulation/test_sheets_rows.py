"""Rows of a criteria sheet: methods with their parameters, order, long sheets."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from emulation.models import CommonTarget, CriteriaSheet, Criterion, EmulationYear
from emulation.selectors.sheets import (
    missing_in_sheet,
    roundness,
    sheet_lines,
    tree_rows,
)
from emulation.services.sheets import (
    LONG_SAMPLE,
    create_sheet_from_sample,
    delete_sheet,
    sample_facts,
)
from tests.builders import World, world
from tests.emulation.sheeting import SCRIPT, node, signed_in, typed

pytestmark = pytest.mark.django_db

PAGE_QUERIES = 16
SAVE_QUERIES = 23


@pytest.fixture
def built() -> World:
    return world(opened=False)


@pytest.fixture
def sheet(built) -> CriteriaSheet:
    return built.year.sheets.get()


@pytest.fixture
def secretary(built) -> Client:
    return signed_in(built.secretary)


# ----- methods and their parameters


def test_a_method_keeps_only_its_own_parameters(built, sheet, secretary):
    target = CommonTarget.objects.create(year=built.year, content="Đúng hạn", value=95)
    held = {"common_target": str(target.pk), "cap_percent": "120"}
    sent = typed(
        "I.1", method="ratio", needs_evidence="on", guidance="Xem hồ sơ", **held
    )
    answer = secretary.post(sheet.get_absolute_url(), sent, headers=SCRIPT).json()
    one = node("I.1")
    assert (one.method, one.common_target, one.cap_percent) == ("ratio", target, 120)
    assert (one.needs_evidence, one.guidance) == (True, "Xem hồ sơ")
    assert "common_target" in answer["saved"][0]["cells"]["terms"]
    sent = typed("I.1", method="occurrence", rate="2,5", **held)
    secretary.post(sheet.get_absolute_url(), sent, headers=SCRIPT)
    one = node("I.1")
    assert (one.rate, one.common_target, one.cap_percent) == (2.5, None, 100)


def test_a_method_that_does_not_fit_its_kind_is_refused(sheet, secretary):
    sent = typed("II", method="ratio")
    answer = secretary.post(sheet.get_absolute_url(), sent, headers=SCRIPT).json()
    assert answer["errors"][0]["fields"]["method"] == [
        "“Theo tỷ lệ đạt chỉ tiêu chung” không dùng cho loại “Điểm thưởng”."
    ]
    sent = typed("I.1", method="share_met")
    secretary.post(sheet.get_absolute_url(), sent, headers=SCRIPT)
    sent = typed("I.1", kind="bonus", method="share_met")
    secretary.post(sheet.get_absolute_url(), sent, headers=SCRIPT)
    assert (node("I.1").kind, node("I.1").method) == ("bonus", "typed")


def test_a_target_of_another_year_is_not_offered(built, sheet, secretary):
    other = EmulationYear.objects.create(bloc=built.bloc, year=built.year.year + 1)
    target = CommonTarget.objects.create(year=other, content="Của năm sau", value=1)
    sent = typed("I.1", method="ratio", cap_percent="100", common_target=str(target.pk))
    answer = secretary.post(sheet.get_absolute_url(), sent, headers=SCRIPT).json()
    assert "common_target" in answer["errors"][0]["fields"]


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "disqualifier", "method": "ratio", "max_points": None},
        {"kind": "disqualifier", "max_points": 5},
        {"kind": "bonus", "method": "relative"},
        {"rate": 5},
        {"cap_percent": 0},
    ],
)
def test_the_database_refuses_nonsense(sheet, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.filter(code="I.1").update(**facts)


def test_what_a_leaf_lacks_is_said(sheet):
    change = Criterion.objects.filter
    change(code="I.1").update(method="ratio")
    change(code="I.2").update(method="occurrence", max_points=None)
    change(code="II").update(method="pass_fail", max_points=None)
    assert missing_in_sheet(sheet) == [
        "Tiêu chí I.1: chấm theo tỷ lệ đạt chỉ tiêu chung, chưa chọn chỉ tiêu chung.",
        "Tiêu chí I.2: chưa có điểm tối đa.",
        "Tiêu chí I.2: tính theo số lần, chưa có điểm mỗi lần.",
        "Tiêu chí II: chưa có điểm tối đa.",
    ]


@pytest.mark.parametrize(
    ("scale", "sentence"),
    [
        (1000, ""),
        (990, "Tổng điểm tối đa là 990, còn thiếu 10 so với thang 1.000."),
        (1005, "Tổng điểm tối đa là 1.005, thừa 5 so với thang 1.000."),
        (100, ""),
        (50, ""),
        (96, "Tổng điểm tối đa là 96, còn thiếu 4 so với thang 100."),
        (0, ""),
    ],
)
def test_a_scale_that_is_not_round_is_said(scale, sentence):
    assert roundness(Decimal(scale)) == sentence


# ----- order and blocks by script


def test_siblings_are_ordered_and_rows_made_beside(sheet, secretary):
    address = sheet.get_absolute_url()
    ids = [node("II").pk, node("I").pk, node("IV").pk, node("III").pk]
    answer = secretary.post(address, {"do": "order", "row": ids}, headers=SCRIPT)
    assert answer.json()["numbers"][str(node("I.1").pk)] == "I.1"
    order = [row.criterion.code for row in tree_rows(sheet.criteria.all())]
    assert order == ["II", "I", "I.1", "I.2", "IV", "III"]
    ids = [node("II").pk, node("I.1").pk]
    refused = secretary.post(address, {"do": "order", "row": ids}, headers=SCRIPT)
    assert "Các dòng vừa thay đổi" in refused.json()["refused"][0]
    beside = {"do": f"beside-{node('I.1').pk}", "count": "2"}
    made = secretary.post(address, beside, headers=SCRIPT).json()
    assert made["rows"].count("data-row=") == 2
    assert [node(code).parent.code for code in ("I.3", "I.4")] == ["I", "I"]
    many = {"do": f"beside-{node('I.1').pk}", "count": "400"}
    refused = secretary.post(address, many, headers=SCRIPT).json()["refused"]
    assert refused == ["Bảng có nhiều nhất 400 dòng."]


# ----- long sheets


@pytest.mark.parametrize("sample", [None, LONG_SAMPLE])
def test_a_long_sheet_costs_what_a_short_one_costs(
    built, sheet, secretary, sample, django_assert_num_queries
):
    if sample:
        delete_sheet(sheet, actor=built.secretary)
        sheet = create_sheet_from_sample(built.year, sample, actor=built.secretary)
    with django_assert_num_queries(PAGE_QUERIES):
        secretary.get(sheet.get_absolute_url())
    leaf = sheet.criteria.filter(kind="points", children=None).exclude(parent=None)
    sent = typed(leaf.first().code, name="Tên khác")
    with django_assert_num_queries(SAVE_QUERIES):
        secretary.post(sheet.get_absolute_url(), sent, headers=SCRIPT)


def test_the_long_sample_has_150_leaves_and_a_thousand_points(built, sheet):
    delete_sheet(sheet, actor=built.secretary)
    long = create_sheet_from_sample(built.year, LONG_SAMPLE, actor=built.secretary)
    (line,) = sheet_lines(built.year)
    assert (line.leaves, line.scale, line.bonus) == (150, 1000, 50)
    assert long.is_sample
    assert "mẫu" in long.name
    assert missing_in_sheet(long) == []
    assert "không trích từ văn bản nào" in sample_facts(LONG_SAMPLE)["origin"]

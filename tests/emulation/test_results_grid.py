"""The grid of a report: figures, what follows from them, rows never pledged."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from core.grid import HEADER
from core.workflow import run
from emulation.enums import Period
from emulation.models import Report, Result, Target
from emulation.services import pledges
from tests.builders import World
from tests.steps import SIGNATURE, accept_pledge, fill_report, sign_pledge

pytestmark = pytest.mark.django_db

D = Decimal
SCRIPT = {f"HTTP_{HEADER.upper().replace('-', '_')}": "1"}
# Báo Bắc Kạn, 1/2025: content, target, result, sentence
ARTICLE = (
    ("Vụ việc phức tạp", 5, "12", "Đạt 240% (vượt 140%)"),
    ("Vụ việc tham nhũng", 10, "15", "Đạt 150% (vượt 50%)"),
    ("do Ban phát hiện", 5, "9", "Đạt 180% (vượt 80%)"),
)


@pytest.fixture
def built(shared_world) -> World:
    return shared_world


@pytest.fixture
def report(built) -> Report:
    sign_pledge(built)
    return built.report()


@pytest.fixture
def cases(report) -> Result:
    """The row of a number: promised are 12."""
    return report.results.get(target__kind="number")


@pytest.fixture
def browser(built) -> Client:
    """The clerk's browser."""
    client = Client()
    client.force_login(built.user("clerk", "plain"))
    return client


def save(browser, row: Result, actual: str, script=True, **typed: str):
    fields = {"version": str(row.version), "actual": actual, "note": row.note} | typed
    data = {f"row-{row.pk}-{name}": one for name, one in fields.items()}
    return browser.post(
        row.report.get_absolute_url(), data, **(SCRIPT if script else {})
    )


def text_of(html: str) -> str:
    """Return the words of a cell without its tags."""
    inside = [part.split(">")[-1] for part in html.split("<")]
    return " ".join(" ".join(inside).split())


# ----- figures


def test_the_articles_figures(built, browser):
    pledge, clerk = built.pledge(), built.user("clerk", "plain")
    whole = None
    for content, value, _actual, _text in ARTICLE:
        parent = whole if content.startswith("do ") else None
        one = Target(pledge=pledge, content=content, value=value, parent=parent)
        whole = pledges.add_target(one, actor=clerk)
    leader = built.user("leader", "plain")
    run(accept_pledge(built, pledge), "sign", actor=leader, **SIGNATURE)
    for content, _value, actual, text in ARTICLE:
        row = built.report().results.get(target__content=content)
        saved = save(browser, row, actual).json()["saved"][0]
        assert text_of(saved["cells"]["completion"]) == text
    page = browser.get(built.report().get_absolute_url())
    lines = page.context["parts"][0].lines
    assert [(one.number, one.row.completion.text) for one in lines] == [
        ("1", "Đạt 240% (vượt 140%)"),
        ("2", "Đạt 150% (vượt 50%)"),
        ("2.1", "Đạt 180% (vượt 80%)"),
    ]


def test_a_figure_far_off_is_saved_echoed_and_asked_about(browser, cases):
    answer = save(browser, cases, "3.515")
    assert answer.status_code == 200
    assert text_of(answer.json()["saved"][0]["cells"]["completion"]) == (
        "Đạt 29.291,67% (vượt 29.191,67%) "
        "3.515 hiểu là 3515, gấp 292 lần chỉ tiêu: kiểm tra lại."
    )
    assert (
        "3.515 hiểu là 3515"
        in browser.get(cases.report.get_absolute_url()).content.decode()
    )


def test_a_figure_far_from_the_half_years_is_asked_about(built, browser, cases):
    half = built.report(period=Period.HALF_YEAR)
    half.results.filter(target=cases.target).update(actual=D("0.1"))
    cells = save(browser, cases, "12").json()["saved"][0]["cells"]
    assert "gấp 120 lần số kỳ trước: kiểm tra lại." in cells["completion"]


@pytest.mark.parametrize(
    ("actual", "sentence"),
    [
        ("mười", "“mười” không phải là số."),
        ("-1", "−1 nhỏ hơn mức thấp nhất là 0."),
        ("100000000000", "100.000.000.000 quá lớn, kiểm tra lại số đã gõ."),
    ],
)
def test_bad_figures_are_refused_in_words(browser, cases, actual, sentence):
    answer = save(browser, cases, actual)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["fields"] == {"actual": [sentence]}


def test_a_rate_above_the_whole_is_refused(browser, report):
    rate = report.results.get(target__kind="percentage")
    answer = save(browser, rate, "101,5")
    sentence = answer.json()["errors"][0]["fields"]["actual"]
    assert sentence == ["Tỷ lệ không vượt quá 100%."]
    assert save(browser, rate, "100").status_code == 200


def test_a_zero_is_a_result_and_a_blank_is_none(browser, cases):
    answer = save(browser, cases, "0").json()["saved"][0]
    assert text_of(answer["cells"]["completion"]) == "Đạt 0% (thiếu 100%)"
    row = Result.objects.get(pk=cases.pk)
    answer = save(browser, row, "").json()["saved"][0]
    assert text_of(answer["cells"]["completion"]) == "Chưa nhập"
    assert Result.objects.get(pk=cases.pk).actual is None


def test_two_browsers_on_one_row(browser, cases):
    save(browser, cases, "13", is_estimate="on")
    stale = save(browser, cases, "14").json()["stale"][0]
    assert stale["fields"] == {
        "actual": {"yours": "14", "theirs": "13"},
        "is_estimate": {"yours": "false", "theirs": "true"},
    }
    page = save(browser, cases, "14", script=False)
    assert page.status_code == 409
    assert "Mới: 13" in page.content.decode()


def test_a_report_submitted_meanwhile_keeps_what_was_typed(built, browser, cases):
    run(fill_report(built), "submit", actor=built.user("clerk", "plain"))
    page = save(browser, cases, "77", script=False)
    assert page.status_code == 409
    html = page.content.decode()
    assert "Kết quả chờ thủ trưởng duyệt, không sửa được." in html
    assert 'value="77"' in html


# ----- rows never pledged


def test_a_free_row_is_added_typed_and_deleted(browser, report, cases):
    home = report.get_absolute_url()
    asked = browser.post(home, {"do": f"part-{cases.pk}"})
    assert asked.url == f"{home}them-dong/?trong-do={cases.pk}"
    form = browser.get(asked.url).context["form"]
    assert form.initial["parent"] == str(cases.pk)
    assert browser.post(home, {"do": "add-movement"}).url.endswith("?phan=movement")
    done = browser.post(
        asked.url,
        {"content": "cấp tỉnh", "unit_of_measure": "vụ", "section": "movement"}
        | {"parent": cases.pk},
    )
    free = report.results.get(target=None)
    assert done.url == f"{home}#dong-{free.pk}"
    assert (free.section, free.parent) == ("political", cases)
    answer = save(browser, free, "4", content="cấp huyện", unit_of_measure="vụ")
    assert text_of(answer.json()["saved"][0]["cells"]["completion"]) == (
        "Không giao chỉ tiêu, không tính tỷ lệ"
    )
    blank = save(browser, Result.objects.get(pk=free.pk), "4", content="")
    assert blank.json()["errors"][0]["fields"] == {
        "content": ["Trường này là bắt buộc."]
    }
    url = browser.post(home, {"do": f"delete-{free.pk}"}).url
    assert "cấp huyện: 4 vụ." in browser.get(url).content.decode()
    assert browser.post(url).url == home
    assert not report.results.filter(target=None).exists()


def test_a_pledged_row_is_not_deleted(browser, cases):
    answer = browser.post(reverse("result-delete", args=[cases.pk]))
    assert "đã giao ước không xóa được" in answer.content.decode()
    assert Result.objects.filter(pk=cases.pk).exists()

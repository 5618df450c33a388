"""Tags and filters of the templates."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.tables import Cell, Column
from core.templatetags import house


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Hoàng Bích Ngọc", "HN"), ("Đinh Thị Ấm", "ĐẤ"), ("Lan", "L"), ("", "")],
)
def test_initials_are_family_and_given_name(name, letters):
    assert house.initials(name) == letters


@pytest.mark.parametrize(
    ("day", "short"),
    [
        (date(2024, 12, 5), "05/12/2024"),
        (date(2024, 3, 26), "26/3/2024"),
        (date(2025, 1, 7), "07/01/2025"),
        (None, ""),
    ],
)
def test_dates_are_written_as_on_papers(day, short):
    assert house.vi_date(day) == short


def test_moment_is_shown_in_the_time_of_vietnam():
    evening = datetime(2024, 12, 15, 18, 5, tzinfo=UTC)
    assert house.vi_datetime(evening) == "01:05, 16/12/2024"
    assert house.vi_weekday(evening) == "Thứ Hai, 16/12/2024"
    assert house.vi_day(evening) == "16/12"


def test_commas_of_points_stand_in_one_line():
    assert house.points(Decimal("1035.5")) == '1.035<span class="f">,5</span>'
    assert house.points(Decimal(12)) == '12<span class="f"></span>'
    assert house.points(None) == '–<span class="f"></span>'


def test_blank_number_is_no_zero():
    assert house.num(None) == "–"
    assert house.num(0) == "0"


def test_badge_is_icon_and_word_and_escapes_the_word():
    shown = house.badge("submitted", "<b>Chờ duyệt</b>")
    assert 'class="state state-warn"' in shown
    assert "#i-wait" in shown
    assert "&lt;b&gt;Chờ duyệt&lt;/b&gt;" in shown


def test_unknown_state_is_neutral():
    assert house.badge("unheard", "Lạ").startswith('<span class="state">')


def test_icon_with_a_label_is_an_image():
    assert 'role="img" aria-label="Xong &amp; gửi"' in house.icon("check", "Xong & gửi")
    assert 'aria-hidden="true"' in house.icon("check")


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("points", "96,15", '96<span class="f">,15</span>'),
        ("number", "Không giao", "Không giao"),
        ("text", "Điều 5", "Điều 5"),
    ],
)
def test_only_figures_get_the_slot(kind, text, shown):
    assert house.figure(Cell(Column("a", "A", kind), text)) == shown

"""Copying an earlier year's set-up, and what changed since, part by part."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core import clock, journal
from core.workflow import BlockedError, run
from emulation.enums import SetupPart
from emulation.models import (
    CommonTarget,
    CriteriaSheet,
    EmulationYear,
    Movement,
    TieBreaker,
)
from emulation.selectors.comparison import changes_between, years_later
from emulation.services import setup
from emulation.services.copying import COPIED, copy_setup, prepare_next_year
from emulation.services.years import create_year, set_phase_dates
from tests.builders import World, world
from tests.emulation.setting_up import add_common, add_title
from units import services
from units.models import BlocOffice

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    """This year set up whole and open, the next in preparation and empty."""
    built = world(opened=False)
    year = built.year
    whole = add_common(built, "Tổ chức đảng hoàn thành tốt", note="Nguồn")
    add_common(built, "hoàn thành xuất sắc", parent=whole, value=20)
    year.refresh_from_db()
    year.common_contents = "Gửi báo cáo đúng hạn"
    year.leader_approves = False
    year.save()
    number = year.year
    for name, to_year in (("Đang chạy", None), ("Hết năm nay", number)):
        Movement.objects.create(
            year=year,
            name=name,
            to_year=to_year,
            aim="Mục đích",
            launched_on=date(number, 1, 5),
            reviewed_on=date(number, 12, 5),
            summary="Tốt",
        )
    year.quotas.create(title=add_title("co"), most_in_bloc=1, most_per_unit=1)
    year.quotas.create(title=add_title("cu", ends=clock.today()))
    criteria = year.sheets.get().criteria
    criteria.filter(code="I.1").update(method="ratio", common_target=whole)
    TieBreaker.objects.create(year=year, code="I.1")
    built.year = run(year, "open", actor=built.secretary)
    office = BlocOffice(
        bloc=built.bloc, year=number + 1, unit=built.units["head"], office="head"
    )
    services.give_office(office, actor=None)
    return built


@pytest.fixture
def following(built):
    return create_year(built.bloc, built.year.year + 1, actor=built.secretary)


@pytest.fixture
def browser(client, built):
    client.force_login(built.secretary)
    return client


def address(name: str, year: EmulationYear) -> str:
    return reverse(name, args=[year.bloc.code, year.year])


def copy(built: World, following: EmulationYear, parts=COPIED) -> EmulationYear:
    copy_setup(built.year, following, parts, actor=built.secretary)
    return EmulationYear.objects.get(pk=following.pk)


def changes(built: World, following: EmulationYear) -> dict[str, list[tuple]]:
    found = changes_between(built.year, EmulationYear.objects.get(pk=following.pk))
    return {
        one.part: [(change.word, change.name) for change in one.changes]
        for one in found
        if one.changes
    }


# ----- copying


def test_all_parts_are_copied_and_the_year_knows_from_where(built, following):
    year = copy(built, following)
    movement = year.movements.get()
    assert (movement.name, movement.aim, movement.summary) == (
        "Đang chạy",
        "Mục đích",
        "",
    )
    assert (movement.launched_on, movement.reviewed_on) == (
        date(built.year.year, 1, 5),
        None,
    )
    old, new = built.year.phases.first(), year.phases.first()
    assert new.due_on == years_later(old.due_on, 1)
    whole = year.common_targets.get(parent=None)
    assert (whole.content, whole.value, whole.note) == (
        "Tổ chức đảng hoàn thành tốt",
        Decimal(95),
        "Nguồn",
    )
    assert whole.parts.get().value == 20
    assert year.common_contents == "Gửi báo cáo đúng hạn"
    limits = {one.title.code: one.most_in_bloc for one in year.quotas.all()}
    assert limits == {"co": 1, "cu": None}
    sheet = year.sheets.get()
    assert (sheet.state, sheet.criteria.count()) == ("draft", 6)
    assert sheet.criteria.get(code="I.1").common_target == whole
    assert [one.code for one in year.tie_breakers.all()] == ["I.1"]
    assert year.scoring_rules.checks_per_card == 0
    assert not year.leader_approves
    assert year.copied_from == built.year
    assert year.theme == ""


def test_copying_is_one_entry_that_names_each_part(built, following):
    year = copy(built, following)
    entry = journal.entries_of(year).get(verb="copy")
    assert entry.sentence == f"Sao chép thiết lập từ năm {built.year.year}"
    assert ["Chỉ tiêu, nội dung chung", "", "2 chỉ tiêu, 1 nội dung"] in entry.changes
    assert entry.actor == built.secretary


def test_the_next_year_after_an_election_is_the_same_copy(built):
    year = prepare_next_year(built.year, actor=built.user("secretary", "deputy"))
    assert year.copied_from == built.year
    assert (year.common_targets.count(), year.movements.count()) == (2, 1)
    assert prepare_next_year(built.year, actor=built.secretary) == year


def test_a_title_that_ended_is_left_behind_or_followed(built, following):
    built.year.quotas.filter(title__code="cu").update(most_in_bloc=3)
    yesterday = clock.today() - timedelta(days=1)
    old = built.year.quotas.get(title__code="cu").title
    old.valid_to = yesterday
    old.save()
    copy(built, following, [SetupPart.TITLES])
    assert {one.title.code for one in following.quotas.all()} == {"co"}
    newer = add_title("moi")
    newer.code, newer.valid_from = "cu", clock.today()
    newer.save()
    copy(built, following, [SetupPart.TITLES])
    assert following.quotas.get(title__code="cu").title == newer


def test_only_ticked_parts_are_replaced_and_the_old_rows_are_kept(built, following):
    kept = Movement.objects.create(year=following, name="Của năm mới")
    gone = setup.add_common(_row(following, "Riêng năm mới"), actor=built.secretary)
    copy(built, following, [SetupPart.COMMON])
    assert following.movements.get() == kept
    assert following.common_targets.count() == 2
    deleted = journal.JournalEntry.objects.get(sentence="Xóa chỉ tiêu chung")
    assert deleted.object_id == str(gone.pk)
    assert deleted.object_label == "Riêng năm mới"


def _row(year: EmulationYear, content: str):
    return CommonTarget(year=year, content=content, kind="number", value=1)


def test_a_draft_sheet_is_replaced_with_its_copy_in_the_journal(built, following):
    draft = CriteriaSheet.objects.create(year=following, name="Bản đang soạn")
    copy(built, following, [SetupPart.SHEET])
    assert following.sheets.get().name == "Bảng tiêu chí thử"
    entry = journal.JournalEntry.objects.get(sentence="Xóa bản nháp bảng tiêu chí")
    assert entry.object_id == str(draft.pk)


def test_a_target_that_criteria_rest_on_is_not_replaced_alone(built, following):
    copy(built, following)
    with pytest.raises(BlockedError, match=r"là căn cứ chấm của mục I\.1"):
        copy(built, following, [SetupPart.COMMON])
    copy(built, following)
    assert following.common_targets.count() == 2


def test_copying_is_refused_where_it_makes_no_sense(built, following):
    secretary = built.secretary
    with pytest.raises(BlockedError, match="Chỉ sao chép từ một năm trước"):
        copy_setup(following, following, COPIED, actor=secretary)
    with pytest.raises(BlockedError, match="Chọn ít nhất một phần"):
        copy_setup(built.year, following, [], actor=secretary)
    with pytest.raises(BlockedError, match="Năm đã mở"):
        copy_setup(following, built.year, COPIED, actor=secretary)
    with pytest.raises(PermissionDenied):
        copy_setup(built.year, following, COPIED, actor=built.user("clerk", "plain"))


# ----- the page that asks


def test_empty_parts_are_ticked_and_held_ones_say_what_goes(browser, built, following):
    Movement.objects.create(year=following, name="Của năm mới")
    page = browser.get(address("setup-copy", following))
    html = page.content.decode()
    form = page.context["form"]
    assert SetupPart.COMMON in form["parts"].initial
    assert SetupPart.MOVEMENTS not in form["parts"].initial
    assert "1 phong trào còn tiếp tục (thay cho: 1 phong trào)" in html
    assert f"Hết năm nay (đến năm {built.year.year})" in html
    assert "Đoàn kết, sáng tạo" in html  # the theme of the year copied from
    nothing = browser.post(address("setup-copy", following), {})
    assert nothing.status_code == 422
    assert "Chọn ít nhất một phần để sao chép." in nothing.content.decode()
    browser.post(address("setup-copy", following), {"parts": ["common", "titles"]})
    assert following.common_targets.count() == 2
    assert following.movements.get().name == "Của năm mới"


def test_another_year_is_chosen_and_unknown_ones_are_not_found(
    browser, built, following
):
    url = address("setup-copy", following)
    assert browser.get(f"{url}?nam={built.year.year}").status_code == 200
    assert browser.get(f"{url}?nam=1999").status_code == 404
    assert browser.get(address("setup-changes", built.year)).status_code == 404


# ----- what changed


def test_a_fresh_copy_differs_only_by_theme_and_what_ended(built, following):
    copy(built, following)
    assert changes(built, following) == {
        SetupPart.PLAN: [("Bỏ", "Chủ đề")],
        # its review was held in the year before
        SetupPart.MOVEMENTS: [("Đổi", "Đang chạy"), ("Bỏ", "Hết năm nay")],
    }


def test_later_edits_are_told_as_new_changed_and_dropped(built, following):
    copy(built, following)
    whole = following.common_targets.get(parent=None)
    whole.content, whole.value = "Tổ chức đảng hoàn thành tốt nhiệm vụ", 100
    whole.save()
    whole.parts.all().delete()
    following.quotas.filter(title__code="co").update(most_in_bloc=2)
    following.quotas.create(title=add_title("them"))
    following.sheets.get().criteria.filter(code="I.2").update(max_points=50)
    due = following.phases.get(kind="sign").due_on + timedelta(days=3)
    set_phase_dates(following, {"sign": (None, due)}, actor=built.secretary)
    found = changes(built, following)
    assert found[SetupPart.COMMON] == [
        ("Đổi", "Tổ chức đảng hoàn thành tốt nhiệm vụ"),
        ("Bỏ", "hoàn thành xuất sắc"),
    ]
    assert found[SetupPart.TITLES] == [
        ("Đổi", "Danh hiệu co"),
        ("Mới", "Danh hiệu them"),
    ]
    assert found[SetupPart.SHEET] == [("Đổi", "Tiêu chí I.2")]
    assert found[SetupPart.PHASES] == [("Đổi", "Ký giao ước")]


def test_the_page_shows_both_sides(browser, built, following):
    copy(built, following)
    following.common_targets.filter(parent=None).update(value=100)
    page = browser.get(address("setup-changes", following)).content.decode()
    assert "Tổ chức đảng hoàn thành tốt: ≥ 95%" in page
    assert "Tổ chức đảng hoàn thành tốt: ≥ 100%" in page
    assert f"Năm {built.year.year}" in page


def test_leap_days_become_the_last_of_february():
    assert years_later(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert years_later(date(2024, 3, 15), 2) == date(2026, 3, 15)


@pytest.mark.parametrize("number", [1, 3])
def test_comparing_costs_the_same_for_any_number_of_rows(
    browser, built, following, number, django_assert_num_queries
):
    copy(built, following)
    for place in range(number):
        Movement.objects.create(year=following, name=f"Phong trào {place}")
        setup.add_common(_row(following, f"Chỉ tiêu {place}"), actor=built.secretary)
    with django_assert_num_queries(20):
        browser.get(address("setup-changes", following))

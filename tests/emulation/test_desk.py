"""The desk: what waits for whom, in order of deadline; what is new; what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.points import DESK_TASKS
from core.workflow import run
from emulation.enums import PhaseKind
from emulation.selectors.desk import in_order
from emulation.services.years import set_phase_dates
from tests.builders import (
    world,
)
from tests.emulation.deadlines import move_due
from tests.steps import (
    SIGNATURE,
    approve_report,
    fill_pledge,
    fill_report,
    finalise,
    self_score,
    sign_pledge,
    whole_year,
)
from units import services
from units.models import BlocOffice

pytestmark = pytest.mark.django_db

CEILING = 25


def waiting(user) -> list[str]:
    """Return the titles of what waits for the user, in the order of the desk."""
    return [one["title"] for one in in_order(DESK_TASKS(user))]


def note_of(user, title: str) -> str:
    return next(one.note for one in DESK_TASKS(user) if one.title == title)


# ----- a clerk


def test_clerk_begins_with_the_pledge():
    built = world()
    clerk = built.user("clerk", "plain")
    title = f"Hoàn thành và gửi giao ước thi đua năm {built.year.year}"
    score = f"Hoàn thành và gửi phiếu tự chấm điểm năm {built.year.year}"
    assert waiting(clerk) == [title, score]
    assert note_of(clerk, title) == "Chưa có chỉ tiêu nào."
    fill_pledge(built)
    note = "Đã soạn 2 chỉ tiêu, chưa gửi thủ trưởng duyệt."
    assert note_of(clerk, title) == note


def test_clerk_reads_who_returned_the_pledge_and_why():
    built = world()
    clerk, leader = built.user("clerk", "plain"), built.user("leader", "plain")
    pledge = fill_pledge(built)
    run(pledge, "submit", actor=clerk)
    run(pledge, "return", actor=leader, reason="Chỉ tiêu 2 còn thấp")
    title = f"Sửa giao ước thi đua năm {built.year.year} bị trả lại"
    assert note_of(clerk, title) == f"{leader}: Chỉ tiêu 2 còn thấp."
    task = next(one for one in DESK_TASKS(clerk) if one.title == title)
    assert task.url == reverse("pledge", args=[pledge.pk])
    assert task.due == clock.today() + timedelta(days=30)


def test_clerk_enters_results_once_the_pledge_is_signed():
    built = world()
    clerk, year = built.user("clerk", "plain"), built.year.year
    sign_pledge(built)
    half, whole = (
        f"Hoàn thành và gửi kết quả {name} {year}" for name in ("6 tháng", "năm")
    )
    assert {half, whole} <= set(waiting(clerk))
    assert note_of(clerk, whole) == "Còn 2 trong 2 chỉ tiêu chưa có kết quả."
    fill_report(built)
    assert note_of(clerk, whole) == "Đã nhập đủ, chưa gửi thủ trưởng duyệt."
    run(built.report(), "submit", actor=clerk)
    assert whole not in waiting(clerk)


def test_clerk_scores_after_the_results():
    built = world()
    clerk = built.user("clerk", "plain")
    title = f"Hoàn thành và gửi phiếu tự chấm điểm năm {built.year.year}"
    sign_pledge(built)
    after = "Gửi được sau khi thủ trưởng duyệt kết quả năm."
    assert note_of(clerk, title) == f"Còn 3 tiêu chí chưa tự chấm. {after}"
    approve_report(built)
    self_score(built)
    assert note_of(clerk, title) == "Đã chấm đủ, chưa gửi Thường trực khối."


def test_clerk_is_told_what_to_do_past_the_day():
    built = world()
    clerk = built.user("clerk", "plain")
    move_due(built, PhaseKind.REGISTER, -3)
    first = in_order(DESK_TASKS(clerk))[0]
    assert (first["tone"], first["left"]) == ("late", "Quá hạn 3 ngày")
    assert first["note"].endswith("Đã hết hạn gửi, đề nghị Thường trực khối lùi hạn.")


def test_nothing_waits_in_a_step_that_is_not_open():
    built = world()
    clerk = built.user("clerk", "plain")
    for kind in (PhaseKind.REGISTER, PhaseKind.SCORING):
        run(built.year.phases.get(kind=kind), "close", actor=built.secretary)
    assert waiting(clerk) == []


def test_nothing_waits_in_a_year_that_is_not_open():
    built = world(opened=False)
    assert waiting(built.user("clerk", "plain")) == []


# ----- a leader


def test_leader_approves_signs_and_approves_results():
    built = world()
    clerk, leader = built.user("clerk", "plain"), built.user("leader", "plain")
    year = built.year.year
    assert waiting(leader) == []
    pledge = run(fill_pledge(built), "submit", actor=clerk)
    assert waiting(leader) == [f"Duyệt giao ước thi đua năm {year}"]
    run(pledge, "approve", actor=leader)
    assert waiting(leader) == []
    run(pledge, "accept", actor=built.secretary)
    assert waiting(leader) == [f"Ký giao ước thi đua năm {year}"]
    run(pledge, "sign", actor=leader, **SIGNATURE)
    assert waiting(leader) == []
    run(fill_report(built), "submit", actor=clerk)
    assert waiting(leader) == [f"Duyệt kết quả năm {year}"]


def test_leader_is_not_asked_to_approve_where_the_bloc_drops_this_step():
    built = world()
    built.year.leader_approves = False
    built.year.save()
    clerk, leader = built.user("clerk", "plain"), built.user("leader", "plain")
    pledge = fill_pledge(built)
    title = f"Hoàn thành và gửi giao ước thi đua năm {built.year.year}"
    assert note_of(clerk, title) == "Đã soạn 2 chỉ tiêu, chưa gửi Thường trực khối."
    run(pledge, "submit", actor=clerk)
    assert waiting(leader) == []
    assert waiting(built.secretary) == ["Tiếp nhận giao ước của Ban Nội chính Tỉnh ủy"]


def test_leader_is_not_asked_to_sign_before_the_step_is_open():
    built = world()
    clerk, leader = built.user("clerk", "plain"), built.user("leader", "plain")
    sign = built.year.phases.get(kind=PhaseKind.SIGN)
    run(sign, "close", actor=built.secretary)
    pledge = run(fill_pledge(built), "submit", actor=clerk)
    run(pledge, "approve", actor=leader)
    assert waiting(leader) == []


def test_leader_is_not_asked_for_another_unit():
    built = world()
    run(fill_pledge(built), "submit", actor=built.user("clerk", "plain"))
    assert waiting(built.user("leader", "other")) == []


# ----- the secretariat


def test_secretariat_sets_up_and_opens_the_year():
    built = world(opened=False)
    year = built.year.year
    office = BlocOffice(
        bloc=built.bloc, year=year + 1, unit=built.units["head"], office="head"
    )
    services.give_office(office, actor=None)
    assert waiting(built.secretary) == [
        f"Chuẩn bị và mở năm thi đua {year}",
        f"Lập năm thi đua {year + 1}",
    ]
    due = dict.fromkeys(["sign", "awards"], (None, None))
    set_phase_dates(built.year, due, actor=built.secretary)
    note = note_of(built.secretary, f"Chuẩn bị và mở năm thi đua {year}")
    assert note == "Chưa có hạn: Ký giao ước, Khen thưởng."


def test_secretariat_opens_the_first_step_whose_day_has_come():
    built = world(opened=False)
    secretary = built.secretary
    built.year = run(built.year, "open", actor=secretary)
    year = built.year.year
    assert waiting(secretary) == [f"Mở bước “Phát động” năm {year}"]
    note = note_of(secretary, f"Mở bước “Phát động” năm {year}")
    assert note.endswith("; 7 bước khác cũng đã đến ngày mở.")


def test_secretariat_chases_the_late_by_name():
    built = world()
    run(fill_pledge(built), "submit", actor=built.user("clerk", "plain"))
    move_due(built, PhaseKind.REGISTER, -2)
    assert waiting(built.secretary) == ["3 đơn vị chưa gửi giao ước"]
    assert note_of(built.secretary, "3 đơn vị chưa gửi giao ước") == (
        "Ban Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh; Ban Tổ chức Tỉnh ủy; "
        "Văn phòng Tỉnh ủy."
    )


def test_secretariat_is_not_told_of_days_that_are_far():
    built = world()
    assert waiting(built.secretary) == []
    move_due(built, PhaseKind.REGISTER, 3)
    assert waiting(built.secretary) == ["4 đơn vị chưa gửi giao ước"]


def test_secretariat_accepts_what_leaders_approved_but_not_its_own():
    built = world()
    for unit in ("plain", "head", "other"):
        pledge = run(
            fill_pledge(built, unit), "submit", actor=built.user("clerk", unit)
        )
        if unit != "other":
            run(pledge, "approve", actor=built.user("leader", unit))
    assert waiting(built.secretary) == ["Tiếp nhận giao ước của Ban Nội chính Tỉnh ủy"]
    task = next(DESK_TASKS(built.secretary))
    assert task.url == built.pledge().get_absolute_url()
    own = ["Tiếp nhận giao ước của Ban Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh"]
    assert waiting(built.user("secretary", "deputy")) == own
    assert waiting(built.board) == own


def test_secretariat_accepts_many_from_the_list():
    built = world()
    for unit in ("plain", "other"):
        pledge = run(
            fill_pledge(built, unit), "submit", actor=built.user("clerk", unit)
        )
        run(pledge, "approve", actor=built.user("leader", unit))
    task = next(DESK_TASKS(built.secretary))
    assert task.title == "Tiếp nhận giao ước của 2 đơn vị"
    assert task.note == "Ban Nội chính Tỉnh ủy; Văn phòng Tỉnh ủy."
    assert task.url == reverse("pledges", args=[built.bloc.code, built.year.year])


def test_secretariat_is_led_to_the_signing_day_when_signatures_are_late():
    built = world()
    move_due(built, PhaseKind.SIGN, -1)
    task = next(DESK_TASKS(built.secretary))
    assert task.title == "4 đơn vị chưa ký giao ước"
    assert task.url == reverse("signing-day", args=[built.bloc.code, built.year.year])


def test_secretariat_scores_but_not_its_own_unit():
    built = world()
    for unit in ("plain", "head"):
        sign_pledge(built, unit)
        approve_report(built, unit)
        run(self_score(built, unit), "submit", actor=built.user("clerk", unit))
    head, deputy = built.secretary, built.user("secretary", "deputy")
    assert waiting(head) == ["Chấm điểm cuối cho Ban Nội chính Tỉnh ủy"]
    own = ["Chấm điểm cuối cho Ban Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh"]
    assert waiting(deputy) == own
    assert waiting(built.user("board_officer", "board")) == own
    assert waiting(built.user("provincial_leader", "province")) == []


def test_secretariat_scores_many_on_the_page_of_all():
    built = world()
    for unit in ("plain", "other"):
        sign_pledge(built, unit)
        approve_report(built, unit)
        run(self_score(built, unit), "submit", actor=built.user("clerk", unit))
    task = next(DESK_TASKS(built.secretary))
    assert task.title == "Chấm điểm cuối cho 2 đơn vị"
    assert task.note == "Ban Nội chính Tỉnh ủy; Văn phòng Tỉnh ủy."
    assert task.url == reverse("scores", args=[built.bloc.code, built.year.year])


def test_secretariat_ranks_and_closes():
    built = world()
    whole_year(built)
    year = built.year
    assert waiting(built.secretary) == [f"Công bố xếp hạng năm {year.year}"]
    year = run(year, "publish_ranking", actor=built.secretary)
    title = f"Khép năm thi đua {year.year}"
    assert title in waiting(built.secretary)
    assert note_of(built.secretary, title).startswith("Còn vướng: ")


def test_a_year_with_one_score_missing_is_not_ranked():
    built = world()
    sign_pledge(built)
    approve_report(built)
    finalise(built)
    assert waiting(built.secretary) == []

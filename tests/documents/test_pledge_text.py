"""The text that is signed: all of the pledge, the same whatever way it was read."""

import unicodedata
from datetime import timedelta

import pytest

from core import clock
from emulation.models import (
    Initiative,
    Participation,
    Pledge,
    Target,
    Title,
    TitleRegistration,
)
from emulation.reports.pledge_text import digest_of, participation_lines, text_of
from emulation.selectors import targets_of
from emulation.services.pledges import add_target
from emulation.services.roster import admit_unit, release_unit, set_successor
from tests.builders import SINCE, add_person, add_unit, world
from units import services
from units.models import Appointment, Membership, Unit, UnitName

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    return world()


@pytest.fixture
def pledge(built):
    """A pledge that says everything a pledge can say."""
    pledge, clerk = built.pledge(), built.user("clerk", "plain")
    whole = Target(pledge=pledge, content="Tổ chức đảng hoàn thành tốt nhiệm vụ")
    whole.section, whole.kind, whole.value = "building", "percentage", 100
    whole.comparator, whole.base = "eq", "tổng số tổ chức đảng"
    add_target(whole, actor=clerk)
    part = Target(pledge=pledge, parent=whole, content="xuất sắc", value=20)
    part.kind, part.note = "percentage", "theo quy định"
    add_target(part, actor=clerk)
    cases = Target(pledge=pledge, content="Vụ việc", value=5, unit_of_measure="vụ")
    add_target(cases, actor=clerk)
    pledge.contents = "Học tập và làm theo Bác\n\n  Chuyển đổi số  "
    pledge.save()
    year = pledge.year
    type(year).objects.update(common_contents="Nội dung chung")
    _register(pledge)
    return Pledge.objects.get(pk=pledge.pk)


def _register(pledge):
    flag = Title.objects.create(
        code="co", name="Cờ thi đua của tỉnh", subject="collective"
    )
    fighter = Title.objects.create(
        code="cstd", name="Chiến sĩ thi đua cơ sở", subject="individual"
    )
    person = add_person("Nguyễn Thị Hoa")
    person.position = "Chuyên viên"
    person.save()
    part = services.found_unit(
        Unit(code="phong", kind="section", parent=pledge.participation.unit),
        UnitName(
            name="Phòng Tổng hợp", symbol="TH", paper_form="party", valid_from=SINCE
        ),
        actor=None,
    )
    Appointment.objects.create(person=person, unit=part, role="staff", valid_from=SINCE)
    TitleRegistration.objects.create(pledge=pledge, title=flag, note="lần đầu")
    TitleRegistration.objects.create(
        pledge=pledge, title=fighter, person=person, track_record="LĐTT năm 2023"
    )
    Initiative.objects.create(
        pledge=pledge, person=person, name="Sổ tay điện tử", scope="province"
    )
    Initiative.objects.create(pledge=pledge, name="Họp không giấy", note="cả cơ quan")


def test_the_text_holds_all_of_the_pledge(built, pledge):
    assert text_of(pledge) == (
        "Nguyên văn giao ước thi đua, mẫu 1\n"
        f"GIAO ƯỚC THI ĐUA NĂM {built.year.year}\n"
        "Khối: Khối thi đua các cơ quan thử\n"
        "Đơn vị: Ban Nội chính Tỉnh ủy\n"
        "Chủ đề: Đoàn kết, sáng tạo\n"
        "I. CHỈ TIÊU\n"
        "[Nhiệm vụ chính trị]\n"
        "1. Vụ việc: ≥ 5 vụ\n"
        "[Xây dựng Đảng, hệ thống chính trị]\n"
        "2. Tổ chức đảng hoàn thành tốt nhiệm vụ: = 100%, "
        "tính trên tổng số tổ chức đảng\n"
        "2.1. trong đó: xuất sắc: ≥ 20%; ghi chú: theo quy định\n"
        "II. NỘI DUNG VÀ BIỆN PHÁP\n"
        "- Nội dung chung (nội dung chung của khối)\n"
        "- Học tập và làm theo Bác\n"
        "- Chuyển đổi số\n"
        "III. DANH HIỆU, HÌNH THỨC KHEN THƯỞNG ĐĂNG KÝ\n"
        "- Cờ thi đua của tỉnh: tập thể Ban Nội chính Tỉnh ủy; ghi chú: lần đầu\n"
        "- Chiến sĩ thi đua cơ sở: Nguyễn Thị Hoa, Chuyên viên, Phòng Tổng hợp; "
        "thành tích đã có: LĐTT năm 2023\n"
        "IV. SÁNG KIẾN\n"
        "- Sổ tay điện tử: Nguyễn Thị Hoa, Chuyên viên, Phòng Tổng hợp; "
        "phạm vi: cấp tỉnh\n"
        "- Họp không giấy: tập thể Ban Nội chính Tỉnh ủy; phạm vi: cấp cơ sở; "
        "ghi chú: cả cơ quan\n"
    )


def test_rows_read_in_another_order_give_the_same_text(pledge, monkeypatch):
    before = text_of(pledge)
    for model in (Target, TitleRegistration, Initiative):
        monkeypatch.setattr(model._meta, "ordering", ["-pk"])
    assert text_of(Pledge.objects.get(pk=pledge.pk)) == before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (unicodedata.normalize("NFD", "Vụ việc"), "Vụ việc"),
        ("Vụ việc\n9. Chỉ tiêu giả: ≥ 1", "Vụ việc 9. Chỉ tiêu giả: ≥ 1"),
        ("Vụ\u200b việc\u202e", "Vụ việc"),
        ("Vụ \t  việc", "Vụ việc"),
    ],
)
def test_a_value_is_composed_and_never_more_than_its_line(pledge, typed, kept):
    before = text_of(pledge)
    Target.objects.filter(content="Vụ việc").update(content=typed)
    after = text_of(Pledge.objects.get(pk=pledge.pk))
    assert after == before.replace("Vụ việc", kept)
    assert unicodedata.is_normalized("NFC", after)
    assert digest_of(after) == digest_of(before.replace("Vụ việc", kept))


def test_an_amended_pledge_differs_in_its_targets_alone(pledge):
    rows = targets_of(pledge)
    for row, _depth in rows:
        if row.content == "Vụ việc":
            row.value = 7
    before, after = text_of(pledge).splitlines(), text_of(pledge, rows).splitlines()
    differing = [
        (old, new) for old, new in zip(before, after, strict=True) if old != new
    ]
    assert differing == [("1. Vụ việc: ≥ 5 vụ", "1. Vụ việc: ≥ 7 vụ")]


def test_rows_still_blank_are_named_so(pledge):
    fighter = Title.objects.get(code="cstd")
    TitleRegistration.objects.create(pledge=pledge, subject="individual", position=8)
    TitleRegistration.objects.create(
        pledge=pledge, title=fighter, subject="individual", position=9
    )
    Initiative.objects.create(pledge=pledge, position=9)
    lines = text_of(pledge).splitlines()
    assert "- chưa ghi: chưa ghi" in lines
    assert "- Chiến sĩ thi đua cơ sở: chưa ghi" in lines
    assert "- chưa ghi: tập thể Ban Nội chính Tỉnh ủy; phạm vi: cấp cơ sở" in lines


def test_who_was_there_from_the_start_says_nothing_of_it(pledge):
    assert list(participation_lines(pledge.participation)) == []


def test_who_joins_in_mid_year_says_from_when(built):
    unit = add_unit("late", "Báo Bắc Kạn")
    member = Membership(
        bloc=built.bloc, unit=unit, protocol_number=9, valid_from=clock.today()
    )
    services.add_member(member, actor=None)
    tomorrow = clock.today() + timedelta(days=1)
    late = admit_unit(
        built.year, unit, joined_on=tomorrow, reason="Mới lập", actor=built.secretary
    )
    assert list(participation_lines(late)) == [f"Tham gia từ ngày {shown(tomorrow)}"]


def test_who_leaves_says_until_when(built):
    day = clock.today()
    left = release_unit(
        built.participation(), left_on=day, reason="Giải thể", actor=built.secretary
    )
    last = shown(day - timedelta(days=1))
    assert list(participation_lines(left)) == [f"Tham gia đến ngày {last}"]


def test_a_merger_is_named_on_both_sides(built):
    day = clock.today()
    set_successor(
        built.participation("plain"),
        built.participation("other"),
        left_on=day,
        reason="Sáp nhập",
        actor=built.secretary,
    )
    gone = Participation.objects.get(pk=built.participation("plain").pk)
    assert list(participation_lines(gone)) == [
        f"Tham gia đến ngày {shown(day - timedelta(days=1))}",
        f"Đơn vị kế thừa: Văn phòng Tỉnh ủy, từ ngày {shown(day)}",
    ]
    assert list(participation_lines(built.participation("other"))) == [
        f"Kế thừa giao ước của: Ban Nội chính Tỉnh ủy, từ ngày {shown(day)}"
    ]
    assert f"Đơn vị kế thừa: Văn phòng Tỉnh ủy, từ ngày {shown(day)}\n" in text_of(
        built.pledge("plain")
    )


def shown(day):
    month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
    return f"{day.day:02d}/{month}/{day.year}"

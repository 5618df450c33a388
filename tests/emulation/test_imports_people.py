"""Titles and initiatives of a workbook: the people, the limits, the rows."""

import pytest

from emulation import imports
from emulation.imports.sheets import INITIATIVES, TITLES
from emulation.models import Initiative, Quota, Title, TitleRegistration
from emulation.services.registrations import add_initiative, register_title
from tests import builders
from tests.emulation.importing import FIRST, changed, faults, own, plan, write
from units.enums import Role
from units.models import Appointment

TITLE_HEAD = ["Mã dòng", "Danh hiệu", "Cá nhân", "Thành tích đã có", "Ghi chú"]
INITIATIVE_HEAD = ["Mã", "Tên sáng kiến", "Tác giả", "Phạm vi", "Ghi chú"]
PERSON = "clerk plain"


def title(name: str, subject: str, code: str) -> Title:
    return Title.objects.create(
        code=code, name=name, subject=subject, valid_from="2020-01-01"
    )


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


@pytest.fixture
def flag(built) -> Title:
    return title("Cờ thi đua", "collective", "CO-THU")


@pytest.fixture
def fighter(built) -> Title:
    return title("Chiến sĩ thi đua cơ sở", "individual", "CSTD-THU")


@pytest.fixture
def registered(draft, flag, clerk) -> TitleRegistration:
    return register_title(TitleRegistration(pledge=draft, title=flag), actor=clerk)


def titles(*rows):
    return own(*rows, name=TITLES, head=TITLE_HEAD)


def initiatives(*rows):
    return own(*rows, name=INITIATIVES, head=INITIATIVE_HEAD)


def test_export_and_import_change_nothing(draft, registered, fighter, clerk):
    person = clerk.person
    row = TitleRegistration(
        pledge=draft, title=fighter, person=person, note="= đề nghị"
    )
    register_title(row, actor=clerk)
    add_initiative(Initiative(pledge=draft, name="Số hóa", person=person), actor=clerk)
    TitleRegistration.objects.create(pledge=draft)  # a row that is being typed
    found = plan(draft, changed(draft, lambda book: None), clerk)

    assert (found.faults, found.is_empty) == ([], True)
    assert [sheet.unchanged for sheet in found.sheets] == [2, 0, 3, 1]


def test_titles_and_initiatives_are_added_and_changed(
    draft, registered, fighter, clerk
):
    def edit(book):
        book[TITLES][f"E{FIRST}"] = "Đăng ký lần đầu"
        book[TITLES].append([None, "chiến sĩ thi đua CƠ SỞ", PERSON, "LĐTT 2025"])
        book[INITIATIVES].append([None, "Số hóa hồ sơ", PERSON, "cấp tỉnh"])
        book[INITIATIVES].append([None, "Của tập thể"])

    found = write(draft, changed(draft, edit), clerk)

    assert found.outcome == "3 dòng mới, 1 dòng sửa"
    registered.refresh_from_db()
    assert (registered.note, registered.version) == ("Đăng ký lần đầu", 2)
    new = draft.registrations.get(title=fighter)
    assert (new.person, new.subject, new.track_record, new.position) == (
        clerk.person,
        "individual",
        "LĐTT 2025",
        1,
    )
    assert [
        (one.name, one.person, one.scope, one.position)
        for one in draft.initiatives.all()
    ] == [
        ("Số hóa hồ sơ", clerk.person, "province", 1),
        ("Của tập thể", None, "grassroots", 2),
    ]


def test_lines_without_codes_are_known_by_what_they_are_about(draft, registered, clerk):
    found = plan(draft, titles([None, "Cờ thi đua", None, None, "ghi chú"]), clerk)

    (row,) = found.sheets[0].changed
    assert row.instance.pk == registered.pk


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            ["Danh hiệu lạ"],
            "B2: “Danh hiệu lạ” không có trong danh mục. Ghi một trong: ",
        ),
        (["Cờ thi đua", PERSON], "C2: Danh hiệu của tập thể: không chọn cá nhân."),
        (
            ["Chiến sĩ thi đua cơ sở", "Người Lạ"],
            "C2: “Người Lạ” không có trong danh sách cán bộ của đơn vị.",
        ),
        ([None, PERSON], "B2: Chưa ghi danh hiệu."),
    ],
)
def test_wrong_titles_are_named(draft, flag, fighter, clerk, row, fault):
    (found,) = faults(plan(draft, titles([None, *row]), clerk))

    assert found.startswith(f"Danh hiệu!{fault}")


def test_title_twice_in_the_file_is_wrong(draft, flag, clerk):
    rows = [[None, "Cờ thi đua"], [None, "cờ thi đua"]]

    assert faults(plan(draft, titles(*rows), clerk)) == [
        "Danh hiệu!B3: Trùng với dòng 2 của trang này."
    ]


def test_strict_quota_refuses_before_anything_is_written(built, draft, fighter, clerk):
    built.appoint("deputy_leader", "plain")
    Quota.objects.create(
        year=built.year, title=fighter, most_per_unit=1, is_strict=True
    )
    rows = [[None, fighter.name, PERSON], [None, fighter.name, "deputy_leader plain"]]

    (fault,) = faults(plan(draft, titles(*rows), clerk))
    assert fault == (
        "Danh hiệu!B3: “Chiến sĩ thi đua cơ sở”: mỗi đơn vị được đăng ký 1, đơn vị đã "
        "đăng ký 1."
    )


def test_two_rows_may_change_places(draft, flag, clerk):
    other = title("Tập thể lao động xuất sắc", "collective", "TT-THU")
    for one in (flag, other):
        register_title(TitleRegistration(pledge=draft, title=one), actor=clerk)
    first, second = draft.registrations.order_by("position")
    rows = [[first.pk, other.name], [second.pk, flag.name]]
    found = plan(draft, titles(*rows), clerk)

    assert found.faults == []
    assert found.count("changed") == 2


def test_people_of_one_name_are_told_apart(built, draft, fighter, clerk):
    for code in ("CB01", "CB02"):
        person = builders.add_person("Nguyễn Văn An")
        person.staff_code = code
        person.save()
        Appointment.objects.create(
            person=person,
            unit=built.units["plain"],
            role=Role.STAFF,
            valid_from=builders.SINCE,
        )

    (fault,) = faults(plan(draft, titles([None, fighter.name, "Nguyễn Văn An"]), clerk))
    assert fault == (
        "Danh hiệu!C2: Đơn vị có 2 người tên “Nguyễn Văn An”: chọn đúng người trong danh "
        "sách."
    )
    offered = imports.offered.Offered(draft).people_names
    label = next(one for one in offered if "CB02" in one)
    write(draft, titles([None, fighter.name, label]), clerk)
    assert draft.registrations.get().person == person


def test_initiative_needs_a_name(draft, clerk):
    (fault,) = faults(plan(draft, initiatives([None, None, PERSON]), clerk))

    assert fault == "Sáng kiến!B2: Chưa ghi tên sáng kiến."


def test_rows_have_a_limit(draft, clerk, monkeypatch):
    monkeypatch.setattr("emulation.imports.people.MOST_ROWS", 2)
    rows = [[None, f"Sáng kiến {at}"] for at in range(3)]

    (fault,) = faults(plan(draft, initiatives(*rows), clerk))
    assert fault == "Sáng kiến: Bảng có nhiều nhất 2 dòng."

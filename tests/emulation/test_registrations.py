"""Rows of what a pledge aims at: who is named, who is registered elsewhere, what is
missing, what the services refuse.
"""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from core import clock, journal
from core.workflow import BlockedError, run
from emulation import selectors
from emulation.enums import Aim, Subject
from emulation.models import (
    EmulationYear,
    Initiative,
    Participation,
    Pledge,
    Title,
    TitleRegistration,
)
from emulation.reports.pledge_text import text_of
from emulation.services import registrations as services
from tests.emulation.aiming import (
    blank,
    personal,
    refusals,
    register,
    save,
    staff,
    title,
)
from tests.steps import sign_pledge
from units import services as unit_services
from units.models import Bloc

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


# ----- one row


def test_a_title_is_for_the_unit_or_for_one_of_its_people(built, draft, clerk):
    for fields, sentence in (
        ({"title": personal()}, "Danh hiệu của cá nhân: chọn người."),
        (
            {"title": title(), "person": clerk.person},
            "Danh hiệu của tập thể: không chọn cá nhân.",
        ),
    ):
        with pytest.raises(ValidationError) as caught:
            services.register_title(
                TitleRegistration(pledge=draft, **fields), actor=clerk
            )
        assert caught.value.message_dict["person"] == [sentence]


def test_the_database_refuses_what_no_form_lets_through(built, draft, clerk):
    flag = title()
    register(built, flag)
    for wrong in (
        {"title": flag},
        {"subject": Subject.COLLECTIVE, "person": clerk.person},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TitleRegistration.objects.create(pledge=draft, **wrong)


def test_a_row_says_who_and_what(built, draft, clerk):
    assert str(register(built, title())) == "Danh hiệu CO-TINH: Ban Nội chính Tỉnh ủy"
    one = register(built, personal(), clerk.person)
    assert (str(one), one.subject) == ("Danh hiệu LDTT: clerk plain", "individual")
    assert str(blank(built)) == "Chưa chọn danh hiệu: Ban Nội chính Tỉnh ủy"


def test_only_titles_in_force_are_open_where_the_year_names_none(built):
    current = title()
    yesterday = clock.today() - timedelta(days=1)
    Title.objects.create(
        code="x",
        name="X",
        subject=Subject.COLLECTIVE,
        valid_from=yesterday,
        valid_to=yesterday,
    )
    assert list(selectors.titles_open_to_register(built.year)) == [current]


def test_people_of_the_unit_and_its_parts_may_be_named(built, draft, clerk):
    part = built.units["outside"]
    part.parent = built.units["plain"]
    part.save()
    hired, elsewhere = (
        staff(built, "Lê Văn C", "outside"),
        staff(built, "Lý D", "other"),
    )
    offered = list(selectors.people_to_register(draft))
    assert {clerk.person, hired} <= set(offered)
    assert elsewhere not in offered
    assert offered == sorted(offered, key=lambda one: one.name_key)


def test_who_left_stays_named_where_the_row_names_them(built, draft):
    gone = staff(built, "Lê Văn C")
    register(built, personal(), gone)
    gone.appointments.update(
        valid_from=clock.today() - timedelta(days=9),
        valid_to=clock.today() - timedelta(days=1),
    )
    assert gone not in selectors.people_to_register(draft)
    assert gone in selectors.people_named(draft)


# ----- the same person in another pledge


def other_bloc(built, person, of):
    """Register a person for a title in another bloc's year of the same number."""
    bloc = Bloc.objects.create(code="cum-khac", name="Cụm thi đua khác")
    year = EmulationYear.objects.create(bloc=bloc, year=built.year.year)
    unit = built.units["outside"]
    participation = Participation.objects.create(
        year=year, unit=unit, name=unit.name, protocol_number=1
    )
    pledge = Pledge.objects.create(participation=participation)
    return TitleRegistration.objects.create(pledge=pledge, title=of, person=person)


def test_nobody_is_registered_twice_for_one_title(built, browser):
    worker, person = personal(), staff(built, "Lê Văn C")
    register(built, worker, person)
    answer = save(
        browser, blank(built, Aim.INDIVIDUAL), title=worker.pk, person=person.pk
    )
    sentence = "Lê Văn C đã đăng ký “Danh hiệu LDTT” ở dòng khác."
    assert refusals(answer) == {"person": [sentence]}


def test_the_unit_does_not_register_a_title_twice(built, browser):
    flag = title()
    register(built, flag)
    answer = save(browser, blank(built), title=flag.pk)
    sentence = "Tập thể đã đăng ký “Danh hiệu CO-TINH” ở dòng khác."
    assert refusals(answer) == {"title": [sentence]}


@pytest.mark.parametrize("is_signed", [False, True])
def test_a_person_registered_in_another_unit_is_refused(built, browser, is_signed):
    worker, person = personal(), staff(built, "Lê Văn C")
    unit_services.enrol(built.units["other"], [person], actor=None)
    register(built, worker, person, unit="other")
    if is_signed:
        sign_pledge(built, "other")
    where = "giao ước của Văn phòng Tỉnh ủy" if is_signed else "một đơn vị khác"
    answer = save(
        browser, blank(built, Aim.INDIVIDUAL), title=worker.pk, person=person.pk
    )
    sentence = f"Lê Văn C đã đăng ký “Danh hiệu LDTT” ở {where}."
    assert refusals(answer) == {"person": [sentence]}


def test_a_person_registered_in_another_bloc_is_refused(built, draft, clerk):
    worker, person = personal(), staff(built, "Lê Văn C")
    elsewhere = other_bloc(built, person, worker)
    row = TitleRegistration(pledge=draft, title=worker, person=person)
    with pytest.raises(BlockedError, match="ở một đơn vị khác"):
        services.register_title(row, actor=clerk)
    board = built.user("board_officer", "board")
    standing = selectors.standing_of(draft, board)
    wanted = selectors.Wanted(0, worker, person)
    where = "giao ước của Sở Xây dựng, Cụm thi đua khác"
    sentence = f"Lê Văn C đã đăng ký “Danh hiệu LDTT” ở {where}."
    assert standing.refusals(wanted) == [("person", sentence)]
    EmulationYear.objects.filter(pk=elsewhere.pledge.year.pk).update(year=1999)
    services.register_title(row, actor=clerk)


def test_another_title_elsewhere_is_a_remark(built, draft, clerk):
    person = staff(built, "Lê Văn C")
    other_bloc(built, person, personal("CSTDCS"))
    row = register(built, personal(), person)
    remarks = selectors.standing_of(draft, clerk).remarks(row)
    text = "Một đơn vị khác cũng đăng ký danh hiệu cho người này."
    assert [(one.text, one.is_warning) for one in remarks] == [(text, True)]
    board = built.user("board_officer", "board")
    (known,) = selectors.standing_of(draft, board).remarks(row)
    assert known.text == (
        "Cũng đăng ký “Danh hiệu CSTDCS” ở giao ước của Sở Xây dựng, Cụm thi đua khác."
    )


def test_two_titles_in_the_own_pledge_need_no_remark(built, draft, clerk):
    person = staff(built, "Lê Văn C")
    register(built, personal("CSTDCS"), person)
    row = register(built, personal(), person)
    assert selectors.standing_of(draft, clerk).remarks(row) == []


def test_the_signed_text_tells_people_of_one_name_apart(built, draft):
    for year in (1970, 1980):
        born = {"birth_date": date(year, 1, 2), "position": "Văn thư"}
        register(built, personal(), staff(built, "Nguyễn Văn A", **born))
    clerk = built.user("clerk", "plain")
    register(built, personal(), clerk.person)
    lines = text_of(draft).splitlines()
    unit = "Ban Nội chính Tỉnh ủy"
    for who in (
        f"Nguyễn Văn A (sinh 02/01/1970), Văn thư, {unit}",
        f"Nguyễn Văn A (sinh 02/01/1980), Văn thư, {unit}",
        f"clerk plain, {unit}",
    ):
        assert f"- Danh hiệu LDTT: {who}" in lines


# ----- what is missing


def test_blank_rows_keep_a_pledge_back_each_with_its_place(built, draft, clerk):
    collective, single = blank(built), blank(built, Aim.INDIVIDUAL)
    idea = blank(built, Aim.INITIATIVE)
    missing = selectors.missing_registrations(draft)
    assert missing == [
        (
            f"danh-hieu-{collective.pk}",
            "Danh hiệu tập thể, dòng 1: chưa chọn danh hiệu, hình thức.",
        ),
        (f"danh-hieu-{single.pk}", "Danh hiệu cá nhân, dòng 1: chưa chọn người."),
        (
            f"danh-hieu-{single.pk}",
            "Danh hiệu cá nhân, dòng 1: chưa chọn danh hiệu, hình thức.",
        ),
        (f"sang-kien-{idea.pk}", "Sáng kiến, dòng 1: chưa ghi tên sáng kiến."),
    ]
    with pytest.raises(BlockedError) as caught:
        run(draft, "submit", actor=clerk)
    assert caught.value.sentences == [sentence for _anchor, sentence in missing]


def test_whole_rows_keep_nothing_back(built, draft, clerk):
    register(built, title())
    register(built, personal(), staff(built, "Lê Văn C"))
    services.add_initiative(
        Initiative(pledge=draft, name="Một cách làm mới"), actor=clerk
    )
    assert selectors.missing_registrations(draft) == []
    assert run(draft, "submit", actor=clerk).state == "submitted"


# ----- who may write, and when


@pytest.mark.parametrize(
    "write",
    [
        lambda draft, actor: services.add_aims(draft, Aim.COLLECTIVE, 1, actor=actor),
        lambda draft, actor: services.order_aims(
            draft, Aim.COLLECTIVE, [], actor=actor
        ),
        lambda draft, actor: services.delete_aim(
            draft.registrations.get(), actor=actor
        ),
        lambda draft, actor: services.move_aim(
            draft.registrations.get(), Aim.COLLECTIVE, 1, actor=actor
        ),
        lambda draft, actor: services.add_initiative(
            Initiative(pledge=draft, name="x"), actor=actor
        ),
        lambda draft, actor: services.register_title(
            TitleRegistration(pledge=draft, title=personal("x")), actor=actor
        ),
        lambda draft, actor: services.save_aims(
            draft, Aim.COLLECTIVE, lambda standing: None, {}, actor=actor
        ),
    ],
)
def test_only_the_unit_writes_and_only_a_draft(built, draft, clerk, write):
    register(built, title())
    with pytest.raises(PermissionDenied):
        write(draft, built.user("clerk", "other"))
    run(draft, "submit", actor=clerk)
    with pytest.raises(BlockedError, match="không sửa được"):
        write(Pledge.objects.get(pk=draft.pk), clerk)


def test_a_row_taken_out_stays_in_the_journal(built, draft, clerk):
    row = register(built, title())
    services.delete_aim(row, actor=clerk)
    assert not draft.registrations.exists()
    entry = journal.JournalEntry.objects.filter(verb="delete").latest("pk")
    assert entry.object_label == "Danh hiệu CO-TINH: Ban Nội chính Tỉnh ủy"

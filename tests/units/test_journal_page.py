"""Who reads which entries of the journal, and what the page shows of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock, journal
from core.models import JournalEntry
from core.workflow import run
from tests.builders import world as build_world
from tests.units.reading import words
from units import selectors, services


@pytest.fixture
def world(db):
    return build_world()


def read_by(user):
    return set(selectors.journal_visible_to(user).values_list("pk", flat=True))


def everything():
    return set(JournalEntry.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("role", ["board_officer", "administrator"])
def test_board_and_administrator_read_everything(world, role):
    user = world.user(role, "board")
    assert read_by(user) == everything() != set()


def test_the_province_reads_years_and_no_accounts(world):
    leader = world.user("provincial_leader", "province")
    journal.record(leader, "password", "Đổi mật khẩu của mình", actor=leader)
    kinds = set(
        selectors.journal_visible_to(leader).values_list("object_type", flat=True)
    )
    assert "emulation.EmulationYear" in kinds
    assert read_by(leader) == set(
        JournalEntry.objects.exclude(chain__key="chung").values_list("pk", flat=True)
    ) | set(JournalEntry.objects.filter(actor=leader).values_list("pk", flat=True))


def test_the_running_units_read_their_year(world):
    chain = set(
        JournalEntry.objects.filter(
            chain__key=f"khoi-thu/{world.year.year}"
        ).values_list("pk", flat=True)
    )
    for role, unit in (("secretary", "head"), ("leader", "deputy")):
        assert chain - read_by(world.user(role, unit)) == set()
    assert chain - read_by(world.user("clerk", "head")) != set()


def test_others_read_their_own_unit_and_themselves(world):
    mine, theirs = world.pledge("plain"), world.pledge("other")
    for pledge in (mine, theirs):
        journal.record(pledge, "note", "Sửa dự thảo", actor=None)
    clerk = world.user("clerk", "plain")
    about = selectors.journal_visible_to(clerk).filter(object_type="emulation.Pledge")
    assert set(about.values_list("object_id", flat=True)) == {str(mine.pk)}
    own = journal.record(theirs, "note", "Việc tôi làm", actor=clerk)
    assert own.pk in read_by(clerk)
    assert read_by(world.user("clerk", "outside")) & read_by(clerk) == set()


def test_without_appointment_nothing_is_read(world):
    assert read_by(world.staff()["nobody"]) == set()


def test_the_page_shows_states_reason_role_and_changes(world, signed_in):
    secretary = world.secretary
    phase = world.year.phases.first()
    run(phase, "close", actor=secretary)
    unit = world.units["plain"]
    unit.note = "giả định"
    journal.save(unit, actor=secretary, reason="Bổ sung nguồn")
    client = signed_in(world.user("board_officer", "board"))
    page = words(client.get(reverse("journal")))
    assert "Đang mở → Đã đóng" in page
    assert "Thư ký khối, Ban Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh" in page
    assert "secretary head sửa đơn vị: Ban Nội chính Tỉnh ủy" in page
    assert "Lý do: Bổ sung nguồn" in page
    assert "ghi chú về nguồn: trống → giả định" in page


def test_the_journal_is_asked_by_day_person_and_words(world):
    board = world.user("board_officer", "board")
    with clock.at(clock.now() - timedelta(days=40)):
        old = journal.record(world.year, "note", "Họp giao ban", actor=None)
    new = journal.record(world.year, "note", "Họp giao ban tháng", actor=board)
    day = clock.today() - timedelta(days=40)

    def found(**asked):
        return list(
            selectors.journal_found(board, **asked)
            .filter(verb="note")
            .values_list("pk", flat=True)
        )

    assert found(words="hop giao") == [new.pk, old.pk]
    assert found(words="thang") == [new.pk]
    assert found(words="ong giao") == []
    assert found(first=day, last=day) == [old.pk]
    assert found(first=day + timedelta(days=1)) == [new.pk]
    assert found(person="board") == [new.pk]


def test_days_in_the_wrong_order_are_named(world, signed_in):
    client = signed_in(world.secretary)
    page = client.get(reverse("journal"), {"first": "2024-02-01", "last": "2024-01-01"})
    assert "Ngày cuối đứng trước ngày đầu." in words(page)


@pytest.mark.parametrize("asked", ["\x00", "%00", "' or 1=1", "ệ" * 500])
def test_odd_words_break_nothing(world, signed_in, asked):
    client = signed_in(world.secretary)
    for name, field in (("journal", "words"), ("units", "words"), ("search", "q")):
        assert client.get(reverse(name), {field: asked}).status_code == 200


@pytest.mark.parametrize("more", [0, 2])
def test_the_journal_asks_as_often_for_many(
    world, signed_in, django_assert_num_queries, more
):
    clerk = world.user("clerk", "plain")
    for _ in range(1 + more):
        journal.record(world.pledge("plain"), "note", "Ghi chú", actor=clerk)
    client = signed_in(clerk)
    with django_assert_num_queries(7):
        page = client.get(reverse("journal"), {"words": "ghi chu"})
    assert len(page.context["entries"]) == 1 + more


def test_a_paper_of_the_own_unit_is_told(world):
    row = services.set_last_number(
        world.units["plain"].books.model(
            unit=world.units["plain"], kind="BC", series="2024"
        ),
        5,
        actor=None,
        reason="Mở sổ",
    )
    assert journal.entries_of(row).get().pk in read_by(world.user("clerk", "plain"))

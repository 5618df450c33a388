"""What a subject has already: from earlier years, of the unit and those before it."""

from datetime import date

import pytest

from emulation import selectors
from emulation.enums import Aim, PledgeState
from emulation.models import (
    EmulationYear,
    Participation,
    Pledge,
    RankingLine,
    TitleRegistration,
)
from emulation.selectors.trackrecord import track_record
from tests.emulation.aiming import blank, personal, register, save, staff, title
from tests.units.reading import words
from units.models import Bloc, Succession

pytestmark = pytest.mark.django_db


def earlier(built, years_ago=1, unit="plain", *, signed=True, rank=None):
    """Make an earlier year with one unit's pledge; return the pledge."""
    number = built.year.year - years_ago
    year, _ = EmulationYear.objects.get_or_create(bloc=built.bloc, year=number)
    found = built.units[unit]
    participation = Participation.objects.create(
        year=year, unit=found, name=found.name, protocol_number=1
    )
    moments = ("submitted_at", "approved_at", "accepted_at", "signed_at")
    stamps = dict.fromkeys(moments, built.year.opened_at) if signed else {}
    state = PledgeState.SIGNED if signed else PledgeState.DRAFT
    pledge = Pledge.objects.create(participation=participation, state=state, **stamps)
    if rank is not None:
        RankingLine.objects.create(
            year=year,
            participation=participation,
            rank=rank or None,
            self_total=90,
            final_total=90,
            is_disqualified=not rank,
        )
    return pledge


def aimed(pledge, of, person=None, record=""):
    return TitleRegistration.objects.create(
        pledge=pledge, title=of, person=person, track_record=record
    )


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


def history(built, clerk, *people):
    return selectors.histories(clerk, built.pledge(), [one.pk for one in people])


def test_the_unit_shows_ranks_and_titles_of_its_years(built, clerk):
    aimed(earlier(built, 2, rank=3), title())
    aimed(earlier(built, 1, rank=1), title())
    year = built.year.year
    assert history(built, clerk) == {
        None: f"{year - 1}: xếp thứ 1, đăng ký Danh hiệu CO-TINH; "
        f"{year - 2}: xếp thứ 3, đăng ký Danh hiệu CO-TINH"
    }


def test_drafts_and_later_years_are_no_history(built, clerk):
    aimed(earlier(built, 1, signed=False), title())
    aimed(earlier(built, -1, rank=1), title())
    aimed(earlier(built, 2, unit="other", rank=1), title())
    assert history(built, clerk) == {}


def test_who_was_ruled_out_of_the_ranking_is_told(built, clerk):
    earlier(built, rank=0)
    assert history(built, clerk) == {None: f"{built.year.year - 1}: không xếp hạng"}


def test_what_came_before_the_unit_counts(built, clerk):
    Succession.objects.create(
        predecessor=built.units["outside"],
        successor=built.units["plain"],
        kind="merged",
        took_effect_on=date(built.year.year, 1, 1),
    )
    aimed(earlier(built, unit="outside", rank=2), title())
    expected = f"{built.year.year - 1}: xếp thứ 2, đăng ký Danh hiệu CO-TINH"
    assert history(built, clerk) == {None: expected}


def test_people_keep_their_own_record_wherever_they_were(built, clerk):
    person, other = staff(built, "Lê Văn C"), staff(built, "Lê Văn D")
    earlier(built)  # the reader's unit took part that year
    aimed(earlier(built, unit="other"), personal(), person)
    year = built.year.year - 1
    assert history(built, clerk, person, other) == {
        person.pk: f"{year}: đăng ký Danh hiệu LDTT"
    }


def test_only_what_the_reader_may_see_is_told(built, clerk):
    person = staff(built, "Lê Văn C")
    pledge = earlier(built, unit="outside")
    EmulationYear.objects.filter(pk=pledge.year.pk).update(bloc=other_bloc())
    aimed(pledge, personal(), person)
    assert history(built, clerk, person) == {}
    board = built.user("board_officer", "board")
    assert person.pk in history(built, board, person)


def other_bloc():
    return Bloc.objects.create(code="cum-khac", name="Cụm khác")


def test_five_years_are_shown(built, clerk):
    for ago in range(1, 8):
        earlier(built, ago, rank=ago)
    years = history(built, clerk)[None].split("; ")
    assert len(years) == 5
    assert years[0].startswith(f"{built.year.year - 1}:")


def test_the_record_costs_the_same_for_any_number(
    built, clerk, django_assert_num_queries
):
    people = [staff(built, f"Lê Văn {place}") for place in range(3)]
    pledge = earlier(built, rank=1)
    for person in people:
        aimed(pledge, personal(), person)
    unit, before = built.units["plain"], built.year.year
    for count in (1, 3):
        keys = [one.pk for one in people[:count]]
        list(track_record(clerk, unit, keys, before))
        with django_assert_num_queries(3):
            list(track_record(clerk, unit, keys, before))


def test_the_page_shows_it_below_the_row(built, browser, draft):
    aimed(earlier(built, rank=1), title("TTLDXS"))
    register(built, title())
    page = words(browser.get(draft.get_absolute_url()))
    year = built.year.year - 1
    told = f"Trong hệ thống: {year}: xếp thứ 1, đăng ký Danh hiệu TTLDXS."
    assert told in page


# ----- what was typed last


def test_a_chosen_person_brings_what_was_typed_last(built, browser):
    person, worker = staff(built, "Lê Văn C"), personal()
    aimed(earlier(built, 2), worker, person, record="LĐTT 2020")
    aimed(earlier(built, 1), worker, person, record="LĐTT 2020, 2021")
    row = blank(built, Aim.INDIVIDUAL)
    answer = save(browser, row, person=person.pk, title=worker.pk).json()["saved"][0]
    assert answer["values"]["track_record"] == "LĐTT 2020, 2021"


def test_a_chosen_title_brings_the_units_record(built, browser):
    aimed(earlier(built), title("TTLDXS"), record="TTLĐXS 2022")
    row = blank(built)
    answer = save(browser, row, title=title().pk).json()["saved"][0]
    assert answer["values"]["track_record"] == "TTLĐXS 2022"


def test_what_is_typed_now_stays(built, browser):
    person, worker = staff(built, "Lê Văn C"), personal()
    aimed(earlier(built), worker, person, record="cũ")
    row = blank(built, Aim.INDIVIDUAL)
    save(browser, row, person=person.pk, title=worker.pk, track_record="mới")
    row.refresh_from_db()
    assert row.track_record == "mới"
    save(browser, row, track_record="")
    row.refresh_from_db()
    assert row.track_record == ""

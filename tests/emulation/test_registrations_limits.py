"""Limits of titles: strict ones refuse at once, the others say how many there are."""

import pytest

from core import clock
from core.workflow import BlockedError, run
from emulation import selectors
from emulation.enums import Aim
from emulation.models import Participation, TitleRegistration
from emulation.services.registrations import MOST_ROWS, add_aims
from emulation.services.roster import set_successor
from tests.emulation.aiming import (
    FLAG,
    SCRIPT,
    address,
    blank,
    limit,
    personal,
    refusals,
    register,
    save,
    staff,
    title,
    typed,
)
from tests.steps import sign_pledge
from units import services

pytestmark = pytest.mark.django_db


def said(built, row, unit="plain"):
    standing = selectors.standing_of(row.pledge, built.user("clerk", unit))
    return [(one.text, one.is_warning) for one in standing.remarks(row)]


# ----- strict


def test_a_strict_limit_of_the_bloc_refuses_and_gives_only_the_number(built, browser):
    flag = title()
    limit(built, flag, in_bloc=1)
    register(built, flag, unit="other")
    row = blank(built)
    answer = save(browser, row, title=flag.pk)
    sentence = "“Danh hiệu CO-TINH”: cả khối được đăng ký 1, đã có 1 đơn vị đăng ký."
    assert refusals(answer) == {"title": [sentence]}
    assert TitleRegistration.objects.get(pk=row.pk).title is None


def test_units_with_signed_pledges_are_named(built, browser):
    flag = title()
    limit(built, flag, in_bloc=2)
    register(built, flag, unit="other")
    register(built, flag, unit="deputy")
    sign_pledge(built, "other")
    answer = save(browser, blank(built), title=flag.pk)
    sentence = (
        "“Danh hiệu CO-TINH”: cả khối được đăng ký 2, đã có 2 đơn vị đăng ký: "
        "Văn phòng Tỉnh ủy và 1 đơn vị khác."
    )
    assert refusals(answer) == {"title": [sentence]}


def test_the_last_place_is_given(built, browser):
    flag = title()
    limit(built, flag, in_bloc=2)
    register(built, flag, unit="other")
    row = blank(built)
    assert save(browser, row, title=flag.pk).status_code == 200
    assert TitleRegistration.objects.get(pk=row.pk).title == flag


def test_a_row_of_a_full_limit_may_still_be_noted(built, browser):
    flag = title()
    row = register(built, flag)
    limit(built, flag, in_bloc=0)
    assert save(browser, row, note="lần đầu").status_code == 200


def test_people_are_counted_one_by_one(built, browser):
    worker = personal()
    limit(built, worker, in_bloc=2, per_unit=2)
    register(built, worker, staff(built, "Lê Văn C"))
    register(built, worker, staff(built, "Lê Văn D", "other"), unit="other")
    row = blank(built, Aim.INDIVIDUAL)
    third = staff(built, "Lê Văn E")
    answer = save(browser, row, title=worker.pk, person=third.pk)
    sentence = (
        "“Danh hiệu LDTT”: cả khối được đăng ký 2, đã có 2 người đăng ký: "
        "Ban Nội chính Tỉnh ủy và 1 đơn vị khác."
    )
    assert refusals(answer) == {"title": [sentence]}


def test_a_strict_limit_of_the_unit_refuses(built, browser):
    worker = personal()
    limit(built, worker, per_unit=1)
    register(built, worker, staff(built, "Lê Văn C"))
    row, other = blank(built, Aim.INDIVIDUAL), staff(built, "Lê Văn D")
    answer = save(browser, row, title=worker.pk, person=other.pk)
    sentence = "“Danh hiệu LDTT”: mỗi đơn vị được đăng ký 1, đơn vị đã đăng ký 1."
    assert refusals(answer) == {"title": [sentence]}


def test_rows_of_one_save_count_for_each_other(built, browser):
    worker = personal()
    limit(built, worker, per_unit=1)
    rows = [blank(built, Aim.INDIVIDUAL) for _ in range(2)]
    people = [staff(built, f"Lê Văn {letter}") for letter in "CD"]
    data = {}
    for row, person in zip(rows, people, strict=True):
        data |= typed(row, title=worker.pk, person=person.pk)
    answer = browser.post(address(rows[0].pledge, Aim.INDIVIDUAL), data, **SCRIPT)
    assert len(answer.json()["saved"]) == 1
    assert "mỗi đơn vị được đăng ký 1" in str(answer.json()["errors"])


def test_who_left_the_year_takes_no_place(built, browser):
    flag = title()
    limit(built, flag, in_bloc=1)
    register(built, flag, unit="other")
    Participation.objects.filter(unit=built.units["other"]).update(
        left_on=clock.today()
    )
    assert save(browser, blank(built), title=flag.pk).status_code == 200


def test_a_title_that_the_year_does_not_name_is_not_open(built, browser):
    limit(built, title())
    other = title("TTLDXS")
    answer = save(browser, blank(built), title=other.pk)
    sentence = "Danh hiệu này không có trong danh mục đăng ký của năm."
    assert refusals(answer) == {"title": [sentence]}
    with pytest.raises(
        BlockedError, match="“Danh hiệu TTLDXS” không có trong danh mục"
    ):
        register(built, other)


# ----- not strict


def test_another_limit_takes_it_and_says_how_many_there_are(built):
    flag = title()
    limit(built, flag, strict=False, in_bloc=2)
    rows = [register(built, flag, unit=one) for one in ("head", "deputy", "plain")]
    text = "Khối được đề nghị 2, đã có 3 đơn vị đăng ký."
    assert said(built, rows[2]) == [(text, True)]


def test_within_the_limit_the_number_is_no_warning(built):
    worker = personal()
    limit(built, worker, strict=False, in_bloc=2, per_unit=2)
    row = register(built, worker, staff(built, "Lê Văn C"))
    assert said(built, row) == [("Khối được đề nghị 2, đã có 1 người đăng ký.", False)]


def test_more_than_a_unit_should_is_a_warning(built):
    worker = personal()
    limit(built, worker, strict=False, per_unit=1)
    register(built, worker, staff(built, "Lê Văn C"))
    row = register(built, worker, staff(built, "Lê Văn D"))
    text = "Mỗi đơn vị được đề nghị 1, đơn vị đã đăng ký 2."
    assert said(built, row) == [(text, True)]


def test_a_title_without_limits_needs_no_remark(built):
    row = register(built, title())
    assert said(built, row) == []
    assert said(built, blank(built)) == []


# ----- merged units


@pytest.fixture
def merged(built):
    """“Văn phòng” is merged into “Ban Nội chính” after it has registered the flag."""
    worker = personal()
    people = [staff(built, "Lê Văn C", "other")]
    register(built, title(), unit="other")
    register(built, worker, people[0], unit="other")
    set_successor(
        built.participation("other"),
        built.participation("plain"),
        left_on=clock.today(),
        reason="Sáp nhập",
        actor=built.secretary,
    )
    return people[0]


def test_what_a_merged_unit_registered_counts_for_its_successor(built, browser, merged):
    limit(built, title(), in_bloc=1)
    limit(built, personal(), per_unit=1)
    answer = save(browser, blank(built), title=title().pk)
    sentence = (
        "Tập thể đã đăng ký “Danh hiệu CO-TINH” ở giao ước của Văn phòng Tỉnh ủy "
        "(đơn vị sáp nhập được tính chung)."
    )
    assert refusals(answer) == {"title": [sentence]}
    row, other = blank(built, Aim.INDIVIDUAL), staff(built, "Lê Văn D")
    answer = save(browser, row, title=personal().pk, person=other.pk)
    assert "đơn vị đã đăng ký 1" in str(refusals(answer))


def test_a_person_of_a_merged_unit_is_not_registered_twice(built, browser, merged):
    services.enrol(built.units["plain"], [merged], actor=None)
    row = blank(built, Aim.INDIVIDUAL)
    answer = save(browser, row, title=personal().pk, person=merged.pk)
    sentence = (
        "Lê Văn C đã đăng ký “Danh hiệu LDTT” ở giao ước của Văn phòng Tỉnh ủy "
        "(đơn vị sáp nhập được tính chung)."
    )
    assert refusals(answer)["person"] == [sentence]


# ----- at submitting


def test_limits_are_asked_again_when_the_pledge_is_sent(built, draft):
    flag = title()
    row = register(built, flag)
    register(built, flag, unit="other")
    limit(built, flag, in_bloc=1)
    number = "Danh hiệu tập thể, dòng 1"
    (sentence,) = [
        one
        for one in selectors.missing_registrations(draft)
        if one[0].endswith(f"-{row.pk}")
    ]
    assert sentence[1].startswith(
        f"{number}: “Danh hiệu {FLAG}”: cả khối được đăng ký 1"
    )
    with pytest.raises(BlockedError, match="cả khối được đăng ký 1"):
        run(draft, "submit", actor=built.user("clerk", "plain"))


def test_a_list_has_a_most(built, draft):
    clerk = built.user("clerk", "plain")
    add_aims(draft, Aim.INDIVIDUAL, MOST_ROWS, actor=clerk)
    with pytest.raises(BlockedError, match="nhiều nhất 500 dòng"):
        add_aims(draft, Aim.INDIVIDUAL, 1, actor=clerk)

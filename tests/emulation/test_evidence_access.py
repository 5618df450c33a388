"""Who sees which file: that of a row that they see; what is withheld, few."""

import pytest

from emulation.models import Result
from emulation.selectors import evidence as found
from emulation.services import evidence as services
from tests.builders import world
from tests.core.states import put
from tests.emulation.proving import another, line_of, prove, rows_of
from tests.steps import draw_check

pytestmark = pytest.mark.django_db

OWN = {"clerk.plain", "leader.plain", "deputy_leader.plain"}
SECRETARIES = {"secretary.head", "secretary.deputy"}
BOARD = {"board_officer.board"}
PROVINCE = {"provincial_leader.province", "council_member.province"}
OVERSEERS = SECRETARIES | BOARD | PROVINCE | {"leader.head", "leader.deputy"}
CHECKERS = {"clerk.other", "leader.other"}
MEMBERS = OWN | OVERSEERS | CHECKERS | {"clerk.head", "clerk.deputy"}


@pytest.fixture
def built():
    return world()


@pytest.fixture
def row(built):
    return rows_of(built)[0]


@pytest.fixture
def line(built):
    return line_of(built.card())


def readers(built, evidence):
    """Return who sees the file, of all offices there are."""
    return {
        login
        for login, user in built.staff().items()
        if found.evidence_visible_to(user).filter(pk=evidence.pk).exists()
    }


def publish(built):
    """Let the ranking be public."""
    now = built.year.opened_at
    type(built.year).objects.update(state="ranked", ranked_at=now)


def withhold(row):
    Result.objects.filter(pk=row.pk).update(is_withheld=True)


def test_a_result_is_proved_to_the_unit_and_who_oversees_the_year(built, row):
    assert readers(built, prove(built, row)) == OWN | OVERSEERS


def test_once_the_ranking_is_public_all_members_see_it(built, row):
    evidence = prove(built, row)
    publish(built)
    assert readers(built, evidence) == MEMBERS


def test_what_is_withheld_is_for_unit_secretariats_and_board(built, row):
    evidence = prove(built, row)
    withhold(row)
    publish(built)

    assert readers(built, evidence) == OWN | SECRETARIES | BOARD
    for login, user in built.staff().items():
        expected = login in OWN | SECRETARIES | BOARD
        seen = found.results_visible_to(user).filter(pk=row.pk).exists()
        assert seen == expected, login
        assert found.reads_withheld(user, row.report.participation) == expected, login


def test_a_file_of_a_withheld_row_is_kept_back_whatever_else_it_proves(
    built, row, line
):
    evidence = prove(built, row)
    services.attach(line, evidence, actor=built.user("clerk", "plain"))
    withhold(row)
    draw_check(built)

    assert readers(built, evidence) == OWN | SECRETARIES | BOARD
    checker = built.user("clerk", "other")
    assert found.proofs_of(line, checker) == []
    assert found.hidden_proofs(line, []) == 1


def test_checkers_see_what_proves_the_card_they_check(built, line):
    evidence = prove(built, line)
    draw_check(built)
    assert readers(built, evidence) == OWN | OVERSEERS  # the card is still typed
    put(built.card(), "self_scored")
    assert readers(built, evidence) == OWN | OVERSEERS | CHECKERS
    checker = built.user("clerk", "other")
    assert [one.evidence for one in found.proofs_of(line, checker)] == [evidence]


def test_checkers_do_not_see_the_results(built, row):
    evidence = prove(built, row)
    draw_check(built)
    assert readers(built, evidence) == OWN | OVERSEERS


def test_a_file_that_proves_nothing_is_the_units_own(built, row):
    evidence = prove(built, row)
    services.detach(row.proofs.get(), actor=built.user("clerk", "plain"))
    assert readers(built, evidence) == OWN


# ----- what is listed


def test_the_library_says_what_each_file_proves(built, row, line):
    clerk = built.user("clerk", "plain")
    both = prove(built, row)
    services.attach(line, both, actor=clerk)
    loose = prove(built, row, another("rời"), "rời.pdf")
    services.detach(loose.uses.get(), actor=clerk)
    gone = prove(built, row, another("xóa"), "xóa.pdf")
    services.remove(gone, "Nhầm tệp", actor=clerk)

    listed = found.library_of(built.participation(), clerk)
    assert listed == [loose, both, gone]
    assert [len(one.seen_uses) for one in listed] == [0, 2, 1]
    assert found.attachable(row, clerk) == [loose]
    public = found.library_of(built.participation(), built.secretary)
    assert public == [both, gone]


@pytest.mark.parametrize("files", [1, 3])
def test_the_library_asks_a_constant_number_of_times(
    built, row, files, django_assert_num_queries
):
    for number in range(files):
        prove(built, row, another(str(number)), f"{number}.pdf")
    clerk = built.user("clerk", "plain")
    unit = built.participation()
    found.library_of(unit, clerk)  # the user's own rights are asked once a request
    with django_assert_num_queries(2):
        assert len(found.library_of(unit, clerk)) == files


def test_a_leaf_that_claims_points_may_want_a_file(built, line):
    card = line.scorecard
    card.lines.update(self_points=5)
    type(line.criterion).objects.filter(pk=line.criterion_id).update(
        needs_evidence=True
    )
    assert found.lines_lacking_proof(card) == [line]

    evidence = prove(built, line)
    assert found.lines_lacking_proof(card) == []
    services.remove(evidence, "Nhầm tệp", actor=built.user("clerk", "plain"))
    assert found.lines_lacking_proof(card) == [line]
    card.lines.update(self_points=0)
    assert found.lines_lacking_proof(card) == []

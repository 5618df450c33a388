"""How the bloc scores: set by the secretariat, journaled, with reasons once open."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core import journal
from core.workflow import BlockedError, ReasonMissingError
from emulation.models import CheckDraw, EmulationYear, ScoringRules
from emulation.selectors.readiness import Setup, missing_setup
from emulation.services.scoring_rules import Terms, set_terms, terms_of
from tests.builders import World, world
from tests.emulation.scorecards import signed_in

pytestmark = pytest.mark.django_db

TWO = Terms(2, Decimal(5), ("I.2", "I.1"))


@pytest.fixture
def preparing() -> World:
    return world(opened=False)


@pytest.fixture
def built() -> World:
    return world()


def address(built: World) -> str:
    return reverse("scoring-rules", args=[built.bloc.code, built.year.year])


def test_a_year_in_preparation_is_set_without_a_reason(preparing):
    set_terms(preparing.year, TWO, reason="", actor=preparing.secretary)
    assert terms_of(preparing.year) == TWO
    entries = journal.entries_of(ScoringRules.objects.get())
    assert ["tiêu chí phụ", "", "I.2, I.1"] in entries.first().changes
    count = entries.count()
    set_terms(preparing.year, TWO, reason="", actor=preparing.secretary)
    assert entries.count() == count


def test_an_open_year_wants_a_reason(built):
    with pytest.raises(ReasonMissingError):
        set_terms(built.year, TWO, reason=" ", actor=built.secretary)
    set_terms(built.year, TWO, reason="Kết luận ngày 2/5.", actor=built.secretary)
    entry = journal.entries_of(ScoringRules.objects.get()).first()
    assert (terms_of(built.year), entry.reason) == (TWO, "Kết luận ngày 2/5.")


def test_what_was_drawn_or_published_stays(built):
    draw = CheckDraw.objects.create(year=built.year, seed=1, drawn_by=built.secretary)
    with pytest.raises(BlockedError, match="Đã bốc thăm"):
        set_terms(built.year, TWO, reason="Đổi.", actor=built.secretary)
    other = Terms(0, Decimal(7), ("I.1",))
    set_terms(built.year, other, reason="Đổi.", actor=built.secretary)
    draw.delete()
    EmulationYear.objects.update(state="ranked", ranked_at=draw.drawn_at)
    with pytest.raises(BlockedError, match="Xếp hạng đã công bố"):
        set_terms(built.year, TWO, reason="Đổi.", actor=built.secretary)


def test_units_set_nothing(built):
    clerk = built.user("clerk", "plain")
    with pytest.raises(PermissionDenied):
        set_terms(built.year, TWO, reason="Đổi.", actor=clerk)
    assert signed_in(clerk).get(address(built)).status_code == 403


def test_the_form_sets_the_terms(built):
    client = signed_in(built.secretary)
    sent = {
        "checks_per_card": "1",
        "difference_limit": "2,5",
        "tie_1": "",
        "tie_2": "I",
        "tie_3": "I.2",
    }
    answer = client.post(address(built), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reason"]
    twice = {**sent, "tie_4": "I", "reason": "Kết luận."}
    errors = client.post(address(built), twice).context["form"].errors
    assert errors == {"tie_4": ["Mục I đã chọn ở trên."]}
    client.post(address(built), {**sent, "reason": "Kết luận."})
    assert terms_of(built.year) == Terms(1, Decimal("2.5"), ("I", "I.2"))
    page = client.get(reverse("sheets", args=[built.bloc.code, built.year.year]))
    assert "I, sau đó I.2" in page.content.decode()
    assert "Một đơn vị chấm" in page.content.decode()


def test_the_set_up_speaks_of_them(preparing):
    setup = Setup(preparing.year)
    assert setup.advice()["sheet"] == [
        "Chưa đặt tiêu chí phụ: đơn vị bằng điểm thì đồng hạng."
    ]
    terms = Terms(0, Decimal(5), ("IX",))
    set_terms(preparing.year, terms, reason="", actor=preparing.secretary)
    sentence = "Tiêu chí phụ IX không có trong bảng tiêu chí."
    assert sentence in missing_setup(EmulationYear.objects.get(pk=preparing.year.pk))
    page = signed_in(preparing.secretary).get(address(preparing)).content.decode()
    assert "IX (không có trong bảng)" in page


def test_everybody_reads_how_points_come_about(built):
    page = signed_in(built.user("clerk", "plain")).get(reverse("scoring-help"))
    text = page.content.decode()
    assert "6 lần × 5 điểm = 30, vượt mức trần, lấy 20 điểm." in text
    assert "Chưa đủ dữ liệu: đơn vị không còn tham gia." in text

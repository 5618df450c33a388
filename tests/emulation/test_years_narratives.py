"""The bloc's own written sections, and the units' texts to draw from."""

import pytest
from django.urls import reverse

from core import journal
from core.workflow import run
from emulation.enums import NarrativeSection, Period
from emulation.models import EmulationYear, Narrative
from tests.builders import World, world
from tests.steps import sign_pledge, whole_year

pytestmark = pytest.mark.django_db

GRID = {"HTTP_X_GRID": "1"}


def address(built: World) -> str:
    return reverse("year-narratives", args=[built.bloc.code, built.year.year])


def section(built: World, name: str = NarrativeSection.LIMITS) -> Narrative:
    return built.year.narratives.get(report=None, section=name)


def row(text: Narrative, typed: str) -> dict[str, str]:
    return {f"row-{text.pk}-version": str(text.version), f"row-{text.pk}-text": typed}


def unit_text(built: World, text: str, period: str = Period.YEAR) -> None:
    sign_pledge(built)
    report = built.report("plain", period)
    report.narratives.filter(section=NarrativeSection.LIMITS).update(text=text)


def test_every_section_is_there_from_the_first_day(client):
    built = world()
    client.force_login(built.secretary)
    page = client.get(address(built)).content.decode()
    for label in NarrativeSection.labels:
        assert label in page


def test_secretariat_writes_a_section_row_by_row(client):
    built = world()
    client.force_login(built.secretary)
    answer = client.post(address(built), row(section(built), "Còn chậm"), **GRID)
    assert answer.status_code == 200
    assert (section(built).text, section(built).version) == ("Còn chậm", 2)
    assert client.post(address(built), row(section(built), "Hai")).status_code == 302
    assert not journal.entries_of(section(built)).exists()


def test_units_texts_of_the_year_stand_beside(client):
    built = world()
    unit_text(built, "Chậm số hóa hồ sơ")
    client.force_login(built.secretary)
    page = client.get(address(built)).content.decode()
    assert "1 đơn vị đã viết" in page
    assert "Chậm số hóa hồ sơ" in page


def test_texts_of_the_half_year_do_not(client):
    built = world()
    unit_text(built, "Chỉ của 6 tháng", Period.HALF_YEAR)
    client.force_login(built.secretary)
    assert "Chỉ của 6 tháng" not in client.get(address(built)).content.decode()


def test_a_units_text_is_not_written_from_here(client):
    built = world()
    unit_text(built, "Nguyên văn")
    theirs = built.report().narratives.get(section=NarrativeSection.LIMITS)
    client.force_login(built.secretary)
    client.post(address(built), row(theirs, "Viết đè"), **GRID)
    theirs.refresh_from_db()
    assert theirs.text == "Nguyên văn"


def test_overseers_read_and_others_do_not(client):
    built = world()
    unit_text(built, "Chậm số hóa hồ sơ")
    for role, unit in (("leader", "deputy"), ("provincial_leader", "province")):
        client.force_login(built.user(role, unit))
        page = client.get(address(built)).content.decode()
        assert "Chậm số hóa hồ sơ" in page
        assert "<textarea" not in page
        refused = client.post(address(built), row(section(built), "x"))
        assert refused.status_code == 403
    client.force_login(built.user("clerk", "plain"))
    assert client.get(address(built)).status_code == 403
    client.force_login(built.user("clerk", "outside"))
    assert client.get(address(built)).status_code == 404


def test_sections_of_a_ranked_year_change_with_an_entry_and_then_no_more(client):
    built = world()
    whole_year(built)
    year = run(built.year, "publish_ranking", actor=built.secretary)
    client.force_login(built.secretary)
    client.post(address(built), row(section(built), "Sau công bố"))
    entry = journal.entries_of(section(built))[0]
    assert entry.changes == [["Hạn chế, tồn tại", "", "Sau công bố"]]
    EmulationYear.objects.update(state="closed", closed_at=year.ranked_at)
    assert "<textarea" not in client.get(address(built)).content.decode()
    refused = client.post(address(built), row(section(built), "Muộn"))
    assert refused.status_code == 409
    assert "đã khép, không sửa được" in refused.content.decode()
    assert section(built).text == "Sau công bố"


@pytest.mark.parametrize("units", [1, 3])
def test_sections_cost_the_same_for_any_number_of_units(
    client, units, django_assert_num_queries
):
    built = world()
    for unit in ("plain", "other", "head")[:units]:
        sign_pledge(built, unit)
        built.report(unit).narratives.update(text="Đã viết")
    client.force_login(built.secretary)
    with django_assert_num_queries(11):
        assert client.get(address(built)).status_code == 200

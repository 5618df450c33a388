"""The days of the steps, and opening and closing them."""

import pytest
from django.urls import reverse

from core import journal
from core.workflow import BlockedError, ReasonMissingError
from emulation.enums import PhaseKind
from emulation.models import EmulationYear, Phase
from emulation.services.years import set_phase_dates
from tests.builders import World, world

pytestmark = pytest.mark.django_db


def address(built: World) -> str:
    return reverse("phases", args=[built.bloc.code, built.year.year])


def typed(built: World, **changed: str) -> dict[str, str]:
    """Return the form as it was drawn, with some days changed (``register_due``)."""
    form = {}
    for phase in built.year.phases.all():
        form[f"{phase.kind}-opens_on"] = f"{phase.opens_on or ''}"
        form[f"{phase.kind}-due_on"] = f"{phase.due_on or ''}"
    for name, value in changed.items():
        kind, _, key = name.rpartition("_")
        form[f"{kind}-{key}_on"] = value
    return form


def days(kind: str) -> tuple[str, str]:
    phase = Phase.objects.get(kind=kind)
    return f"{phase.opens_on}", f"{phase.due_on}"


def test_days_of_a_year_in_preparation_need_no_reason(client):
    built = world(opened=False)
    client.force_login(built.secretary)
    response = client.post(
        address(built), typed(built, sign_opens="1/3/2030", sign_due="2030-03-26")
    )
    assert response.url == address(built)
    assert days("sign") == ("2030-03-01", "2030-03-26")
    entries = journal.entries_of(built.year.phases.get(kind="sign"))
    assert entries[0].actor == built.secretary
    assert entries.count() == 2  # the first days, and these


def test_days_of_an_open_year_need_a_reason(client):
    built = world()
    before = days("sign")
    client.force_login(built.secretary)
    form = typed(built, sign_due="2030-03-26")
    refused = client.post(address(built), form)
    assert refused.status_code == 422
    assert "Năm đã mở: ghi rõ lý do đổi ngày." in refused.content.decode()
    assert 'value="2030-03-26"' in refused.content.decode()
    assert days("sign") == before
    client.post(address(built), form | {"reason": "Lùi theo công văn 12"})
    assert days("sign")[1] == "2030-03-26"
    entry = journal.entries_of(Phase.objects.get(kind="sign"))[0]
    assert entry.reason == "Lùi theo công văn 12"


def test_saving_unchanged_days_asks_for_nothing(client):
    built = world()
    client.force_login(built.secretary)
    assert client.post(address(built), typed(built)).status_code == 302


def test_due_before_opening_is_refused_beside_the_field(client):
    built = world(opened=False)
    before = days("sign")
    client.force_login(built.secretary)
    response = client.post(
        address(built), typed(built, sign_opens="2030-03-26", sign_due="2030-03-01")
    )
    assert response.status_code == 422
    assert "Ký giao ước, hạn: Hạn phải từ ngày mở trở đi." in response.content.decode()
    assert days("sign") == before


def test_steps_out_of_order_are_pointed_out_and_allowed(client):
    built = world(opened=False)
    client.force_login(built.secretary)
    client.post(address(built), typed(built, register_due="2030-03-26"))
    page = client.get(address(built)).content.decode()
    assert "Thứ tự thời hạn cần xem lại" in page
    assert "trước hạn của bước “Đăng ký” (26/3/2030)" in page


def test_only_the_secretariat_and_the_board_set_days(client):
    built = world(opened=False)
    before = days("sign")
    for role, unit in (("clerk", "plain"), ("leader", "head"), ("secretary", "deputy")):
        client.force_login(built.user(role, unit))
        assert 'type="date"' not in client.get(address(built)).content.decode()
        refused = client.post(address(built), typed(built, sign_due="2030-03-26"))
        assert refused.status_code == 403
    assert days("sign") == before
    client.force_login(built.user("board_officer", "board"))
    client.post(address(built), typed(built, sign_due="2030-03-26"))
    assert days("sign")[1] == "2030-03-26"


def test_service_refuses_silent_changes_and_closed_years():
    built = world()
    dates = {"sign": (None, None)}
    with pytest.raises(ReasonMissingError, match="phải ghi lý do"):
        set_phase_dates(built.year, dates, actor=built.secretary, reason="  ")
    year = EmulationYear.objects.get()
    year.state = "closed"
    with pytest.raises(BlockedError, match="đã khép"):
        set_phase_dates(year, dates, actor=built.secretary, reason="Thử")
    kept = {one.kind: (one.opens_on, one.due_on) for one in year.phases.all()}
    set_phase_dates(year, kept, actor=built.secretary)


def test_closed_year_shows_days_without_fields(client):
    built = world()
    moment = built.year.opened_at
    EmulationYear.objects.update(state="closed", ranked_at=moment, closed_at=moment)
    client.force_login(built.secretary)
    page = client.get(address(built)).content.decode()
    assert 'type="date"' not in page
    assert "Lưu ngày" not in page


def test_a_step_is_opened_closed_and_opened_again(client):
    built = world()
    step = built.year.phases.get(kind=PhaseKind.SIGN)
    client.force_login(built.secretary)
    close = reverse("phase-action", args=[step.pk, "close"])
    assert "không gửi được nội dung" in client.get(close).content.decode()
    assert client.post(close).url == address(built)
    assert Phase.objects.get(pk=step.pk).state == "closed"
    client.post(reverse("phase-action", args=[step.pk, "open"]))
    assert Phase.objects.get(pk=step.pk).state == "open"


def test_a_step_is_not_opened_before_the_year(client):
    built = world(opened=False)
    step = built.year.phases.get(kind=PhaseKind.SIGN)
    client.force_login(built.secretary)
    refused = client.post(reverse("phase-action", args=[step.pk, "open"]))
    assert refused.status_code == 409
    assert "Năm thi đua đang chuẩn bị." in refused.content.decode()


def test_a_step_is_not_opened_by_others(client):
    built = world()
    step = built.year.phases.get(kind=PhaseKind.SIGN)
    path = reverse("phase-action", args=[step.pk, "close"])
    client.force_login(built.user("board_officer", "board"))
    assert client.post(path).status_code == 403
    client.force_login(built.user("clerk", "outside"))
    assert client.post(path).status_code == 404
    assert Phase.objects.get(pk=step.pk).state == "open"

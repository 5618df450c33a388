"""The signing day: who has signed, what the others lack, the page and the screen."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.workflow import run
from emulation.enums import PhaseKind
from emulation.models import EmulationYear, Participation
from emulation.selectors.signing import Place, SigningDay, signing_day_of
from emulation.services.roster import set_successor
from tests.builders import MEMBERS, World, prepare_year
from tests.steps import SIGNATURE, accept_pledge, fill_pledge, on_paper, sign_pledge

pytestmark = pytest.mark.django_db


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def day_of(built: World, user=None) -> SigningDay:
    return signing_day_of(EmulationYear.objects.get(pk=built.year.pk), user)


def place_of(built: World, unit: str = "plain", user=None) -> Place:
    wanted = built.participation(unit).pk
    return next(one for one in day_of(built, user).places if one.unit.pk == wanted)


def address(built: World, name: str = "signing-day") -> str:
    return reverse(name, args=[built.bloc.code, built.year.year])


def close_signing(built: World) -> None:
    run(built.year.phases.get(kind=PhaseKind.SIGN), "close", actor=built.secretary)


# ----- what is shown


def test_units_stand_in_protocol_order_each_with_what_it_lacks(built):
    sign_pledge(built)
    accept_pledge(built, fill_pledge(built, "other"), "other")
    day = day_of(built)
    assert [one.unit.name for one in day.places] == list(MEMBERS.values())
    lacks = [one.lacks for one in day.places]
    assert lacks == ["Đang soạn", "Đang soạn", "", "Chờ ký"]
    assert (len(day.signed), len(day.waiting), day.is_complete) == (1, 3, False)
    assert [one.is_ready for one in day.places] == [False, False, False, True]


def test_the_last_to_sign_is_named(built):
    assert day_of(built).latest is None
    for unit in ("other", "plain"):
        sign_pledge(built, unit)
    latest = day_of(built).latest
    assert latest.unit == built.participation("plain")
    assert latest.version.signer_name == "leader plain"


def test_all_have_signed(built):
    for unit in MEMBERS:
        sign_pledge(built, unit)
    day = day_of(built)
    assert (day.is_complete, day.waiting) == (True, [])
    page = browser_of(built.secretary).get(address(built, "signing-screen"))
    said = page.content.decode()
    assert f"Cả 4 đơn vị đã ký giao ước thi đua năm {built.year.year}" in said
    assert "Đơn vị ký sau cùng" in said


def test_an_amended_pledge_shows_its_first_signature(built):
    pledge = sign_pledge(built)
    first = pledge.versions.get()
    later = pledge.versions.create(
        number=2,
        text="khác",
        sha256="0" * 64,
        amendment=pledge.amendments.create(number=1),
        signed_by=first.signed_by,
        signer_name="người khác",
        capacity="head",
        office="khác",
        signed_at=clock.now(),
    )
    assert place_of(built).version == first != later


def test_a_step_that_is_not_open_is_the_hindrance(built):
    accept_pledge(built, fill_pledge(built))
    leader = built.user("leader", "plain")
    assert place_of(built, user=leader).may_sign
    close_signing(built)
    place = place_of(built, user=leader)
    assert (place.lacks, place.may_sign) == ("Chờ mở bước ký", False)
    assert day_of(built).hindrance == "Bước “Ký giao ước” đã đóng."
    built.year.phases.filter(kind=PhaseKind.SIGN).update(state="waiting")
    assert day_of(built).hindrance.startswith("Bước “Ký giao ước” dự kiến mở ngày ")
    built.year.phases.filter(kind=PhaseKind.SIGN).delete()
    assert day_of(built).hindrance == "Năm chưa có bước “Ký giao ước”."


def test_who_may_do_what_from_here(built):
    accept_pledge(built, fill_pledge(built))
    run(fill_pledge(built, "other"), "submit", actor=built.user("clerk", "other"))
    run(built.pledge("other"), "approve", actor=built.user("leader", "other"))

    def may(user, unit):
        place = place_of(built, unit, user)
        return place.may_sign, place.may_record, place.may_accept, place.is_own

    secretary, clerk = built.secretary, built.user("clerk", "plain")
    assert may(secretary, "plain") == (False, True, False, False)
    assert may(secretary, "other") == (False, False, True, False)
    assert may(clerk, "plain") == (False, False, False, True)
    assert may(built.user("leader", "plain"), "plain") == (True, False, False, True)
    assert may(built.user("leader", "plain"), "other") == (False,) * 4
    assert may(built.board, "plain") == (False,) * 4


def test_who_has_left_is_not_waited_for_and_who_signed_stays(built):
    sign_pledge(built)
    yesterday = clock.today() - timedelta(days=1)
    for unit in ("plain", "other"):
        gone = Participation.objects.filter(pk=built.participation(unit).pk)
        gone.update(left_on=yesterday)
    names = [one.unit.name for one in day_of(built).places]
    assert MEMBERS["plain"] in names
    assert MEMBERS["other"] not in names


def test_a_year_without_a_roster_has_nobody_to_sign(built):
    built.year = prepare_year(built, built.year.year + 1)
    day = day_of(built)
    assert (day.places, day.is_complete) == ([], False)
    secretary = browser_of(built.secretary)
    assert "Chưa có đơn vị nào để ký" in secretary.get(address(built)).content.decode()
    screen = secretary.get(address(built, "signing-screen")).content.decode()
    assert "Chưa có đơn vị nào" in screen


# ----- after a merger


def merge(built: World) -> None:
    """Văn phòng takes over from Ban Nội chính."""
    set_successor(
        built.participation("plain"),
        built.participation("other"),
        left_on=clock.today(),
        reason="Hợp nhất",
        actor=built.secretary,
    )


def test_the_successors_leader_signs_the_open_pledge(built):
    pledge = accept_pledge(built, fill_pledge(built))
    merge(built)
    heir = built.user("leader", "other")
    assert place_of(built, user=heir).may_sign
    assert not place_of(built, user=built.user("leader", "plain")).may_sign
    signed = run(pledge, "sign", actor=heir, **SIGNATURE)
    version = signed.versions.get()
    assert version.signer_name == "leader other"
    assert version.office == "Thủ trưởng, Văn phòng Tỉnh ủy"
    page = browser_of(heir).get(address(built)).content.decode()
    assert "Văn phòng Tỉnh ủy kế thừa" in page


def test_the_successors_people_lead_it_on_from_the_draft(built):
    pledge = fill_pledge(built)
    merge(built)
    run(pledge, "submit", actor=built.user("clerk", "other"))
    run(pledge, "approve", actor=built.user("leader", "other"))
    accepted = run(pledge, "accept", actor=built.secretary)
    leaders = browser_of(built.secretary).get(
        accepted.get_action_url("record_signature")
    )
    labels = [label for _pk, label in leaders.context["form"].fields["leader"].choices]
    assert labels[1:] == ["leader other, thủ trưởng"]


def test_the_pledge_says_from_when_to_when_its_unit_takes_part(built):
    pledge = sign_pledge(built)
    merge(built)
    for user in (built.user("clerk", "other"), built.user("clerk", "plain")):
        page = browser_of(user).get(pledge.get_absolute_url()).content.decode()
        assert "Tham gia đến ngày" in page
        assert "Đơn vị kế thừa: Văn phòng Tỉnh ủy, từ ngày" in page
    listed = browser_of(built.secretary).get(address(built, "pledges"))
    assert "Văn phòng Tỉnh ủy kế thừa" in listed.content.decode()


# ----- the page and the screen


def test_the_page_shows_signatures_and_what_is_to_do(built):
    sign_pledge(built)
    run(
        accept_pledge(built, fill_pledge(built, "head"), "head"),
        "record_signature",
        actor=built.user("secretary", "deputy"),
        **on_paper(),
    )
    accepted = accept_pledge(built, fill_pledge(built, "other"), "other")
    page = browser_of(built.secretary).get(address(built)).content.decode()
    assert "leader plain" in page
    assert "ký trên giấy ngày" in page
    assert accepted.get_action_url("record_signature") in page
    assert accepted.get_action_url("sign") not in page
    own = browser_of(built.user("leader", "other")).get(address(built)).content.decode()
    assert accepted.get_action_url("sign") in own
    assert accepted.get_action_url("record_signature") not in own


@pytest.mark.parametrize("name", ["signing-day", "signing-screen"])
def test_who_asks_again_is_told_only_what_is_new(built, name):
    client, url = browser_of(built.user("clerk", "plain")), address(built, name)
    asked = {"moc": client.get(url).context["day"].mark}
    again = client.get(url, asked, HTTP_HX_REQUEST="true")
    assert (again.status_code, again.content) == (204, b"")
    assert client.get(url, asked).status_code == 200
    accept_pledge(built, fill_pledge(built))
    new = client.get(url, asked, HTTP_HX_REQUEST="true")
    assert new.status_code == 200
    assert "Chờ ký" in new.content.decode()


@pytest.mark.parametrize(
    ("asked", "zoom"), [("", "1"), ("?co=2", "2"), ("?co=3", "3"), ("?co=9", "1")]
)
def test_the_screen_has_three_sizes(built, asked, zoom):
    client = browser_of(built.user("clerk", "plain"))
    page = client.get(address(built, "signing-screen") + asked).content.decode()
    assert f"sign-few sign-zoom-{zoom}" in page
    assert f"?co={zoom}&amp;moc=" in page
    assert page.count('aria-current="true"') == 1


def test_the_step_in_the_year_leads_here(built):
    page = browser_of(built.secretary).get(built.year.get_absolute_url())
    assert address(built) in page.content.decode()


@pytest.mark.parametrize("signed", [1, 3])
def test_page_and_screen_cost_the_same_for_any_number(
    built, signed, django_assert_num_queries
):
    for unit in list(MEMBERS)[:signed]:
        sign_pledge(built, unit)
    client = browser_of(built.secretary)
    for name, number in (("signing-day", 13), ("signing-screen", 13)):
        with django_assert_num_queries(number):
            client.get(address(built, name))

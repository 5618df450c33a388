"""Common targets and contents: given to every pledge, kept in line, locked when sent."""

from decimal import Decimal

import pytest

from core import clock, journal
from core.workflow import BlockedError, run
from emulation.forms.setup import CommonTargetForm
from emulation.models import EmulationYear, Pledge, Target
from emulation.selectors import targets_of
from emulation.services import setup
from emulation.services.handout import hand_out
from emulation.services.roster import admit_unit
from tests.builders import World, add_unit
from tests.emulation.setting_up import (
    add_common,
    address,
    held,
    open_with_commons,
    row_of,
    send,
)
from units import services
from units.models import Membership

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Grid": "1"}


@pytest.fixture
def built():
    return open_with_commons()


@pytest.fixture
def browser(client, built):
    client.force_login(built.secretary)
    return client


def save(built: World, row, **typed: str):
    sent = {"kind": row.kind, "comparator": row.comparator, "content": row.content}
    sent |= {"unit_of_measure": row.unit_of_measure, "value": "95"} | typed
    return setup.save_commons(
        built.year, CommonTargetForm, row_of(row, **sent), actor=built.secretary
    )


# ----- opening the year


def test_every_pledge_gets_the_common_targets_with_their_parts(built):
    for unit in ("head", "deputy", "plain", "other"):
        whole, part = held(built, unit)
        assert (whole.content, whole.value) == ("Tổ chức đảng hoàn thành tốt", 95)
        assert (part.parent, part.value) == (whole, 20)
        assert whole.common == built.year.common_targets.get(parts__isnull=False)
        assert whole.note == ""  # the note column is the unit's


def test_opening_keeps_the_whole_set_up_in_the_journal(built):
    entry = journal.entries_of(built.year).get(verb="open")
    told = str(entry.snapshot)
    assert "Tổ chức đảng hoàn thành tốt: ≥ 95%" in told
    assert "Đoàn kết, sáng tạo" in told


def test_a_unit_admitted_later_gets_them_too(built):
    send(built)
    unit = add_unit("new", "Cơ quan mới")
    member = Membership(bloc=built.bloc, unit=unit, protocol_number=9)
    services.add_member(member, actor=None)
    admitted = admit_unit(
        built.year,
        unit,
        joined_on=clock.today(),
        reason="Quyết định 12",
        actor=built.secretary,
    )
    assert [row.value for row, _ in targets_of(admitted.pledge)] == [95, 20]


def test_handing_out_again_changes_nothing(built):
    pledge = built.pledge()
    hand_out(built.year, [pledge])
    assert pledge.targets.count() == 2


@pytest.mark.parametrize("units", [["plain"], ["plain", "other", "deputy"]])
def test_handing_out_costs_the_same_for_any_number(
    built, units, django_assert_num_queries
):
    add_common(built, "Chuyển đổi số")
    receiving = [built.pledge(unit) for unit in units]
    with django_assert_num_queries(4):
        hand_out(built.year, receiving)


# ----- while no pledge has been sent


def test_drafts_follow_a_change_and_keep_what_the_unit_typed(built):
    common = built.year.common_targets.get(parts__isnull=False)
    Target.objects.filter(pk=held(built)[0].pk).update(value=99, note="Phấn đấu")
    save(built, common, content="Tổ chức đảng vững mạnh", value="96")
    own, others = held(built)[0], held(built, "other")[0]
    assert own.content == others.content == "Tổ chức đảng vững mạnh"
    assert (own.value, own.note, others.value) == (99, "Phấn đấu", 96)
    assert own.search_key == "to chuc dang vung manh"
    assert own.version == 2
    changes = journal.entries_of(common)[0].changes
    assert changes[0][2] == "Tổ chức đảng vững mạnh: ≥ 96%"


def test_a_figure_of_another_kind_is_never_kept(built):
    common = built.year.common_targets.get(parts__isnull=False)
    Target.objects.filter(common=common).update(value=99)
    save(built, common, kind="yes_no", value="1", unit_of_measure="")
    assert {row.value for row in Target.objects.filter(common=common)} == {Decimal(1)}


def test_words_given_later_bring_the_target_into_the_drafts(built):
    blank = built.year.common_targets.get(content="")
    save(built, blank, content="Phong trào được hưởng ứng")
    assert [row.content for row in held(built)][-1] == "Phong trào được hưởng ứng"


@pytest.mark.parametrize("drafts", [1, 4])
def test_a_change_costs_the_same_for_any_number_of_drafts(
    built, drafts, django_assert_num_queries
):
    for pledge in Pledge.objects.all()[drafts:]:
        pledge.delete()
    common = built.year.common_targets.get(parts__isnull=False)
    secretary = built.secretary
    sent = row_of(
        common,
        content="Khác",
        kind="percentage",
        unit_of_measure="%",
        comparator="ge",
        value="97",
    )
    with django_assert_num_queries(23):
        setup.save_commons(built.year, CommonTargetForm, sent, actor=secretary)


def test_a_deleted_target_leaves_the_drafts_but_not_what_was_typed(built):
    common = built.year.common_targets.get(parts__isnull=False)
    part = held(built)[1]
    Target.objects.filter(pk=part.pk).update(note="Đã thống nhất trong chi bộ")
    setup.delete_common(common, actor=built.secretary)
    kept = held(built)
    assert [row.content for row in kept] == [
        "Tổ chức đảng hoàn thành tốt",
        "hoàn thành xuất sắc",
    ]
    assert {row.common for row in kept} == {None}
    assert held(built, "other") == []
    deleted = journal.JournalEntry.objects.filter(sentence="Xóa chỉ tiêu chung")
    assert deleted.count() == 2


def test_deleting_is_asked_about_on_a_page(browser, built):
    common = built.year.common_targets.get(parts__isnull=False)
    asked = browser.post(address("setup-commons", built), {"do": f"delete-{common.pk}"})
    page = browser.get(asked.url).content.decode()
    assert "Cả 1 dòng “trong đó” cũng bị xóa." in page
    assert "Chỉ tiêu đang có trong 4 giao ước đang soạn." in page
    assert browser.post(asked.url).url.endswith("#chi-tieu-chung")
    assert not Target.objects.exists()


def test_common_targets_are_added_parted_moved_and_ordered(browser, built):
    url = address("setup-commons", built)
    first = built.year.common_targets.get(parts__isnull=False)
    answer = browser.post(url, {"do": "add-political", "count": "2"}, headers=SCRIPT)
    assert answer.json()["rows"].count("data-row=") == 2
    made = browser.post(url, {"do": f"part-{first.pk}"})
    part = first.parts.latest("pk")
    assert made.url == f"{address('year-setup', built)}?moi={part.pk}"
    assert "autofocus" in browser.get(made.url).content.decode()
    browser.post(url, {"do": f"up-{part.pk}"})
    assert first.parts.order_by("position").first() == part
    ids = [str(one.pk) for one in first.parts.order_by("-position")]
    order = {"do": "order", "row": ids}
    assert browser.post(url, order, headers=SCRIPT).json()["numbers"]
    assert first.parts.order_by("position").last() == part
    browser.post(url, {"do": f"delete-{part.pk}"})
    assert first.parts.count() == 1


@pytest.mark.parametrize("do", ["up-0", "delete-x", "add-nothing", "part-999999"])
def test_a_button_about_no_row_is_not_found(browser, built, do):
    assert browser.post(address("setup-commons", built), {"do": do}).status_code == 404


def test_contents_are_typed_a_line_each_and_journaled_once_open(browser, built):
    year = built.year
    typed = {"common_contents": "- Gửi báo cáo đúng hạn\n\n  • Học tập Bác "}
    url = address("setup-contents", built)
    assert browser.post(url, row_of(year, **typed)).status_code == 302
    year = EmulationYear.objects.get()
    assert year.common_contents == "Gửi báo cáo đúng hạn\nHọc tập Bác"
    assert journal.entries_of(year)[0].sentence == "Sửa nội dung chung"


# ----- once a pledge has been sent


def test_nothing_common_changes_once_a_pledge_has_been_sent(browser, built):
    send(built)
    common = built.year.common_targets.get(parts__isnull=False)
    sentence = (
        "Đã gửi giao ước: Ban Nội chính Tỉnh ủy. Trả lại các giao ước này trước, rồi "
        "mới đổi chỉ tiêu, nội dung chung."
    )
    secretary = built.secretary
    for act in (
        lambda: save(built, common, content="Khác"),
        lambda: add_common(built),
        lambda: setup.delete_common(common, actor=secretary),
        lambda: setup.add_commons(built.year, "building", 2, actor=secretary),
    ):
        with pytest.raises(BlockedError) as error:
            act()
        assert error.value.sentences == [sentence]
    page = browser.get(address("year-setup", built)).content.decode()
    assert "Đã gửi giao ước: Ban Nội chính Tỉnh ủy." in page
    refused = browser.post(
        address("setup-contents", built), row_of(built.year, common_contents="Khác")
    )
    assert refused.status_code == 409
    assert "Khác" in refused.content.decode()


def test_a_returned_pledge_opens_the_common_part_again(built):
    leader = built.user("leader", "plain")
    run(send(built), "return", actor=leader, reason="Sửa số")
    assert save(built, built.year.common_targets.first(), content="Khác").is_clean


def test_common_targets_are_not_changed_after_the_ranking(built):
    EmulationYear.objects.update(
        state="ranked", ranked_at=clock.now(), ranked_by=built.secretary
    )
    with pytest.raises(BlockedError, match="chỉ tiêu chung không đổi được"):
        add_common(built)

"""The pages of amendments: begun, chosen and typed."""

from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client
from django.urls import reverse

from emulation.models import Amendment, AmendmentLine, Pledge, Target
from emulation.services import amendments as services
from tests.emulation import amending
from tests.emulation.sending import SCRIPT
from tests.steps import fill_pledge, sign_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge(built) -> Pledge:
    return sign_pledge(built)


@pytest.fixture
def cases(pledge) -> Target:
    return pledge.targets.get(content="Giải quyết vụ việc")


@pytest.fixture
def amendment(built, pledge) -> Amendment:
    return amending.start(built, pledge)


def browser_of(built, role: str, unit: str) -> Client:
    client = Client()
    client.force_login(built.user(role, unit))
    return client


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def typed(line: AmendmentLine, **said: str) -> dict[str, str]:
    """Return what the grid sends of a line taken up from a target."""
    fields = {"version": str(line.version), "comparator": line.comparator}
    fields |= {"value": f"{line.value:f}", "base": line.base, "note": line.note}
    return {f"row-{line.pk}-{name}": one for name, one in (fields | said).items()}


def press(browser, amendment: Amendment, do: str, **rows: str):
    return browser.post(amendment.get_absolute_url(), {"do": do} | rows)


def new_line(response, amendment: Amendment) -> AmendmentLine:
    """Return the line to which a pressed button leads."""
    (pk,) = parse_qs(urlparse(response.url).query)["moi"]
    return amendment.lines.get(pk=pk)


# ----- beginning


def test_the_signed_pledge_offers_an_amendment_to_its_unit_only(built, pledge):
    url = reverse("amendment-start", args=[pledge.pk])
    for role, unit, offered in (
        ("clerk", "plain", True),
        ("leader", "plain", True),
        ("clerk", "other", False),
        ("secretary", "head", False),
    ):
        page = text_of(browser_of(built, role, unit).get(pledge.get_absolute_url()))
        assert (url in page) is offered


def test_a_pledge_that_is_not_signed_offers_none(built, browser):
    pledge = fill_pledge(built)
    assert "Điều chỉnh chỉ tiêu" not in text_of(browser.get(pledge.get_absolute_url()))
    response = browser.post(reverse("amendment-start", args=[pledge.pk]), {})
    assert response.status_code == 422
    assert "Giao ước chưa ký: sửa thẳng trong giao ước." in text_of(response)


def test_beginning_leads_to_the_table_and_a_second_time_to_the_first(pledge, browser):
    url = reverse("amendment-start", args=[pledge.pk])
    assert "Soạn điều chỉnh" in text_of(browser.get(url))
    response = browser.post(url, {"reason": "Giảm biên chế"})
    amendment = pledge.amendments.get()
    assert response.url == amendment.get_absolute_url()
    assert amendment.reason == "Giảm biên chế"
    assert browser.get(url).url == amendment.get_absolute_url()
    late = browser.post(url, {"reason": ""})
    assert late.status_code == 422
    assert "Điều chỉnh lần 1 chưa xong." in text_of(late)
    page = text_of(browser.get(pledge.get_absolute_url()))
    assert "Điều chỉnh lần 1: đang soạn" in page


# ----- the grid


def test_a_target_is_taken_up_typed_and_let_go(amendment, cases, browser):
    response = press(browser, amendment, f"change-{cases.pk}")
    line = new_line(response, amendment)
    page = text_of(browser.get(response.url))
    assert "autofocus" in page
    assert 'Đang là <span class="num">≥ 12</span>' in page
    answer = browser.post(
        amendment.get_absolute_url(), typed(line, value="1.010,5"), **SCRIPT
    )
    assert answer.status_code == 200
    line.refresh_from_db()
    assert (line.value, line.wording) == (1010.5, "Giải quyết vụ việc: ≥ 1.010,5 vụ")
    response = press(browser, amendment, f"keep-{line.pk}")
    assert response.url.endswith(f"#ct-{cases.pk}")
    assert not amendment.lines.exists()


def test_wording_and_kind_of_a_target_are_not_typed(built, amendment, cases, browser):
    line = amending.change(built, amendment, cases)
    sent = typed(line, value="200", content="Khác", kind="percentage")
    sent[f"row-{line.pk}-unit_of_measure"] = "đơn"
    assert browser.post(amendment.get_absolute_url(), sent, **SCRIPT).status_code == 200
    line.refresh_from_db()
    assert line.wording == "Giải quyết vụ việc: ≥ 200 vụ"


def test_a_wrong_figure_stays_on_the_page_with_its_sentence(
    built, amendment, cases, browser
):
    line = amending.change(built, amendment, cases)
    response = browser.post(amendment.get_absolute_url(), typed(line, value="mười"))
    assert response.status_code == 422
    page = text_of(response)
    assert "“mười” không phải là số." in page
    assert 'value="mười"' in page


def test_a_stale_row_is_asked_about(built, amendment, cases, browser):
    line = amending.change(built, amendment, cases)
    old = typed(line, value="11")
    AmendmentLine.objects.filter(pk=line.pk).update(version=5, value=9)
    response = browser.post(amendment.get_absolute_url(), old)
    assert response.status_code == 409
    assert "vừa được người khác sửa" in text_of(response)


def test_an_added_row_of_another_kind_gets_another_field(amendment, browser):
    line = new_line(press(browser, amendment, "add-building"), amendment)
    assert line.section == "building"
    sent = {"version": "1", "content": "Đạt chuẩn", "kind": "yes_no", "value": ""}
    rows = {f"row-{line.pk}-{name}": one for name, one in sent.items()}
    rows[f"row-{line.pk}-comparator"] = "ge"
    answer = browser.post(amendment.get_absolute_url(), rows, **SCRIPT)
    (saved,) = answer.json()["saved"]
    assert "<select" in saved["cells"]["value"]


def test_parts_are_added_below_targets_and_below_added_rows(amendment, cases, browser):
    below = new_line(press(browser, amendment, f"part-{cases.pk}"), amendment)
    assert below.parent == cases
    whole = new_line(press(browser, amendment, "add-political"), amendment)
    under = new_line(press(browser, amendment, f"under-{whole.pk}"), amendment)
    assert under.whole == whole


def test_dropping_says_what_goes_along(built, browser):
    pledge = fill_pledge(built)
    whole = pledge.targets.get(content="Giải quyết vụ việc")
    Target.objects.create(pledge=pledge, parent=whole, content="tự phát hiện", value=5)
    amendment = amending.start(built, amending.sign(built, pledge))
    response = press(browser, amendment, f"drop-{whole.pk}")
    page = text_of(browser.get(response.url))
    assert "Bỏ “Giải quyết vụ việc” cùng 1 chỉ tiêu “trong đó”." in page
    assert "theo chỉ tiêu bao trùm" in page
    line = amendment.lines.get()
    press(browser, amendment, f"keep-{line.pk}")
    assert not amendment.lines.exists()


def test_a_blank_added_row_goes_at_once_a_written_one_is_asked_about(
    built, amendment, browser
):
    blank = amending.add(built, amendment, "")
    press(browser, amendment, f"keep-{blank.pk}")
    assert not amendment.lines.exists()
    written = amending.add(built, amendment, "Mô hình mới", value=2)
    amending.add(built, amendment, "cấp tỉnh", whole=written)
    response = press(browser, amendment, f"keep-{written.pk}")
    url = reverse("amendment-line-delete", args=[written.pk])
    assert response.url == url
    page = text_of(browser.get(url))
    assert "Mô hình mới: ≥ 2. Cả 1 dòng “trong đó” cũng bị xóa." in page
    assert browser.post(url).url == amendment.get_absolute_url()
    assert not amendment.lines.exists()


@pytest.mark.parametrize(
    "do", ["change-999", "drop-x", "keep-999", "under-0", "part-²", "add-nowhere"]
)
def test_a_button_of_nothing_is_not_found(amendment, browser, do):
    assert press(browser, amendment, do).status_code == 404


def test_what_may_not_be_done_is_said_on_the_page(built, pledge, cases, browser):
    amendment = amending.start(built, pledge)
    part = Target.objects.create(pledge=pledge, parent=cases, content="tự phát hiện")
    amending.drop(built, amendment, cases)
    response = press(browser, amendment, f"change-{part.pk}")
    assert response.status_code == 409
    assert services.PART_OF_DROPPED in text_of(response)


def test_the_reason_is_saved_alone(amendment, browser):
    url = reverse("amendment-reason", args=[amendment.pk])
    assert browser.get(url).url == amendment.get_absolute_url()
    sent = {f"row-{amendment.pk}-version": "1", f"row-{amendment.pk}-reason": "Lý do"}
    assert browser.post(url, sent, **SCRIPT).json()["errors"] == []
    assert browser.post(url, sent | {f"row-{amendment.pk}-reason": "Khác"}).status_code
    amendment.refresh_from_db()
    assert amendment.reason == "Lý do"
    stale = browser.post(url, sent | {f"row-{amendment.pk}-reason": "Khác"})
    assert stale.status_code == 409
    assert "Khác" in text_of(stale)


def test_a_draft_is_deleted_after_a_question(amendment, browser):
    url = reverse("amendment-delete", args=[amendment.pk])
    assert "Nhật ký giữ lại bản sao." in text_of(browser.get(url))
    assert browser.post(url).url == amendment.pledge.get_absolute_url()
    assert not Amendment.objects.exists()


def test_what_is_missing_leads_to_its_row(built, amendment, cases, browser):
    line = amending.change(built, amendment, cases)
    page = text_of(browser.get(amendment.get_absolute_url()))
    assert (
        f'<a href="#dong-{line.pk}">Dòng 1: chưa khác gì so với giao ước.</a>' in page
    )

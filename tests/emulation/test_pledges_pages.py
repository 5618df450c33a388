"""The pages of pledges: the list, one pledge, its small forms and its route."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.workflow import run
from emulation.enums import PhaseKind, Subject
from emulation.models import Pledge, Target, Title, TitleRegistration
from emulation.services import pledges as services
from emulation.services.registrations import register_title
from emulation.services.years import create_year
from tests.emulation.sending import SCRIPT, save
from tests.steps import sign_pledge

pytestmark = pytest.mark.django_db

# ----- the list


def test_the_list_shows_own_first_and_hides_what_is_not_public(built, browser):
    sign_pledge(built, "other")
    page = browser.get(reverse("pledges", args=["khoi-thu", built.year.year]))
    listed = page.context["listed"]
    assert [(one.participation.name, one.is_open) for one in listed] == [
        ("Ban Nội chính Tỉnh ủy", True),
        ("Ban Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh", False),
        ("Ban Tổ chức Tỉnh ủy", False),
        ("Văn phòng Tỉnh ủy", True),
    ]
    html = page.content.decode()
    assert built.pledge("other").get_absolute_url() in html
    assert "leader other" in html
    assert f'"{built.pledge("head").get_absolute_url()}"' not in html
    assert html.count("Chưa công khai") == 2


def test_the_secretariat_opens_every_pledge(client, built):
    client.force_login(built.secretary)
    page = client.get(reverse("pledges", args=["khoi-thu", built.year.year]))
    assert all(one.is_open for one in page.context["listed"])


def test_a_year_in_preparation_has_an_empty_list(browser, built):
    following = create_year(built.bloc, built.year.year + 1, actor=built.board)
    page = browser.get(reverse("pledges", args=["khoi-thu", following.year]))
    assert "Chưa có giao ước nào" in page.content.decode()


def test_others_years_are_not_found(client, built):
    client.force_login(built.user("clerk", "outside"))
    url = reverse("pledges", args=["khoi-thu", built.year.year])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    browser, built, count, django_assert_num_queries
):
    for unit in ("other", "deputy", "head")[:count]:
        sign_pledge(built, unit)
    url = reverse("pledges", args=["khoi-thu", built.year.year])
    browser.get(url)
    with django_assert_num_queries(11):
        browser.get(url)


# ----- one pledge


def test_another_units_draft_is_not_found(client, built, draft, first):
    client.force_login(built.user("clerk", "other"))
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert save(client, first).status_code == 404
    assert client.get(draft.get_action_url("submit")).status_code == 404


def test_the_secretariat_reads_a_draft_and_types_nothing(client, built, draft, first):
    client.force_login(built.secretary)
    page = client.get(draft.get_absolute_url())
    assert page.context["is_editable"] is False
    assert "data-grid" not in page.content.decode()
    answer = save(client, first, value="99")
    assert answer.status_code == 403
    assert "Chỉ chuyên viên thi đua" in answer.content.decode()
    assert Target.objects.get(pk=first.pk).value == 12


def test_members_read_a_signed_pledge(client, built):
    pledge = sign_pledge(built)
    client.force_login(built.user("clerk", "other"))
    page = client.get(pledge.get_absolute_url())
    assert page.status_code == 200
    assert pledge.versions.get().sha256 in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_rows(
    browser, built, count, django_assert_num_queries
):
    pledge, clerk = built.pledge(), built.user("clerk", "plain")
    collective = Title.objects.create(code="t", name="T", subject=Subject.COLLECTIVE)
    individual = Title.objects.create(code="u", name="U", subject=Subject.INDIVIDUAL)
    for place in range(count):
        one = Target(pledge=pledge, content=f"Chỉ tiêu {place}")
        whole = services.add_target(one, actor=clerk)
        part = Target(pledge=pledge, content="phần", parent=whole)
        services.add_target(part, actor=clerk)
    people = [built.user(role, "plain").person for role in ("clerk", "leader")]
    aimed = [(collective, None), *((individual, one) for one in people)]
    for title, person in aimed[:count]:
        one = TitleRegistration(pledge=pledge, title=title, person=person)
        register_title(one, actor=clerk)
    browser.get(pledge.get_absolute_url())
    with django_assert_num_queries(37):
        page = browser.get(pledge.get_absolute_url())
    assert sum(len(one.lines) for one in page.context["aims"]) == count


# ----- contents, titles, actions


def test_pasted_contents_become_clean_lines(browser, draft):
    """Tabs, bullets and empty lines of a word processor stay out of the signed text."""
    url, row = reverse("pledge-contents", args=[draft.pk]), f"row-{draft.pk}"
    pasted = "Mo\u0323t\tno\u0323i dung\r\n\r\n  - Hai\n• Ba\n"
    browser.post(url, {f"{row}-version": draft.version, f"{row}-contents": pasted})
    draft.refresh_from_db()
    assert draft.contents == "Mọt nọi dung\nHai\nBa"


def test_contents_are_saved_by_version(browser, draft):
    url = reverse("pledge-contents", args=[draft.pk])
    names = [f"row-{draft.pk}-{name}" for name in ("version", "contents")]
    answer = browser.post(url, dict(zip(names, ("1", "Một"), strict=True)), **SCRIPT)
    assert answer.json()["saved"][0]["version"] == 2
    page = browser.post(url, dict(zip(names, ("1", "Hai"), strict=True)))
    assert page.status_code == 409
    assert "Mới: Một" in page.content.decode()
    assert browser.get(url).url == draft.get_absolute_url()
    done = browser.post(url, dict(zip(names, ("2", "Hai"), strict=True)))
    assert done.url == draft.get_absolute_url()
    assert Pledge.objects.get(pk=draft.pk).contents == "Hai"


def test_small_forms_of_a_submitted_pledge_refuse(browser, built, draft, first):
    url = reverse("target-delete", args=[first.pk])
    run(draft, "submit", actor=built.user("clerk", "plain"))
    answer = browser.post(url)
    assert "không sửa được" in answer.content.decode()
    assert Target.objects.filter(pk=first.pk).exists()


def test_the_way_from_clerk_to_leader_and_back(browser, client, built, draft):
    leader, url = built.user("leader", "plain"), draft.get_action_url
    client.force_login(leader)
    assert browser.get(url("approve")).status_code == 403
    assert browser.post(url("submit"), {"expected": "draft"}).status_code == 302
    twice = browser.post(url("submit"), {"expected": "draft"}, follow=True)
    assert "Người khác vừa xử lý" in twice.content.decode()
    blank = client.post(url("return"), {"reason": ""})
    assert blank.status_code == 422
    client.post(url("return"), {"reason": "Thêm căn cứ dòng 1."})
    page = browser.get(draft.get_absolute_url()).content.decode()
    assert "leader plain trả lại lúc" in page
    assert "Thêm căn cứ dòng 1." in page


def test_after_the_deadline_the_page_says_so(browser, built, draft):
    phase = built.year.phases.get(kind=PhaseKind.REGISTER)
    phase.opens_on, phase.due_on = None, clock.today() - timedelta(days=2)
    phase.save()
    page = browser.get(draft.get_absolute_url()).content.decode()
    assert "đã qua 2 ngày" in page
    assert "đề nghị Thường trực khối lùi hạn" in page
    late = browser.post(draft.get_action_url("submit"), {"expected": "draft"})
    assert late.status_code == 409
    assert draft.targets.count() == 2


def test_missing_rows_are_linked(browser, draft, built):
    clerk = built.user("clerk", "plain")
    blank = services.add_target(Target(pledge=draft), actor=clerk)
    page = browser.get(draft.get_absolute_url())
    sentence = "Dòng 3: chưa ghi nội dung chỉ tiêu."
    assert page.context["obstacles"] == {
        "title": "Chưa gửi được: còn 1 việc",
        "items": [{"text": sentence, "url": f"#dong-{blank.pk}"}],
    }
    assert f'<a href="#dong-{blank.pk}">{sentence}</a>' in page.content.decode()

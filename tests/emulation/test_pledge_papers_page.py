"""Where a signed pledge is checked: the command's and the page's answers."""

import hashlib

import pytest
from django.urls import reverse

from emulation.models import Pledge, PledgeVersion
from tests.builders import World
from tests.emulation.verifying import (
    verify,
)
from tests.steps import sign_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(shared_world) -> World:
    return shared_world


@pytest.fixture
def pledge(built) -> Pledge:
    return sign_pledge(built)


def test_what_was_never_signed_says_so(built):
    said, is_content = verify(built.pledge("other").pk)
    assert is_content
    assert said.startswith(f"{built.pledge('other')}: chưa ký.\n")


@pytest.mark.parametrize("asked", [{"bloc": "khoi-khac"}, {"year": 1999}])
def test_nothing_to_check_is_an_error(pledge, asked):
    said, is_content = verify(**asked)
    assert not is_content
    assert said == "Không có giao ước nào đã ký để kiểm tra."


# ----- the page


def test_the_page_says_it_in_words_and_gives_the_text(client, built, pledge):
    client.force_login(built.user("clerk", "other"))
    page = client.get(reverse("pledge-check", args=[pledge.pk])).content.decode()
    version = pledge.versions.get()
    assert "Những gì đang lưu đúng là những gì đã ký." in page
    assert version.sha256 in page
    address = reverse("pledge-text", args=[pledge.pk, version.number])
    assert address in page

    answer = client.get(address)

    assert hashlib.sha256(answer.content).hexdigest() == version.sha256
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert 'filename="nguyen-van.txt"' in answer["Content-Disposition"]


def test_the_page_names_what_does_not_match(client, built, pledge):
    PledgeVersion.objects.update(text="khác")
    client.force_login(built.user("clerk", "other"))
    page = client.get(reverse("pledge-check", args=[pledge.pk])).content.decode()
    assert "Nguyên văn đang lưu không khớp mã SHA-256 đã ký." in page
    assert "Những gì đang lưu đúng" not in page


def test_the_page_of_a_draft_has_nothing_to_check(client, built):
    client.force_login(built.user("clerk", "plain"))
    page = client.get(reverse("pledge-check", args=[built.pledge().pk]))
    assert "Giao ước chưa ký" in page.content.decode()


def test_who_does_not_see_the_pledge_checks_nothing(client, built):
    client.force_login(built.user("clerk", "other"))
    draft = built.pledge()
    for name, args in (("pledge-check", [draft.pk]), ("pledge-text", [draft.pk, 1])):
        assert client.get(reverse(name, args=args)).status_code == 404

"""Amending a signed pledge: its lines, the head's signature, the decision."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock, journal
from core.workflow import BlockedError, NotNowError, run
from emulation import selectors
from emulation.enums import AmendmentState, Capacity, SigningWay
from emulation.models import Amendment, AmendmentLine, Pledge, PledgeVersion, Target
from emulation.reports.pledge_text import digest_of, text_of
from emulation.services import adoption
from emulation.services import amendments as services
from emulation.services.scans import NO_SCAN
from tests.builders import World
from tests.emulation import amending
from tests.steps import SIGNATURE, fill_pledge, sign_pledge

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture
def pledge(built) -> Pledge:
    """A signed pledge of twelve cases and 95%."""
    return sign_pledge(built)


@pytest.fixture
def cases(pledge) -> Target:
    return pledge.targets.get(content="Giải quyết vụ việc")


@pytest.fixture
def rate(pledge) -> Target:
    return pledge.targets.get(content="Xử lý đúng hạn")


@pytest.fixture
def amendment(built, pledge) -> Amendment:
    return amending.start(built, pledge)


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


def wordings(pledge: Pledge) -> list[str]:
    return [target.wording for target, _depth in selectors.targets_of(pledge)]


# ----- beginning


def test_the_first_amendment_has_number_one_and_its_reason(amendment):
    assert (amendment.number, amendment.reason) == (1, amending.REASON)
    assert amendment.state == AmendmentState.DRAFT


def test_a_second_one_waits_for_the_first(built, pledge, amendment):
    with pytest.raises(BlockedError, match="Điều chỉnh lần 1 chưa xong"):
        amending.start(built, pledge)


def test_after_a_refusal_the_next_number_begins(built, pledge, cases, amendment):
    amending.change(built, amendment, cases, value=10)
    amending.signed(built, amendment)
    run(amendment, "refuse", actor=built.secretary, reason="Chưa đủ căn cứ")
    assert amending.start(built, pledge).number == 2


def test_an_unsigned_pledge_is_simply_edited(built):
    pledge = fill_pledge(built)
    with pytest.raises(BlockedError, match="Giao ước chưa ký"):
        amending.start(built, pledge)


def test_a_stranger_begins_nothing(built, pledge):
    with pytest.raises(PermissionDenied):
        services.start_amendment(pledge, actor=built.user("clerk", "other"))


def test_the_whole_line(built, pledge, cases, rate, amendment):
    amending.change(built, amendment, cases, value=10, note="Biên bản ngày 3/6")
    amending.drop(built, amendment, rate)
    amending.add(built, amendment, "Đơn thư quá hạn", comparator="le", value=0)
    before = text_of(pledge)
    amendment = amending.signed(built, amendment)
    assert text_of(pledge) == before
    amendment = amending.adopt(built, amendment)
    assert wordings(pledge) == ["Giải quyết vụ việc: ≥ 10 vụ", "Đơn thư quá hạn: ≤ 0"]
    assert text_of(pledge) == amendment.text

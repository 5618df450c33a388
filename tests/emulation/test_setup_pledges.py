"""A common target in a unit's pledge: its words held, its figure the unit's."""

import pytest
from django.core.exceptions import ValidationError

from core.workflow import BlockedError
from emulation.models import Target
from emulation.selectors import missing_targets
from emulation.services import pledges
from tests.emulation.setting_up import held, open_with_commons, row_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    return open_with_commons()


def test_a_unit_changes_the_figure_of_a_common_target_alone(client, built):
    whole = held(built)[0]
    client.force_login(built.user("clerk", "plain"))
    url = built.pledge().get_absolute_url()
    page = client.get(url).content.decode()
    assert "Chỉ tiêu chung của khối: ≥ 95%" in page
    assert f'value="delete-{whole.pk}"' not in page
    sent = row_of(whole, content="Khác", kind="number", comparator="le", value="97")
    client.post(url, sent, headers={"X-Grid": "1"})
    saved = held(built)[0]
    assert (saved.content, saved.kind, saved.comparator, saved.value) == (
        "Tổ chức đảng hoàn thành tốt",
        "percentage",
        "ge",
        97,
    )


def test_who_decides_reads_the_common_level_beside_the_units_own(client, built):
    Target.objects.filter(pk=held(built)[0].pk).update(value=90, note="Thiếu người")
    client.force_login(built.secretary)
    page = client.get(built.pledge().get_absolute_url()).content.decode()
    assert "Chỉ tiêu chung của khối: ≥ 95%" in page


def test_no_service_changes_or_deletes_a_common_target(built):
    whole, clerk = held(built)[0], built.user("clerk", "plain")
    with pytest.raises(BlockedError, match="là chỉ tiêu chung của khối"):
        pledges.delete_target(whole, actor=clerk)
    whole.base = "cơ sở khác"
    with pytest.raises(ValidationError, match="đơn vị chỉ đổi số giao ước"):
        whole.full_clean()


@pytest.mark.parametrize(
    ("comparator", "value", "sentence"),
    [
        ("ge", 90, "Dòng 1: thấp hơn mức chung ≥ 95%, ghi lý do ở cột ghi chú."),
        ("le", 97, "Dòng 1: cao hơn mức chung ≤ 95%, ghi lý do ở cột ghi chú."),
        (
            "ge",
            None,
            "Dòng 1: chưa có số, mức chung là ≥ 95%, ghi lý do ở cột ghi chú.",
        ),
    ],
)
def test_a_weaker_figure_asks_for_its_reason(built, comparator, value, sentence):
    whole = held(built)[0]
    built.year.common_targets.filter(pk=whole.common_id).update(comparator=comparator)
    Target.objects.filter(pk=whole.pk).update(comparator=comparator, value=value)
    assert [why for _row, why in missing_targets(built.pledge())] == [sentence]
    with pytest.raises(BlockedError) as error:
        send(built)
    assert error.value.sentences == [sentence]
    Target.objects.filter(pk=whole.pk).update(note="Thiếu biên chế")
    assert send(built).state == "submitted"


@pytest.mark.parametrize("value", [95, 100])
def test_an_equal_or_better_figure_needs_no_reason(built, value):
    Target.objects.filter(pk=held(built)[0].pk).update(value=value)
    assert missing_targets(built.pledge()) == []

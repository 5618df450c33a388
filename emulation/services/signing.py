"""Signing a pledge: the text, its hash, who signed it as what."""

from typing import Any

from core import access, text
from core.workflow import BlockedError, verb
from emulation.enums import Capacity
from emulation.models import Pledge, PledgeVersion
from emulation.reports.pledge_text import SIGNED_HASH, digest_of, text_of
from emulation.services.results import prepare_rows
from emulation.workflow import PLEDGE
from units.services import confirm_identity

CONSENT = "Tôi đồng ý ký giao ước này"
WRONG_PASSWORD = "Mật khẩu chưa đúng, giao ước chưa được ký."  # noqa: S105 -- a sentence
NO_CONSENT = f"Gõ đúng câu “{CONSENT}” để ký."
TEXT_CHANGED = "Nội dung giao ước đã thay đổi từ lúc bạn đọc. Đọc lại rồi ký."


def is_consent(typed: str) -> bool:
    """Tell whether the sentence of consent was typed; marks, case and the full stop
    are not held against the signer.
    """
    return text.fold(typed).strip(' ."“”') == text.fold(CONSENT)


def capacity_to_sign(actor: Any, pledge: Pledge) -> Capacity:
    """Return as whom the actor signs: a deputy for the head (KT.)."""
    answer = access.check(actor, "emulation.sign_pledge", pledge)
    is_deputy = any(
        one.is_deputy and one.pk == answer.capacity.appointment
        for one in actor.appointments
    )
    return Capacity.FOR_HEAD if is_deputy else Capacity.HEAD


def office_of(actor: Any) -> str:
    """Return the office in which the actor signs today: the position, else the role
    that the last answer of the rules was about.
    """
    return actor.person.position or actor.acting_as.text


@verb(PLEDGE, "sign")
def sign(
    pledge: Pledge,
    *,
    actor: Any,
    password: str = "",
    consent: str = "",
    digest: str = "",
    **_data: object,
) -> list[list[Any]]:
    """Freeze exactly the text signed, with its hash and the signer's office that day.

    ``digest``, where given, is of the text that the signer was shown. The page has
    asked for the password before, outside of this transaction, where wrong ones count.
    """
    signed_text = text_of(pledge)
    sha256 = digest_of(signed_text)
    if not is_consent(consent):
        raise BlockedError([NO_CONSENT])
    if digest and digest != sha256:
        raise BlockedError([TEXT_CHANGED])
    if not confirm_identity(actor, password):
        raise BlockedError([WRONG_PASSWORD])
    return freeze(
        pledge,
        signed_text,
        signed_by=actor,
        signer_name=actor.person.full_name,
        capacity=capacity_to_sign(actor, pledge),
        office=office_of(actor),
    )


def freeze(pledge: Pledge, signed_text: str, **signature: Any) -> list[list[Any]]:
    """Keep the text with its signature as the pledge's first version, and give every
    report a row for each target; return what the journal keeps of it.
    """
    version = PledgeVersion.objects.create(
        pledge=pledge,
        number=pledge.versions.count() + 1,
        text=signed_text,
        sha256=digest_of(signed_text),
        signed_at=pledge.signed_at,
        **signature,
    )
    for report in pledge.participation.reports.all():
        prepare_rows(report)
    return [[SIGNED_HASH, None, version.sha256]]

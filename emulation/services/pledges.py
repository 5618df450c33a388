"""Writing and signing a pledge."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import access, grid, journal, text
from core.workflow import BlockedError, verb
from emulation import selectors
from emulation.enums import Capacity, Section
from emulation.models import (
    Pledge,
    PledgeVersion,
    Target,
    TitleRegistration,
)
from emulation.services.results import prepare_rows
from emulation.workflow import PLEDGE, year_running
from units.models import User

CONSENT = "Tôi đồng ý ký giao ước này"
WRONG_PASSWORD = "Mật khẩu chưa đúng, giao ước chưa được ký."  # noqa: S105 -- a sentence
NO_CONSENT = f"Gõ đúng câu “{CONSENT}” để ký."
TEXT_CHANGED = "Nội dung giao ước đã thay đổi từ lúc bạn đọc. Đọc lại rồi ký."


def refuse_unless_editable(pledge: Pledge, actor: Any) -> None:
    """Lock the pledge; raise when it is no draft of a running year, or the actor may
    not write it. Call inside a transaction: submitting waits for the lock.
    """
    answer = access.check(actor, "emulation.edit_pledge", pledge)
    if not answer.allowed:
        raise PermissionDenied(answer.why)
    rows = Pledge.objects.select_related("participation__year")
    locked = rows.select_for_update(of=("self",)).get(pk=pledge.pk)
    if not locked.is_editable:
        label = locked.get_state_display().lower()
        raise BlockedError([f"Giao ước {label}, không sửa được."])
    if sentences := year_running(locked):
        raise BlockedError(sentences)


@transaction.atomic
def save_targets(
    pledge: Pledge,
    form_class: type,
    typed: Mapping[str, Any],
    *,
    actor: Any,
    after: Callable[[Any, list[str]], None] | None = None,
) -> grid.Outcome:
    """Save the draft's targets as typed; a draft writes no journal."""
    refuse_unless_editable(pledge, actor)
    rows = pledge.targets.select_related("pledge")
    return grid.save_rows(form_class, rows, typed, after=after)


@transaction.atomic
def save_contents(
    pledge: Pledge, form_class: type, typed: Mapping[str, Any], *, actor: Any
) -> grid.Outcome:
    """Save the draft's contents and measures as typed."""
    refuse_unless_editable(pledge, actor)
    return grid.save_rows(form_class, Pledge.objects.filter(pk=pledge.pk), typed)


@transaction.atomic
def add_target(target: Target, *, actor: Any) -> Target:
    """Append a target to a draft; a part stands under its whole, in its section and
    unit of measure. The content may still be blank.
    """
    refuse_unless_editable(target.pledge, actor)
    if target.parent_id and target.parent.pledge_id != target.pledge_id:
        raise BlockedError(["Chỉ tiêu “trong đó” phải thuộc cùng giao ước."])
    target.position = next_position(target.pledge.targets)
    if target.parent_id:
        target.section = target.parent.section
    target.full_clean()
    target.save()
    return target


def next_position(rows: Any) -> int:
    """Return the position after the last row."""
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1


@transaction.atomic
def move_target(target: Target, step: int, *, actor: Any) -> None:
    """Move a target up (-1) or down (1) among its siblings of the same section; at
    either end nothing happens.
    """
    refuse_unless_editable(target.pledge, actor)
    siblings = list(
        target.pledge.targets.filter(
            parent=target.parent_id, section=target.section
        ).order_by("position", "pk")
    )
    place = siblings.index(target)
    other = place + step
    if not 0 <= other < len(siblings):
        return
    siblings[place], siblings[other] = siblings[other], siblings[place]
    for position, one in enumerate(siblings, 1):
        one.position = position
    Target.objects.bulk_update(siblings, ["position"])


@transaction.atomic
def delete_target(target: Target, *, actor: Any) -> None:
    """Delete a draft's target with its parts; the journal keeps a copy."""
    refuse_unless_editable(target.pledge, actor)
    for part in target.parts.all():
        delete_target(part, actor=actor)
    journal.delete_draft(target, actor=actor)


@transaction.atomic
def register_title(registration: TitleRegistration, *, actor: Any) -> TitleRegistration:
    """Register a title for the unit or one of its people."""
    refuse_unless_editable(registration.pledge, actor)
    registration.full_clean()
    registration.save()
    return registration


@transaction.atomic
def withdraw_title(registration: TitleRegistration, *, actor: Any) -> None:
    """Take a registration out of a draft; the journal keeps a copy."""
    refuse_unless_editable(registration.pledge, actor)
    journal.delete_draft(registration, actor=actor)


def pledge_text(pledge: Pledge) -> str:
    """Return the text that is signed, line by line: what the hash covers."""
    year = pledge.year
    lines = [
        f"GIAO ƯỚC THI ĐUA NĂM {year.year}",
        f"Khối: {year.bloc.name}",
        f"Đơn vị: {pledge.participation.name}",
        f"Chủ đề: {year.theme}",
        "Chỉ tiêu:",
    ]
    section = ""
    for target, depth in selectors.targets_of(pledge):
        if not depth and target.section != section:
            section = target.section
            lines.append(f"[{Section(section).label}]")
        part = "trong đó: " if depth else ""
        lines.append(f"{'  ' * depth}- {part}{target.wording}")
    lines.append("Nội dung và biện pháp:")
    lines.extend(f"- {one}" for one in pledge.contents.splitlines() if one.strip())
    lines.append("Danh hiệu, hình thức đăng ký:")
    registrations = pledge.registrations.select_related("title", "person")
    lines.extend(f"- {one}" for one in registrations)
    return "\n".join(lines) + "\n"


def digest_of(signed_text: str) -> str:
    """Return the hash under which a text is signed."""
    return hashlib.sha256(signed_text.encode()).hexdigest()


def confirm_identity(user: User, password: str) -> bool:
    """Tell whether this is really the account's owner: the password, for now."""
    return user.check_password(password)


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

    ``digest``, where given, is of the text that the signer was shown.
    """
    signed_text = pledge_text(pledge)
    sha256 = digest_of(signed_text)
    if not is_consent(consent):
        raise BlockedError([NO_CONSENT])
    if digest and digest != sha256:
        raise BlockedError([TEXT_CHANGED])
    if not confirm_identity(actor, password):
        raise BlockedError([WRONG_PASSWORD])
    version = PledgeVersion.objects.create(
        pledge=pledge,
        number=pledge.versions.count() + 1,
        text=signed_text,
        sha256=sha256,
        signed_by=actor,
        signer_name=actor.person.full_name,
        capacity=capacity_to_sign(actor, pledge),
        office=actor.person.position or actor.acting_as.text,
        signed_at=pledge.signed_at,
    )
    for report in pledge.participation.reports.all():
        prepare_rows(report)
    return [["sha256 nguyên văn", None, version.sha256]]

"""Writing and signing a pledge."""

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import access, journal
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
from emulation.workflow import PLEDGE
from units.models import User


def refuse_unless_editable(pledge: Pledge, actor: Any) -> None:
    """Raise when the pledge is no draft, or the actor may not write it."""
    answer = access.check(actor, "emulation.edit_pledge", pledge)
    if not answer.allowed:
        raise PermissionDenied(answer.why)
    if not pledge.is_editable:
        label = pledge.get_state_display().lower()
        raise BlockedError([f"Giao ước {label}, không sửa được."])


@transaction.atomic
def add_target(target: Target, *, actor: Any) -> Target:
    """Append a target to a draft; a part stands under its whole."""
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
    """Take a registration out of a draft."""
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
        if target.section != section:
            section = target.section
            lines.append(f"[{Section(section).label}]")
        measure = f" {target.unit_of_measure}" if target.unit_of_measure else ""
        base = f", tính trên {target.base}" if target.base else ""
        part = "trong đó: " if depth else ""
        lines.append(f"{'  ' * depth}- {part}{target.wording}{measure}{base}")
    lines.append("Nội dung và biện pháp:")
    lines.extend(f"- {one}" for one in pledge.contents.splitlines() if one.strip())
    lines.append("Danh hiệu, hình thức đăng ký:")
    registrations = pledge.registrations.select_related("title", "person")
    lines.extend(f"- {one}" for one in registrations)
    return "\n".join(lines) + "\n"


def confirm_identity(user: User, password: str) -> bool:
    """Tell whether this is really the account's owner: the password, for now."""
    return user.check_password(password)


@verb(PLEDGE, "sign")
def sign(
    pledge: Pledge,
    *,
    actor: Any,
    reason: str = "",
    password: str = "",
    capacity: str = Capacity.HEAD,
    **_data: object,
) -> list[list[Any]]:
    """Freeze exactly the text signed, with its hash and the signer's office that day.

    A deputy signs for the head (KT.); the capacity follows the appointment used.
    """
    if not confirm_identity(actor, password):
        raise BlockedError(["Mật khẩu chưa đúng, giao ước chưa được ký."])
    used = next(
        one for one in actor.appointments if one.pk == actor.acting_as.appointment
    )
    text = pledge_text(pledge)
    version = PledgeVersion.objects.create(
        pledge=pledge,
        number=pledge.versions.count() + 1,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        signed_by=actor,
        signer_name=actor.person.full_name,
        capacity=Capacity.FOR_HEAD if used.is_deputy else capacity,
        office=actor.person.position or actor.acting_as.text,
        signed_at=pledge.signed_at,
    )
    for report in pledge.participation.reports.all():
        prepare_rows(report)
    return [["sha256 nguyên văn", None, version.sha256]]

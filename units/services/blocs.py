"""What happens to blocs: members, their order, offices."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core import journal
from units import selectors
from units.models import Bloc, BlocOffice, Membership


def add_bloc(bloc: Bloc, *, actor: Any) -> Bloc:
    """Create a bloc."""
    journal.save(bloc, actor=actor)
    return bloc


@transaction.atomic
def add_member(membership: Membership, *, actor: Any) -> Membership:
    """Let a unit join a bloc, at a place in protocol order that is free."""
    bloc = Bloc.objects.select_for_update().get(pk=membership.bloc_id)
    taken = selectors.members_meanwhile(
        bloc, membership.valid_from, membership.valid_to
    ).filter(protocol_number=membership.protocol_number)
    if clash := taken.exclude(unit=membership.unit_id).first():
        raise ValidationError(
            {"protocol_number": f"Số {clash.protocol_number} đã là của {clash.unit}."}
        )
    journal.save(membership, actor=actor)
    return membership


@transaction.atomic
def end_membership(
    membership: Membership, last_day: date, *, actor: Any, reason: str
) -> Membership:
    """Let a unit leave a bloc after a last day; years already open keep it."""
    Bloc.objects.select_for_update().get(pk=membership.bloc_id)
    membership.valid_to = last_day
    journal.save(membership, actor=actor, reason=reason)
    return membership


@transaction.atomic
def reorder_members(bloc: Bloc, wanted: dict[int, int], *, actor: Any) -> bool:
    """Number today's members 1, 2, 3… as wanted; False if nothing changed.

    ``wanted`` is place by membership. Who moved up stands before the one whose place
    was taken, who moved down after. One entry tells the whole change.
    """
    Bloc.objects.select_for_update().get(pk=bloc.pk)
    members = list(selectors.members_on(bloc))
    order = sorted(enumerate(members, 1), key=lambda pair: _place(*pair, wanted=wanted))
    changes = []
    for place, (_old, member) in enumerate(order, 1):
        if member.protocol_number != place:
            changes.append([str(member.unit), member.protocol_number, place])
            member.protocol_number = place
            member.save(update_fields=["protocol_number"])
    if changes:
        journal.record(
            bloc, "order", "Sắp lại thứ tự thành viên", actor=actor, changes=changes
        )
    return bool(changes)


def _place(
    old: int, member: Membership, *, wanted: dict[int, int]
) -> tuple[int, int, int]:
    place = wanted.get(member.pk, old)
    return place, (place > old) - (place < old), old


def give_office(office: BlocOffice, *, actor: Any, reason: str = "") -> BlocOffice:
    """Record who heads or deputises for a bloc in a year; rights follow at once."""
    journal.save(office, actor=actor, reason=reason)
    return office

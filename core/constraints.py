"""Constraints that several models share."""

from collections.abc import Collection

from django.db.models import CheckConstraint, Q

DISAGREE = "Trạng thái và thời điểm không khớp."


def stamps_follow_state(
    name: str, message: str = DISAGREE, **stamps: Collection[str]
) -> CheckConstraint:
    """Return the constraint that each ``<stamp>_at`` is set in its states and no other.

    ``stamps_follow_state("…", submitted=[SUBMITTED, APPROVED], approved=[APPROVED])``.
    """
    condition = Q()
    for stamp, states in stamps.items():
        is_due = Q(state__in=list(states))
        is_set = Q(**{f"{stamp}_at__isnull": False})
        condition &= (is_due & is_set) | (~is_due & ~is_set)
    return CheckConstraint(
        condition=condition, name=name, violation_error_message=message
    )

"""Accepting several pledges at once, each by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied

from core.workflow import BlockedError, NotNowError, run
from emulation.models import Pledge


@dataclass
class Accepted:
    """Which pledges were accepted, and which not, each with its sentences."""

    done: list[Pledge] = field(default_factory=list)
    refused: list[tuple[Pledge, list[str]]] = field(default_factory=list)


def accept_several(pledges: Iterable[Pledge], *, actor: Any) -> Accepted:
    """Accept each pledge in a transaction of its own: one that is refused keeps none of
    the others back.
    """
    outcome = Accepted()
    for pledge in pledges:
        try:
            outcome.done.append(run(pledge, "accept", actor=actor))
        except BlockedError as error:
            outcome.refused.append((pledge, error.sentences))
        except (NotNowError, PermissionDenied) as error:
            outcome.refused.append((pledge, [str(error)]))
    return outcome

"""What an election gives: an office of the next year, and with it the rights."""

from typing import Any

from django.core.exceptions import ValidationError

from awards.enums import OFFICES, PollKind
from awards.models import Poll
from core import clock
from core.workflow import BlockedError
from emulation.services.copying import prepare_next_year
from units.enums import Office
from units.models import Bloc, BlocOffice
from units.services import give_office


def give_elected_offices(poll: Poll, *, actor: Any) -> list[list[Any]]:
    """Give those elected their office of the next year; a head's year is prepared.

    The secretariat of the new head keeps the next year from now on; the old one goes
    on reading. Somebody who holds an office of that year already stops the whole
    publication with a sentence. Returns changes for the journal.
    """
    year = poll.meeting.year
    office = OFFICES[PollKind(poll.kind)]
    Bloc.objects.select_for_update().get(pk=year.bloc_id)
    elected = poll.candidates.filter(is_elected=True)
    changes: list[list[Any]] = []
    for one in elected.select_related("participation__unit"):
        held = BlocOffice(
            bloc=year.bloc,
            year=year.year + 1,
            unit=one.participation.unit,
            office=office,
            elected_on=poll.meeting.held_at.astimezone(clock.zone()).date(),
        )
        try:
            give_office(held, actor=actor, reason=str(poll))
        except ValidationError as error:
            raise BlockedError([f"{one.label}: {s}" for s in error.messages]) from error
        changes.append([f"{held.get_office_display()} {held.year}", None, one.label])
    if office == Office.HEAD and changes:
        prepare_next_year(year, actor=actor)
    return changes

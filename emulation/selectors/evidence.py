"""Files that prove results and scores: who may open them, and what they prove."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from emulation.models import (
    Evidence,
    EvidenceUse,
    Participation,
    Reopening,
    Report,
    Result,
    Scorecard,
    ScoreLine,
)
from emulation.selectors.scopes import (
    checks_visible_to,
    reports_visible_to,
    scorecards_visible_to,
)
from units.enums import Role
from units.models import BlocOffice
from units.selectors import readable_unit_ids, unit_ids_of

Row = Result | ScoreLine
_TAKEN_OVER = ("", "successor__", "successor__successor__")


def owner_of(row: Row) -> Report | Scorecard:
    """Return the report or the scorecard that a row stands in."""
    return row.report if isinstance(row, Result) else row.scorecard


def link_to(row: Row) -> dict[str, Row]:
    """Return a row as the fields of ``EvidenceUse`` name it."""
    return {"result": row} if isinstance(row, Result) else {"line": row}


# ----- who may see


def _of_own_unit(user: Any, to: str) -> Q:
    """Rows of the user's units, and of those that these took over from."""
    units = readable_unit_ids(user)
    own = Q(pk__in=[])
    for path in _TAKEN_OVER if units else ():
        own |= Q(**{f"{to}{path}unit__in": units})
    return own


def _reads_withheld(user: Any, to: str) -> Q:
    """What is not to be published is read by the unit, the secretariats and the board."""
    if unit_ids_of(user, Role.BOARD_OFFICER):
        return ~Q(pk=None)
    secretariats = BlocOffice.objects.filter(
        unit__in=unit_ids_of(user, Role.SECRETARY),
        bloc=OuterRef(f"{to}year__bloc"),
        year=OuterRef(f"{to}year__year"),
    )
    return _of_own_unit(user, to) | Q(Exists(secretariats))


def reads_withheld(user: Any, participation: Participation) -> bool:
    """Tell whether the user reads the unit's figures that are not to be published."""
    rows = Participation.objects.filter(pk=participation.pk)
    return rows.filter(_reads_withheld(user, "")).exists()


def results_visible_to(user: Any) -> QuerySet[Result]:
    """Rows of the reports that the user sees, less those not to be published."""
    to = "report__participation__"
    rows = Result.objects.select_related(
        "target", "report__participation__year__bloc", "report__participation__unit"
    )
    return rows.filter(
        Q(is_withheld=False) | _reads_withheld(user, to),
        report__in=reports_visible_to(user),
    )


def score_lines_visible_to(user: Any) -> QuerySet[ScoreLine]:
    """Leaves of the cards that the user sees, or checks once they are sent."""
    rows = ScoreLine.objects.select_related(
        "criterion",
        "scorecard__participation__year__bloc",
        "scorecard__participation__unit",
        "scorecard__participation__successor",
    )
    sent = checks_visible_to(user).filter(scorecard__self_scored_at__isnull=False)
    checked = sent.values("scorecard")
    return rows.filter(
        Q(scorecard__in=scorecards_visible_to(user)) | Q(scorecard__in=checked)
    )


def evidence_visible_to(user: Any) -> QuerySet[Evidence]:
    """The unit's own files; others see a file with a row that it proves.

    One that proves a row not to be published is kept from all who may not read that
    row, whatever else it proves.
    """
    rows = Evidence.objects.select_related(
        "file",
        "added_by__person",
        "removed_by__person",
        "participation__year__bloc",
        "participation__unit",
        "participation__successor",
    )
    uses = EvidenceUse.objects.filter(evidence=OuterRef("pk"))
    proves_seen = Exists(uses.filter(result__in=results_visible_to(user))) | Exists(
        uses.filter(line__in=score_lines_visible_to(user))
    )
    is_held_back = Exists(uses.filter(result__is_withheld=True))
    to = "participation__"
    may_read = ~Q(is_held_back) | _reads_withheld(user, to)
    return rows.filter(_of_own_unit(user, to) | (Q(proves_seen) & may_read))


# ----- what is shown


def file_count(of: str) -> Any:
    """Return how many files prove a row; ``of`` is ``result`` or ``line``."""
    live = EvidenceUse.objects.filter(
        **{of: OuterRef("pk")}, evidence__removed_at=None
    ).order_by()
    counted = live.values(of).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def proofs_of(row: Row, user: Any) -> list[EvidenceUse]:
    """Return what proves a row, removed files too, as far as the user may see it."""
    seen = evidence_visible_to(user)
    uses = EvidenceUse.objects.filter(**link_to(row), evidence__in=seen)
    return list(uses.prefetch_related(Prefetch("evidence", seen)))


def hidden_proofs(row: Row, shown: list[EvidenceUse]) -> int:
    """Return how many files of a row the reader may not open."""
    return row.proofs.count() - len(shown)


def library_of(participation: Participation, user: Any) -> list[Evidence]:
    """Return a unit's files of the year, the newest first, with what they prove as far
    as the user sees it (``seen_uses``). Two queries, however many files.
    """
    rows = evidence_visible_to(user).filter(participation=participation)
    return list(
        rows.prefetch_related(
            Prefetch("uses", uses_seen_by(user), "seen_uses")
        ).order_by(F("removed_at").asc(nulls_first=True), "-added_at", "-pk")
    )


def uses_seen_by(user: Any) -> QuerySet[EvidenceUse]:
    """Return the links to rows that the user sees, with these rows."""
    return EvidenceUse.objects.filter(
        Q(result__in=results_visible_to(user))
        | Q(line__in=score_lines_visible_to(user))
    ).select_related(
        "result__target", "result__report", "line__criterion", "line__scorecard"
    )


def attachable(row: Row, user: Any) -> list[Evidence]:
    """Return the unit's files that do not prove this row yet."""
    rows = evidence_visible_to(user).filter(
        participation=owner_of(row).participation, removed_at=None
    )
    return list(
        rows.exclude(pk__in=row.proofs.values("evidence")).order_by("-added_at")
    )


def reopening_of(line: ScoreLine) -> Reopening | None:
    """Return the exception under which a leaf may be changed now, if there is one."""
    opened = Reopening.objects.filter(
        participation=line.scorecard.participation,
        criterion=line.criterion_id,
        closed_at=None,
    )
    return next((one for one in opened if one.is_open), None)


def lines_lacking_proof(card: Scorecard) -> list[ScoreLine]:
    """Return the leaves that claim points and want a file, and have none."""
    lines = card.lines.select_related("criterion").annotate(files=file_count("line"))
    wanted = lines.filter(criterion__needs_evidence=True, files=0)
    return list(wanted.exclude(self_points=None).exclude(self_points=0))

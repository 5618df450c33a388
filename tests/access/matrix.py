"""Who may open each address: the one table. Every address has a row.

``may`` is let in (a page, a redirect, or "use POST"); ``refused`` sees that there is
something but may not (403); everybody else is told that there is nothing (404). People
are those of ``world.LOGINS``; rows are of 2025 and Ban Nội chính Tỉnh ủy, or of the
closed year 2024 where 2025 has none yet (meetings, polls, targets, papers).
"""

from dataclasses import dataclass

from tests.access.world import LOGINS

EVERYBODY = frozenset(LOGINS)
INSIDE = EVERYBODY - {"administrator", "outsider"}
UNIT = frozenset({"clerk", "leader", "deputy_leader"})
OVERSEERS = frozenset({"secretary", "second", "board", "province"})
KEEPERS = frozenset({"board", "administrator"})
SEE_PERSON = UNIT | {"secretary", "second", "former", "board", "administrator"}


@dataclass(frozen=True)
class Line:
    """Who may, and who is refused with a reason."""

    may: frozenset[str]
    refused: frozenset[str] = frozenset()


def only(*may, seen=INSIDE):
    """Return the line of what some may do and all who see it are refused."""
    return Line(frozenset(may), frozenset(seen) - frozenset(may))


OPEN = Line(EVERYBODY)
IN_YEAR = Line(INSIDE)
SECRETARY = only("secretary")
PREPARE = only("secretary", "board")
FORMER = only("former")
WHOLE_YEAR = only(*OVERSEERS)
UNIT_ROW = Line(UNIT | OVERSEERS)
UNIT_WRITES = only(*UNIT, seen=UNIT | OVERSEERS)
CLERK_SENDS = only("clerk", seen=UNIT | OVERSEERS)
BOARD = only("board", seen=EVERYBODY)
KEEP = only(*KEEPERS, seen=EVERYBODY)
KEEP_PERSON = only(*KEEPERS, seen=SEE_PERSON)
KEEP_STAFF = only("clerk", *KEEPERS, seen=EVERYBODY)
CORRECT_STAFF = only("clerk", *KEEPERS, seen=SEE_PERSON)
ACCOUNTS = only("administrator", seen=SEE_PERSON)

_TABLE = (
    (OPEN, "desk years login logout account account-theme account-password"),
    (OPEN, "account-email scoring-help"),
    (OPEN, "blocs bloc journal search papers people units unit"),
    (IN_YEAR, "year phases roster movements movement-summaries movement-answers"),
    (IN_YEAR, "pledges reports scores sheets sheet meetings meeting delegates"),
    (IN_YEAR, "delegate-sheet poll projector poll-minutes paper paper-file"),
    (PREPARE, "year-edit roster-admit roster-release roster-successor"),
    (PREPARE, "movement-create movement-edit movement-delete"),
    (IN_YEAR, "year-setup setup-changes plan-file"),
    (PREPARE, "setup-commons setup-contents setup-movements setup-quotas setup-route"),
    (PREPARE, "setup-suggested setup-copy quota-new quota-edit quota-drop"),
    (PREPARE, "common-target-delete"),
    (BOARD, "year-create bloc-new bloc-edit bloc-order membership-new office-new"),
    (BOARD, "membership-end office-edit"),
    (SECRETARY, "year-action phase-action sheet-create sheet-edit sheet-delete"),
    (IN_YEAR, "sheet-workbook"),
    (SECRETARY, "sheet-version sheet-upload sheet-import"),
    (PREPARE, "scoring-rules"),
    (SECRETARY, "sheet-action meeting-new summary-issue"),
    (WHOLE_YEAR, "year-narratives summary summary-draft why-moved"),
    (WHOLE_YEAR, "score-board score-board-workbook"),
    (WHOLE_YEAR, "registrations registrations-workbook"),
    (UNIT_ROW, "pledge-workbook"),
    (UNIT_WRITES, "pledge-upload pledge-import"),
    (IN_YEAR, "year-targets"),
    (IN_YEAR, "pledge-text pledge-scan signing-day signing-screen"),
    (only("secretary", "second", "board"), "pledges-accept"),
    (UNIT_ROW, "pledge-print pledge-check pledge-versions"),
    (UNIT_ROW, "amendment amendment-reason amendment-file"),
    (UNIT_WRITES, "amendment-start amendment-delete amendment-line-delete"),
    (UNIT_WRITES, "amendment-action"),
    (WHOLE_YEAR, "bloc-pledge bloc-pledge-draft"),
    (SECRETARY, "bloc-pledge-issue"),
    (UNIT_ROW, "pledge pledge-contents pledge-aims report report-texts scorecard"),
    (UNIT_WRITES, "result-add scorecard-action"),
    (IN_YEAR, "reopening"),
    (only("secretary", seen=UNIT | OVERSEERS), "reopening-new"),
    (only("secretary"), "reopening-close"),
    (UNIT_ROW, "check"),
    (UNIT_WRITES, "check-action"),
    (IN_YEAR, "checks"),
    (IN_YEAR, "evidence-library result-evidence"),
    (UNIT_ROW, "line-evidence evidence evidence-file evidence-detach"),
    (Line(UNIT), "evidence-remove"),
    (CLERK_SENDS, "pledge-action report-action"),
    (only(*UNIT), "registration-delete initiative-delete target-delete result-delete"),
    (FORMER, "meeting-edit delegate-new summon-leaders delegate-remove tellers"),
    (FORMER, "teller-remove teller-chief poll-new meeting-action poll-edit"),
    (FORMER, "poll-difference second-round count poll-action"),
    (KEEP, "person-new unit-new unit-edit unit-name-new unit-name-edit"),
    (KEEP, "succession-new book-new book-edit"),
    (KEEP_STAFF, "unit-staff staff-new staff-paste"),
    (CORRECT_STAFF, "staff-edit staff-end"),
    (Line(SEE_PERSON), "person"),
    (KEEP_PERSON, "person-edit appointment-new appointment-end"),
    (ACCOUNTS, "account-new account-reset account-close account-open person-email"),
    (Line(frozenset({"clerk"})), "job"),
    (Line(frozenset()), "job-file kept-form"),
)
MATRIX = {name: line for line, names in _TABLE for name in names.split()}
PUBLIC_ADDRESSES = {"login", "logout"}

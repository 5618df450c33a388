"""A sample of every address: its name, and the arguments from the samples' rows."""

from typing import Any

from django.urls import reverse

NO_ARGS = [
    "desk",
    "years",
    "login",
    "logout",
    "account",
    "account-theme",
    "account-password",
    "account-email",
    "blocs",
    "bloc-new",
    "journal",
    "search",
    "papers",
    "people",
    "person-new",
    "units",
    "unit-new",
    "scoring-help",
]
OF_YEAR = [
    "year",
    "year-edit",
    "year-setup",
    "setup-changes",
    "setup-copy",
    "setup-commons",
    "setup-contents",
    "setup-movements",
    "setup-quotas",
    "setup-suggested",
    "setup-route",
    "quota-new",
    "plan-file",
    "phases",
    "roster",
    "roster-admit",
    "movements",
    "movement-summaries",
    "movement-answers",
    "movement-create",
    "year-narratives",
    "registrations",
    "pledges",
    "pledges-accept",
    "signing-day",
    "signing-screen",
    "year-targets",
    "scores",
    "checks",
    "why-moved",
    "score-board",
    "score-board-workbook",
    "sheets",
    "sheet-create",
    "sheet-version",
    "scoring-rules",
    "meetings",
    "meeting-new",
    "bloc-pledge",
    "bloc-pledge-draft",
    "bloc-pledge-issue",
    "summary",
    "summary-draft",
    "summary-issue",
]
BY_ROW = {
    "pledge": "pledge pledge-print pledge-check pledge-contents "
    "pledge-workbook pledge-upload pledge-import amendment-start pledge-versions",
    "amendment": "amendment amendment-reason amendment-delete amendment-file",
    "line": "amendment-line-delete",
    "target": "target-delete",
    "registration": "registration-delete",
    "initiative": "initiative-delete",
    "report": "report report-texts result-add",
    "result": "result-delete result-evidence",
    "score_line": "line-evidence",
    "evidence": "evidence evidence-file evidence-remove",
    "use": "evidence-detach",
    "own": "evidence-library",
    "card": "scorecard reopening-new",
    "check": "check",
    "reopening": "reopening reopening-close",
    "sheet": "sheet sheet-edit sheet-delete sheet-workbook sheet-upload sheet-import",
    "meeting": "meeting meeting-edit delegates delegate-new summon-leaders "
    "delegate-sheet tellers poll-new",
    "delegate": "delegate-remove",
    "teller": "teller-remove teller-chief",
    "poll": "poll poll-edit poll-difference second-round projector poll-minutes",
    "person": "person person-edit appointment-new account-new account-reset "
    "account-close account-open person-email",
    "appointment": "appointment-end",
    "staff": "staff-edit staff-end",
    "unit": "unit unit-edit unit-name-new succession-new book-new unit-staff "
    "staff-new staff-paste",
    "name": "unit-name-edit",
    "book": "book-edit",
    "membership": "membership-end",
    "office": "office-edit",
    "paper": "paper paper-file",
    "job": "job job-file",
}
BY_CODE = ["bloc", "bloc-edit", "bloc-order", "membership-new", "office-new"]
ACTIONS = {
    "year-action": ("year", "close"),
    "phase-action": ("phase", "open"),
    "pledge-action": ("pledge", "submit"),
    "amendment-action": ("amendment", "submit"),
    "report-action": ("report", "submit"),
    "scorecard-action": ("card", "submit"),
    "check-action": ("check", "send"),
    "sheet-action": ("sheet", "freeze"),
    "meeting-action": ("meeting", "close"),
    "poll-action": ("poll", "confirm"),
}


def arguments(name: str, rows: dict[str, Any]) -> list[Any]:
    """Return the arguments of an address; ``KeyError`` for one that has no sample."""
    year = [rows["bloc"].code, rows["year"].year]
    special = {
        "year-create": [rows["bloc"].code, 2026],
        "reports": [*year, "year"],
        "roster-release": [*year, rows["own"].pk],
        "roster-successor": [*year, rows["own"].pk],
        "movement-edit": [*year, rows["movement"].pk],
        "movement-delete": [*year, rows["movement"].pk],
        "quota-edit": [*year, rows["quota"].pk],
        "quota-drop": [*year, rows["quota"].pk],
        "common-target-delete": [*year, rows["common"].pk],
        "count": [rows["poll"].pk, rows["teller"].pk],
        "registrations-workbook": [*year, "ca-nhan"],
        "pledge-aims": [rows["pledge"].pk, "ca-nhan"],
        "kept-form": ["khong-co"],
        "pledge-text": [rows["target"].pledge_id, 1],
        "pledge-scan": [rows["scanned"].pledge_id, rows["scanned"].number],
    }
    known: dict[str, list[Any]] = {one: [] for one in NO_ARGS} | special
    known |= dict.fromkeys(OF_YEAR, year)
    known |= {one: [rows["bloc"].code] for one in BY_CODE}
    known |= {one: [rows[kind].pk, verb] for one, (kind, verb) in ACTIONS.items()}
    for kind, names in BY_ROW.items():
        known |= {one: [rows[kind].pk] for one in names.split()}
    return known[name]


def address(name: str, rows: dict[str, Any]) -> str:
    """Return the path of a sample."""
    return reverse(name, args=arguments(name, rows))

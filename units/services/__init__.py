"""What happens to units, people, blocs, number books and papers."""

from units.services.blocs import (
    add_bloc,
    add_member,
    end_membership,
    give_office,
    reorder_members,
)
from units.services.identity import (
    TRIES,
    TooManyTriesError,
    confirm_identity,
    forget_failures,
    may_try_signing_in,
)
from units.services.issuing import Issue, draft, issue_once
from units.services.organisation import (
    found_unit,
    record_succession,
    refresh_names_in_force,
    refresh_unit_name,
    rename_unit,
)
from units.services.papers import (
    issue_paper,
    next_number,
    paper_code,
    set_last_number,
)
from units.services.people import (
    appoint,
    change_own_password,
    choose_email,
    choose_theme,
    end_appointment,
    issue_account,
    let_sign_in,
    open_account,
    reset_password,
)
from units.services.staff import correct_staff, enrol, leave_staff

__all__ = [
    "TRIES",
    "Issue",
    "TooManyTriesError",
    "add_bloc",
    "add_member",
    "appoint",
    "change_own_password",
    "choose_email",
    "choose_theme",
    "confirm_identity",
    "correct_staff",
    "draft",
    "end_appointment",
    "end_membership",
    "enrol",
    "forget_failures",
    "found_unit",
    "give_office",
    "issue_account",
    "issue_once",
    "issue_paper",
    "leave_staff",
    "let_sign_in",
    "may_try_signing_in",
    "next_number",
    "open_account",
    "paper_code",
    "record_succession",
    "refresh_names_in_force",
    "refresh_unit_name",
    "rename_unit",
    "reorder_members",
    "reset_password",
    "set_last_number",
]

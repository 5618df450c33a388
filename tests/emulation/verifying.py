"""What the check of a signed pledge says, and what may be done to one."""

import io
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from core.models import JournalEntry, StoredFile
from emulation.reports.pledge_check import checks_of, checks_of_year


def verify(*pledges, **options):
    """Run the command; return its lines and whether it was content."""
    out = io.StringIO()
    try:
        call_command("verify_pledge", *pledges, stdout=out, **options)
    except CommandError as error:
        return out.getvalue() + str(error), False
    return out.getvalue(), True


def faults(pledge):
    found = [*checks_of(pledge), *checks_of_year(pledge.year)]
    return [fault for check in found for fault in check.faults]


def replace_in_journal(old, new):
    """Change entries behind the application's back, as their model never would."""
    with connection.cursor() as cursor:
        table = JournalEntry._meta.db_table
        cursor.execute(
            f"UPDATE {table} SET changes = REPLACE(CAST(changes AS TEXT), %s, %s)"  # noqa: S608
            if connection.vendor == "sqlite"
            else f"UPDATE {table} SET changes = REPLACE(changes::text, %s, %s)::jsonb",  # noqa: S608
            [old, new],
        )


def other(letter):
    return "0" if letter != "0" else "1"


def damage(stored: StoredFile) -> None:
    path = Path(settings.FILES_ROOT) / stored.path
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

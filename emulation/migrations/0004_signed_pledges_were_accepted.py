from django.db import migrations
from django.db.models import F


def accept_what_was_signed(apps, schema_editor):
    """Before the secretariat's step there was none between approval and signature."""
    pledges = apps.get_model("emulation", "Pledge").objects
    pledges.filter(state="signed").update(
        accepted_at=F("approved_at"), accepted_by=F("approved_by")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('emulation', '0003_set_up_registration_and_amendment'),
    ]

    operations = [
        migrations.RunPython(accept_what_was_signed, migrations.RunPython.noop),
    ]

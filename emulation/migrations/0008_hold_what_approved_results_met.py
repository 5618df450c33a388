from django.db import migrations
from django.db.models import OuterRef, Subquery


def hold_the_promise(apps, schema_editor):
    """Reports approved before there were amendments met the target as it stands."""
    targets = apps.get_model("emulation", "Target").objects.filter(
        pk=OuterRef("target")
    )
    approved = apps.get_model("emulation", "Result").objects.filter(
        report__state="approved", target__isnull=False
    )
    approved.update(
        held_comparator=Subquery(targets.values("comparator")),
        held_value=Subquery(targets.values("value")),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('emulation', '0007_part_of_an_added_target'),
    ]

    operations = [
        migrations.RunPython(hold_the_promise, migrations.RunPython.noop),
    ]

import django.db.models.deletion
from django.db import migrations, models


def name_the_subject(apps, schema_editor):
    """Rows that were registered so far stand in the list of their title's subject."""
    rows = apps.get_model("emulation", "TitleRegistration").objects
    rows.filter(title__subject="individual").update(subject="individual")


class Migration(migrations.Migration):

    dependencies = [
        ('emulation', '0005_pledge_state_and_stamps'),
        ('units', '0002_staff_of_a_unit'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='titleregistration',
            options={'ordering': ['subject', 'position', 'pk'], 'verbose_name': 'đăng ký danh hiệu'},
        ),
        migrations.RemoveConstraint(
            model_name='titleregistration',
            name='title_once_a_unit',
        ),
        migrations.AddField(
            model_name='titleregistration',
            name='subject',
            field=models.CharField(choices=[('individual', 'Cá nhân'), ('collective', 'Tập thể')], default='collective', editable=False, max_length=12, verbose_name='đối tượng'),
        ),
        migrations.AlterField(
            model_name='titleregistration',
            name='title',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='emulation.title', verbose_name='danh hiệu, hình thức'),
        ),
        migrations.RunPython(name_the_subject, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='titleregistration',
            constraint=models.UniqueConstraint(condition=models.Q(('subject', 'collective')), fields=('pledge', 'title'), name='title_once_a_unit', violation_error_message='Tập thể đã đăng ký danh hiệu này.'),
        ),
        migrations.AddConstraint(
            model_name='titleregistration',
            constraint=models.CheckConstraint(condition=models.Q(('subject', 'individual'), ('person', None), _connector='OR'), name='title_of_a_unit_has_no_person', violation_error_message='Danh hiệu của tập thể: không chọn cá nhân.'),
        ),
    ]

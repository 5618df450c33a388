import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('emulation', '0006_blank_rows_of_registrations'),
    ]

    operations = [
        migrations.AddField(
            model_name='amendmentline',
            name='whole',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='emulation.amendmentline', verbose_name='trong đó của dòng bổ sung'),
        ),
        migrations.AddConstraint(
            model_name='amendmentline',
            constraint=models.CheckConstraint(condition=models.Q(('whole', None), models.Q(('action', 'add'), ('parent', None)), _connector='OR'), name='amendment_line_part_of_one', violation_error_message='“Trong đó” chỉ thuộc một chỉ tiêu.'),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('emulation', '0004_signed_pledges_were_accepted'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state__in', ['submitted', 'approved', 'accepted', 'signed']), ('submitted_at__isnull', False)), models.Q(models.Q(('state__in', ['submitted', 'approved', 'accepted', 'signed']), _negated=True), models.Q(('submitted_at__isnull', False), _negated=True)), _connector='OR'), models.Q(models.Q(('state__in', ['accepted', 'signed']), ('accepted_at__isnull', False)), models.Q(models.Q(('state__in', ['accepted', 'signed']), _negated=True), models.Q(('accepted_at__isnull', False), _negated=True)), _connector='OR'), models.Q(models.Q(('state__in', ['signed']), ('signed_at__isnull', False)), models.Q(models.Q(('state__in', ['signed']), _negated=True), models.Q(('signed_at__isnull', False), _negated=True)), _connector='OR')), name='pledge_state_and_stamps', violation_error_message='Trạng thái và thời điểm không khớp.'),
        ),
    ]

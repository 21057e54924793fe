from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_removed'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ('removed_at__isnull', True),
                    models.Q(
                        ('email__startswith', 'removed-'),
                        ('is_active', False),
                        ('is_staff', False),
                        ('name', ''),
                        ('organisation', ''),
                        ('organisation_name', ''),
                    ),
                    _connector='OR',
                ),
                name='removed_account_is_empty',
            ),
        ),
    ]

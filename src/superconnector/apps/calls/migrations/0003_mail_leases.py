from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0002_rounds_revisions_nominations'),
    ]

    operations = [
        migrations.AddField(
            model_name='letter',
            name='claimed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='claimed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='nomination',
            name='claimed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='assignment',
            name='reminder_claimed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

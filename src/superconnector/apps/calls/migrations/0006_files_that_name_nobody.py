from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0005_guardian_may_refuse'),
    ]

    operations = [
        migrations.AddField(
            model_name='entryfile',
            name='names_nobody',
            field=models.BooleanField(default=False),
        ),
    ]

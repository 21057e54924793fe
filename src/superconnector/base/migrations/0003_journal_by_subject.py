from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0002_population_report'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='journalentry',
            index=models.Index(fields=['subject', 'verb'], name='journal_by_subject'),
        ),
    ]

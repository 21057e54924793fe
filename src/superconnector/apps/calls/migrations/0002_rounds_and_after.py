import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = ("judging", "pitch", "decision")
ROWS = ("Assignment", "Slate", "Comparison", "Skip")


def name_the_stage(apps, _editor):
    """What was judged before rounds were told apart was judged in the first phase of judging."""
    for call in apps.get_model("calls", "Call").objects.order_by("pk"):
        phases = sorted(call.phases.filter(kind__in=KINDS), key=lambda each: (KINDS.index(each.kind), each.pk))
        stage = phases[0].name if phases else "decision"
        for name in ROWS:
            apps.get_model("calls", name).objects.filter(judge__call=call).update(stage=stage)
        for name in ("AssignmentRun", "RankingRun"):
            apps.get_model("calls", name).objects.filter(call=call).update(stage=stage)


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0001_initial'),
        ('files', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(max_length=10)),
                ('desk', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField()),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='TrialReuse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.CharField(blank=True, max_length=80)),
                ('host_name', models.CharField(max_length=200)),
                ('on', models.DateField()),
                ('purpose', models.CharField(max_length=1000)),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='one_assignment_a_pair',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='one_decision_a_stage',
        ),
        migrations.RemoveConstraint(
            model_name='skip',
            name='one_skip_a_pair',
        ),
        migrations.RemoveConstraint(
            model_name='slate',
            name='one_slate_a_number',
        ),
        migrations.AddField(
            model_name='assignment',
            name='stage',
            field=models.CharField(default='', max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='assignmentrun',
            name='stage',
            field=models.CharField(default='', max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='comparison',
            name='stage',
            field=models.CharField(default='', max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='decision',
            name='revises',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revised_by', to='calls.decision'),
        ),
        migrations.AddField(
            model_name='member',
            name='consent_asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='member',
            name='consent_secret',
            field=models.CharField(blank=True, max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='member',
            name='guardian_email',
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name='phase',
            name='readings',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='phase',
            name='top',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='rankingrun',
            name='stage',
            field=models.CharField(default='', max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='skip',
            name='stage',
            field=models.CharField(default='', max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='slate',
            name='stage',
            field=models.CharField(default='', max_length=80),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('judge', 'entry', 'stage'), name='one_assignment_a_pair'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('revises__isnull', True)), fields=('entry', 'stage'), name='one_decision_a_stage'),
        ),
        migrations.AddConstraint(
            model_name='skip',
            constraint=models.UniqueConstraint(fields=('judge', 'entry', 'stage'), name='one_skip_a_pair'),
        ),
        migrations.AddConstraint(
            model_name='slate',
            constraint=models.UniqueConstraint(fields=('judge', 'stage', 'number'), name='one_slate_a_number'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nominations', to='calls.call'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='nomination',
            name='official',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nomination', to='calls.official'),
        ),
        migrations.AddField(
            model_name='trialreuse',
            name='trial',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reuses', to='calls.trial'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('call', 'email'), name='one_nomination_an_address'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(('official__isnull', True), ('ended_at__isnull', False), _connector='OR'), name='accepted_nomination_ended'),
        ),
        migrations.AddConstraint(
            model_name='trialreuse',
            constraint=models.UniqueConstraint(fields=('trial', 'host_name'), name='one_reuse_a_host'),
        ),
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
        migrations.AddField(
            model_name='trialreuse',
            name='conflict',
            field=models.CharField(blank=True, max_length=1000),
        ),
        migrations.CreateModel(
            name='Prototype',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=40)),
                ('made_on', models.DateField()),
                ('changed', models.TextField(max_length=5000)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prototypes', to='calls.entry')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stored', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'version'), name='one_prototype_a_version'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), ('stored__isnull', True)), models.Q(('stored__isnull', False), models.Q(('name', ''), _negated=True)), _connector='OR'), name='file_of_a_prototype_has_a_name')],
            },
        ),
        migrations.AlterField(
            model_name='member',
            name='consent',
            field=models.CharField(choices=[('not-needed', 'Not Needed'), ('needed', 'Needed'), ('given', 'Given'), ('refused', 'Refused')], default='not-needed', max_length=10),
        ),
        migrations.AddField(
            model_name='entryfile',
            name='names_nobody',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='calls.member'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('member',), name='one_certificate_in_force'),
        ),
        migrations.RunPython(name_the_stage, migrations.RunPython.noop),
    ]

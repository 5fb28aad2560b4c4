import django.db.models.deletion
from django.db import migrations, models

from accounts import append_only


def leave_as_it_is(apps, schema_editor):
    """The triggers are made after migrating (accounts.append_only)."""


def remove_triggers(apps, schema_editor):
    """They name columns that are about to go."""
    append_only.remove()


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_digest_wishes'),
    ]

    operations = [
        migrations.AddField(
            model_name='change',
            name='label',
            field=models.CharField(blank=True, default='', max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='change',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='change',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['team', '-at', '-id'], name='change_team_at'),
        ),
        # Last, so that on the way back it comes first.
        migrations.RunPython(leave_as_it_is, remove_triggers),
    ]

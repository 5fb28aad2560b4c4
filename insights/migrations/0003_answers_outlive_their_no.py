"""Answers of a closed quarter stay when their no goes, bare and about nobody."""

import django.db.models.deletion
from django.db import migrations, models


def drop_bare(apps, schema_editor):
    """Before, no answer could stand without a no."""
    apps.get_model("insights", "Debrief").objects.filter(loss__isnull=True).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("insights", "0002_lessons_of_noes"),
        ("prospects", "0010_lessons_are_debriefs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="debrief",
            name="loss",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="debriefs",
                to="prospects.loss",
            ),
        ),
        migrations.AddConstraint(
            model_name="debrief",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("loss__isnull", False),
                    models.Q(
                        ("advice_line", ""),
                        ("answered_on__isnull", False),
                        ("door_line", ""),
                        ("lesson", ""),
                        ("listened_line", ""),
                        ("needs_line", ""),
                        ("pace_line", ""),
                    ),
                    _connector="OR",
                ),
                name="debrief_without_a_no_is_bare",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_bare),
    ]

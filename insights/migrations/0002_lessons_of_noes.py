"""The lesson line of a no becomes a debrief of whoever wrote it down."""

from uuid import uuid4

from django.db import migrations

AT_ONCE = 1000


def take_over(apps, schema_editor):
    """Each lesson that stands on a no, as its writer's own."""
    Loss, Debrief = apps.get_model("prospects", "Loss"), apps.get_model("insights", "Debrief")
    rows = []
    for loss in Loss.objects.exclude(lesson="").order_by("pk").iterator(chunk_size=AT_ONCE):
        rows.append(
            Debrief(
                pk=uuid4(),
                team_id=loss.team_id,
                loss_id=loss.pk,
                author_id=loss.logged_by_id,
                lesson=loss.lesson,
                created_at=loss.logged_at,
                updated_at=loss.logged_at,
            )
        )
    Debrief.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def give_back(apps, schema_editor):
    """The lessons of those who wrote the no down; the others have no place there."""
    Loss, Debrief = apps.get_model("prospects", "Loss"), apps.get_model("insights", "Debrief")
    rows = Debrief.objects.exclude(lesson="").select_related("loss")
    for row in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        if row.author_id == row.loss.logged_by_id:
            Loss.objects.filter(pk=row.loss_id).update(lesson=row.lesson)


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0001_learning_from_no"),
        ("prospects", "0009_learning_from_no"),
    ]
    run_before = [("prospects", "0010_lessons_are_debriefs")]

    operations = [migrations.RunPython(take_over, give_back)]

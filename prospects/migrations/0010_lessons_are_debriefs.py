"""The lesson line moved on: insights takes the lines over before this (its 0002)."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("prospects", "0009_learning_from_no"),
    ]

    operations = [
        migrations.RemoveField(model_name="loss", name="lesson"),
    ]

"""Lists of learners that are narrowed by the person's sex or birth date read the two from an index, not from the person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_protection")]
    operations = [
        migrations.AddIndex(
            "person", models.Index(fields=["id"], include=["sex", "birth_date"], name="people_person_linked")
        ),
    ]

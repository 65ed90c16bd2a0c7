"""Learners are searched along an index that holds the words of the name beside its order, and listed by grade."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learners", "0003_protection"), ("database", "0003_walk_by_words")]
    operations = [
        migrations.RemoveIndex("learner", "learners_learner_order"),
        migrations.AddIndex(
            "learner",
            models.Index(fields=["sort_key", "id"], include=["search"], name="learners_learner_named"),
        ),
        migrations.AddIndex(
            "learner", models.Index(fields=["grade", "sort_key", "id"], name="learners_learner_grade")
        ),
    ]

"""The learner repeats where the latest enrolment says that they stand."""

from pathlib import Path

from django.db import migrations

UNDO = """
drop trigger schoolyear_enrolment_inserted on schoolyear_enrolment;
drop trigger schoolyear_enrolment_updated on schoolyear_enrolment;
drop trigger schoolyear_classgroup_renamed on schoolyear_classgroup;
drop function schoolyear_enrolments_written();
drop function schoolyear_class_renamed();
drop function schoolyear_stand(integer[]);
"""


class Migration(migrations.Migration):
    dependencies = [("schoolyear", "0005_follow_people"), ("learners", "0004_following")]
    operations = [
        migrations.RunSQL((Path(__file__).resolve().parent / "standing.sql").read_text(), UNDO),
    ]

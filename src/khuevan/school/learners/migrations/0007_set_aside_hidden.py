"""Who was found to be somebody else's second record is out of every list, whatever the reach; see people/services/merging."""

from django.db import migrations

HIDE = """
create policy aside on learners_learner as restrictive for all to khuevan_app
    using (set_aside_by is null or (select people_is_merging()))
    with check (set_aside_by is null or (select people_is_merging()))
"""


class Migration(migrations.Migration):
    dependencies = [("learners", "0006_set_aside"), ("people", "0006_merging_protected")]
    operations = [migrations.RunSQL(HIDE, "drop policy aside on learners_learner")]

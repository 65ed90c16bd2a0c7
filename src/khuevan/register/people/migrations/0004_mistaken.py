"""People who were entered by mistake: a kind of affiliation that no list and no count takes in."""

from pathlib import Path

import django.contrib.postgres.constraints
from django.db import migrations, models

SQL = Path(__file__).resolve().parent
LOOP = "    foreach word in array coalesce(words, '{}') loop"
LEFT_OUT = """
    if kind <> 'mistaken' then
        visible := visible || ' and p.kinds <> 16';
        candidates := candidates || ' and p.kinds <> 16';
    end if;

"""


def finding() -> str:
    """`people_find` of search.sql, which leaves out those who are nothing but mistaken unless they are asked for."""
    whole = (SQL / "search.sql").read_text()
    text = whole[whole.index("create function people_find(") : whole.index("-- People by something written")]
    for old, new in (
        ("create function", "create or replace function"),
        ("when 'guardian' then 8 end", "when 'guardian' then 8 when 'mistaken' then 16 end"),
        (LOOP, LEFT_OUT + LOOP),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_points_as_records"),
        ("people", "0003_numbers_taken"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="affiliation",
            name="people_affiliation_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="affiliation",
            name="people_affiliation_no_overlap",
        ),
        migrations.AlterField(
            model_name="affiliation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("learner", "Người học"),
                    ("staff", "Nhà giáo, nhân viên"),
                    ("officer", "Cán bộ quản lý nhà nước"),
                    ("guardian", "Cha mẹ, người giám hộ"),
                    ("mistaken", "Ghi nhầm, đã rút lại"),
                ],
                max_length=8,
                verbose_name="tư cách",
            ),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["learner", "staff", "officer", "guardian", "mistaken"])),
                name="people_affiliation_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("person_id"),
                            models.F("person_id"),
                            models.Value("[]"),
                            function="int4range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("unit_id"), models.F("unit_id"), models.Value("[]"), function="int4range"
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.Case(
                                models.When(kind="learner", then=models.Value(1)),
                                models.When(kind="staff", then=models.Value(2)),
                                models.When(kind="officer", then=models.Value(4)),
                                models.When(kind="guardian", then=models.Value(8)),
                                models.When(kind="mistaken", then=models.Value(16)),
                                default=models.Value(0),
                            ),
                            models.Case(
                                models.When(kind="learner", then=models.Value(1)),
                                models.When(kind="staff", then=models.Value(2)),
                                models.When(kind="officer", then=models.Value(4)),
                                models.When(kind="guardian", then=models.Value(8)),
                                models.When(kind="mistaken", then=models.Value(16)),
                                default=models.Value(0),
                            ),
                            models.Value("[]"),
                            function="int4range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("valid_from"),
                            models.F("valid_until"),
                            models.Value("[)"),
                            function="daterange",
                        ),
                        "&&",
                    ),
                ],
                name="people_affiliation_no_overlap",
            ),
        ),
        migrations.RunSQL((SQL / "gather_mistaken.sql").read_text() + finding(), migrations.RunSQL.noop),
    ]

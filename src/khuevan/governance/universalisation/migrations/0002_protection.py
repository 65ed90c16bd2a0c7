"""Row-level security, the audit log, that a person is of the household's commune, and what is read beyond the reach."""

from pathlib import Path

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

SQL = Path(__file__).resolve().parent
OF_A_COMMUNE = ("round", "household", "member", "dossier", "dossierstep")
SHARED = ("threshold", "deadline")
HOUSEHOLD_OF_THE_SAME_COMMUNE = """
alter table universalisation_member add constraint universalisation_member_household
    foreign key (household_id, unit_id) references universalisation_household (id, unit_id) deferrable initially deferred;
create index universal_member_person on universalisation_member (person_id) where person_id is not null
"""
STEPS_STAY = "revoke update, delete, truncate on universalisation_dossierstep from khuevan_app"
STEPS_FREE = "grant update, delete on universalisation_dossierstep to khuevan_app"

# What was submitted is stored: its figures change no more until the dossier is returned.
FREEZE = """
create function universalisation_dossier_is_frozen() returns trigger language plpgsql as $$
begin
    if old.state in ('submitted', 'recognised') and (new.figures, new.digest) is distinct from (old.figures, old.digest) then
        raise exception 'dossier % was submitted: its figures are frozen', old.id using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger universalisation_dossier_frozen before update on universalisation_dossier
    for each row execute function universalisation_dossier_is_frozen();
"""
THAW = """
drop trigger universalisation_dossier_frozen on universalisation_dossier;
drop function universalisation_dossier_is_frozen();
"""
FORGET = """
drop function universalisation_registered(integer, date);
drop function universalisation_numbers(text[]);
drop function universalisation_unsurveyed(integer, date, integer);
drop function universalisation_elsewhere(integer);
drop index universal_person_lives;
"""


class Migration(migrations.Migration):
    """A commune's survey is its own. Thresholds are read by all, written by whom the services let."""

    dependencies = [
        ("universalisation", "0001_initial"),
        ("schoolyear", "0003_protection"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        *(ProtectRows(f"universalisation_{table}", "unit_id") for table in OF_A_COMMUNE),
        *(ProtectRows(f"universalisation_{table}", using="true") for table in SHARED),
        migrations.RunSQL(
            HOUSEHOLD_OF_THE_SAME_COMMUNE,
            "alter table universalisation_member drop constraint universalisation_member_household;"
            " drop index universal_member_person",
        ),
        migrations.RunSQL(STEPS_STAY, STEPS_FREE),
        migrations.RunSQL(FREEZE, THAW),
        migrations.RunSQL((SQL / "registered.sql").read_text(), FORGET),
        *(
            AuditRows(f"universalisation_{table}", "unit_id", skip=("search", "sort_key", "version"))
            for table in ("household", "member")
        ),
        AuditRows("universalisation_round", "unit_id", skip=("version",)),
        AuditRows("universalisation_dossier", "unit_id", skip=("version", "figures")),
        AuditRows("universalisation_dossierstep", "unit_id"),
        *(
            AuditRows(f"universalisation_{table}", None, skip=("search", "sort_key", "version"))
            for table in SHARED
        ),
    ]

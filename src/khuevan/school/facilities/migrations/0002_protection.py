"""Row-level security, the audit log, and the freeze of inventories that have ended."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

SKIPPED = ("search", "sort_key", "version")
BOOKS = (
    "facilities_land",
    "facilities_room",
    "facilities_toilet",
    "facilities_utilities",
    "facilities_internetline",
    "facilities_computerset",
    "facilities_equipment",
)
STANDARDS = ("facilities_equipmentlist", "facilities_equipmentitem", "facilities_norm")

FREEZE = """
create function facilities_inventory_is_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.status <> 'open' then
        raise exception 'inventory % has ended: it is frozen', old.id using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger facilities_inventory_frozen before update or delete on facilities_inventory
    for each row execute function facilities_inventory_is_frozen();

create function facilities_inventoryline_is_frozen() returns trigger language plpgsql as $$
declare
    concerned integer := case when tg_op = 'INSERT' then new.inventory_id else old.inventory_id end;
begin
    if tg_op = 'DELETE' or not exists (
        select 1 from facilities_inventory i where i.id = concerned and i.status = 'open'
    ) then
        raise exception 'inventory % has ended: its lines are frozen', concerned using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger facilities_inventoryline_frozen before insert or update or delete on facilities_inventoryline
    for each row execute function facilities_inventoryline_is_frozen();
"""

THAW = """
drop trigger facilities_inventoryline_frozen on facilities_inventoryline;
drop function facilities_inventoryline_is_frozen();
drop trigger facilities_inventory_frozen on facilities_inventory;
drop function facilities_inventory_is_frozen();
"""


class Migration(migrations.Migration):
    """Books and inventories belong to a school; lists and norms are read by all, written by whom the services let."""

    dependencies = [
        ("facilities", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        *(ProtectRows(table, "school_id") for table in BOOKS),
        *(ProtectRows(table, using="true") for table in STANDARDS),
        ProtectRows("facilities_inventory", "school_id"),
        ProtectRows("facilities_inventoryline", "school_id"),
        *(AuditRows(table, "school_id", skip=SKIPPED) for table in BOOKS),
        *(AuditRows(table, None, skip=SKIPPED) for table in STANDARDS),
        AuditRows("facilities_inventory", "school_id", skip=(*SKIPPED, "figures")),
        AuditRows("facilities_inventoryline", "school_id", skip=("version",)),
        migrations.RunSQL(FREEZE, THAW),
    ]

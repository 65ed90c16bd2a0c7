"""Row-level security, the audit log, and the functions that keep today's picture and compute a reach.

The functions are SECURITY DEFINER: a reach has to be computed before any reach is bound. They give ids only.
"""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

# A subtree is a range of paths: '/' is followed by '0' in bytewise order, so that everything that begins
# with '/1/68/' lies in ['/1/68/', '/1/680').
REACH = """
create function organisations_reach(starts integer[]) returns int4multirange
language sql stable security definer set search_path = public, pg_temp as $$
    with recursive heirs(id) as (
        select unnest(starts)
        union
        select s.predecessor_id
        from heirs h
        join organisations_succession s on s.successor_id = h.id
        join organisations_orgunit p on p.id = s.predecessor_id
        where p.closed_on <= (select max(refreshed_on) from organisations_treeversion)
          and not exists (
              select 1 from organisations_succession o
              where o.predecessor_id = s.predecessor_id and o.successor_id <> s.successor_id
          )
    ), below as (
        select u.id
        from heirs h
        join organisations_orgunit r on r.id = h.id and r.managing_path <> ''
        join organisations_orgunit u
          on u.managing_path >= r.managing_path and u.managing_path < left(r.managing_path, -1) || '0'
        union
        select u.id
        from heirs h
        join organisations_orgunit r on r.id = h.id and r.professional_path <> ''
        join organisations_orgunit u
          on u.professional_path >= r.professional_path
         and u.professional_path < left(r.professional_path, -1) || '0'
    )
    select coalesce(range_agg(int4range(id, id, '[]')), '{}'::int4multirange) from below
$$
"""

OUTLINE = """
create function organisations_outline(reach int4multirange) returns int4multirange
language sql stable security definer set search_path = public, pg_temp as $$
    select reach + coalesce(range_agg(int4range(id, id, '[]')), '{}'::int4multirange)
    from (
        select distinct part::integer as id
        from (
            select distinct regexp_replace(path, '[0-9]+/$', '') as above
            from organisations_orgunit u
            cross join lateral (values (u.managing_path), (u.professional_path)) as p(path)
            where u.id <@ reach
        ) as paths
        cross join lateral unnest(string_to_array(trim(both '/' from above), '/')) as part
        where above <> '/' and above <> ''
    ) as ids
$$
"""

# A code is unique in the country, so whoever wants to use it is told who has it.
CODE = """
create function organisations_name_of_code(wanted text) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select name from organisations_orgunit where code = wanted
$$
"""

REFRESH = """
create function organisations_refresh(units integer[], today date) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    changed bigint;
begin
    with recursive target as materialized (
        select u.id,
               case when u.closed_on <= today then greatest(u.closed_on - 1, u.opened_on)
                    else greatest(u.opened_on, today) end as day
        from organisations_orgunit u
        where units is null or u.id = any(units) or exists (
            select 1 from organisations_orgunit r
            where r.id = any(units) and (
                (r.managing_path <> '' and u.managing_path >= r.managing_path
                 and u.managing_path < left(r.managing_path, -1) || '0')
                or (r.professional_path <> '' and u.professional_path >= r.professional_path
                    and u.professional_path < left(r.professional_path, -1) || '0')
            )
        )
    ), climb as (
        select t.id as unit, l.line, t.id as node, '/' || t.id || '/' as path, t.day, 0 as depth,
               null::integer as parent
        from target t cross join (values ('managing'), ('professional')) as l(line)
        union all
        select c.unit, c.line, s.parent_id, '/' || s.parent_id || c.path, c.day, c.depth + 1,
               coalesce(c.parent, s.parent_id)
        from climb c
        join organisations_subordination s
          on s.unit_id = c.node and s.line = c.line and s.valid_from <= c.day
         and (s.valid_until is null or c.day < s.valid_until)
        where c.depth < 16
    ), longest as (
        select distinct on (unit, line) unit, line, path, parent, day
        from climb order by unit, line, depth desc
    ), paths as (
        select unit as id, min(day) as day,
               max(path) filter (where line = 'managing') as managing_path,
               max(path) filter (where line = 'professional') as professional_path,
               max(parent) filter (where line = 'managing') as managing_parent_id,
               max(parent) filter (where line = 'professional') as professional_parent_id
        from longest group by unit
    ), picture as (
        select p.id, s.name, s.short_name, s.kind, s.levels, s.ownership, s.area, s.difficulty, s.address,
               s.commune_id, s.latitude, s.longitude, s.map_precision, s.search, s.sort_key,
               p.managing_path, p.professional_path, p.managing_parent_id, p.professional_parent_id
        from paths p
        join organisations_unitstate s
          on s.unit_id = p.id and s.valid_from <= p.day and (s.valid_until is null or p.day < s.valid_until)
    )
    update organisations_orgunit u
    set (name, short_name, kind, levels, ownership, area, difficulty, address, commune_id, latitude, longitude,
         map_precision, search, sort_key, managing_path, professional_path, managing_parent_id,
         professional_parent_id)
      = row(w.name, w.short_name, w.kind, w.levels, w.ownership, w.area, w.difficulty, w.address, w.commune_id,
            w.latitude, w.longitude, w.map_precision, w.search, w.sort_key, w.managing_path,
            w.professional_path, w.managing_parent_id, w.professional_parent_id)
    from picture w
    where w.id = u.id
      and (u.name, u.short_name, u.kind, u.levels, u.ownership, u.area, u.difficulty, u.address, u.commune_id,
           u.latitude, u.longitude, u.map_precision, u.search, u.sort_key, u.managing_path, u.professional_path,
           u.managing_parent_id, u.professional_parent_id)
          is distinct from
          (w.name, w.short_name, w.kind, w.levels, w.ownership, w.area, w.difficulty, w.address, w.commune_id,
           w.latitude, w.longitude, w.map_precision, w.search, w.sort_key, w.managing_path, w.professional_path,
           w.managing_parent_id, w.professional_parent_id);
    get diagnostics changed = row_count;
    return changed;
end
$$
"""

_SEEN = "{0} <@ (select khuevan_reach()) or {0} <@ (select khuevan_outline())"
_OWN = "{0} <@ (select khuevan_reach())"
_DERIVED = (
    "name",
    "short_name",
    "kind",
    "levels",
    "ownership",
    "area",
    "difficulty",
    "address",
    "commune_id",
    "latitude",
    "longitude",
    "map_precision",
    "search",
    "sort_key",
    "managing_path",
    "professional_path",
    "managing_parent_id",
    "professional_parent_id",
    "changed_at",
    "changed_by",
    "version",
)


class Migration(migrations.Migration):
    """Names may be seen in the outline; everything is written within the reach only."""

    dependencies = [
        ("organisations", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        migrations.RunSQL(REACH, "drop function organisations_reach(integer[])"),
        migrations.RunSQL(OUTLINE, "drop function organisations_outline(int4multirange)"),
        migrations.RunSQL(CODE, "drop function organisations_name_of_code(text)"),
        migrations.RunSQL(REFRESH, "drop function organisations_refresh(integer[], date)"),
        migrations.RunSQL(
            "insert into organisations_treeversion (version, refreshed_on) values (1, '2000-01-01')",
            "delete from organisations_treeversion",
        ),
        ProtectRows("organisations_orgunit", using=_SEEN.format("id"), check=_OWN.format("id")),
        ProtectRows("organisations_unitstate", using=_SEEN.format("unit_id"), check=_OWN.format("unit_id")),
        ProtectRows(
            "organisations_subordination", using=_SEEN.format("unit_id"), check=_OWN.format("unit_id")
        ),
        ProtectRows("organisations_unitact", using=_SEEN.format("unit_id"), check=_OWN.format("unit_id")),
        ProtectRows(
            "organisations_succession",
            using=f"{_SEEN.format('successor_id')} or {_SEEN.format('predecessor_id')}",
            check=f"{_OWN.format('successor_id')} or {_OWN.format('predecessor_id')}",
        ),
        ProtectRows("organisations_schoolpoint", "school_id"),
        # Provinces are public; only somebody whose reach is everything writes them (unit 0 does not exist).
        ProtectRows("organisations_province", using="true", check="0 <@ (select khuevan_reach())"),
        AuditRows("organisations_orgunit", unit="id", skip=_DERIVED),
        AuditRows("organisations_unitstate", unit="unit_id", skip=("search", "sort_key")),
        AuditRows("organisations_subordination", unit="unit_id"),
        AuditRows("organisations_unitact", unit="unit_id"),
        AuditRows("organisations_succession", unit="successor_id"),
        AuditRows(
            "organisations_schoolpoint",
            unit="school_id",
            skip=("changed_at", "changed_by", "version", "search", "sort_key"),
        ),
    ]

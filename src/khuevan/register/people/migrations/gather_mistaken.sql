-- As in units.sql, with the kind of those who were entered by mistake: their unit still reaches them, so that it can
-- take them up again and nobody else registers them a second time.
create or replace function people_gather(persons integer[]) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    changed integer;
begin
    update people_person p set units = g.units, kinds = g.kinds
    from (
        select k.id,
               coalesce(range_agg(int4range(a.unit_id, a.unit_id + 1)) filter (where a.id is not null), '{[0,1)}') as units,
               coalesce(bit_or(case a.kind when 'learner' then 1 when 'staff' then 2 when 'officer' then 4
                               when 'guardian' then 8 when 'mistaken' then 16 end), 0)::smallint as kinds
        from (select distinct unnest(persons) as id) k
        left join people_affiliation a
               on a.person_id = k.id and (a.valid_until is null or a.valid_until > people_today())
        group by k.id
    ) g
    where p.id = g.id and (p.units <> g.units or p.kinds <> g.kinds);
    get diagnostics changed = row_count;
    return changed;
end $$;

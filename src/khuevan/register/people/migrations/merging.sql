-- One person twice: the row that was merged stays, with its numbers, and no reach covers it (its `units` are empty).

-- Whether this transaction merges or takes a merge back: only the platform does, within the service that decided it.
create function people_is_merging() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('khuevan.merging', true), '') = 'on' and 0 <@ khuevan_reach() $$;

create policy merging on people_person for all to khuevan_app
    using ((select people_is_merging())) with check ((select people_is_merging()));
create policy aside on people_person as restrictive for all to khuevan_app
    using (merged_into_id is null or (select people_is_merging()))
    with check (merged_into_id is null or (select people_is_merging()));

-- Who stands for this record now: itself, or whom it was merged into, and so on.
create function people_survivor(wanted integer) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
    with recursive up as (
        select id, merged_into_id from people_person where id = wanted
        union all
        select p.id, p.merged_into_id from up join people_person p on p.id = up.merged_into_id
    )
    select id from up where merged_into_id is null
$$;

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
    where p.id = g.id and p.merged_into_id is null and (p.units <> g.units or p.kinds <> g.kinds);
    get diagnostics changed = row_count;
    return changed;
end $$;

-- A number of a merged record stays taken, by the survivor: who types it is led there and makes no third record.
create or replace function people_code_is_taken(number text, sector text, except_id integer) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from people_person
                   where national_id = number and number <> '' and people_survivor(id) <> coalesce(except_id, 0))
        or exists (select 1 from people_person
                   where sector_id = sector and sector <> '' and people_survivor(id) <> coalesce(except_id, 0))
$$;

-- Whose it is, as an id: the caller reads the row under row-level security.
create function people_holder(number text, sector text) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
    select people_survivor(id) from people_person
    where (national_id = number and number <> '') or (sector_id = sector and sector <> '')
    order by merged_into_id is not null, id limit 1
$$;

create or replace function people_find_code(code text, numbers boolean, inside int4multirange, size integer)
returns integer[] language sql stable security definer set search_path = public, pg_temp as $$
    select array(
        select p.id from people_person p
        join (
            select people_survivor(found.id) as id from (
                select id from people_person where numbers and code ~ '^[0-9]{12}$' and national_id = code
                union select id from people_person
                    where numbers and code ~ '^[0-9]{6}$' and right(national_id, 6) = code and national_id <> ''
                union select id from people_person
                    where numbers and code ~ '^[+0-9]{9,}$' and phone = code and phone <> ''
                union select id from people_person
                    where length(code) >= 3 and sector_id >= upper(code) and sector_id < upper(code) || '~'
            ) found
            group by 1
        ) hit using (id)
        where (p.units && khuevan_reach() or (inside is null and p.id <@ khuevan_persons()))
          and (inside is null or p.units && inside)
        order by p.sort_key, p.id limit size)
$$;

-- The civil date where the registers are kept: PostgreSQL's own is that of the server's time zone.
create function people_today() returns date language sql stable parallel safe as
$$ select (now() at time zone 'Asia/Ho_Chi_Minh')::date $$;

-- Writes what the open affiliations say into the people they are of. Run by the owner, because a person who leaves
-- an actor's reach by this very change is still to be written. Those who were entered by mistake have a kind of their own:
-- their unit still reaches them, so that it can take them up again and nobody else registers them a second time.
create function people_gather(persons integer[]) returns integer
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

-- Affiliations that have come to their end without anybody writing: run once a day.
create function people_gather_ended(since date) returns integer
language sql security definer set search_path = public, pg_temp as $$
    select coalesce(people_gather(array_agg(distinct person_id)), 0) from people_affiliation
    where valid_until > since and valid_until <= people_today()
$$;

create function people_affiliations_written() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        perform people_gather(array(select person_id from written));
    elsif tg_op = 'DELETE' then
        perform people_gather(array(select person_id from erased));
    else
        perform people_gather(array(select person_id from written union select person_id from erased));
    end if;
    return null;
end $$;

create trigger people_affiliation_inserted after insert on people_affiliation
    referencing new table as written for each statement execute function people_affiliations_written();
create trigger people_affiliation_updated after update on people_affiliation
    referencing old table as erased new table as written
    for each statement execute function people_affiliations_written();
create trigger people_affiliation_deleted after delete on people_affiliation
    referencing old table as erased for each statement execute function people_affiliations_written();

-- Whether a number or sector identifier belongs to anybody at all, also outside the reach: yes or no, nothing else.
-- A number of a merged record stays taken, by the survivor: who types it is led there and makes no third record.
create function people_code_is_taken(number text, sector text, except_id integer) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from people_person
                   where national_id = number and number <> '' and people_survivor(id) <> coalesce(except_id, 0))
        or exists (select 1 from people_person
                   where sector_id = sector and sector <> '' and people_survivor(id) <> coalesce(except_id, 0))
$$;

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

-- Whose it is, as an id: the caller reads the row under row-level security.
create function people_holder(number text, sector text) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
    select people_survivor(id) from people_person
    where (national_id = number and number <> '') or (sector_id = sector and sector <> '')
    order by merged_into_id is not null, id limit 1
$$;

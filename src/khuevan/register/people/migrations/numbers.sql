-- Which of these numbers belong to people out of the reach: a school learns that a number is taken, and of nobody whose.
create function people_numbers_taken(wanted text[]) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
    select p.national_id from people_person p
    where p.national_id = any(wanted) and p.national_id <> ''
      and not (p.units && (select khuevan_reach())) and not (p.id <@ (select khuevan_persons()))
$$;
revoke all on function people_numbers_taken(text[]) from public;
grant execute on function people_numbers_taken(text[]) to khuevan_app;

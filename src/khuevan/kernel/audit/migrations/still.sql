-- The heads of the lanes, if no entry after the given ones (lane 0 first) is about one of these tables; null if one is,
-- or if there are more than a thousand to look through. Tells nobody what was written, so it asks for no reach.
create function audit_still(known bigint[], tables text[]) returns bigint[]
language sql stable security definer set search_path = public, pg_temp as $$
    with since as (
        select h.lane, h.seq, m.seq as was
          from audit_head h left join unnest(known) with ordinality m(seq, place) on m.place = h.lane + 1
    )
    select case when coalesce(sum(seq - was) <= 1000, false) and count(*) = cardinality(known)
                     and not exists (
                         select from since s join audit_entry e on e.lane = s.lane and e.seq > s.was
                          where s.seq > s.was and e.table_name = any (tables))
                then array_agg(seq order by lane) end
      from since
$$;
revoke all on function audit_still(bigint[], text[]) from public;
grant execute on function audit_still(bigint[], text[]) to khuevan_app;

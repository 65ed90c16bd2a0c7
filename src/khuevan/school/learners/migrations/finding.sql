-- Finding learners by words among very many. Under row-level security PostgreSQL uses no index for @@ and LIKE, because
-- neither is leakproof; so the function runs as the owner and applies the transaction's reach itself. What it returns
-- are ids, whose rows are then read under row-level security again.

-- Ids of the learners with words that begin like all of `words`; null where so many have them that a list comes to the
-- end of its page sooner by walking along the names.
create function learners_named(words text[]) returns integer[]
language plpgsql volatile security definer set search_path = public, pg_temp
set max_parallel_workers_per_gather = 0 set jit = off as $$
declare
    many constant double precision := 8000;
    word text;
    matching text := '';
    condition text;
    plan json;
    found integer[];
begin
    foreach word in array words loop
        if word !~ '^[[:alnum:]]+$' then
            return null;
        end if;
        matching := matching || case when matching = '' then '' else ' & ' end || quote_literal(word) || ':*';
    end loop;
    condition := format('to_tsvector(''simple''::regconfig, l.search) @@ %L::tsquery', matching);
    execute 'explain (format json) select 1 from learners_learner l where ' || condition into plan;
    if (plan -> 0 -> 'Plan' ->> 'Plan Rows')::double precision > many then
        return null;
    end if;
    execute format('select array(select l.id from learners_learner l where %s'
        ' and (l.school_id <@ khuevan_reach() or l.person_id <@ khuevan_persons()))', condition) into found;
    return found;
end $$;

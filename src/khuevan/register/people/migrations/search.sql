-- Look-up and lists over all people, within the transaction's reach.
--
-- The operators of text search, LIKE and && are not leakproof: under row-level security PostgreSQL applies the policy
-- to every row before them and so uses none of their indexes. These functions run as the owner, apply khuevan_reach()
-- and khuevan_persons() themselves, and answer with ids only; the caller reads the rows by id, under row-level security
-- again. The statements are built with literals, so that the planner knows how common a word and how wide a reach is.

create index people_person_words on people_person using gin (to_tsvector('simple'::regconfig, search));
create index people_person_tail on people_person (right(national_id, 6)) where national_id <> '';
create index people_person_staff on people_person (sort_key, id) where (kinds & 2) <> 0;
create index people_person_officers on people_person (sort_key, id) where (kinds & 4) <> 0;
create index people_person_guardians on people_person (sort_key, id) where (kinds & 8) <> 0;
create statistics people_person_kinds (mcv) on (kinds & 1), (kinds & 2), (kinds & 4), (kinds & 8) from people_person;

create function people_estimate(statement text) returns double precision
language plpgsql volatile set search_path = public, pg_temp as $$
declare
    plan json;
begin
    execute 'explain (format json) ' || statement into plan;
    return (plan -> 0 -> 'Plan' ->> 'Plan Rows')::double precision;
end $$;

-- ids in order of one page (called so by their given name first, when words are looked for), and the number of all that fit, counted to cap + 1 at most.
--   words      folded words of the name in any order; the last may be unfinished
--   inside     only these units; null: the whole reach, and the persons bound by name
--   kind       '' or the kind of an open affiliation
--   number     '' | 'missing' | 'doubtful' | 'present'
--   after_key, after_id   the last row of the page before (without words); backwards: the first of the page after
--   skip       rows to leave out (with words)
create function people_find(
    words text[], inside int4multirange, kind text, sex text, born_from date, born_until date, number text,
    after_key text, after_id integer, backwards boolean, skip integer, size integer, cap integer,
    out ids integer[], out total integer
) language plpgsql volatile security definer
set search_path = public, pg_temp set max_parallel_workers_per_gather = 0 set jit = off as $$
declare
    counted_units constant integer := 25000;
    short_way constant integer := 2000;        -- rows
    longest_walk constant integer := 20000;    -- rows; whoever finds too little on it gathers instead
    reach int4multirange := khuevan_reach();
    own int4multirange := khuevan_persons();
    whole double precision := greatest((select reltuples from pg_class where oid = 'people_person'::regclass), 1);
    bit integer := case kind when 'learner' then 1 when 'staff' then 2 when 'officer' then 4 when 'guardian' then 8 when 'mistaken' then 16 end;
    open constant text := '(a.valid_until is null or a.valid_until > people_today())';
    everywhere boolean;
    unit_ids integer[];
    filters text := 'true';
    visible text;       -- condition for any row: within the reach, and of the kind there
    of_units text := '';   -- affiliations to few units
    candidates text;    -- the same as a join over the affiliations of few units
    spelled text := 'true';
    matching text := '';
    matched text;       -- words and filters, through their indexes
    gathered text;      -- all that fit, by units or by matches
    walked text;        -- the same as a look at each row of a walk
    beyond text;        -- what lies beyond the page before
    stretch text;
    direction text;
    longest integer;    -- of a walk that there is another way than
    passed integer;
    walks boolean;
    word text;
    unfinished boolean;
    last text := words[cardinality(words)];
    found integer[];
    share double precision := 1;
    wide double precision;                     -- affiliations to the units, estimated
    by_units double precision := 'infinity';   -- rows to read on each of the ways
    by_match double precision;
    by_walk double precision;
    fitting double precision;                  -- people anywhere of whom words and filters are true
begin
    ids := '{}';
    total := 0;
    if inside is not null then
        reach := reach * inside;
        own := '{}';
    end if;
    if isempty(reach) and isempty(own) then
        return;
    end if;
    everywhere := reach @> int4range(0, 2147483647);

    filters := filters
        || case when sex = '' then '' else format(' and p.sex = %L', case sex when 'unknown' then '' else sex end) end
        || case when born_from is null then '' else format(' and p.birth_date >= %L', born_from) end
        || case when born_until is null then '' else format(' and p.birth_date < %L', born_until) end
        || case number when 'missing' then ' and p.national_id = ''''' when 'present' then ' and p.national_id <> '''''
                       when 'doubtful' then ' and p.number_is_doubtful' else '' end
        || case when bit is null then '' else format(' and (p.kinds & %s) <> 0', bit) end;

    -- Whoever is of one kind only is of that kind wherever they are seen; of the others the affiliations are asked.
    visible := 'not isempty(p.units)';
    if not everywhere then
        visible := format('(p.units && %L::int4multirange or p.id <@ %L::int4multirange)', reach, own);
        if isempty(own) then
            visible := format('p.units && %L::int4multirange', reach);
        end if;
        if bit is not null then
            visible := visible || format(' and (p.kinds = %s or coalesce((select true from people_affiliation a'
                ' where a.person_id = p.id and a.kind = %L and %s'
                ' and (a.unit_id <@ %L::int4multirange or p.id <@ %L::int4multirange) limit 1), false))',
                bit, kind, open, reach, own);
        end if;
        if (select sum(upper(r)::bigint - lower(r)) from unnest(reach) r) < 100000 then
            unit_ids := array(select g from unnest(reach) r, generate_series(lower(r), upper(r) - 1) g);
            candidates := format('select a.person_id as id from people_affiliation a where a.unit_id = any (%L) and %s',
                unit_ids, open) || case when bit is null then '' else format(' and a.kind = %L', kind) end;
            of_units := candidates;
            wide := greatest(people_estimate(
                format('select 1 from people_affiliation a where a.unit_id = any (%L)', unit_ids)), 1);
            share := least(wide / whole, 1);
        end if;
        if not isempty(own) then
            candidates := candidates
                || format(' union select g from unnest(%L::int4multirange) r, generate_series(coalesce(lower(r), 1),'
                    ' least(upper(r) - 1, (select max(id) from people_person))) g', own);
        end if;
        -- As an array, so that the planner starts from these people whatever else it could start from.
        candidates := format('people_person p where p.id = any (array(%s))', candidates);
    end if;


    if kind <> 'mistaken' then
        visible := visible || ' and p.kinds <> 16';
        candidates := candidates || ' and p.kinds <> 16';
    end if;

    foreach word in array coalesce(words, '{}') loop
        if word !~ '^[[:alnum:]]+$' then
            return;
        end if;
        unfinished := word = last;
        spelled := spelled || format(' and '' '' || p.search || '' '' like %L',
            '% ' || word || case when unfinished then '%' else ' %' end);
        matching := matching || case when matching = '' then '' else ' & ' end || quote_literal(word)
            || case when unfinished then ':*' else '' end;
    end loop;

    if last is null then
        matched := filters;
        by_match := case when filters = 'true' then 'infinity'
            else people_estimate('select 1 from people_person p where ' || filters) end;
        fitting := by_match;
    else
        matched := format('to_tsvector(''simple''::regconfig, p.search) @@ %L::tsquery', matching);
        by_match := people_estimate('select 1 from people_person p where ' || matched);
        matched := matched || ' and ' || filters;
        fitting := case when filters = 'true' then by_match
            else people_estimate('select 1 from people_person p where ' || matched) end;
    end if;
    by_walk := (skip + size) / greatest(least(fitting / whole, 1) * share, 1e-9);

    -- The people of the units are counted where no other way is short and the planner thinks that counting ends early.
    if of_units <> '' and wide <= 2.0 * counted_units and least(by_walk, by_match) > short_way then
        execute format('select count(*) from (%s limit %s) counted', of_units, counted_units + 1) into by_units;
        if by_units > counted_units then
            by_units := 'infinity';
        else
            share := least(greatest(by_units, 1) / whole, 1);
            by_walk := (skip + size) / greatest(least(fitting / whole, 1) * share, 1e-9);
        end if;
    end if;

    -- Few units: read their people.  Few matches: read those.  Otherwise walk along the order until the page is full.
    walks := by_walk < least(by_units, by_match);
    gathered := case when by_units <= by_match and by_units < 'infinity'
        then format('from %s and %s and %s', candidates, spelled, filters)
        else format('from people_person p where %s and %s', matched, visible) end;
    walked := format('%s and %s and %s', visible, spelled, filters);
    beyond := case when after_key is null or last is not null then 'true'
        else format('(p.sort_key, p.id) %s (%L, %s)', case when backwards then '<' else '>' end, after_key, after_id) end;
    direction := case when backwards then 'desc' else 'asc' end;

    if walks then
        if least(fitting, whole) * share > 3.0 * cap then
            total := cap + 1;
        else
            execute format('select count(*) from (select 1 from people_person p where %s limit %s) counted', walked, cap + 1)
                into total;
        end if;
        if least(by_units, by_match) < 'infinity' then
            longest := longest_walk;
        end if;
        perform set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true),
                set_config('enable_bitmapscan', 'off', true);
        foreach stretch in array case when last is null then array[beyond]
            else array[format('p.given = %L', last), format('p.given <> %L', last)] end
        loop
            execute format('select array(select p.id from (select * from people_person p where %s order by p.sort_key %s, p.id %s'
                ' limit %L) p where %s order by p.sort_key %s, p.id %s limit %s)',
                stretch, direction, direction, longest, walked, direction, direction, skip + size - cardinality(ids))
                into found;
            ids := ids || found;
            exit when cardinality(ids) >= skip + size;
            execute format('select count(*) from (select 1 from people_person p where %s limit %L) passed', stretch, longest)
                into passed;
            walks := longest is null or passed < longest;
            exit when not walks;
        end loop;
        perform set_config('enable_sort', 'on', true), set_config('enable_seqscan', 'on', true),
                set_config('enable_bitmapscan', 'on', true);
    end if;

    if not walks and last is null then
        execute format('select count(*) from (select 1 %s limit %s) counted', gathered, cap + 1) into total;
        execute format('select array(select p.id %s and %s order by p.sort_key %s, p.id %s limit %s)',
            gathered, beyond, direction, direction, size) into ids;
    elsif not walks then
        execute format('select array(select p.id %s order by p.given <> %L, p.sort_key, p.id limit %s)',
            gathered, last, greatest(cap + 1, skip + size)) into ids;
        total := cardinality(ids);
    end if;
    if backwards and last is null then
        ids := array(select u.id from unnest(ids) with ordinality u(id, place) order by u.place desc);
    end if;
    ids := ids[skip + 1 : skip + size];
end $$;

-- People by something written on a paper: the whole number, its last six digits, a telephone number (these three only
-- where the caller may see numbers), or the beginning of a sector identifier.
create function people_find_code(code text, numbers boolean, inside int4multirange, size integer)
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

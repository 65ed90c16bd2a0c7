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

create function people_estimate(statement text) returns double precision
language plpgsql stable set search_path = public, pg_temp as $$
declare
    plan json;
begin
    execute 'explain (format json) ' || statement into plan;
    return (plan -> 0 -> 'Plan' ->> 'Plan Rows')::double precision;
end $$;

-- ids in order (given name first) of one page, and the number of all that fit, counted to cap + 1 at most.
--   words      folded words, all of which must begin a word of the name: parts in any order, the last perhaps unfinished
--   inside     only these units; null: the whole reach, and the persons bound by name
--   kind       '' or the kind of an open affiliation
--   number     '' | 'missing' | 'doubtful' | 'present'
--   after_key, after_id   the last row of the page before (without words); backwards: the first of the page after
--   skip       rows to leave out (with words)
create function people_find(
    words text[], inside int4multirange, kind text, sex text, born_from date, born_until date, number text,
    after_key text, after_id integer, backwards boolean, skip integer, size integer, cap integer,
    out ids integer[], out total integer
) language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    reach int4multirange := khuevan_reach();
    own int4multirange := khuevan_persons();
    open constant text := '(a.valid_until is null or a.valid_until > people_today())';
    whole double precision := greatest((select reltuples from pg_class where oid = 'people_person'::regclass), 1);
    everywhere boolean;
    filters text := 'true';
    spelled text := 'true';
    visible text;
    candidates text;
    unit_ids integer[];
    query text;
    by_words double precision := 'infinity';
    by_units double precision := 'infinity';
    by_order double precision;
    share double precision := 1;
    word text;
    found integer[];
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
    everywhere := reach @> '{(,)}'::int4multirange
        or reach @> int4range(0, 2147483647);
    visible := case when everywhere then 'true'
        else format('(p.units && %L::int4multirange or p.id <@ %L::int4multirange)', reach, own) end;

    if kind <> '' then
        filters := filters || format(' and (p.kinds & %s) <> 0',
            case kind when 'learner' then 1 when 'staff' then 2 when 'officer' then 4 else 8 end);
        if not everywhere then
            filters := filters || format(' and exists (select 1 from people_affiliation a where a.person_id = p.id'
                ' and a.kind = %L and %s and (a.unit_id <@ %L::int4multirange or p.id <@ %L::int4multirange))',
                kind, open, reach, own);
        end if;
    end if;
    if sex <> '' then
        filters := filters || format(' and p.sex = %L', case sex when 'unknown' then '' else sex end);
    end if;
    if born_from is not null then
        filters := filters || format(' and p.birth_date >= %L', born_from);
    end if;
    if born_until is not null then
        filters := filters || format(' and p.birth_date < %L', born_until);
    end if;
    filters := filters || case number
        when 'missing' then ' and p.national_id = '''''
        when 'present' then ' and p.national_id <> '''''
        when 'doubtful' then ' and p.number_is_doubtful'
        else '' end;

    if not everywhere and (select sum(upper(r)::bigint - lower(r)) from unnest(reach) r) < 100000 then
        unit_ids := array(select g from unnest(reach) r, generate_series(lower(r), upper(r) - 1) g);
        execute format('select count(*) from (select 1 from people_affiliation a where a.unit_id = any (%L)'
            ' and %s limit 40001) counted', unit_ids, open) into by_units;
        share := least(greatest(by_units, 1) / whole, 1);
        if by_units > 40000 then
            by_units := 'infinity';
            share := least(greatest(people_estimate(
                format('select 1 from people_person p where p.units && %L::int4multirange', reach)), 1) / whole, 1);
        end if;
    end if;
    candidates := format('(select a.person_id as id from people_affiliation a where a.unit_id = any (%L) and %s'
        ' union select k.id from people_person k where k.id <@ %L::int4multirange) c join people_person p using (id)',
        unit_ids, open, own);
    if isempty(own) then
        candidates := format('(select distinct a.person_id as id from people_affiliation a'
            ' where a.unit_id = any (%L) and %s) c join people_person p using (id)', unit_ids, open);
    end if;

    if coalesce(cardinality(words), 0) = 0 then
        if by_units < 'infinity' then
            query := 'from ' || candidates || ' where ' || filters;
        else
            query := 'from people_person p where ' || visible || ' and ' || filters;
        end if;
        execute format('select count(*) from (select 1 %s limit %s) counted', query, cap + 1) into total;
        if after_key is not null then
            query := query || format(' and (p.sort_key, p.id) %s (%L, %s)',
                case when backwards then '<' else '>' end, after_key, after_id);
        end if;
        query := query || case when backwards then ' order by p.sort_key desc, p.id desc'
            else ' order by p.sort_key, p.id' end;
        execute format('select array(select p.id %s limit %s)', query, size) into ids;
        if backwards then
            ids := array(select u.id from unnest(ids) with ordinality u(id, place) order by u.place desc);
        end if;
        return;
    end if;

    query := '';
    foreach word in array words loop
        if word !~ '^[[:alnum:]]+$' then
            return;
        end if;
        spelled := spelled || format(' and '' '' || p.search like %L', '% ' || word || '%');
        query := query || case when query = '' then '' else ' & ' end || quote_literal(word) || ':*';
    end loop;
    query := format('to_tsvector(''simple''::regconfig, p.search) @@ %L::tsquery', query);
    by_words := people_estimate('select 1 from people_person p where ' || query);
    by_order := (skip + size) / greatest(by_words / whole * share, 1e-9);

    if least(by_words, by_units) <= by_order then
        if by_words <= by_units then
            query := format('from people_person p where %s and %s and %s', query, visible, filters);
        else
            query := format('from %s where %s and %s', candidates, spelled, filters);
        end if;
        execute format('select array(select p.id %s order by p.given <> all (%L), p.sort_key, p.id limit %s)',
            query, words, greatest(cap + 1, skip + size)) into found;
        total := cardinality(found);
        ids := found[skip + 1 : skip + size];
        return;
    end if;

    -- Common words over a wide reach: walk along the order of names, those called so by their given name first.
    query := format('from people_person p where %s and %s and %s', visible, spelled, filters);
    if by_words * share > 3.0 * cap then
        total := cap + 1;
    else
        execute format('select count(*) from (select 1 %s limit %s) counted', query, cap + 1) into total;
    end if;
    found := '{}';
    candidates := '';
    foreach word in array words loop
        candidates := candidates || case when candidates = '' then '' else ' union all ' end
            || format('(select p.id, p.sort_key %s and p.given = %L order by p.sort_key, p.id limit %s)',
                query, word, skip + size);
    end loop;
    execute format('select array(select id from (%s) g order by sort_key, id limit %s)',
        candidates, skip + size) into found;
    if cardinality(found) < skip + size then
        execute format('select %L::integer[] || array(select p.id %s and p.given <> all (%L)'
            ' order by p.sort_key, p.id limit %s)',
            found, query, words, skip + size - cardinality(found)) into found;
    end if;
    ids := found[skip + 1 : skip + size];
end $$;

-- People by something written on a paper: the whole number, its last six digits, a telephone number (these three only
-- where the caller may see numbers), or the beginning of a sector identifier.
create function people_find_code(code text, numbers boolean, inside int4multirange, size integer)
returns integer[] language sql stable security definer set search_path = public, pg_temp as $$
    select array(
        select p.id from people_person p
        join (
            select id from people_person where numbers and code ~ '^[0-9]{12}$' and national_id = code
            union select id from people_person
                where numbers and code ~ '^[0-9]{6}$' and right(national_id, 6) = code and national_id <> ''
            union select id from people_person where numbers and code ~ '^[+0-9]{9,}$' and phone = code and phone <> ''
            union select id from people_person
                where length(code) >= 3 and sector_id >= upper(code) and sector_id < upper(code) || '~'
        ) hit using (id)
        where (p.units && khuevan_reach() or (inside is null and p.id <@ khuevan_persons()))
          and (inside is null or p.units && inside)
        order by p.sort_key, p.id limit size)
$$;

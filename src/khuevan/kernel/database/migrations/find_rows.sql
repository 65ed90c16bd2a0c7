-- Lists of very many rows: which ones, in which order, a page at a time, within the transaction's reach.
--
-- Under row-level security PostgreSQL uses no index for an operator that is not leakproof (text search, LIKE, &&), and
-- guesses a fixed share for the policy's own condition, however wide the reach. So `SearchRows` gives a table a function
-- of the owner that calls the last one here: it applies khuevan_reach() itself and answers with ids only; the caller reads
-- the rows by id, under row-level security again. Statements are built with literals, so that the planner knows how
-- common a word and how wide a reach is; every name is quoted as a name and every value as a literal of its column's type.

-- What the planner thinks of a statement: how many rows, at what cost.
create function khuevan_plan(statement text, out rows double precision, out cost double precision)
language plpgsql volatile set search_path = public, pg_temp as $$
declare
    plan json;
begin
    execute 'explain (format json) ' || statement into plan;
    rows := (plan -> 0 -> 'Plan' ->> 'Plan Rows')::double precision;
    cost := (plan -> 0 -> 'Plan' ->> 'Total Cost')::double precision;
end $$;

-- "The row's unit lies within the reach", put so that the planner can tell how many rows that are.
create function khuevan_within(unit text, reach int4multirange) returns text
language sql immutable set search_path = public, pg_temp as $$
    select case
        when reach @> int4range(0, 2147483647) then 'true'
        when sum(upper(r)::bigint - lower(r)) <= 200 then format('p.%I = any (%L::integer[])', unit,
            (select array_agg(id) from unnest(reach) s, generate_series(lower(s), upper(s) - 1) id))
        when count(*) <= 60 then
            '(' || string_agg(format('p.%I between %s and %s', unit, lower(r), upper(r)::bigint - 1), ' or ') || ')'
        else format('p.%I <@ %L::int4multirange', unit, reach)
    end from unnest(reach) r
$$;

-- A column as the function's statements write it, and its type: `name` of the table p, `link.name` of the linked row l.
create function khuevan_column(kept regclass, link text, linked regclass, named text, out written text, out kind text)
language plpgsql stable set search_path = public, pg_temp as $$
declare
    is_linked boolean := split_part(named, '.', 2) <> '' and split_part(named, '.', 1) = link;
    name text := case when is_linked then split_part(named, '.', 2) else named end;
begin
    written := format(case when is_linked then 'l.%I' else 'p.%I' end, name);
    kind := (select format_type(a.atttypid, null) from pg_attribute a
        where a.attrelid = case when is_linked then linked else kept end and a.attname = name
          and a.attnum > 0 and not a.attisdropped);
    if kind is null then
        raise exception '% has no column %', kept, named using errcode = 'undefined_column';
    end if;
end $$;

-- A condition of one value among which: an index keeps its order for "is", not for "any of".
create function khuevan_single(condition jsonb) returns jsonb
language sql immutable set search_path = public, pg_temp as $$
    select case when condition ->> 1 = 'among' and jsonb_array_length(condition -> 2) = 1
        then jsonb_build_array(condition -> 0, 'is', condition -> 2 -> 0) else condition end
$$;

-- Conditions [[column, what, value], …], all of which must hold.
create function khuevan_conditions(kept regclass, link text, linked regclass, conditions jsonb) returns text
language plpgsql stable set search_path = public, pg_temp as $$
declare
    condition jsonb;
    c record;
    value text;
    made text := 'true';
begin
    for condition in select * from jsonb_array_elements(conditions) loop
        c := khuevan_column(kept, link, linked, condition ->> 0);
        condition := khuevan_single(condition);
        value := condition ->> 2;
        if jsonb_typeof(condition -> 2) = 'array' then
            value := array(select jsonb_array_elements_text(condition -> 2))::text;
        end if;
        made := made || ' and ' || case condition ->> 1
            when 'is' then format('%s = %L::%s', c.written, value, c.kind)
            when 'among' then format('%s = any (%L::%s[])', c.written, value, c.kind)
            when 'least' then format('%s >= %L::%s', c.written, value, c.kind)
            when 'most' then format('%s <= %L::%s', c.written, value, c.kind)
            when 'below' then format('%s < %L::%s', c.written, value, c.kind)
            when 'overlaps' then format('%s && %L::%s', c.written, value, c.kind)
            when 'empty' then format('%s is %s null', c.written, case value when 'true' then '' else 'not' end)
            when 'holds' then format('upper(%s::text) like upper(%L)', c.written,
                '%' || regexp_replace(value, '([%_\\])', '\\\1', 'g') || '%')
        end;
        if made is null then
            raise exception '% is no condition', condition using errcode = 'invalid_parameter_value';
        end if;
    end loop;
    return made;
end $$;

-- ids: one page in order; total: how many rows fit in all, counted to cap + 1 at most.
--   kept, unit, searched   the table, its column with the unit, its column of folded words
--   units, units_key       the table of units and its column of order, for by_unit
--   link, linked           a column and the table that it leads to, one row each: columns `link.name` are of that row
--   words                  different folded words of the row; the last may be unfinished
--   inside                 only these units; null: the whole reach
--   sort                   the column of the order, '' for the id alone; by_unit: the order of the units instead
--   falling                the largest first;  empty_first: rows without a value stand first, otherwise last
--   after_key, after_id    the last row of the page before; after_id null: from the beginning
create function khuevan_find_rows(
    kept regclass, unit text, searched text, units regclass, units_key text, link text, linked regclass,
    words text[], inside int4multirange, conditions jsonb,
    sort text, by_unit boolean, falling boolean, empty_first boolean, after_key text, after_id bigint,
    size integer, cap integer, out ids bigint[], out total integer
) language plpgsql volatile
set search_path = public, pg_temp set jit = off set max_parallel_workers_per_gather = 0 set random_page_cost = 1.1
set enable_sort = on set enable_seqscan = on set enable_bitmapscan = on as $$
declare
    small constant bigint := 1000000;          -- bytes of a table that is simply read
    longest_walk constant integer := 20000;    -- rows; whoever finds too little on it gathers instead
    few_units constant double precision := 3000;
    cost_of_step constant double precision := 1.2;
    cost_of_counting constant double precision := 0.1;
    reach int4multirange := khuevan_reach();
    whole double precision;       -- rows of the table
    fitting double precision;     -- of which so many fit, estimated
    fits text;                    -- reach and conditions
    spelled text := '';           -- the words, as a look at each row
    matched text := '';           -- the words, through their index
    gathered text;                -- the cheaper of the two
    beside text;                  -- the join with the linked row
    joined text;                  -- the same, where conditions ask for it
    source text;
    key text := 'null::text';     -- the value of the order
    walked_source text;           -- the same two on a walk
    walked_key text;
    walked_fits text := 'true';   -- conditions that such an index holds already
    walked double precision;      -- rows of the table that a walk could come by
    kind text := 'text';
    direction text := case when falling then 'desc' else 'asc' end;
    beyond text := case when falling then '<' else '>' end;
    filled text[] := '{}';        -- rows with a value of the order that lie beyond the page before: of the table, of those gathered
    empty text[] := '{}';         -- and rows without a value
    parts text[] := '{}';         -- which of the two are wanted, in order
    part text;
    expression text;
    gather_cost double precision;
    spell_cost double precision;
    walk_cost double precision := 'infinity';
    is_counted boolean := true;
    passed integer;
    found bigint[];
    query text;
    word text;
    last text := words[cardinality(words)];
begin
    ids := '{}';
    total := 0;
    reach := reach * coalesce(inside, reach);
    if isempty(reach) then
        return;
    end if;
    beside := case when link is null then '' else format(' join %s l on l.id = p.%I', linked, link) end;
    joined := case when conditions::text like format('%%["%s.%%', link) then beside else '' end;
    fits := khuevan_within(unit, reach) || ' and ' || khuevan_conditions(kept, link, linked, conditions);
    foreach word in array words loop
        if word !~ '^[[:alnum:]]+$' then
            return;
        end if;
        spelled := spelled || format(' and '' '' || p.%I || '' '' like %L', searched,
            '% ' || word || case word when last then '%' else ' %' end);
        matched := matched || case matched when '' then '' else ' & ' end || quote_literal(word)
            || case word when last then ':*' else '' end;
    end loop;
    if matched <> '' then
        matched := format(' and to_tsvector(''simple''::regconfig, p.%I) @@ %L::tsquery', searched, matched);
    end if;

    -- The order: first rows with a value, then those without, each from where the page before ended.
    source := format('%s p', kept) || joined;
    walked_source := format('%s p', kept);
    if sort <> '' then
        select c.written, c.kind into key, kind from khuevan_column(kept, link, linked, sort) c;
        if key like 'l.%' then
            source := format('%s p', kept) || beside;
            walked_source := source;
        end if;
    end if;
    walked_key := key;
    if by_unit then
        source := format('%s join %s o on o.id = p.%I', source, units, unit);
        key := format('o.%I', units_key);
        walked_key := 'u.key';
        walked_source := format('(select p.%1$I as key, array_agg(p.id) as ids from %2$s p where %3$s%4$s group by p.%1$I'
            ' order by p.%1$I %5$s) u cross join lateral (select * from %6$s p where p.%7$I = any (u.ids) offset 0) p',
            units_key, units, khuevan_within('id', reach),
            case when after_key is null then '' else format(' and p.%I %s= %L', units_key, beyond, after_key) end,
            direction, kept, unit);
    end if;
    foreach expression in array array[walked_key, 'p.khuevan_key'] loop
        filled := filled || (expression || ' is not null' || case when after_id is null or after_key is null then ''
            else format(' and (%s, p.id) %s (%L::%s, %s)', expression, beyond, after_key, kind, after_id) end);
        empty := empty || (expression || ' is null' || case when after_id is null or after_key is not null then ''
            else format(' and p.id %s %s', beyond, after_id) end);
    end loop;
    if walked_key <> 'null::text' and (after_id is null or after_key is not null or empty_first) then
        parts := array['filled'];
    end if;
    if empty_first and after_id is not null and after_key is null then
        parts := 'empty'::text || parts;
    elsif not empty_first then
        parts := parts || 'empty'::text;
    end if;

    -- Gathering all that fit costs what the planner says; walking along the order, a share of the table.
    if pg_relation_size(kept) < small then
        gathered := spelled;
    else
        whole := greatest((select p.rows from khuevan_plan(format('select 1 from %s', kept)) p), 1);
        is_counted := spelled <> '' or conditions <> '[]';
        if fits = 'true and true' and spelled = '' then
            fitting := whole;
            gather_cost := 'infinity';
        else
            select p.rows, p.cost into fitting, gather_cost
              from khuevan_plan(format('select p.id, %s from %s where %s', key, source, fits || matched)) p;
        end if;
        gathered := matched;
        if spelled <> '' then
            spell_cost := (select p.cost
                from khuevan_plan(format('select p.id, %s from %s where %s', key, source, fits || spelled)) p);
            -- The planner thinks too well of the index of words: reading a few units is never slow.
            if spell_cost <= greatest(gather_cost, few_units) then
                gathered := spelled;
                gather_cost := spell_cost;
            end if;
        end if;
        fitting := greatest(fitting, 1);
        walked := whole;
        is_counted := is_counted or fitting < 3.0 * cap;
        if sort <> '' and not by_unit and key not like 'l.%' then
            select khuevan_conditions(kept, link, linked, coalesce(jsonb_agg(c), '[]')) into walked_fits
              from (select khuevan_single(c) as c from jsonb_array_elements(conditions) c) c
             where c ->> 1 = 'is' and exists (
                select 1 from pg_index i
                  join pg_attribute a on a.attrelid = kept and a.attnum = i.indkey[0]
                  join pg_attribute b on b.attrelid = kept and b.attnum = i.indkey[1]
                 where i.indrelid = kept and i.indisvalid and i.indpred is null and a.attname = c ->> 0 and b.attname = sort);
            if walked_fits <> 'true' then
                walked := greatest((select p.rows
                    from khuevan_plan(format('select 1 from %s p where %s', kept, walked_fits)) p), fitting);
            end if;
        end if;
        if by_unit or exists (
            select 1 from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
             where i.indrelid = case when key like 'l.%' then linked else kept end and i.indisvalid and i.indpred is null
               and a.attname = case when sort = '' then 'id' when key like 'l.%' then split_part(sort, '.', 2) else sort end
        ) then
            walk_cost := walked / fitting * (size * cost_of_step + case when is_counted then cap * cost_of_counting else 0 end);
        end if;
    end if;

    if walk_cost < gather_cost or walk_cost < 100 then
        perform set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true),
                set_config('enable_bitmapscan', 'off', true);
        foreach part in array parts loop
            query := format('select p.*, %1$s as khuevan_key from %2$s where %3$s order by %1$s %4$s, p.id %4$s limit %5$s',
                walked_key, walked_source, walked_fits || ' and ' || case part when 'filled' then filled[1] else empty[1] end,
                direction, longest_walk);
            execute format('select array(select p.id from (%s) p%s where %s order by p.khuevan_key %s, p.id %s limit %s)',
                query, joined, fits || spelled, direction, direction, size - cardinality(ids)) into found;
            ids := ids || found;
            exit when cardinality(ids) >= size;
            execute format('select count(*) from (%s) p', query) into passed;
            if passed >= longest_walk then
                walk_cost := 'infinity';
                exit;
            end if;
        end loop;
        perform set_config('enable_sort', 'on', true), set_config('enable_seqscan', 'on', true),
                set_config('enable_bitmapscan', 'on', true);
        if walk_cost < 'infinity' then
            total := cap + 1;
            if is_counted then
                execute format('select count(*) from (select 1 from %s p%s where %s limit %s) counted',
                    kept, joined, fits || spelled, cap + 1) into total;
            end if;
            return;
        end if;
    end if;

    query := '';
    foreach part in array parts loop
        query := query || case when query = '' then '' else ' || ' end || format(
            'array(select p.id from hit p where %s order by p.khuevan_key %s, p.id %s limit %s)',
            case part when 'filled' then filled[2] else empty[2] end, direction, direction, size);
    end loop;
    execute format('with hit as materialized (select p.id, %s as khuevan_key from %s where %s)'
        ' select (%s)[1:%s], (select least(count(*), %s) from hit)', key, source, fits || gathered, query, size, cap + 1)
        into ids, total;
end $$;

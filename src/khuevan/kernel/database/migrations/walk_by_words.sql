-- The function of find_rows.sql, where a list is searched by words. Before, it walked along the order by reading every row
-- that it came by, from all over the table: 20,000 rows, often for nothing, were most of the time of a slow page. Now it
-- walks along an index that holds the words beside the order, and reads the rows of these words only. What follows a walk
-- is counted through the index of words where few rows have them: a plain reading of the table ends early only if it finds.

-- ids: one page in order; total: how many rows fit in all, counted to cap + 1 at most.
--   kept, unit, searched   the table, its column with the unit, its column of folded words
--   units, units_key       the table of units and its column of order, for by_unit
--   link, linked           a column and the table that it leads to, one row each: columns `link.name` are of that row
--   words                  different folded words of the row; the last may be unfinished
--   inside                 only these units; null: the whole reach
--   sort                   the column of the order, '' for the id alone; by_unit: the order of the units instead
--   falling                the largest first;  empty_first: rows without a value stand first, otherwise last
--   after_key, after_id    the last row of the page before; after_id null: from the beginning
create or replace function khuevan_find_rows(
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
    cost_of_step_by_words constant double precision := 0.15;
    cost_of_row_by_words constant double precision := 1.5;
    cost_of_counting constant double precision := 0.1;
    cost_of_match constant double precision := 0.03;
    cost_of_row_counted constant double precision := 1.2;
    reach int4multirange := khuevan_reach();
    whole double precision;       -- rows of the table
    fitting double precision;     -- of which so many fit, estimated
    worded double precision;      -- of which so many have the words, estimated
    fits text;                    -- reach and conditions
    spelled text := '';           -- the words, as a look at each row
    matched text := '';           -- the words, through their index
    gathered text;                -- the cheaper of the two
    counted text;                 -- the cheaper of the two to count by after a walk
    beside text;                  -- the join with the linked row
    joined text;                  -- the same, where conditions ask for it
    source text;
    key text := 'null::text';     -- the value of the order
    walked_source text;           -- the same two on a walk
    walked_key text;
    walked_fits text := 'true';   -- conditions that such an index holds already
    walked double precision;      -- rows of the table that a walk could come by
    by_words boolean := false;    -- the index of the walk holds the words, too
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
    count_cost double precision := 0;
    match_cost double precision;
    is_counted boolean := true;
    passed integer;
    found bigint[];
    query text;
    stretch text;
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
    counted := spelled;
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
            if is_counted then
                count_cost := walked / fitting * cap * cost_of_counting;
            end if;
            walk_cost := walked / fitting * size * cost_of_step;
            if spelled <> '' then
                worded := greatest((select p.rows
                    from khuevan_plan(format('select 1 from %s p where true%s', kept, matched)) p), fitting);
                match_cost := worded * (cost_of_match + least(cap / fitting, 1) * cost_of_row_counted);
                if match_cost < count_cost then
                    count_cost := match_cost;
                    counted := matched;
                end if;
                by_words := sort <> '' and not by_unit and key not like 'l.%' and walked_fits = 'true' and exists (
                    select 1 from pg_index i
                      join pg_attribute a on a.attrelid = kept and a.attnum = i.indkey[0]
                      join pg_attribute b on b.attrelid = kept and b.attnum = any (i.indkey)
                     where i.indrelid = kept and i.indisvalid and i.indpred is null and a.attname = sort and b.attname = searched);
                if by_words then
                    walk_cost := size / fitting * (whole * cost_of_step_by_words + worded * cost_of_row_by_words);
                end if;
            end if;
            walk_cost := walk_cost + count_cost;
        end if;
    end if;

    if walk_cost < gather_cost or walk_cost < 100 then
        perform set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true),
                set_config('enable_bitmapscan', 'off', true);
        foreach part in array parts loop
            query := format('select %6$s, %1$s as khuevan_key from %2$s where %3$s order by %1$s %4$s, p.id %4$s limit %5$s',
                walked_key, walked_source, walked_fits || ' and ' || case part when 'filled' then filled[1] else empty[1] end,
                direction, longest_walk, case when by_words then format('p.id, p.%I', searched) else 'p.*' end);
            stretch := format('(%s) p', query);
            if by_words then
                stretch := format('(select p.id as hit_id, p.khuevan_key from (%s) p where true%s) h join %s p on p.id = h.hit_id',
                    query, spelled, kept);
            end if;
            execute format('select array(select p.id from %s%s where %s order by khuevan_key %s, %s %s limit %s)',
                stretch, joined, fits || case when by_words then '' else spelled end, direction,
                case when by_words then 'hit_id' else 'p.id' end, direction, size - cardinality(ids)) into found;
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
                    kept, joined, fits || counted, cap + 1) into total;
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

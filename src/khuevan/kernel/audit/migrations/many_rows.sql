-- Statements that change many rows: the same entries as the loop writes, built as one set.

create function audit_link(state bytea, start bytea, content text) returns bytea language plpgsql immutable as $$
begin
    return sha256(coalesce(state, start) || convert_to(content, 'UTF8'));
end $$;
create aggregate audit_chain(bytea, text) (sfunc = audit_link, stype = bytea);

-- The columns of a followed table as SQL over the aliases o (old) and n (new): key, unit and changes of one row.
create function audit_expressions(
    followed regclass, named text, operation text, keys text[], unit_column text, masked text[], skip text[], salt text,
    out key_old text, out key_new text, out unit text, out changes text
) language plpgsql stable as $$
declare
    one record;
    pairs text[] := '{}';
    dropped text[] := '{}';
    was text;
    is_now text;
    mark constant text := 'case when %1$s is null or to_jsonb(%1$s) = ''null'' then ''null''::jsonb else jsonb_build_object(''masked'', '
        'left(encode(sha256(convert_to(%2$L || to_jsonb(%1$s)::text, ''UTF8'')), ''hex''), 12)) end';
begin
    select string_agg(format('(to_jsonb(o.%I) #>> ''{}'')', name), ' || '','' || ' order by place),
           string_agg(format('(to_jsonb(n.%I) #>> ''{}'')', name), ' || '','' || ' order by place)
        into key_old, key_new from unnest(keys) with ordinality k(name, place);
    for one in
        select a.attname as name, a.atttypid = any('{json,xml,point}'::regtype[]) as is_odd, t.typname as kind
        from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = followed and a.attnum > 0 and not a.attisdropped order by a.attnum
    loop
        if one.name = unit_column then
            unit := case when one.kind = 'int4multirange'
                then format(case operation when 'INSERT' then 'lower(n.%1$I)' when 'DELETE' then 'lower(o.%1$I)'
                            else format('lower(case when %s is null then o.%%1$I else n.%%1$I end)', key_new) end, one.name)
                else format(case operation when 'INSERT' then 'n.%1$I::integer' when 'DELETE' then 'o.%1$I::integer'
                            else format('(case when %s is null then o.%%1$I else n.%%1$I end)::integer', key_new) end, one.name) end;
        end if;
        continue when one.name = any(skip);
        was := case operation when 'INSERT' then 'null' else format('o.%I', one.name) end;
        is_now := case operation when 'DELETE' then 'null' else format('n.%I', one.name) end;
        pairs := pairs || format('%L, jsonb_build_array(%s, %s)', one.name,
            case when was = 'null' or not one.name = any(masked) then was
                 else format(mark, was, salt || named || '.' || one.name || ':') end,
            case when is_now = 'null' or not one.name = any(masked) then is_now
                 else format(mark, is_now, salt || named || '.' || one.name || ':') end);
        dropped := dropped || format('case when %s then %L end', case
            when operation = 'UPDATE' and one.is_odd then
                format('to_jsonb(%1$s) is not distinct from to_jsonb(%2$s)', was, is_now)
            when operation = 'UPDATE' then format('%s is not distinct from %s', was, is_now)
            when one.kind in ('json', 'jsonb') then
                format('coalesce(to_jsonb(%1$s), ''null'') = ''null''', case was when 'null' then is_now else was end)
            else format('%s is null', case was when 'null' then is_now else was end) end, one.name);
    end loop;
    -- jsonb_build_object takes 100 arguments at most
    select string_agg(format('jsonb_build_object(%s)', part), ' || ') into changes from (
        select string_agg(pair, ', ' order by place) as part
        from unnest(pairs) with ordinality p(pair, place) group by (place - 1) / 40 order by 1) parts;
    changes := format('((%s) - array_remove(array[%s]::text[], null))', changes, array_to_string(dropped, ', '));
    unit := coalesce(unit, 'null::integer');
end $$;

-- The statement that writes the entries of all rows at once; run by audit_rows, which alone sees the transition tables.
create function audit_statement(
    followed regclass, named text, operation text, keys text[], unit_column text, masked text[], skip text[]
) returns text language plpgsql stable as $$
declare
    part record;
begin
    select * into part from audit_expressions(followed, named, operation, keys, unit_column, masked, skip,
                                              (select salt from audit_salt));
    return format($statement$
        with rows as materialized (select %s as kind, %s as key, %s as unit, %s as changes from %s),
        numbered as (
            select $2 + row_number() over () as seq, kind, key, coalesce(unit, $3) as unit, changes
            from rows where kind <> 'changed' or changes <> '{}'),
        linked as materialized (
            select *, audit_chain($4, jsonb_build_array($1, seq, (extract(epoch from $5) * 1000000)::bigint, $6, kind,
                $7, $8, $9, $10, $11, $12, key, unit, changes::text, $13)::text) over (order by seq) as hash
            from numbered),
        written as (
            insert into audit_entry (lane, seq, at, act_id, kind, actor_id, actor_name, acting_for, origin, action,
                                     table_name, row_id, unit_id, changes, why, prev_hash, hash)
            select $1, seq, $5, $6, kind, $7, $8, $9, $10, $11, $12, key, unit, changes, $13,
                   lag(hash, 1, $4) over (order by seq), hash
            from linked order by seq)
        select seq, hash from linked order by seq desc limit 1
    $statement$,
        case operation when 'INSERT' then '''added''' when 'DELETE' then '''removed''' else format(
            'case when %s is null then ''removed'' when %s is null then ''added'' else ''changed'' end',
            part.key_new, part.key_old) end,
        case operation when 'INSERT' then part.key_new when 'DELETE' then part.key_old
            else format('coalesce(%s, %s)', part.key_new, part.key_old) end,
        part.unit, part.changes,
        case operation when 'INSERT' then 'new_rows n' when 'DELETE' then 'old_rows o'
            else format('old_rows o full join new_rows n on %s = %s', part.key_old, part.key_new) end);
end $$;

revoke all on function audit_link(bytea, bytea, text), audit_chain(bytea, text),
    audit_expressions(regclass, text, text, text[], text, text[], text[], text),
    audit_statement(regclass, text, text, text[], text, text[], text[]) from public, khuevan_app;

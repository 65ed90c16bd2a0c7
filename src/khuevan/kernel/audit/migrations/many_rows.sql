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

create or replace function audit_rows() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    keys text[] := tg_argv[0]::text[];
    unit_column text := nullif(tg_argv[1], '');
    masked text[] := tg_argv[2]::text[];
    skip text[] := tg_argv[3]::text[];
    context jsonb := nullif(current_setting('khuevan.act', true), '')::jsonb;
    action text := coalesce(context->>'action', 'outside any act');
    act_unit integer := (context->>'unit_id')::integer;
    writer text := coalesce(nullif(current_setting('role', true), 'none'), session_user);
    kind text := case tg_op when 'INSERT' then 'added' when 'DELETE' then 'removed' else 'changed' end;
    rows refcursor;
    gone jsonb;
    come jsonb;
    changes jsonb;
    hidden text;
    unit_text text;
    unit_id integer;
    amount bigint;
    digest bytea;
    place audit_place;
    is_many boolean;
begin
    if context is null then
        context := jsonb_build_object('actor', writer, 'actor_id', nullif(current_setting('khuevan.account', true), ''));
    end if;
    if current_setting('khuevan.audit_bulk', true) = 'on'
       and pg_has_role(writer, (select relowner from pg_class where oid = tg_relid), 'member') then
        if tg_op = 'DELETE' then
            select count(*), sha256(string_agg(mark, ''::bytea order by mark)) into amount, digest
                from (select sha256(convert_to(t::text, 'UTF8')) as mark from old_rows t) marks;
        else
            select count(*), sha256(string_agg(mark, ''::bytea order by mark)) into amount, digest
                from (select sha256(convert_to(t::text, 'UTF8')) as mark from new_rows t) marks;
        end if;
        if amount > 0 then
            perform audit_leave(audit_append(audit_take((context->>'actor_id')::bigint), context, 'bulk', action,
                tg_table_name, '', act_unit, jsonb_build_object('kind', kind, 'rows', amount, 'digest', encode(digest, 'hex')),
                coalesce(context->>'why', '')));
        end if;
        return null;
    end if;
    if tg_op = 'INSERT' then
        select count(*) > 20 into is_many from (select from new_rows limit 21) few;
    else
        select count(*) > 20 into is_many from (select from old_rows limit 21) few;
    end if;
    if is_many then
        place := audit_take((context->>'actor_id')::bigint);
        execute audit_statement(tg_relid::regclass, tg_table_name, tg_op, keys, unit_column, masked, skip)
            into amount, digest
            using (place).lane, (place).seq, act_unit, (place).hash,
                  coalesce((context->>'at')::timestamptz, clock_timestamp()), (context->>'id')::uuid,
                  (context->>'actor_id')::bigint, coalesce(context->>'actor', ''),
                  coalesce(context->>'acting_for', ''), coalesce(context->>'origin', ''), action, tg_table_name::text,
                  coalesce(context->>'why', '');
        if amount is not null then
            place.seq := amount;
            place.hash := digest;
            perform audit_leave(place);
        end if;
        return null;
    end if;
    if tg_op = 'INSERT' then
        open rows for select null::jsonb, to_jsonb(t) from new_rows t;
    elsif tg_op = 'DELETE' then
        open rows for select to_jsonb(t), null::jsonb from old_rows t;
    else
        open rows for select o.content, n.content
            from (select to_jsonb(t) as content, audit_key(to_jsonb(t), keys) as key from old_rows t) o
            full join (select to_jsonb(t) as content, audit_key(to_jsonb(t), keys) as key from new_rows t) n
            on n.key = o.key;
    end if;
    loop
        fetch rows into gone, come;
        exit when not found;
        if gone is null then
            select coalesce(jsonb_object_agg(key, jsonb_build_array(null, value)), '{}') into changes
                from jsonb_each(come) where value <> 'null' and not key = any(skip);
        elsif come is null then
            select coalesce(jsonb_object_agg(key, jsonb_build_array(value, null)), '{}') into changes
                from jsonb_each(gone) where value <> 'null' and not key = any(skip);
        else
            select coalesce(jsonb_object_agg(key, jsonb_build_array(gone->key, value)), '{}') into changes
                from jsonb_each(come) where value <> gone->key and not key = any(skip);
        end if;
        foreach hidden in array masked loop
            if changes ? hidden then
                changes := jsonb_set(changes, array[hidden], jsonb_build_array(
                    audit_mask(tg_table_name || '.' || hidden, changes->hidden->0),
                    audit_mask(tg_table_name || '.' || hidden, changes->hidden->1)));
            end if;
        end loop;
        continue when changes = '{}' and gone is not null and come is not null;
        unit_text := coalesce(come, gone)->>unit_column;
        unit_id := case when unit_text is null then act_unit
                        when unit_text like '{%' then coalesce(lower(unit_text::int4multirange), act_unit)
                        else unit_text::integer end;
        if place is null then
            place := audit_take((context->>'actor_id')::bigint);
        end if;
        place := audit_append(place, context,
            case when gone is null then 'added' when come is null then 'removed' else 'changed' end, action,
            tg_table_name, audit_key(coalesce(come, gone), keys), unit_id, changes, coalesce(context->>'why', ''));
    end loop;
    close rows;
    if place is not null then
        perform audit_leave(place);
    end if;
    return null;
end $$;

revoke all on function audit_link(bytea, bytea, text), audit_chain(bytea, text),
    audit_expressions(regclass, text, text, text[], text, text[], text[], text),
    audit_statement(regclass, text, text, text[], text, text[], text[]) from public, khuevan_app;

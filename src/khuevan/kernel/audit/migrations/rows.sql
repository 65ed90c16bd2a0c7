create function audit_mask(place text, value jsonb) returns jsonb
language sql stable as $$
    select case when value is null or value = 'null'::jsonb then 'null'::jsonb
        else jsonb_build_object('masked', (select left(encode(sha256(convert_to(salt || place || ':' || value::text, 'UTF8')), 'hex'), 12)
                                           from audit_salt)) end
$$;

create function audit_key(content jsonb, names text[]) returns text language sql immutable as $$
    select case when cardinality(names) = 1 then content->>names[1]
        else (select string_agg(content->>name, ',' order by place) from unnest(names) with ordinality n(name, place)) end
$$;

create function audit_rows() returns trigger
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
    part record;
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
        select count(*) > 2000 into is_many from (select from new_rows limit 2001) few;
    end if;
    if tg_op = 'INSERT' and is_many and audit_is_numbered(tg_relid::regclass, keys) then
        place := audit_take((context->>'actor_id')::bigint);
        for part in execute audit_mass(tg_relid::regclass, keys[1], unit_column) loop
            place := audit_append(place, context, 'bulk', action, tg_table_name, '', coalesce(part.unit, act_unit),
                jsonb_build_object('kind', 'added', 'rows', part.amount, 'ids', part.ids::text,
                                   'digest', encode(part.digest, 'hex')), coalesce(context->>'why', ''));
        end loop;
        perform audit_leave(place);
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

create function audit_follow(followed regclass, unit_column text, masked text[], skip text[]) returns void
language plpgsql as $$
declare
    keys text[];
    named text;
begin
    select array_agg(a.attname::text order by array_position(i.indkey::int2[], a.attnum)) into keys
        from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey::int2[])
        where i.indrelid = followed and i.indisprimary;
    if keys is null then
        raise exception 'table % has no primary key: its rows cannot be named in the audit log', followed;
    end if;
    foreach named in array masked || skip || coalesce(unit_column, keys[1]) loop
        if not exists (select 1 from pg_attribute where attrelid = followed and attname = named and not attisdropped) then
            raise exception 'table % has no column %', followed, named;
        end if;
    end loop;
    perform audit_unfollow(followed);
    execute format('create trigger audit_insert after insert on %s referencing new table as new_rows for each statement '
                   'execute function audit_rows(%L, %L, %L, %L)', followed, keys, coalesce(unit_column, ''), masked, skip);
    execute format('create trigger audit_update after update on %s referencing old table as old_rows new table as new_rows '
                   'for each statement execute function audit_rows(%L, %L, %L, %L)',
                   followed, keys, coalesce(unit_column, ''), masked, skip);
    execute format('create trigger audit_delete after delete on %s referencing old table as old_rows for each statement '
                   'execute function audit_rows(%L, %L, %L, %L)', followed, keys, coalesce(unit_column, ''), masked, skip);
end $$;

create function audit_unfollow(followed regclass) returns void language plpgsql as $$
begin
    execute format('drop trigger if exists audit_insert on %s', followed);
    execute format('drop trigger if exists audit_update on %s', followed);
    execute format('drop trigger if exists audit_delete on %s', followed);
end $$;

revoke all on function audit_take(bigint), audit_leave(audit_place), audit_mask(text, jsonb), audit_rows(),
    audit_follow(regclass, text, text[], text[]), audit_unfollow(regclass),
    audit_append(audit_place, jsonb, text, text, text, text, integer, jsonb, text) from public, khuevan_app;
grant execute on function audit_say(jsonb, text, text, text, text, integer, jsonb, text) to khuevan_app;

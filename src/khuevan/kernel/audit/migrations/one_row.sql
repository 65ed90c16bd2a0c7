-- One changed row, which is what a form saves, goes a way of its own: nothing to count, to pair or to hand on. Its
-- entry is the same to the letter, and so are its place and its link in the chain.

create function audit_hide(changes jsonb, named text, masked text[]) returns jsonb language plpgsql stable as $$
declare
    hidden text;
begin
    foreach hidden in array masked loop
        if changes ? hidden then
            changes := jsonb_set(changes, array[hidden], jsonb_build_array(
                audit_mask(named || '.' || hidden, changes->hidden->0),
                audit_mask(named || '.' || hidden, changes->hidden->1)));
        end if;
    end loop;
    return changes;
end $$;

create function audit_unit(written text, act_unit integer) returns integer language plpgsql immutable as $$
begin
    return case when written is null then act_unit
                when written like '{%' then coalesce(lower(written::int4multirange), act_unit)
                else written::integer end;
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
    amount bigint;
    digest bytea;
    place audit_place;
    is_many boolean := false;
    is_one boolean;
    part record;
begin
    if context is null then
        context := jsonb_build_object('actor', writer, 'actor_id', nullif(current_setting('khuevan.account', true), ''));
    end if;
    if current_setting('khuevan.audit_bulk', true) = 'on' then
        is_many := pg_has_role(writer, (select relowner from pg_class where oid = tg_relid), 'member');
    end if;
    if is_many then
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
    if tg_op = 'UPDATE' then
        -- One row, as forms save it: nothing to count and nothing to pair.
        select to_jsonb(o), to_jsonb(n), not exists (select from new_rows offset 1) into gone, come, is_one
            from old_rows o, new_rows n limit 1;
        if is_one and audit_key(gone, keys) = audit_key(come, keys) then
            -- Both have the same keys, and jsonb holds keys in an order of its own: they are gone through side by side.
            select coalesce(jsonb_object_agg(key, jsonb_build_array(was, value)), '{}') into changes
                from rows from (jsonb_each(gone), jsonb_each(come)) pairs (same, was, key, value)
                where value <> was and not key = any(skip);
            if changes <> '{}' then
                changes := case when changes ?| masked then audit_hide(changes, tg_table_name, masked) else changes end;
                perform audit_leave(audit_append(audit_take((context->>'actor_id')::bigint), context, 'changed', action,
                    tg_table_name, audit_key(come, keys), audit_unit(come->>unit_column, act_unit), changes,
                    coalesce(context->>'why', '')));
            end if;
            return null;
        end if;
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
        if changes ?| masked then
            changes := audit_hide(changes, tg_table_name, masked);
        end if;
        continue when changes = '{}' and gone is not null and come is not null;
        if place is null then
            place := audit_take((context->>'actor_id')::bigint);
        end if;
        place := audit_append(place, context,
            case when gone is null then 'added' when come is null then 'removed' else 'changed' end, action,
            tg_table_name, audit_key(coalesce(come, gone), keys),
            audit_unit(coalesce(come, gone)->>unit_column, act_unit), changes, coalesce(context->>'why', ''));
    end loop;
    close rows;
    if place is not null then
        perform audit_leave(place);
    end if;
    return null;
end $$;

revoke all on function audit_hide(jsonb, text, text[]), audit_unit(text, integer) from public, khuevan_app;

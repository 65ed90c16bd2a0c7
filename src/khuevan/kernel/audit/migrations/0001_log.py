"""The log, its chain and the triggers that feed it. The why of each part is in audit/README.md."""

from django.db import migrations, models

from khuevan.kernel.database.migrations import ProtectRows

TABLES = """
create table audit_entry (
    id bigint generated always as identity primary key,
    lane smallint not null,
    seq bigint not null,
    at timestamptz not null,
    act_id uuid,
    kind text not null check (kind ~ '^[a-z_]+$'),
    actor_id bigint,
    actor_name text not null,
    acting_for text not null,
    origin text not null,
    action text not null,
    table_name text not null,
    row_id text not null,
    unit_id integer,
    changes jsonb not null,
    why text not null,
    prev_hash bytea not null,
    hash bytea not null,
    constraint audit_entry_place unique (lane, seq)
);
create index audit_entry_object on audit_entry (table_name, row_id, id);
create index audit_entry_actor on audit_entry (actor_id, id);
create index audit_entry_unit on audit_entry (unit_id, id);
create index audit_entry_act on audit_entry (act_id);
create index audit_entry_at on audit_entry using brin (at);

create table audit_head (lane smallint primary key, seq bigint not null, hash bytea not null) with (fillfactor = 10);
insert into audit_head select lane, 0, decode(repeat('00', 32), 'hex') from generate_series(0, 63) lane;

create table audit_salt (sole boolean primary key default true check (sole), salt text not null);
insert into audit_salt (salt) select string_agg(gen_random_uuid()::text, '') from generate_series(1, 3);

revoke all on audit_entry, audit_head, audit_salt from public, khuevan_app;
grant select on audit_entry, audit_head to khuevan_app;
"""

GUARDS = """
create function audit_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is never changed: % of % refused', lower(tg_op), tg_table_name
        using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_stays before update or delete on audit_entry for each row execute function audit_refuse();
create trigger audit_entry_stays_whole before truncate on audit_entry execute function audit_refuse();
create trigger audit_head_stays before insert or delete on audit_head for each row execute function audit_refuse();
create trigger audit_head_stays_whole before truncate on audit_head execute function audit_refuse();

create function audit_head_forward() returns trigger language plpgsql as $$
begin
    if new.lane <> old.lane or new.seq <= old.seq
       or not exists (select 1 from audit_entry e where e.lane = new.lane and e.seq = new.seq and e.hash = new.hash) then
        raise exception 'the head of the audit log only moves on to its newest entry'
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger audit_head_moves before update on audit_head for each row execute function audit_head_forward();
"""

CHAIN = """
create type audit_place as (lane smallint, seq bigint, hash bytea, head tid);

create function audit_take(actor bigint) returns audit_place language plpgsql as $$
declare
    held text := nullif(current_setting('khuevan.lane', true), '');
    home integer := mod(abs(coalesce(actor, pg_backend_pid())), 64);
    place audit_place;
begin
    if held is not null then
        select h.lane, h.seq, h.hash, h.ctid into place from audit_head h
            where h.ctid = split_part(held, ' ', 2)::tid and h.lane = split_part(held, ' ', 1)::smallint for update;
        if found then return place; end if;
    end if;
    select h.lane, h.seq, h.hash, h.ctid into place from audit_head h where h.lane = home for update skip locked;
    if found then return place; end if;
    select h.lane, h.seq, h.hash, h.ctid into place from audit_head h
        order by mod(h.lane - home + 64, 64) limit 1 for update skip locked;
    if found then return place; end if;
    select h.lane, h.seq, h.hash, h.ctid into place from audit_head h where h.lane = home for update;
    return place;
end $$;

create function audit_leave(place audit_place) returns void language plpgsql as $$
declare
    moved tid;
begin
    update audit_head h set seq = (place).seq, hash = (place).hash
        where h.ctid = (place).head and h.lane = (place).lane returning h.ctid into moved;
    if moved is null then
        raise exception 'the head of lane % of the audit log was lost', (place).lane;
    end if;
    perform set_config('khuevan.lane', (place).lane || ' ' || moved, true);
end $$;

create function audit_append(
    place audit_place, context jsonb, p_kind text, p_action text, p_table text, p_row text, p_unit integer,
    p_changes jsonb, p_why text
) returns audit_place language plpgsql as $$
declare
    p_at timestamptz := coalesce((context->>'at')::timestamptz, clock_timestamp());
    p_act uuid := (context->>'id')::uuid;
    p_actor bigint := (context->>'actor_id')::bigint;
    p_name text := coalesce(context->>'actor', '');
    p_for text := coalesce(context->>'acting_for', '');
    p_origin text := coalesce(context->>'origin', '');
    before bytea := (place).hash;
begin
    place.seq := (place).seq + 1;
    place.hash := sha256(before || convert_to(jsonb_build_array(
        (place).lane, (place).seq, (extract(epoch from p_at) * 1000000)::bigint, p_act, p_kind, p_actor, p_name,
        p_for, p_origin, p_action, p_table, p_row, p_unit, p_changes::text, p_why)::text, 'UTF8'));
    insert into audit_entry (lane, seq, at, act_id, kind, actor_id, actor_name, acting_for, origin, action, table_name,
                             row_id, unit_id, changes, why, prev_hash, hash)
        values ((place).lane, (place).seq, p_at, p_act, p_kind, p_actor, p_name, p_for, p_origin, p_action, p_table,
                p_row, p_unit, p_changes, p_why, before, (place).hash);
    return place;
end $$;

create function audit_say(
    context jsonb, p_kind text, p_action text, p_table text, p_row text, p_unit integer, p_changes jsonb, p_why text
) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if p_kind in ('added', 'changed', 'removed', 'bulk') then
        raise exception 'entries about rows are written by the triggers only';
    end if;
    perform audit_leave(audit_append(audit_take((context->>'actor_id')::bigint), context, p_kind, p_action, p_table,
                                     p_row, p_unit, p_changes, p_why));
end $$;
"""

ROWS = """
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
"""

UNDO = """
drop function audit_unfollow(regclass), audit_follow(regclass, text, text[], text[]), audit_rows() cascade;
drop function audit_key(jsonb, text[]), audit_mask(text, jsonb),
    audit_say(jsonb, text, text, text, text, integer, jsonb, text),
    audit_append(audit_place, jsonb, text, text, text, text, integer, jsonb, text),
    audit_leave(audit_place), audit_take(bigint);
drop type audit_place;
drop table audit_entry, audit_head, audit_salt;
drop function audit_refuse(), audit_head_forward();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("database", "0001_settings_as_functions")]
    operations = [
        migrations.RunSQL(TABLES + GUARDS + CHAIN + ROWS, UNDO),
        ProtectRows(
            "audit_entry",
            using="coalesce(unit_id, 0) <@ (select khuevan_reach()) or actor_id = (select khuevan_account())",
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("lane", models.SmallIntegerField()),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("act_id", models.UUIDField(null=True)),
                ("kind", models.TextField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.TextField()),
                ("acting_for", models.TextField()),
                ("origin", models.TextField()),
                ("action", models.TextField()),
                ("table_name", models.TextField()),
                ("row_id", models.TextField()),
                ("unit_id", models.IntegerField(null=True)),
                ("changes", models.JSONField()),
                ("why", models.TextField()),
                ("prev_hash", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "audit_entry", "managed": False},
        ),
    ]

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

-- A statement that adds more than two thousand rows leaves one entry a unit: how many, which (as ranges of their numbers)
-- and a digest of what they held. The rows themselves keep what was added; every later change has an entry of its own.

-- Whether a row's number is among those of an entry; false for entries of single rows.
create function audit_holds(changes jsonb, number bigint) returns boolean language sql immutable as $$
    select coalesce((changes->>'ids')::int8multirange @> number, false)
$$;

-- The digest: SHA-256 of the SHA-256 of each row's text, in the order of their numbers.
create function audit_mass(followed regclass, key text, unit_column text) returns text language plpgsql stable as $$
declare
    unit text := 'null::integer';
begin
    if unit_column is not null then
        select case when t.typname = 'int4multirange' then format('lower(n.%I)', unit_column)
               else format('n.%I::integer', unit_column) end into unit
        from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = followed and a.attname = unit_column;
    end if;
    return format('select %1$s as unit, count(*) as amount, range_agg(int8range(n.%2$I, n.%2$I, ''[]'')) as ids,'
        ' sha256(string_agg(sha256(convert_to(n::text, ''UTF8'')), ''''::bytea order by n.%2$I)) as digest'
        ' from new_rows n group by 1 order by 1', unit, key);
end $$;

-- Whether the table is one of rows with a single whole number as key.
create function audit_is_numbered(followed regclass, keys text[]) returns boolean language sql stable as $$
    select cardinality(keys) = 1 and exists (
        select from pg_attribute where attrelid = followed and attname = keys[1]
            and atttypid in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype))
$$;

revoke all on function audit_mass(regclass, text, text), audit_is_numbered(regclass, text[]) from public, khuevan_app;

"""Row-level security, and the narrow doors through it that exist because nobody is known before sign-in.

The database itself records every change of an account, a role, a grant; passwords only as "changed".
"""

from django.db import migrations

from khuevan.kernel.audit.operations import AuditRows
from khuevan.kernel.database.operations import ProtectRows

# Each function is owned by the migrating role, runs with its rights (SECURITY DEFINER), and answers only about what
# the caller already holds the key of: a name, an id, a session's key, a list of people. No list can be had of them.
DOORS = """
create function accounts_for_signin(wanted text) returns setof accounts_account
language sql stable security definer set search_path = public, pg_temp
as $$ select * from accounts_account where username = lower(wanted) $$;

create function accounts_by_id(wanted integer) returns setof accounts_account
language sql stable security definer set search_path = public, pg_temp
as $$ select * from accounts_account where id = wanted $$;

create function accounts_open_session(wanted bytea, at timestamptz)
returns table (
    session_id integer, data text, last_seen_at timestamptz,
    account_id integer, grants_version integer, language text, theme text, must_change_password boolean,
    act_as_id integer, subject_id integer, subject_version integer,
    roles_version bigint, tree_version bigint
)
language sql stable security definer set search_path = public, pg_temp
as $$
    select s.id, s.data, s.last_seen_at,
           a.id, a.grants_version, a.language::text, a.theme::text, a.must_change_password,
           b.id, b.subject_id, c.grants_version,
           (select coalesce(sum(r.version), 0) from accounts_role r),
           (select coalesce(max(t.version), 0) from organisations_treeversion t)
      from accounts_accountsession s
      left join accounts_account a on a.id = s.account_id
      left join accounts_actas b on b.id = s.act_as_id and b.stopped_at is null and b.ends_at > at
      left join accounts_account c on c.id = b.subject_id and c.is_active
     where s.key_hash = wanted and s.expires_at > at and (s.account_id is null or a.is_active)
$$;

create function accounts_keep_session(
    wanted bytea, is_new boolean, whose integer, kept text, at timestamptz, until timestamptz,
    origin inet, program text
) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    written boolean;
    before integer;
begin
    select account_id into before from accounts_accountsession where key_hash = wanted;
    if is_new then
        insert into accounts_accountsession
               (key_hash, account_id, data, created_at, last_seen_at, expires_at, ip, user_agent)
        values (wanted, whose, kept, at, at, until, origin, program)
        on conflict (key_hash) do nothing;
    else
        update accounts_accountsession
           set account_id = whose, data = kept, last_seen_at = at, expires_at = until,
               ip = coalesce(origin, ip), user_agent = case when program = '' then user_agent else program end
         where key_hash = wanted;
    end if;
    written := found;
    if written and whose is not null and whose is distinct from before then
        update accounts_account set last_login = at where id = whose;
    end if;
    return written;
end
$$;

create function accounts_see_session(wanted integer, at timestamptz, origin inet) returns void
language sql security definer set search_path = public, pg_temp
as $$ update accounts_accountsession set last_seen_at = at, ip = coalesce(origin, ip) where id = wanted $$;

create function accounts_touch(wanted integer) returns integer
language sql security definer set search_path = public, pg_temp
as $$ update accounts_account set grants_version = grants_version + 1 where id = wanted returning id $$;

create function accounts_served(people integer[]) returns setof integer
language sql stable security definer set search_path = public, pg_temp
as $$ select distinct person_id from accounts_account where person_id = any(people) $$;

create function accounts_names_taken(stems text[]) returns setof text
language sql stable security definer set search_path = public, pg_temp
as $$
    select a.username from unnest(stems) s join accounts_account a
        on a.username >= s and a.username < s || ':' and a.username ~ ('^' || s || '[0-9]*$')
$$;

create function accounts_end_session(wanted bytea) returns void
language sql security definer set search_path = public, pg_temp
as $$ delete from accounts_accountsession where key_hash = wanted $$;
"""

NO_DOORS = """
drop function accounts_end_session(bytea);
drop function accounts_names_taken(text[]);
drop function accounts_served(integer[]);
drop function accounts_touch(integer);
drop function accounts_see_session(integer, timestamptz, inet);
drop function accounts_keep_session(bytea, boolean, integer, text, timestamptz, timestamptz, inet, text);
drop function accounts_open_session(bytea, timestamptz);
drop function accounts_by_id(integer);
drop function accounts_for_signin(text);
"""

MINE_OR_IN_REACH = """coalesce(unit_id, 0) <@ (select khuevan_reach()) or id = (select khuevan_account())"""
OF_A_VISIBLE_ACCOUNT = """
account_id = (select khuevan_account())
or exists (select 1 from accounts_account a where a.id = account_id
            and coalesce(a.unit_id, 0) <@ (select khuevan_reach()))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("audit", "0001_log"),
        ("database", "0001_settings_as_functions"),
    ]

    operations = [
        migrations.RunSQL(DOORS, NO_DOORS),
        ProtectRows("accounts_account", using=MINE_OR_IN_REACH),
        ProtectRows(
            "accounts_grant",
            using=f"unit_id <@ (select khuevan_reach()) or {OF_A_VISIBLE_ACCOUNT}",
            check="unit_id <@ (select khuevan_reach())",
        ),
        ProtectRows("accounts_accountsession", using=OF_A_VISIBLE_ACCOUNT),
        ProtectRows(
            "accounts_actas",
            using="administrator_id = (select khuevan_account())"
            " or exists (select 1 from accounts_account a where a.id = subject_id)",
        ),
        ProtectRows("accounts_slipbatch", "unit_id"),
        AuditRows(
            "accounts_account",
            unit="unit_id",
            masked=("password",),
            skip=("search", "sort_key", "grants_version", "last_login"),
        ),
        AuditRows("accounts_role", skip=("version",)),
        AuditRows("accounts_grant", unit="unit_id"),
        AuditRows("accounts_actas"),
        AuditRows("accounts_slipbatch", unit="unit_id", masked=("sealed",)),
    ]

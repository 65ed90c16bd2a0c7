-- As before, with the number of entries of the audit log: a page that is kept while nothing is logged need not ask for it
-- again. In plpgsql, because a connection keeps its plan there; every request runs it.
create function accounts_open_session(wanted bytea, at timestamptz)
returns table (
    session_id integer, data text, last_seen_at timestamptz,
    account_id integer, grants_version integer, language text, theme text, must_change_password boolean,
    act_as_id integer, subject_id integer, subject_version integer,
    roles_version bigint, tree_version bigint, log_total bigint
)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
    return query
    select s.id, s.data, s.last_seen_at,
           a.id, a.grants_version, a.language::text, a.theme::text, a.must_change_password,
           b.id, b.subject_id, c.grants_version,
           (select coalesce(sum(r.version), 0) from accounts_role r),
           (select coalesce(max(t.version), 0) from organisations_treeversion t),
           (select sum(h.seq)::bigint from audit_head h)
      from accounts_accountsession s
      left join accounts_account a on a.id = s.account_id
      left join accounts_actas b on b.id = s.act_as_id and b.stopped_at is null and b.ends_at > at
      left join accounts_account c on c.id = b.subject_id and c.is_active
     where s.key_hash = wanted and s.expires_at > at and (s.account_id is null or a.is_active);
end $$;

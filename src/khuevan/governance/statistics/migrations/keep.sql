create function statistics_keep() returns trigger language plpgsql as $$
begin
    if old.state <> 'draft' and (
        new.content, new.digest, new.unit_id, new.receiver_id, new.form, new.form_version, new.school_year, new.revision,
        new.as_of, new.submitted_at, new.submitted_by, new.unit_name
    ) is distinct from (
        old.content, old.digest, old.unit_id, old.receiver_id, old.form, old.form_version, old.school_year, old.revision,
        old.as_of, old.submitted_at, old.submitted_by, old.unit_name
    ) then
        raise exception 'what a report said when it was sent stays as it is (report %)', old.id;
    end if;
    if old.state <> 'draft' and new.state = 'draft' then
        raise exception 'a report that was sent is no draft again (report %)', old.id;
    end if;
    return new;
end $$;
create trigger statistics_keep before update on statistics_report for each row execute function statistics_keep();
revoke delete, truncate on statistics_report from khuevan_app;

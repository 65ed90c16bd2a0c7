create function reports_keep() returns trigger language plpgsql as $$
begin
    if old.state in ('submitted', 'returned', 'accepted') and (
        new.content, new.digest, new.unit_id, new.receiver_id, new.campaign_id, new.edition, new.docx_id, new.pdf_id,
        new.submitted_at, new.submitted_by, new.unit_name, new.details
    ) is distinct from (
        old.content, old.digest, old.unit_id, old.receiver_id, old.campaign_id, old.edition, old.docx_id, old.pdf_id,
        old.submitted_at, old.submitted_by, old.unit_name, old.details
    ) then
        raise exception 'what a report said when it was sent stays as it is (report %)', old.id;
    end if;
    if old.state in ('submitted', 'returned', 'accepted') and new.state in ('owed', 'draft', 'ready') then
        raise exception 'a report that was sent is no draft again (report %)', old.id;
    end if;
    return new;
end $$;
create trigger reports_keep before update on reports_report for each row execute function reports_keep();
revoke delete, truncate on reports_report from khuevan_app;
revoke delete, truncate, update on reports_sectionversion from khuevan_app;

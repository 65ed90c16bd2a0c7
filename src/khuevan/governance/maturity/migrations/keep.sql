create function maturity_keep() returns trigger language plpgsql as $$
begin
    if old.state in ('recognised', 'published') and new.state in ('recognised', 'published') and (
        new.final_groups, new.final_level, new.decision_number, new.decision_on, new.self_groups, new.self_level,
        new.unit_id, new.receiver_id, new.edition_id, new.school_year
    ) is distinct from (
        old.final_groups, old.final_level, old.decision_number, old.decision_on, old.self_groups, old.self_level,
        old.unit_id, old.receiver_id, old.edition_id, old.school_year
    ) then
        raise exception 'a level that was recognised stays as it is until it is revised (assessment %)', old.id;
    end if;
    return new;
end $$;
create trigger maturity_keep before update on maturity_assessment for each row execute function maturity_keep();

create function maturity_review_keep() returns trigger language plpgsql as $$
begin
    if old.sealed_at is not null then
        raise exception 'a review that was sealed stays as it is (review %)', old.id;
    end if;
    return new;
end $$;
create trigger maturity_review_keep before update on maturity_review for each row execute function maturity_review_keep();

revoke update, delete, truncate on maturity_step from khuevan_app;
revoke delete, truncate on maturity_assessment, maturity_evidence, maturity_appeal, maturity_edition, maturity_criterion
    from khuevan_app;

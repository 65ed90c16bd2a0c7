create function inspections_minutes_keep() returns trigger language plpgsql as $$
begin
    if old.state <> 'draft' and (
        new.content, new.digest, new.visit_id, new.edition, new.docx_id, new.number, new.place, new.objection,
        new.correction, new.leader_name, new.leader_at
    ) is distinct from (
        old.content, old.digest, old.visit_id, old.edition, old.docx_id, old.number, old.place, old.objection,
        old.correction, old.leader_name, old.leader_at
    ) then
        raise exception 'what minutes said when they were signed stays as it is (minutes %)', old.id;
    end if;
    if old.state = 'signed' and (new.state, new.pdf_id, new.head_name, new.head_at) is distinct from
        (old.state, old.pdf_id, old.head_name, old.head_at) then
        raise exception 'minutes that both sides signed stay as they are (minutes %)', old.id;
    end if;
    if old.state = 'half' and new.state = 'draft' then
        raise exception 'minutes that were signed are no draft again (minutes %)', old.id;
    end if;
    return new;
end $$;
create trigger inspections_minutes_keep before update on inspections_minutes
    for each row execute function inspections_minutes_keep();

create function inspections_plan_keep() returns trigger language plpgsql as $$
begin
    if old.state = 'approved' and (
        new.state, new.seed, new.percent, new.risk_percent, new.weights, new.draws, new.decision_number, new.unit_id,
        new.school_year
    ) is distinct from (
        old.state, old.seed, old.percent, old.risk_percent, old.weights, old.draws, old.decision_number, old.unit_id,
        old.school_year
    ) then
        raise exception 'a plan that was approved stays as it was drawn (plan %)', old.id;
    end if;
    return new;
end $$;
create trigger inspections_plan_keep before update on inspections_plan
    for each row execute function inspections_plan_keep();

create function inspections_candidate_keep() returns trigger language plpgsql as $$
begin
    if exists (select from inspections_plan p where p.id = old.plan_id and p.state = 'approved') and (
        tg_op = 'DELETE' or (new.code, new.visits, new.risk, new.lot, new.parts, new.unit_id, new.plan_id)
            is distinct from (old.code, old.visits, old.risk, old.lot, old.parts, old.unit_id, old.plan_id)
    ) then
        raise exception 'the list that was drawn from stays as it was (candidate %)', old.id;
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger inspections_candidate_keep before update or delete on inspections_candidate
    for each row execute function inspections_candidate_keep();

revoke delete, truncate on inspections_plan, inspections_visit, inspections_minutes, inspections_answer, inspections_photo
    from khuevan_app;

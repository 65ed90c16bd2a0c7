-- A second entry of the same child, set aside by a merge of two people, counts nowhere and is shown to that act alone.
create policy aside on schoolyear_enrolment as restrictive for all to khuevan_app
    using (set_aside_by is null or (select people_is_merging()))
    with check (set_aside_by is null or (select people_is_merging()));

-- Where a learner stands, as before, but without what was set aside; who has no enrolment left stands nowhere.
create or replace function schoolyear_stand(changed integer[]) returns void
language sql security definer set search_path = public, pg_temp as $$
    update learners_learner l
    set school_year = s.code, grade = s.grade, class_name = s.class_name, class_number = s.class_group_id,
        status = s.status, leave_reason = s.leave_reason, position = s.position
    from (
        select c.learner_id, coalesce(f.code, '') as code, coalesce(f.grade, '') as grade,
               coalesce(f.class_name, '') as class_name, f.class_group_id, coalesce(f.status, '') as status,
               coalesce(f.leave_reason, '') as leave_reason, f.position
        from (select distinct unnest(changed) as learner_id) c
        left join (
            select distinct on (e.learner_id) e.learner_id, y.code, e.grade, coalesce(c.name, '') as class_name,
                   e.class_group_id, e.status, e.leave_reason, e.position
            from schoolyear_enrolment e
            join schoolyear_schoolyear y on y.id = e.school_year_id
            left join schoolyear_classgroup c on c.id = e.class_group_id
            where e.learner_id = any (changed) and e.set_aside_by is null
            order by e.learner_id, y.starts_on desc, e.left_on is null desc, e.left_on desc, e.id desc
        ) f using (learner_id)
    ) s
    where l.id = s.learner_id
      and (l.school_year, l.grade, l.class_name, l.class_number, l.status, l.leave_reason, l.position)
          is distinct from (s.code, s.grade, s.class_name, s.class_group_id, s.status, s.leave_reason, s.position)
$$;

-- Of a row that went from one learner to another, both are asked where they stand.
create function schoolyear_enrolments_moved() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform schoolyear_stand(array(select learner_id from written union select learner_id from erased));
    return null;
end $$;
drop trigger schoolyear_enrolment_updated on schoolyear_enrolment;
create trigger schoolyear_enrolment_updated after update on schoolyear_enrolment
    referencing old table as erased new table as written
    for each statement execute function schoolyear_enrolments_moved();

create or replace function schoolyear_follow_person() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update schoolyear_enrolment
    set full_name = new.full_name, birth_date = new.birth_date, sex = new.sex, search = new.search,
        sort_key = new.sort_key, version = version + 1
    where person_id = new.id and left_on is null and set_aside_by is null;
    return null;
end $$;

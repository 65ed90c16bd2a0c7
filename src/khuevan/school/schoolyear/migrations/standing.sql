-- Where a learner stands (year, grade, class, status) is said by the latest enrolment and repeated on the learner, so that
-- lists of learners read one table. Kept by the database, whoever writes and however; run as the owner, because the
-- enrolment of one school may be written while the learner is at another. Nothing is written where nothing changes.
-- An enrolment that was entered by mistake says nothing, unless the learner is nothing else; one that was set aside by a merge
-- of two people never does.
create function schoolyear_stand(changed integer[]) returns void
language sql security definer set search_path = public, pg_temp as $$
    update learners_learner l
    set school_year = s.code, grade = s.grade, class_name = s.class_name, class_number = s.class_group_id,
        status = s.status, leave_reason = s.leave_reason, position = s.position
    from (
        select distinct on (k.id) k.id as learner_id, coalesce(y.code, '') as code, coalesce(e.grade, '') as grade,
               case when e.status = '00' then '' else coalesce(c.name, '') end as class_name,
               case when e.status <> '00' then e.class_group_id end as class_group_id,
               coalesce(e.status, '') as status, coalesce(e.leave_reason, '') as leave_reason, e.position
        from (select distinct unnest(changed) as id) k
        left join schoolyear_enrolment e on e.learner_id = k.id and e.set_aside_by is null
            and (e.status <> '00' or exists (select from people_person p where p.id = e.person_id and p.kinds = 16))
        left join schoolyear_schoolyear y on y.id = e.school_year_id
        left join schoolyear_classgroup c on c.id = e.class_group_id
        order by k.id, e.status = '00', y.starts_on desc, e.left_on is null desc, e.left_on desc, e.id desc
    ) s
    where l.id = s.learner_id
      and (l.school_year, l.grade, l.class_name, l.class_number, l.status, l.leave_reason, l.position)
          is distinct from (s.code, s.grade, s.class_name, s.class_group_id, s.status, s.leave_reason, s.position)
$$;

create function schoolyear_enrolments_written() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform schoolyear_stand(array(select learner_id from written));
    return null;
end $$;

-- Of a row that went from one learner to another, both are asked where they stand.
create function schoolyear_enrolments_moved() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform schoolyear_stand(array(select learner_id from written union select learner_id from erased));
    return null;
end $$;

create function schoolyear_class_renamed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform schoolyear_stand(array(select learner_id from schoolyear_enrolment where class_group_id = new.id));
    return null;
end $$;

create trigger schoolyear_enrolment_inserted after insert on schoolyear_enrolment
    referencing new table as written for each statement execute function schoolyear_enrolments_written();
create trigger schoolyear_enrolment_updated after update on schoolyear_enrolment
    referencing old table as erased new table as written
    for each statement execute function schoolyear_enrolments_moved();
create trigger schoolyear_classgroup_renamed after update of name on schoolyear_classgroup
    for each row when (old.name <> new.name) execute function schoolyear_class_renamed();

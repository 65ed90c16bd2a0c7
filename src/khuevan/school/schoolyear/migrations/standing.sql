-- Where a learner stands (year, grade, class, status) is said by the latest enrolment and repeated on the learner, so that
-- lists of learners read one table. Kept by the database, whoever writes and however; run as the owner, because the
-- enrolment of one school may be written while the learner is at another. Nothing is written where nothing changes.
create function schoolyear_stand(changed integer[]) returns void
language sql security definer set search_path = public, pg_temp as $$
    update learners_learner l
    set school_year = s.code, grade = s.grade, class_name = s.class_name, class_number = s.class_group_id,
        status = s.status, leave_reason = s.leave_reason, position = s.position
    from (
        select distinct on (e.learner_id) e.learner_id, y.code, e.grade, coalesce(c.name, '') as class_name,
               e.class_group_id, e.status, e.leave_reason, e.position
        from schoolyear_enrolment e
        join schoolyear_schoolyear y on y.id = e.school_year_id
        left join schoolyear_classgroup c on c.id = e.class_group_id
        where e.learner_id = any (changed)
        order by e.learner_id, y.starts_on desc, e.left_on is null desc, e.left_on desc, e.id desc
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

create function schoolyear_class_renamed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform schoolyear_stand(array(select learner_id from schoolyear_enrolment where class_group_id = new.id));
    return null;
end $$;

create trigger schoolyear_enrolment_inserted after insert on schoolyear_enrolment
    referencing new table as written for each statement execute function schoolyear_enrolments_written();
create trigger schoolyear_enrolment_updated after update on schoolyear_enrolment
    referencing new table as written for each statement execute function schoolyear_enrolments_written();
create trigger schoolyear_classgroup_renamed after update of name on schoolyear_classgroup
    for each row when (old.name <> new.name) execute function schoolyear_class_renamed();

-- As in standing.sql, but an enrolment that was entered by mistake says nothing, unless the learner is nothing else.
create or replace function schoolyear_stand(changed integer[]) returns void
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
        left join schoolyear_enrolment e on e.learner_id = k.id
            and (e.status <> '00' or exists (select from people_person p where p.id = e.person_id and p.kinds = 16))
        left join schoolyear_schoolyear y on y.id = e.school_year_id
        left join schoolyear_classgroup c on c.id = e.class_group_id
        order by k.id, e.status = '00', y.starts_on desc, e.left_on is null desc, e.left_on desc, e.id desc
    ) s
    where l.id = s.learner_id
      and (l.school_year, l.grade, l.class_name, l.class_number, l.status, l.leave_reason, l.position)
          is distinct from (s.code, s.grade, s.class_name, s.class_group_id, s.status, s.leave_reason, s.position)
$$;

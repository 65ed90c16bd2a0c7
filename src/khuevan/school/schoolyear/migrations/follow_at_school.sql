-- As in follow.sql, but only rows of the school that the learner is of: who has completed a level there and began the next
-- one elsewhere is called in the old register as it registered them.
create or replace function schoolyear_follow_person() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update schoolyear_enrolment e
    set full_name = new.full_name, birth_date = new.birth_date, sex = new.sex, search = new.search,
        sort_key = new.sort_key, version = version + 1
    where e.person_id = new.id and e.left_on is null and e.set_aside_by is null
      and exists (select from learners_learner l where l.id = e.learner_id and l.school_id = e.school_id);
    return null;
end $$;

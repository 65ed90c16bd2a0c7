-- The rows of learners who are at a school follow corrections of the person; those who left stay as the school registered
-- them, and so do those who have completed a level there and began the next one elsewhere: only rows of the school that the
-- learner is of. Run as the owner: who corrects a person may be of another school.
create function schoolyear_follow_person() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update schoolyear_enrolment e
    set full_name = new.full_name, birth_date = new.birth_date, sex = new.sex, search = new.search,
        sort_key = new.sort_key, version = version + 1
    where e.person_id = new.id and e.left_on is null and e.set_aside_by is null
      and exists (select from learners_learner l where l.id = e.learner_id and l.school_id = e.school_id);
    return null;
end $$;

create trigger schoolyear_person_corrected after update on people_person
    for each row when (old.full_name is distinct from new.full_name or old.birth_date is distinct from new.birth_date
        or old.sex is distinct from new.sex or old.sort_key is distinct from new.sort_key)
    execute function schoolyear_follow_person();

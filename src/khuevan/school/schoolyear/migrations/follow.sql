-- The rows of learners who are at a school follow corrections of the person; those who left stay as the school registered
-- them. Run as the owner: who corrects a person may be of another school.
create function schoolyear_follow_person() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update schoolyear_enrolment
    set full_name = new.full_name, birth_date = new.birth_date, sex = new.sex, search = new.search,
        sort_key = new.sort_key, version = version + 1
    where person_id = new.id and left_on is null and set_aside_by is null;
    return null;
end $$;

create trigger schoolyear_person_corrected after update on people_person
    for each row when (old.full_name is distinct from new.full_name or old.birth_date is distinct from new.birth_date
        or old.sex is distinct from new.sex or old.sort_key is distinct from new.sort_key)
    execute function schoolyear_follow_person();

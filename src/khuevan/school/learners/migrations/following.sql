-- The learner repeats the person's name for lists, and shows the person's facts in one form with its own: so it follows
-- every correction, whoever makes it, and its version grows with it. Run as the owner: who corrects a person may be of
-- another school than the learner's.
create function learners_follow_person() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update learners_learner set search = new.search, sort_key = new.sort_key, version = version + 1
    where person_id = new.id;
    return null;
end $$;

create trigger learners_person_corrected after update on people_person
    for each row when (old.version <> new.version) execute function learners_follow_person();

drop policy merging on people_person;
drop policy aside on people_person;
drop function people_holder(text, text);
drop function people_survivor(integer) cascade;
drop function people_is_merging() cascade;

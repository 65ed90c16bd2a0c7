drop policy aside on schoolyear_enrolment;
drop trigger schoolyear_enrolment_updated on schoolyear_enrolment;
create trigger schoolyear_enrolment_updated after update on schoolyear_enrolment
    referencing new table as written for each statement execute function schoolyear_enrolments_written();
drop function schoolyear_enrolments_moved();

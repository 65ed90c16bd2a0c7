-- Whether anybody of this batch has results of these terms already; a learner's are stored with those of the subjects.
select exists (select from many_people p join gradebook_termresult r on r.enrolment_id = p.id and r.term = any(%(terms)s::smallint[]));

-- What schools anywhere know of somebody whom a form of the transaction's reach names: where they learn in the school year
-- of the day, and how far they came. A commune answers for children who learn in other communes and at schools of the
-- department, so this runs as the owner; it gives an answer only for persons of the reader's own forms.
create function universalisation_registered(wanted integer, on_day date, out level text, out grade text,
    out school_name text, out school_commune_id integer, out done integer, out top_grade integer)
language sql stable security definer set search_path = public, pg_temp as $$
    select n.level, n.grade, n.school_name, n.school_commune_id, p.done, p.top_grade
    from (
        select max(case when e.outcome in ('completed', 'graduated') and coalesce(e.outcome_on, y.ends_on) <= on_day
                   then case e.grade when '18' then 1 when '05' then 2 when '09' then 3 when '12' then 4 else 0 end
                   else 0 end)::int as done,
               max(case when e.grade <= '12' then e.grade::int else 0 end)::int as top_grade
        from schoolyear_enrolment e join schoolyear_schoolyear y on y.id = e.school_year_id
        where e.person_id = wanted and e.enrolled_on <= on_day and e.status <> '00' and e.set_aside_by is null
    ) p
    left join lateral (
        select e.level, e.grade, u.name as school_name, u.commune_id as school_commune_id
        from schoolyear_enrolment e join schoolyear_schoolyear y on y.id = e.school_year_id
        join organisations_orgunit u on u.id = e.school_id
        where e.person_id = wanted and e.enrolled_on <= on_day and (e.left_on is null or e.left_on > on_day)
          and e.status <> '00' and e.set_aside_by is null and y.starts_on <= on_day and y.ends_on >= on_day
        order by e.enrolled_on desc, e.id desc limit 1
    ) n on true
    where exists (
        select from universalisation_member m where m.person_id = wanted and m.unit_id <@ khuevan_reach()
    )
$$;

-- Which of these numbers anybody has in the register, and when they were born: for tying a surveyed person to their record
-- wherever they learn or work. The answer opens nothing by itself.
create function universalisation_numbers(numbers text[]) returns table (number text, person_id integer, born date, sex text)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.national_id, p.id, p.birth_date, p.sex from people_person p
    where p.national_id = any(numbers) and p.national_id <> '' and p.merged_into_id is null
      and not isempty(khuevan_reach())
$$;

-- Learners of any school whose present address is in a commune of the reach and whom no form of that commune names.
create function universalisation_unsurveyed(wanted integer, on_day date, most integer)
returns table (person_id integer, full_name text, birth_date date, sex text, grade text, school_name text)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.full_name, p.birth_date, p.sex, e.grade, u.name
    from people_person p
    join schoolyear_enrolment e on e.person_id = p.id and e.enrolled_on <= on_day
        and (e.left_on is null or e.left_on > on_day) and e.status <> '00' and e.set_aside_by is null
    join schoolyear_schoolyear y on y.id = e.school_year_id and y.starts_on <= on_day and y.ends_on >= on_day
    join organisations_orgunit u on u.id = e.school_id
    where coalesce(p.current_commune_id, p.permanent_commune_id) = wanted and p.merged_into_id is null
      and wanted <@ khuevan_reach()
      and not exists (
          select from universalisation_member m
          where m.person_id = p.id and m.presence not in ('left', 'died', 'mistaken')
      )
    order by p.sort_key, p.id limit most
$$;

-- Those of a commune of the reach who stand in a form of another commune too: the other commune's name, nothing more of it.
create function universalisation_elsewhere(wanted integer)
returns table (member_id integer, other_commune text)
language sql stable security definer set search_path = public, pg_temp as $$
    with own as (
        select m.id, m.person_id, m.national_id from universalisation_member m
        where m.unit_id = wanted and m.presence not in ('left', 'died', 'mistaken') and wanted <@ khuevan_reach()
    ), twins as (
        select m.id, o.unit_id from own m join universalisation_member o on o.person_id = m.person_id
        where o.unit_id <> wanted and o.presence not in ('left', 'died', 'mistaken')
        union
        select m.id, o.unit_id from own m join universalisation_member o on o.national_id = m.national_id
        where o.national_id <> '' and o.unit_id <> wanted and o.presence not in ('left', 'died', 'mistaken')
    )
    select t.id, u.name from twins t join organisations_orgunit u on u.id = t.unit_id
$$;

-- Where people live now, for the children whom no form names.
create index universal_person_lives on people_person ((coalesce(current_commune_id, permanent_commune_id)))
    where merged_into_id is null;

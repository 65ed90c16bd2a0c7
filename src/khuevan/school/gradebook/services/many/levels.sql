-- Kết quả học tập (TT 22/2021 Điều 9) with its lift by one level, and what primary schools conclude from (TT 27/2020 Điều 9).
-- Only leaving out one of the lowest averages, or a comment subject that was not passed, can make the level better: so these
-- two are tried instead of every subject.
create temporary table many_levels on commit drop as
with counted as (
    select id, term, sum(missing) as missing,
        coalesce(min(average), 0) as lowest,
        coalesce((array_agg(average order by average) filter (where average is not null))[2], 0) as second,
        count(*) filter (where average >= 9.0) as c90,
        count(*) filter (where average >= 8.0) as c80,
        count(*) filter (where average >= 6.5) as c65,
        count(*) filter (where average >= 5.0) as c50,
        count(average) as scored,
        count(*) filter (where word = 'CD') as failed,
        count(*) filter (where word in ('H', 'C')) as below,
        count(*) filter (where word = 'C') as not_completed,
        coalesce(min(test), 10) as test
    from many_reached group by id, term
), plain as (
    select *,
        case when failed = 0 and lowest >= 6.5 and c80 >= 6 then 1
             when failed = 0 and lowest >= 5.0 and c65 >= 6 then 2
             when failed <= 1 and lowest >= 3.5 and c50 >= 6 then 3 else 4 end as level,
        case when scored = 0 then 4
             when failed = 0 and second >= 6.5 and c80 - (lowest >= 8.0)::int >= 6 then 1
             when failed = 0 and second >= 5.0 and c65 - (lowest >= 6.5)::int >= 6 then 2 else 4 end as without_lowest,
        case when failed <> 1 then 4
             when lowest >= 6.5 and c80 >= 6 then 1
             when lowest >= 5.0 and c65 >= 6 then 2 else 4 end as without_failed
    from counted
)
select id, term, missing, c90, below, not_completed, test,
    level - (least(without_lowest, without_failed) <= 2 and level - least(without_lowest, without_failed) >= 2)::int as level
from plain;
create unique index on many_levels (id, term);
analyze many_levels;

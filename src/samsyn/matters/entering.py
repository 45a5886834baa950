"""The database function that writes an entry into force, and checks the condition again before it does.

It runs as the tables' owner: nobody else may write that row. It trusts nothing it is told. By its own reckoning, from
the answers themselves, those who are claimed to enter must be the greatest set in which everybody's own conditions
hold, of the one version that counts; the condition and the day must hold of exactly those. It works the same out as
`samsyn.cores.law.entry`, in another way; docs/methods/entry_conditions.md. What other rooms add (a cost ceiling) was
asked by the caller.
"""

# The latest answer of each municipality that is asked, by its deciding body, as it stands today.
ANSWERS = """
create or replace function samsyn.answers_in(the_matter bigint, day date) returns table (
    party text, organisation bigint, decision bigint, uid uuid, says_yes boolean, outside boolean, accepts text[],
    wording text, conditions jsonb, decided_on date)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select distinct on (o.id) o.uid::text, o.id, d.id, d.uid,
        d.outcome in ('APPROVED', 'APPROVED_WITH_CHANGES') and not annulled,
        d.outcome in ('REJECTED', 'OPTED_OUT') and not annulled,
        d.accepts, w.sha256, d.conditions, d.decided_on
    from public.matters_referral r
    join public.organisations_organisation o on o.id = r.organisation_id
    join public.matters_localmatter l on l.referral_id = r.id
    join public.matters_decision d on d.local_id = l.id
    left join public.matters_wording w on w.id = d.wording_id
    cross join lateral (select exists (select from public.matters_forceevent f
        where f.decision_id = d.id and f.kind = 'ANNULLED' and f."on" <= day) as annulled) told
    where r.matter_id = the_matter and r.withdrawn_on is null and d.deciding and d.outcome <> 'NOTED'
        and not exists (select from public.matters_decision c where c.corrects_id = d.id)
    order by o.id, d.decided_on desc, d.recorded_at desc
$$;
"""

# The day legal force was confirmed; null when it was not, or when something stands in the way. Weekends and holidays
# may move the last day later (lag 1930:173), never earlier: at least three weeks (KL 13:5) are asked for here.
CONFIRMED = """
create or replace function samsyn.legal_force_confirmed(the_decision bigint, day date) returns date
language sql stable set search_path = pg_catalog, pg_temp as $$
    with events as (select * from public.matters_forceevent where decision_id = the_decision and "on" <= day),
    boards as (select board_id, max("on") as announced from events where kind = 'ANNOUNCED' group by board_id),
    period as (select max(announced) + 21 as last from boards)
    select max(c."on") from events c, period
    where c.kind = 'CONFIRMED' and c."on" > period.last
        and c."on" >= all (select e."on" from events e where e.kind = 'APPEAL_ENDED')
        and (select count(*) from events where kind = 'APPEALED')
            <= (select count(*) from events where kind = 'APPEAL_ENDED')
        and not exists (select from events t join boards b on b.board_id is not distinct from t.board_id
            where t.kind = 'TAKEN_DOWN' and t."on" >= b.announced and t."on" < period.last)
        and coalesce((select s.kind from events s where s.kind in ('STAYED', 'STAY_LIFTED')
            order by s."on" desc, s.recorded_at desc limit 1), '') <> 'STAYED'
$$;
"""

# A term asked of those who would enter.
TERM = """
create or replace function samsyn.term_holds(term jsonb, named text[], entering text[], day date)
returns boolean language sql immutable parallel safe as $$
    select case term->>'kind'
        when 'ALL' then named <@ entering
        when 'THESE' then array(select jsonb_array_elements_text(term->'parties')) <@ entering
        when 'AT_LEAST' then cardinality(entering) >= (term->>'number')::int
        when 'NOT_BEFORE' then day >= (term->>'day')::date
        else true end
$$;
"""

# The greatest set in which everybody's own conditions hold: whoever's fail falls away, until nobody's do. Terms of days
# and legal force make nobody fall away; they make all wait.
GREATEST = """
create or replace function samsyn.greatest_consistent(the_matter bigint, version text, named text[], day date)
returns text[] language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    those text[]; fewer text[];
begin
    those := array(select a.party from samsyn.answers_in(the_matter, day) a
        where a.says_yes and version = any(a.accepts) and a.party = any(named));
    loop
        fewer := array(select a.party from samsyn.answers_in(the_matter, day) a
            where a.party = any(those) and not exists (select from jsonb_array_elements(a.conditions) term
                where term->>'kind' <> 'NOT_BEFORE' and not samsyn.term_holds(term, named, those, day)));
        exit when cardinality(fewer) = cardinality(those);
        those := fewer;
    end loop;
    return those;
end $$;
"""

ENTER = """
create or replace function samsyn.enter_into_force(
    the_matter bigint, the_version text, claimed text[], from_day date, at timestamptz)
returns uuid language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    m public.matters_matter; p public.matters_proposal; named text[]; inside text[]; settled text[]; terms jsonb;
    those text[]; rests uuid[]; ids bigint[]; forced date; run_out date; first_day date; made uuid;
    today date := samsyn.today();
begin
    select * into m from public.matters_matter where id = the_matter;
    if m.id is null or not (coalesce(m.authority_id = samsyn.authority(), false)
            or m.circle_id = any(coalesce(samsyn.circles(), '{}'))) then
        raise exception 'no such matter' using errcode = 'insufficient_privilege';
    end if;
    perform pg_advisory_xact_lock(hashtextextended(m.uid::text, 0));
    if m.stage <> 'REFERRED' then
        raise exception 'the matter is not with the municipalities' using errcode = 'check_violation';
    end if;
    if exists (select from public.matters_entry where matter_id = m.id) then
        raise exception 'it has entered into force already' using errcode = 'unique_violation';
    end if;
    -- What is asked now is the latest version that is with somebody.
    select x.* into p from public.matters_proposal x where exists (select from public.matters_referral r
        where r.matter_id = m.id and r.proposal_id = x.id and r.withdrawn_on is null) order by x.number desc limit 1;
    named := array(select jsonb_array_elements_text(p.change->'named'));
    inside := array(select unnest(named) except
        select a.party from samsyn.answers_in(m.id, today) a where a.outside);
    -- A changed wording counts when everybody who is not outside has accepted it, and then in the proposal's place.
    settled := array(select distinct a.wording from samsyn.answers_in(m.id, today) a
        where a.says_yes and a.wording <> p.sha256 and a.party = any(named) and not exists (
            select from unnest(inside) one left join samsyn.answers_in(m.id, today) b on b.party = one
            where not coalesce(b.says_yes and a.wording = any(b.accepts), false)));
    if the_version is distinct from coalesce(settled[1], p.sha256) or cardinality(settled) > 1 then
        raise exception 'that is not the version that counts' using errcode = 'check_violation';
    end if;
    -- Those who enter. A condition that another room adds cannot be asked here: then a smaller set may be right.
    those := samsyn.greatest_consistent(m.id, the_version, named, today);
    if coalesce(cardinality(claimed), 0) = 0 or not claimed <@ those
            or cardinality(claimed) <> (select count(distinct c) from unnest(claimed) c) then
        raise exception 'not all of them have said yes in a way that counts' using errcode = 'check_violation';
    end if;
    select coalesce(jsonb_agg(term), '[]') || p.condition into terms
        from samsyn.answers_in(m.id, today) a, jsonb_array_elements(a.conditions) term where a.party = any(claimed);
    if not those <@ claimed and not exists (select from samsyn.answers_in(m.id, today) a,
            jsonb_array_elements(a.conditions) term where a.party = any(those)
            and term->>'kind' not in ('ALL', 'THESE', 'AT_LEAST', 'NOT_BEFORE', 'LEGAL_FORCE')) then
        raise exception 'others have said yes as well' using errcode = 'check_violation';
    end if;
    if exists (select from jsonb_array_elements(terms) term
            where not samsyn.term_holds(term, named, claimed, today)) then
        raise exception 'the entry condition does not hold' using errcode = 'check_violation';
    end if;
    select array_agg(a.uid order by o.nr), array_agg(a.organisation order by o.nr), max(a.decided_on)
        into rests, ids, first_day
        from samsyn.answers_in(m.id, today) a join unnest(claimed) with ordinality o(party, nr) on o.party = a.party;
    if terms @> '[{"kind": "LEGAL_FORCE"}]' then
        if exists (select from samsyn.answers_in(m.id, today) a
                where a.party = any(claimed) and samsyn.legal_force_confirmed(a.decision, today) is null) then
            raise exception 'not every decision has confirmed legal force' using errcode = 'check_violation';
        end if;
        select max(samsyn.legal_force_confirmed(a.decision, today)) into forced
            from samsyn.answers_in(m.id, today) a where a.party = any(claimed);
        select max(f."on") + 22 into run_out from public.matters_forceevent f
            join samsyn.answers_in(m.id, today) a on a.decision = f.decision_id
            where a.party = any(claimed) and f.kind = 'ANNOUNCED' and f."on" <= today;
    end if;
    first_day := greatest(first_day, run_out,
        (select max((term->>'day')::date) from jsonb_array_elements(terms) term where term->>'kind' = 'NOT_BEFORE'),
        coalesce((select (w.change->>'starts_on')::date from public.matters_wording w
            where w.matter_id = m.id and w.sha256 = the_version limit 1), (p.change->>'starts_on')::date));
    if from_day is null or from_day not between first_day and greatest(first_day, forced) then
        raise exception 'it does not enter into force that day' using errcode = 'check_violation';
    end if;
    made := gen_random_uuid();
    insert into public.matters_entry
        (uid, matter_id, authority_id, circle_id, sha256, parties, decisions, "on", made_at)
    values (made, m.id, m.authority_id, m.circle_id, the_version, ids, rests, from_day, at);
    return made;
end $$;
"""

SQL = ANSWERS + CONFIRMED + TERM + GREATEST + ENTER

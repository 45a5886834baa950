"""The database function that writes an entry into force, and checks the condition again before it does.

It runs as the tables' owner: nobody else may write that row. It trusts nothing it is told: each party that is claimed
to enter must have a yes of its own to that very version, in force and not annulled; everybody's own conditions and the
proposal's must hold of exactly those parties. What other rooms add (a cost ceiling) was asked by the caller.
"""

# A term asked of the claimed parties. `ours` is the party whose own condition it is.
TERM = """
create or replace function samsyn.term_holds(term jsonb, named text[], claimed text[], starts date, day date)
returns boolean language sql immutable parallel safe as $$
    select case term->>'kind'
        when 'ALL' then named <@ claimed
        when 'THESE' then array(select jsonb_array_elements_text(term->'parties')) <@ claimed
        when 'AT_LEAST' then cardinality(claimed) >= (term->>'number')::int
        when 'NOT_BEFORE' then day >= (term->>'day')::date
        else true end
$$;
"""

ENTER = """
create or replace function samsyn.enter_into_force(
    the_matter bigint, the_version text, claimed text[], from_day date, at timestamptz)
returns uuid language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    m public.matters_matter; p public.matters_proposal; base public.matters_proposal;
    named text[]; rests uuid[] := '{}'; ids bigint[] := '{}'; party text; found_decision record; term jsonb;
    needs_force boolean; today date := samsyn.today(); made uuid; base_of bigint;
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
    select w.proposal_id into base_of from public.matters_wording w
        where w.matter_id = m.id and w.sha256 = the_version limit 1;
    select * into p from public.matters_proposal x
        where x.matter_id = m.id and (x.sha256 = the_version or x.id = base_of)
        order by (x.sha256 = the_version) desc limit 1;
    if p.id is null then
        raise exception 'no such version' using errcode = 'check_violation';
    end if;
    named := array(select jsonb_array_elements_text(p.change->'named'));
    if cardinality(claimed) = 0 or not claimed <@ named
            or cardinality(claimed) <> (select count(distinct c) from unnest(claimed) c) then
        raise exception 'those who enter are among those named' using errcode = 'check_violation';
    end if;
    needs_force := exists (select from jsonb_array_elements(p.condition) t where t->>'kind' = 'LEGAL_FORCE');
    foreach party in array claimed loop
        select d.*, o.id as organisation into found_decision
        from public.matters_decision d join public.organisations_organisation o on o.id = d.organisation_id
        join public.matters_localmatter l on l.id = d.local_id
        where l.matter_id = m.id and o.uid::text = party and d.deciding
            and d.outcome in ('APPROVED', 'APPROVED_WITH_CHANGES', 'REJECTED', 'OPTED_OUT', 'REMITTED', 'TABLED')
            and not exists (select from public.matters_decision c where c.corrects_id = d.id)
        order by d.decided_on desc, d.recorded_at desc limit 1;
        if found_decision.uid is null or not the_version = any(found_decision.accepts) then
            raise exception '% has not said yes to this version', party using errcode = 'check_violation';
        end if;
        if exists (select from public.matters_forceevent f
                where f.decision_id = found_decision.id and f.kind = 'ANNULLED') then
            raise exception 'the decision of % is annulled', party using errcode = 'check_violation';
        end if;
        if (needs_force or found_decision.conditions @> '[{"kind": "LEGAL_FORCE"}]') and not exists (
                select from public.matters_forceevent f
                where f.decision_id = found_decision.id and f.kind = 'CONFIRMED') then
            raise exception 'the decision of % has no confirmed legal force', party using errcode = 'check_violation';
        end if;
        for term in select jsonb_array_elements(found_decision.conditions) loop
            if not samsyn.term_holds(term, named, claimed, from_day, today) then
                raise exception 'a condition of % does not hold', party using errcode = 'check_violation';
            end if;
        end loop;
        if found_decision.decided_on > from_day then
            raise exception 'it enters into force before % decides', party using errcode = 'check_violation';
        end if;
        rests := rests || found_decision.uid;
        ids := ids || found_decision.organisation;
    end loop;
    for term in select jsonb_array_elements(p.condition) loop
        if not samsyn.term_holds(term, named, claimed, from_day, today) then
            raise exception 'the entry condition does not hold' using errcode = 'check_violation';
        end if;
    end loop;
    -- A changed wording counts when everybody who is not outside has accepted it.
    if base_of is not null and exists (
            select from public.matters_referral r join public.organisations_organisation o on o.id = r.organisation_id
            where r.matter_id = m.id and r.withdrawn_on is null and not o.uid::text = any(claimed)
            and not exists (select from public.matters_decision d join public.matters_localmatter l on l.id = d.local_id
                where l.referral_id = r.id and d.deciding and d.outcome in ('REJECTED', 'OPTED_OUT')
                and not exists (select from public.matters_decision c where c.corrects_id = d.id)
                and not exists (select from public.matters_decision e where e.local_id = d.local_id and e.deciding
                    and (e.decided_on, e.recorded_at) > (d.decided_on, d.recorded_at)))) then
        raise exception 'not everybody has accepted the wording' using errcode = 'check_violation';
    end if;
    made := gen_random_uuid();
    insert into public.matters_entry
        (uid, matter_id, authority_id, circle_id, sha256, parties, decisions, "on", made_at)
    values (made, m.id, m.authority_id, m.circle_id, the_version, ids, rests, from_day, at);
    return made;
end $$;
"""

SQL = TERM + ENTER

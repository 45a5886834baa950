"""The functions that both walls stand on. `enter` is on the short list of SECURITY DEFINER functions."""

SECURITY_DEFINER = {"samsyn.enter"}
ADDED: list[str] = []  # functions of higher rooms, laid down after these; each room adds its own when it starts
AUTOMATION = "AUTOMATION"  # the role that samsyn itself has when it acts for an authority

SETTINGS = """
create or replace function samsyn.person() returns bigint language sql stable parallel safe
    return nullif(current_setting('samsyn.person', true), '')::bigint;
create or replace function samsyn.organisation() returns bigint language sql stable parallel safe
    return nullif(current_setting('samsyn.organisation', true), '')::bigint;
create or replace function samsyn.authority() returns bigint language sql stable parallel safe
    return nullif(current_setting('samsyn.authority', true), '')::bigint;
create or replace function samsyn.circles() returns bigint[] language sql stable parallel safe
    return nullif(current_setting('samsyn.circles', true), '')::bigint[];
create or replace function samsyn.role() returns text language sql stable parallel safe
    return nullif(current_setting('samsyn.role', true), '');
create or replace function samsyn.today() returns date language sql stable parallel safe
    return nullif(current_setting('samsyn.today', true), '')::date;
"""

# Asked for by the triggers that write history, which get their context from samsyn.enter() instead.
HISTORY = """
create or replace function public._pgh_attach_context() returns uuid language sql stable parallel safe
    return null::uuid;
"""

# Swedish order of names: å ä ö after z, accents beside their letter. Immutable, so that it may be indexed.
SORTING = """
create or replace function samsyn.sv_key(t text) returns text language sql immutable strict parallel safe
    as $$ select translate(lower(t), 'åäöæøéèêëáàâüûúùíìîïóòôñç', '{|}|}eeeeaaayuuuiiiiooonc') $$;
"""

ENTER = """
drop function if exists samsyn.enter;
create or replace function samsyn.enter(
    claimed_person bigint, claimed_assignment uuid, claimed_day date, claimed_automation bigint,
    out assignment bigint, out uid uuid, out organisation bigint, out authority bigint, out role text,
    out circles bigint[], out shown jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare speaks_for bigint;
begin
    if claimed_person is not null then  -- an empty identity must not touch, and lock, any table
        select a.id, a.uid, a.organisation_id, a.authority_id, a.role into assignment, uid, organisation, authority, role
        from public.organisations_assignment a
        where a.uid = claimed_assignment and a.person_id = claimed_person
          and (a.starts_on is null or a.starts_on <= claimed_day) and (a.ends_on is null or a.ends_on > claimed_day);
    end if;
    if assignment is not null then  -- what every page's frame tells of who acts
        select jsonb_build_object('name', p.name, 'body', b.name, 'organisation', o.name, 'code', o.code, 'kind', o.kind,
            'others', (select count(*) - 1 from public.organisations_assignment a where a.person_id = claimed_person
                and (a.starts_on is null or a.starts_on <= claimed_day) and (a.ends_on is null or a.ends_on > claimed_day)))
        into shown from public.organisations_assignment a join public.accounts_person p on p.id = a.person_id
        join public.organisations_body b on b.id = a.body_id
        join public.organisations_organisation o on o.id = a.organisation_id where a.id = assignment;
    end if;
    if claimed_automation is not null then  -- samsyn itself, for one authority, in a job
        select a.organisation_id, a.id, 'AUTOMATION' into organisation, authority, role
        from public.organisations_authority a where a.id = claimed_automation;
    end if;
    if authority is not null then
        speaks_for := organisation;
        select array_agg(c.id) into circles from (
            select m.circle_id as id from public.organisations_circlemember m
            where m.member_id = speaks_for and (m.member_authority_id is null or m.member_authority_id = enter.authority)
              and (m.starts_on is null or m.starts_on <= claimed_day) and (m.ends_on is null or m.ends_on > claimed_day)
            union select k.id from public.organisations_circle k where k.everyone) c;
    end if;
    perform set_config('samsyn.person', coalesce(claimed_person::text, ''), true),
            set_config('samsyn.organisation', coalesce(organisation::text, ''), true),
            set_config('samsyn.authority', coalesce(authority::text, ''), true),
            set_config('samsyn.role', coalesce(role, ''), true),
            set_config('samsyn.circles', coalesce(circles::text, ''), true),
            set_config('samsyn.today', claimed_day::text, true),
            set_config('pghistory.context_metadata', case when authority is null then '' else
                json_strip_nulls(json_build_object('person', claimed_person, 'assignment', assignment, 'actor',
                case when claimed_automation is not null then 'samsyn' end))::text end, true);
end $$;
"""

GRANTS = """
revoke all on all functions in schema samsyn from public;
grant execute on all functions in schema samsyn to samsyn_app;
grant execute on function samsyn.sv_key(text) to samsyn_portal;
"""

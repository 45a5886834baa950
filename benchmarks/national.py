"""The whole country: 290 municipalities, 58 000 people and 20 000 collaborations, beside the demonstration.

The demonstration's own municipalities keep what they have, so that the pages show the same rows as without the
country around them. All others get boards, people and collaborations with each other: a seventh of these are drafts,
two in seven are shared with their parties, and the rest are published. Made in SQL from row numbers alone, as the
tables' owner, history and all; the same every time.
"""

from typing import Any

import psycopg

from benchmarks import home
from samsyn import postgres
from tests import servers

NATIONAL = "bench_national"
PEOPLE, COLLABORATIONS = 58_000, 20_000
MARK = "5"  # change it with what is made below
EMPTY = {"jsonb": "'[]'::jsonb", "boolean": "false", "integer": "1", "smallint": "1"}

BOARDS = {"EXECUTIVE_BOARD": "Kommunstyrelsen", "COUNCIL": "Kommunfullmäktige", "COMMITTEE": "Socialnämnden"}
AREAS = ("SOCIAL", "CARE", "RESCUE", "IT", "EDUCATION", "FINANCE", "CULTURE", "BUILDING", "ENVIRONMENT", "PROCUREMENT")
FORMS = ("CONTRACT", "JOINT_COMMITTEE", "PURCHASE", "NETWORK", "MUNICIPAL_ASSOCIATION", "COMPANY")
FIRST = ("Anna", "Bertil", "Cecilia", "David", "Elin", "Fredrik", "Gun", "Håkan", "Ingrid", "Johan", "Karin", "Lars")
LAST = ("Lund", "Berg", "Ström", "Ek", "Dal", "Sjö", "Näs", "Ås", "Hed", "Mo", "Vik", "Holm", "Fors", "Rud", "Torp")


def prepare() -> None:
    with servers.administrator() as admin:
        found = admin.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [home.DEMO]
        ).fetchone()
    mark = f"{MARK} {found and found[0]}"
    if home.kept(NATIONAL, mark):
        return
    home.say("laying out the country")
    servers.clone(home.DEMO, NATIONAL)
    with servers.administrator(NATIONAL) as admin:  # a grant of the demonstration's that a clone keeps; roles stay
        admin.execute("alter database bench_national set synchronous_commit = off")
    login = psycopg.connect(host=str(postgres.socket_dir(home.HOME)), user="samsyn_migrate", dbname=NATIONAL)
    with login as owner:
        owner.execute("set role samsyn_owner")
        _Country(owner).build()
    home.keep(NATIONAL, mark)


def one_of(values: tuple[str, ...], number: str) -> str:
    """An SQL expression: one of the values, by a number."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"(array[{listed}])[1 + mod({number}, {len(values)})]"


class _Country:
    def __init__(self, owner: psycopg.Connection[Any]) -> None:
        self.owner = owner

    def build(self) -> None:
        forced = self._tables()
        self.owner.execute("; ".join(f"alter table {table} no force row level security" for table in forced))
        self._organisations()
        self._people()
        self._collaborations()
        self._search()
        self._public()
        self.owner.execute("set constraints all immediate")  # what is checked last must be checked before altering
        self.owner.execute("; ".join(f"alter table {table} force row level security" for table in forced))

    def _tables(self) -> list[str]:
        found = self.owner.execute(
            "select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "where c.relforcerowsecurity and c.relkind = 'r'"
        )
        return [name for (name,) in found]

    def _insert(self, table: str, source: str, **told: str) -> None:
        """One row for each of `source`; columns that are not told are empty."""
        schema, _dot, name = table.rpartition(".")
        columns = self.owner.execute(
            "select column_name, data_type from information_schema.columns where table_schema = %s and table_name = %s "
            "and is_nullable = 'NO' and is_identity = 'NO' and is_generated = 'NEVER' and column_default is null",
            [schema or "public", name],
        )
        told = {column: EMPTY.get(kind, "''") for column, kind in columns if column not in told} | told
        self.owner.execute(f"insert into {table} ({', '.join(told)}) select {', '.join(told.values())} from {source}")
        self.owner.execute(f"analyze {table}")  # else what is asked in the same session keeps plans for an empty table

    def _organisations(self) -> None:
        self.owner.execute(
            "create temp table m on commit drop as select o.id, o.name, o.county_code as county, "
            "row_number() over (order by o.county_code, o.code) - 1 as n, "
            "row_number() over (partition by o.county_code order by o.code) - 1 as place, "
            "count(*) over (partition by o.county_code) as many from organisations_organisation o "
            "where o.kind = 'MUNICIPALITY' and not exists (select from organisations_body b where b.organisation_id = o.id)"
        )
        for kind, name in BOARDS.items():
            key = f"md5('{kind}' || m.id)::uuid"
            self._insert("organisations_authority", "m", uid=key, organisation_id="m.id", name=f"'{name}'")
            ours = f"m join organisations_authority a on a.uid = {key}"
            self._insert(
                "organisations_circle", ours, uid=key, kind="'AUTHORITY'", organisation_id="m.id", authority_id="a.id"
            )
            self._insert(
                "organisations_circlemember",
                f"{ours} join organisations_circle c on c.uid = {key}",
                circle_id="c.id",
                organisation_id="m.id",
                member_id="m.id",
                member_authority_id="a.id",
            )
            self._insert(
                "organisations_body",
                ours,
                uid=key,
                organisation_id="m.id",
                authority_id="a.id",
                kind=f"'{kind}'",
                name=f"'{name}'",
                decides="true",
            )
        self.owner.execute(
            "create temp table k on commit drop as select m.*, a.id as authority, c.id as drafts, b.id as body "
            "from m join organisations_authority a on a.uid = md5('EXECUTIVE_BOARD' || m.id)::uuid "
            "join organisations_circle c on c.uid = a.uid join organisations_body b on b.uid = a.uid"
        )

    def _people(self) -> None:
        (municipalities,) = self.owner.execute("select count(*) from k").fetchone() or (0,)
        given, family = one_of(FIRST, "g"), one_of(LAST, "g / 12")
        spread = f"generate_series(0, {PEOPLE - 1}) g join k on k.n = mod(g, {municipalities})"
        elected = f"mod(g / {municipalities}, 4) = 0"
        self._insert(
            "accounts_person",
            spread,
            uid="md5('person' || g)::uuid",
            name=f"{given} || ' ' || {family} || 'gren ' || g",
            organisation_id="k.id",
            in_public_role=elected,
        )
        person = f"{spread} join accounts_person p on p.uid = md5('person' || g)::uuid"
        self._insert(
            "accounts_user",
            person,
            email="'person' || g || '@country.example'",
            password="'!'",
            person_id="p.id",
            is_active="true",
        )
        self._insert(
            "organisations_assignment",
            person,
            uid="md5('assignment' || g)::uuid",
            person_id="p.id",
            organisation_id="k.id",
            authority_id="k.authority",
            body_id="k.body",
            role=f"case when g < {municipalities} then 'COORDINATOR' when {elected} then 'MEMBER' else 'OBSERVER' end",
            public=elected,
            starts_on="date '2023-01-01'",
        )

    def _collaborations(self) -> None:
        (municipalities,) = self.owner.execute("select count(*) from k").fetchone() or (0,)
        # 1 to 7 parties each: the keeper, and the next ones of its county.
        self.owner.execute(
            "create temp table c on commit drop as select g, k.*, mod(g, 7) + 1 as size, "
            "case mod(g, 7) when 0 then 'DRAFT' when 1 then 'SHARED' when 2 then 'SHARED' else 'PUBLISHED' end as open, "
            f"{one_of(AREAS, 'g / 3')} as area, date '2005-01-01' + mod(g * 37, 7000) as since, "
            f"'Samverkan ' || g || ' kring ' || lower({one_of(AREAS, 'g / 3')}) || ' i ' || k.name as title "
            f"from generate_series(1, {COLLABORATIONS}) g join k on k.n = mod(g, {municipalities})"
        )
        self.owner.execute(
            "create temp table p on commit drop as select c.g, o.id as organisation, o.name, o.county, t as place from c "
            "cross join lateral generate_series(0, least(c.size, c.many) - 1) t "
            "join m o on o.county = c.county and o.place = mod(c.place + t, c.many)"
        )
        key = "md5('collaboration' || c.g)::uuid"
        self._insert(
            "organisations_circle",
            "c",
            uid=key,
            kind="'COLLABORATION'",
            organisation_id="c.id",
            authority_id="c.authority",
        )
        circle = f"c join organisations_circle own on own.uid = {key}"
        member: dict[str, str] = {"circle_id": "own.id", "organisation_id": "c.id"}
        self._insert(
            "organisations_circlemember", circle, **member, member_id="c.id", member_authority_id="c.authority"
        )
        self._insert(
            "organisations_circlemember",
            f"{circle} join p on p.g = c.g",
            **member,
            member_id="p.organisation",
            starts_on="c.since",
        )
        self._insert(
            "collaborations_collaboration",
            f"{circle} cross join (select id from organisations_circle where everyone) e",
            uid=key,
            authority_id="c.authority",
            circle_id="case c.open when 'DRAFT' then c.drafts when 'SHARED' then own.id else e.id end",
            own_circle_id="own.id",
            openness="c.open",
            name="c.title",
            area="c.area",
            area_text="lower(c.area)",
            source_kind="'DOCUMENT'",
            purpose="'Göra mer tillsammans i ' || c.name || ' och grannkommunerna.'",
            import_key="'land ' || c.g",
        )
        self.owner.execute(
            "create temp table made on commit drop as select c.*, x.id as owner, x.uid, x.circle_id as circle "
            f"from c join collaborations_collaboration x on x.uid = {key}"
        )
        self.owner.execute("create index on made (g); analyze made; create index on p (g); analyze p")
        common: dict[str, str] = {
            "owner_id": "owner",
            "authority_id": "authority",
            "circle_id": "circle",
            "starts_on": "since",
        }
        self._insert("collaborations_collaborationname", "made", **common, name="title")
        self._insert("collaborations_formperiod", "made", **common, form=one_of(FORMS, "g"))
        stage = "case when mod(g, 11) = 0 then 'ENDED' else 'IN_FORCE' end"
        self._insert("collaborations_stageperiod", "made", **common, stage=stage)
        self._insert(
            "collaborations_party",
            "made join p using (g)",
            **common,
            uid="md5('party' || g || ' ' || p.organisation)::uuid",
            organisation_id="p.organisation",
            role="case when p.place = 0 then 'HOST' else 'MEMBER' end",
        )

    def _search(self) -> None:
        common: dict[str, str] = {"organisation_id": "made.id", "authority_id": "authority", "circle_id": "circle"}
        self._insert(
            "search_entry",
            "made",
            **common,
            kind="'COLLABORATION'",
            uid="uid",
            title="title",
            url="'/samverkan/' || uid || '/'",
        )
        self._insert(
            "search_word",
            "made join search_entry e using (uid) cross join lateral (select distinct w from regexp_split_to_table("
            "lower(made.title || ' ' || area || ' ' || (select string_agg(p.name, ' ') from p where p.g = made.g)), "
            "'[^[:alnum:]]+') w) spoken",
            **common,
            entry_id="e.id",
            word="w",
        )

    def _public(self) -> None:
        period = "'starts_on', since, 'ends_on', null, 'starts_text', '', 'source', '', 'checked_on', null"
        parties = (
            "(select jsonb_agg(jsonb_build_object('name', p.name, 'code', '', 'kind', 'MUNICIPALITY', 'county', p.county, "
            "'role', case when p.place = 0 then 'HOST' else 'MEMBER' end, 'extent', '', 'doubt', '', 'starts_on', since, "
            "'ends_on', null)) from p where p.g = made.g)"
        )
        content = (
            "jsonb_build_object('purpose', '', 'stays_local', '', 'for_residents', '', 'for_employees', '', "
            "'cost_rule', '', 'area_text', lower(area), 'note', '', 'unlisted_parties', '', 'source', '', "
            "'stated_parties', null, 'form_as_stated', '', 'source_kind', 'DOCUMENT', 'doubt_notes', '[]'::jsonb, "
            f"'names', jsonb_build_array(jsonb_build_object('name', title, {period})), "
            f"'forms', jsonb_build_array(jsonb_build_object('form', {one_of(FORMS, 'g')}, 'legal_basis', '', {period})), "
            f"'stages', jsonb_build_array(jsonb_build_object('stage', 'IN_FORCE', 'note', '', {period})), "
            f"'parties', {parties}, 'contacts', '[]'::jsonb, 'network', null, 'replaced_by', null, 'keeper', name, "
            "'documents', '[]'::jsonb, 'checked_on', null, 'last_follow_up_on', null, 'next_follow_up_on', null)"
        )
        self._insert(
            "public_site.collaboration",
            "made where open = 'PUBLISHED'",
            uid="uid",
            authority_id="authority",
            name="title",
            area="area",
            parties="(select array_agg(p.name order by p.name) from p where p.g = made.g)",
            content=content,
            published_at="timestamptz '2026-01-01 12:00+00'",
        )

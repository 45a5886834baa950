"""What the database's own catalogue says about the wall. Empty answers are good; each line is a hole."""

from django.db import connection

from samsyn.isolation.functions import SECURITY_DEFINER
from samsyn.isolation.tables import POLICIES, TABLES_ALONE, UNIQUE_ANYWAY, agreement_name, declared

SCHEMAS = "('public', 'public_site', 'samsyn')"

HOLES = {
    "a login with powers": """
        select rolname::text from pg_roles where rolname in ('samsyn_app', 'samsyn_portal')
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)""",
    "a login that is a member of another role": """
        select r.rolname || ' in ' || g.rolname from pg_auth_members m join pg_roles r on r.oid = m.member
        join pg_roles g on g.oid = m.roleid
        where r.rolname in ('samsyn_app', 'samsyn_portal') and g.rolname <> 'samsyn_test'""",
    "something not owned by samsyn_owner": f"""
        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in {SCHEMAS} and c.relkind in ('r', 'v', 'S', 'p') and pg_get_userbyid(c.relowner) <> 'samsyn_owner'
        and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')""",
    "row-level security enabled but not forced, or forced but not enabled": f"""
        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in {SCHEMAS} and c.relkind in ('r', 'p') and c.relrowsecurity <> c.relforcerowsecurity""",
    "a policy for everybody, or by an unknown name, or for an unknown role": f"""
        select p.schemaname || '.' || p.tablename || ': ' || p.policyname from pg_policies p
        where p.schemaname in {SCHEMAS} and (p.policyname <> all(array[{", ".join(f"'{name}'" for name in POLICIES)}])
        or not p.roles <@ array['samsyn_app', 'samsyn_portal', 'samsyn_owner']::name[]
        or (p.roles && array['samsyn_owner']::name[] and p.policyname not like 'owner%%'))""",
    "a view that reads as its owner, a materialised view or a foreign table": f"""
        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in {SCHEMAS} and (c.relkind in ('m', 'f')
        or (c.relkind = 'v' and not coalesce(c.reloptions, '{{}}') @> array['security_invoker=true']))""",
    "the portal reads outside public_site": f"""
        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in {SCHEMAS} and n.nspname <> 'public_site' and c.relkind in ('r', 'v', 'p')
        and has_table_privilege('samsyn_portal', c.oid, 'select')""",
    "the portal may write": f"""
        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in {SCHEMAS} and c.relkind in ('r', 'v', 'p')
        and has_table_privilege('samsyn_portal', c.oid, 'insert, update, delete, truncate')""",
    "the application may truncate or make triggers": f"""
        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in {SCHEMAS} and c.relkind in ('r', 'p') and has_table_privilege('samsyn_app', c.oid, 'truncate, references, trigger')""",
    "a login may make tables or temporary tables": """
        select rolname::text from pg_roles where rolname in ('samsyn_app', 'samsyn_portal')
        and (has_database_privilege(rolname, current_database(), 'create, temporary')
        or has_schema_privilege(rolname, 'public', 'create') or has_schema_privilege(rolname, 'samsyn', 'create')
        or has_schema_privilege(rolname, 'public_site', 'create'))""",
    "everybody may call a function of ours": """
        select p.proname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'samsyn' and has_function_privilege('public', p.oid, 'execute')""",
}
FORCED = f"""
    select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end, c.relforcerowsecurity
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in {SCHEMAS} and c.relkind in ('r', 'p')"""
DEFINERS = f"""
    select n.nspname || '.' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname in {SCHEMAS}"""
# A unique rule over rows one may not see would tell that they exist.
UNIQUE = f"""
    select case n.nspname when 'public' then t.relname else n.nspname || '.' || t.relname end, i.relname,
        array(select a.attname from pg_attribute a where a.attrelid = t.oid and a.attnum = any(x.indkey))::text[]
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    join pg_namespace n on n.oid = t.relnamespace
    where (x.indisunique or x.indisexclusion) and n.nspname in {SCHEMAS} and t.relforcerowsecurity"""


def _missing_agreements() -> list[str]:
    """Composite keys that are declared but not there."""
    declared_names = {
        agreement_name(model, foreign_key, columns)
        for model, isolation in declared()
        for foreign_key, columns in (isolation.follows if isolation else ())
    }
    with connection.cursor() as cursor:
        cursor.execute("select conname::text from pg_constraint where conname like '%%_agrees'")
        there = {name for (name,) in cursor.fetchall()}
    return [
        f"an agreement between child and parent that is not there: {name}" for name in sorted(declared_names - there)
    ]


def holes() -> list[str]:
    """Every hole the catalogue shows, as 'what: where'."""
    found = []
    with connection.cursor() as cursor:
        for what, query in HOLES.items():
            cursor.execute(query)
            found += [f"{what}: {row[0]}" for row in cursor.fetchall()]
        cursor.execute(DEFINERS)
        found += [
            f"a SECURITY DEFINER function off the list: {name}" for (name,) in cursor if name not in SECURITY_DEFINER
        ]
        cursor.execute(FORCED)
        forced = dict(cursor.fetchall())
        cursor.execute(UNIQUE)
        unique = cursor.fetchall()
    decided = {model._meta.db_table.replace('"', ""): isolation for model, isolation in declared()} | TABLES_ALONE
    for table, is_forced in forced.items():
        isolation = decided.get(table)
        if isolation is None:
            found.append(f"a table nobody has decided about: {table}")
        elif is_forced == bool(isolation.reason):
            found.append(f"a table that is not as declared: {table}")
    found += _missing_agreements()
    told = {"authority_id", "organisation_id", "person_id", "id", "uid", "key", "pgh_id", "token_hash"}
    for table, index, columns in unique:
        if index not in UNIQUE_ANYWAY and not told & set(columns) and not getattr(decided.get(table), "follows", ()):
            found.append(f"a unique rule over rows one may not see: {table} {index} {columns}")
    return found

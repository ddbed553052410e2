"""What the database itself says about its tables, functions and roles; asked as its administrator."""

from dataclasses import dataclass, field

from psycopg import Connection

LOGIN_ROLES = ("tvaers_app", "tvaers_ticket", "tvaers_worker")
READS_WRITES = {"SELECT", "INSERT", "UPDATE", "DELETE"}

TABLES = """
SELECT n.nspname, c.relname, c.relkind::text, c.relrowsecurity, c.relforcerowsecurity,
       pg_get_userbyid(c.relowner), c.reloptions,
       ARRAY(SELECT a.grantee_name || '|' || a.privilege_type FROM (
           SELECT CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee) END AS grantee_name,
                  x.privilege_type FROM aclexplode(c.relacl) x
           UNION
           SELECT CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee) END, x.privilege_type
           FROM pg_attribute t, aclexplode(t.attacl) x WHERE t.attrelid = c.oid AND NOT t.attisdropped
       ) a),
       ARRAY(SELECT t.tgname::text FROM pg_trigger t
             WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg_toast%' AND n.nspname NOT LIKE 'pg_temp%'
ORDER BY 1, 2
"""
POLICIES = """
SELECT schemaname, tablename, policyname, permissive, roles::text[], cmd,
       coalesce(qual, ''), coalesce(with_check, '')
FROM pg_policies
"""
DEFINERS = """
SELECT n.nspname || '.' || p.proname, coalesce(p.proconfig, '{}'),
       coalesce(EXISTS (SELECT 1 FROM aclexplode(p.proacl) x WHERE x.grantee = 0), false) OR p.proacl IS NULL
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
"""
ROLES = """
SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolconfig
FROM pg_roles WHERE rolname LIKE 'tvaers\\_%'
"""


@dataclass
class Policy:
    """One policy of a table."""

    name: str
    permissive: bool
    roles: list[str]
    command: str
    using: str = ""
    check: str = ""


@dataclass
class Table:
    """One table or view with what guards it; a grant is (role, privilege)."""

    schema: str
    name: str
    kind: str = "r"
    enabled: bool = True
    forced: bool = True
    owner: str = "tvaers_owner"
    options: list[str] = field(default_factory=list)
    grants: set[tuple[str, str]] = field(default_factory=set)
    triggers: list[str] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)

    @property
    def full_name(self) -> str:
        return self.name if self.schema == "public" else f"{self.schema}.{self.name}"

    def granted(self, role: str) -> set[str]:
        """The privileges of a role, those of PUBLIC included."""
        return {privilege for grantee, privilege in self.grants if grantee in {role, "PUBLIC"}}


def tables(connection: Connection) -> list[Table]:
    """Every table and view outside PostgreSQL's own schemas."""
    found = {}
    for schema, name, kind, enabled, forced, owner, options, grants, triggers in connection.execute(TABLES).fetchall():
        pairs = {(grant.partition("|")[0], grant.partition("|")[2]) for grant in grants}
        found[schema, name] = Table(schema, name, kind, enabled, forced, owner, options or [], pairs, triggers)
    for schema, name, policy, permissive, roles, command, using, check in connection.execute(POLICIES).fetchall():
        found[schema, name].policies.append(Policy(policy, permissive == "PERMISSIVE", roles, command, using, check))
    return list(found.values())

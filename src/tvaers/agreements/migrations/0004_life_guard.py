"""Drafts are the parties' own; what is signed is read by all; each step of an agreement is a function."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations import RunSQL

from tvaers.guard.policies import WORK_FLOOR, allow, log, protection, sql_file
from tvaers.sharing.policies import written_by_functions

READ = "state = 'signed' OR owner_id = (SELECT guard.organisation()) OR guard.is_party(id)"
# What only the database's functions write is empty in a draft.
NEW = (
    "state = 'draft' AND owner_id = (SELECT guard.organisation()) AND (SELECT guard.roles()) & 1025 <> 0"
    " AND frame_id IS NULL AND content_hash IS NULL AND sending = 0 AND sent_at IS NULL AND signed_at IS NULL"
    " AND ended_on IS NULL AND signed_text = '' AND returned_why = '' AND NOT is_invented"
    # No draft feels for an agreement that its writer cannot see.
    " AND (previous_id IS NULL OR previous_id = guard.signed_agreement(previous_id))"
)
WRITABLE = ("title", "purpose", "purposes", "from_date", "until_date", "version")
# The policy of the agreement itself decides who sees its parts.
PART_READ = "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id)"
PARTS = ("agreements_agreementparty", "agreements_agreementtheme")
BELOW_THEMES = frozenset({"agreements_agreementaction", "agreements_agreementindicator"})
NEW_PARTS = ("agreements_agreementaction", "agreements_agreementindicator", "agreements_agreementannex")
WRITES = ("INSERT", "UPDATE", "DELETE")
# Who is a party, and since when no more, is also what the functions say.
COLUMNS = {"agreements_agreementparty": ("signatory",)}
UNDO = """
DROP FUNCTION guard.sign_agreement(uuid, bytea);
DROP FUNCTION guard.frame_agreement(uuid);
DROP FUNCTION guard.drop_agreement(uuid);
DROP FUNCTION guard.take_agreement_back(uuid, text);
DROP FUNCTION guard.send_agreement(uuid, integer);
DROP FUNCTION guard.agreement_hash(uuid);
DROP FUNCTION guard.agreement_content(uuid);
DROP FUNCTION guard.signed_agreement(uuid);
DROP FUNCTION guard.may_draft(uuid);
DROP FUNCTION guard.is_party(uuid);
"""


def _may_write(table: str) -> str:
    """Return the condition that the asker writes in the draft that a row belongs to, and below its own themes alone."""
    seen = f"EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = {table}.agreement_id)"
    below = (
        f" AND EXISTS (SELECT 1 FROM agreements_agreementtheme t WHERE t.id = {table}.theme_id"
        f" AND t.agreement_id = {table}.agreement_id)"
    )
    return f"{seen} AND guard.may_draft({table}.agreement_id){below if table in BELOW_THEMES else ''}"


def _written(table: str) -> str:
    return "".join(
        allow(table, command, _may_write(table), columns=COLUMNS.get(table, ()) if command == "UPDATE" else ())
        for command in WRITES
    )


def _closed(table: str) -> str:
    dropped = "".join(f"DROP POLICY may_{command.lower()} ON {table};\n" for command in WRITES)
    return f"{dropped}REVOKE INSERT, UPDATE, DELETE ON {table} FROM tvaers_app;\n"


OPENED = (
    f"ALTER POLICY may_select ON agreements_agreement USING ({READ});\n"
    + allow("agreements_agreement", "INSERT", NEW)
    + allow("agreements_agreement", "UPDATE", "guard.may_draft(id)", columns=WRITABLE)
    + "".join(f"ALTER POLICY may_select ON {table} USING ({PART_READ});\n{_written(table)}" for table in PARTS)
)
CLOSED = (
    "ALTER POLICY may_select ON agreements_agreement USING (true);\n"
    "DROP POLICY may_insert ON agreements_agreement;\nDROP POLICY may_update ON agreements_agreement;\n"
    f"REVOKE INSERT ON agreements_agreement FROM tvaers_app;\n"
    f"REVOKE UPDATE ({', '.join(WRITABLE)}) ON agreements_agreement FROM tvaers_app;\n"
    + "".join(f"ALTER POLICY may_select ON {table} USING (true);\n{_closed(table)}" for table in PARTS)
    + "REVOKE UPDATE (signatory) ON agreements_agreementparty FROM tvaers_app;\n"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("agreements", "0003_life"),
        ("sharing", "0017_keeping_bases"),
        ("audit", "0002_guard"),
        ("accounts", "0005_factor"),
    ]
    operations: ClassVar = [
        sql_file(__file__, "0004_life.sql", reverse=UNDO),
        RunSQL(OPENED, reverse_sql=CLOSED),
        *(
            protection(table, WORK_FLOOR, {"SELECT": PART_READ, **dict.fromkeys(WRITES, _may_write(table))})
            for table in NEW_PARTS
        ),
        log("agreements_agreementsignature", read=PART_READ),
        written_by_functions(
            "agreements.sent", "agreements.taken_back", "agreements.dropped", "agreements.signed", "agreements.complete"
        ),
    ]

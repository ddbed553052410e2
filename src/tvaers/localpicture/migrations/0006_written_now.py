"""Rows of another time would break the pages of all who read them: infinity, the days before Christ, or days to come."""

from typing import ClassVar

from django.db import migrations

WORKS, DECIDES = "(SELECT guard.roles()) & 511 <> 0", "(SELECT guard.decides())"
NOW = "statement_timestamp()"
# With the hour by which the longest day of the form is longer when the clocks are set back.
LONGEST = {"bulletin": "61 days 1 hour", "areastate": "31 days 1 hour", "areafact": "366 days 1 hour"}
FORMER = {"bulletin": "61 days", "areastate": "31 days", "areafact": "366 days"}
WRITERS = {"bulletin": WORKS, "areastate": DECIDES, "areafact": WORKS}
WRITTEN = {
    "bulletin": "written_at",
    "bulletinnote": "written_at",
    "bulletinthanks": "thanked_at",
    "areastate": "set_at",
    "areafact": "written_at",
}
# A picture is the author's own, and holds as long as its bulletin.
PICTURE = (
    " AND (picture_id IS NULL OR EXISTS (SELECT 1 FROM files_organisationfile f WHERE f.id = picture_id"
    " AND f.added_by = by_id AND f.until_at = expires_at))"
)


def own(table: str, longest: dict[str, str]) -> str:
    return (
        f"owner_id = (SELECT guard.organisation()) AND {WRITERS[table]}"
        f" AND expires_at <= {NOW} + interval '{longest[table]}'"
    )


def hangs(table: str) -> str:
    works = f" AND {WORKS}" if table == "bulletinnote" else ""
    return (
        f"owner_id = (SELECT guard.organisation()){works} AND EXISTS (SELECT 1 FROM localpicture_bulletin b"
        f" WHERE b.id = localpicture_{table}.bulletin_id AND b.expires_at > {NOW})"
    )


def policies() -> str:
    sql = ""
    for table, column in WRITTEN.items():
        insert = own(table, LONGEST) + " AND expires_at > '2000-01-01'" if table in WRITERS else hangs(table)
        # What is written is written now; the database puts it in.
        insert += f" AND {column} <= {NOW} AND {column} > {NOW} - interval '1 day'"
        if table == "bulletin":
            insert += f" AND happened_at > '2000-01-01' AND happened_at < {NOW} + interval '1 day'{PICTURE}"
        sql += f"ALTER POLICY may_insert ON localpicture_{table} WITH CHECK ({insert});\n"
    for table in WRITERS:
        theirs = f"{own(table, LONGEST)} AND (by_id = (SELECT guard.actor()) OR {DECIDES})"
        # An end of long ago would let the night erase it at once.
        ends = f"{theirs} AND expires_at > {NOW} - interval '1 day'"
        sql += f"ALTER POLICY may_update ON localpicture_{table} USING ({theirs}) WITH CHECK ({ends});\n"
    return sql


def former() -> str:
    sql = ""
    for table in WRITTEN:
        insert = own(table, FORMER) if table in WRITERS else hangs(table)
        sql += f"ALTER POLICY may_insert ON localpicture_{table} WITH CHECK ({insert});\n"
    for table in WRITERS:
        theirs = f"{own(table, FORMER)} AND (by_id = (SELECT guard.actor()) OR {DECIDES})"
        sql += f"ALTER POLICY may_update ON localpicture_{table} USING ({theirs}) WITH CHECK ({theirs});\n"
    return sql


class Migration(migrations.Migration):
    dependencies: ClassVar = [("files", "0006_pictures_kept"), ("localpicture", "0005_refused")]
    operations: ClassVar = [migrations.RunSQL(policies(), reverse_sql=former())]

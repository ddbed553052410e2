"""Shells of meetings name nobody; what is about a person lies behind each item, and opens when the meeting reaches it."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations import RunSQL

from tvaers.foundation.live import announces
from tvaers.foundation.queue import allowed
from tvaers.guard.enums import Category
from tvaers.guard.policies import WORK_FLOOR, protection, sql_file
from tvaers.people.references import is_of_kind
from tvaers.sharing.policies import dossier_rows, open_to_reader, organisation_rows, own_hand, written_by_functions

MEETING, SEAT, ITEM, MATTER = "meetings_meeting", "meetings_seat", "meetings_item", "meetings_matter"
MENTION, CAPACITY, ATTENDEE = "meetings_mention", "meetings_mentioncapacity", "meetings_attendee"
PARAGRAPH, DECISION, SCREENING = "meetings_paragraph", "meetings_decision", "meetings_screening"
COMMON_PARAGRAPH, COMMON_DECISION = "meetings_commonparagraph", "meetings_commondecision"
CONCERN, IDENTITY = str(int(Category.CONCERN)), str(int(Category.IDENTITY))
OTHERS, PLAN = str(int(Category.OTHERS)), str(int(Category.PLAN))

# meetings.rules.CONVENES as a mask of partnerships.enums.Role; a job of the own organisation plans rows of meetings.
CALLS = "((SELECT guard.roles()) & 1511 <> 0 OR (SELECT guard.kind()) = 'system')"
US, ME = "(SELECT guard.organisation())", "(SELECT guard.actor())"
NOW = "statement_timestamp()"
OF_US = f"{{}}.owner_id = {US}"
SEES = (
    f"({MEETING}.owner_id = {US} OR {US} = ANY ({MEETING}.audience)"
    f" OR {MEETING}.id = ANY ((SELECT guard.seated())::uuid[]))"
)
OWN_CHAIR = (
    f"EXISTS (SELECT 1 FROM partnerships_membership c WHERE c.id = {MEETING}.chair_id"
    f" AND c.organisation_id = {MEETING}.owner_id)"
)


def meeting(table: str, and_: str = "") -> str:
    """Return the condition that the row's meeting is seen, and more of it."""
    return f"EXISTS (SELECT 1 FROM {MEETING} m WHERE m.id = {table}.meeting_id{and_})"


def at_table(table: str, and_: str = "") -> str:
    """Return the condition that the row's meeting is seen as more than a guest's."""
    more = (
        f" AND (m.owner_id = {US} OR {US} = ANY (m.audience) OR m.id = ANY ((SELECT guard.at_tables())::uuid[])){and_}"
    )
    return meeting(table, more)


CHAIRS = meeting(ITEM, f" AND m.chair_id = {ME}")
RUNNING = " AND m.state IN ('planned', 'under-way', 'held')"
# Minutes are written from when the meeting begins until they are approved.
WRITING = " AND m.state IN ('under-way', 'held')"
# Who is let in follows from their seat: taken off, they read and write no more, wherever they work.
SITS = "i.meeting_id = ANY ((SELECT guard.seated())::uuid[])"
READS_ITEM = open_to_reader(f"{ITEM}.id", category="511", may=1)
WRITES_ITEM = open_to_reader(f"{ITEM}.id", category="511", may=2)


def reached(table: str, dossier: str, *, ahead: bool, lasting: bool) -> str:
    """Return the condition that the meeting has reached the item of a row, for others than who brought it.

    ahead: or that it may be read before. lasting: after the minutes are approved, too.
    """
    opened = "(i.ahead OR i.opened_at IS NOT NULL)" if ahead else "i.opened_at IS NOT NULL"
    until = "" if lasting else RUNNING
    seen = f"{SITS} AND EXISTS (SELECT 1 FROM {MEETING} m WHERE m.id = i.meeting_id{until})"
    return (
        f"EXISTS (SELECT 1 FROM {ITEM} i WHERE i.id = {table}.{dossier} AND (i.owner_id = {US} OR {opened} AND {seen}))"
    )


def of_item(table: str, and_: str, dossier: str = "dossier_id") -> str:
    """Return the condition that the row's item is seen and its meeting is so; the row names that very meeting."""
    same = f" AND m.id = {table}.meeting_id" if table in {PARAGRAPH, DECISION, ATTENDEE, MATTER} else ""
    return (
        f"EXISTS (SELECT 1 FROM {ITEM} i JOIN {MEETING} m ON m.id = i.meeting_id WHERE i.id = {table}.{dossier}"
        f" AND i.is_gated AND (i.owner_id = {US} OR {SITS}){same}{and_})"
    )


def common_item(table: str) -> str:
    """Return the condition that the row's item names nobody, and is one of the row's meeting."""
    return (
        f"EXISTS (SELECT 1 FROM {ITEM} i WHERE i.id = {table}.item_id AND NOT i.is_gated"
        f" AND i.meeting_id = {table}.meeting_id)"
    )


def narrower(table: str, **conditions: str) -> RunSQL:
    """Add a condition to what a policy asks, as one that must hold besides; select, insert, update, delete."""
    made, undone = "", ""
    for command, condition in conditions.items():
        using = f" USING ({condition})" if command != "insert" else ""
        check = f" WITH CHECK ({condition})" if command in {"insert", "update"} else ""
        name = f"only_{command}"
        made += f"CREATE POLICY {name} ON {table} AS RESTRICTIVE FOR {command.upper()} TO tvaers_app{using}{check};\n"
        undone += f"DROP POLICY {name} ON {table};\n"
    return RunSQL(made, reverse_sql=undone)


def only_columns(table: str, *columns: str) -> RunSQL:
    """Let the application change these columns alone."""
    return RunSQL(
        f"REVOKE UPDATE ON {table} FROM tvaers_app; GRANT UPDATE ({', '.join(columns)}) ON {table} TO tvaers_app;",
        reverse_sql=f"REVOKE UPDATE ON {table} FROM tvaers_app; GRANT UPDATE ON {table} TO tvaers_app;",
    )


def stays(table: str, column: str) -> RunSQL:
    """Keep a row with what it belongs to."""
    return RunSQL(
        f"CREATE TRIGGER stays BEFORE UPDATE ON {table} FOR EACH ROW"
        f" WHEN (OLD.{column} IS DISTINCT FROM NEW.{column}) EXECUTE FUNCTION guard.refuse_move();",
        reverse_sql=f"DROP TRIGGER stays ON {table};",
    )


GATED = f"""
CREATE TRIGGER of_kind BEFORE INSERT ON {ITEM} FOR EACH ROW WHEN (current_user = 'tvaers_app' AND NEW.is_gated)
    EXECUTE FUNCTION guard.of_kind('item');
"""
SHELLS = (
    protection(
        MEETING,
        WORK_FLOOR,
        {
            "SELECT": SEES,
            "INSERT": f"{OF_US.format(MEETING)} AND {CALLS} AND {OWN_CHAIR} AND state = 'planned'",
            "UPDATE": f"{OF_US.format(MEETING)} AND ({CALLS} OR chair_id = {ME}) AND {OWN_CHAIR}",
        },
        changeable=(
            "title place starts_at ends_at state chair_id began_at ended_at approved_by approved_at version".split()
        ),
    ),
    own_hand(MEETING, "by_id", "approved_by"),
    # What is approved stays so; what was cancelled, too.
    RunSQL(
        f"CREATE TRIGGER over BEFORE UPDATE ON {MEETING} FOR EACH ROW WHEN (OLD.state IN ('approved', 'cancelled'))"
        " EXECUTE FUNCTION guard.refuse_change();",
        reverse_sql=f"DROP TRIGGER over ON {MEETING};",
    ),
    stays(MEETING, "owner_id"),
    protection(
        SEAT,
        WORK_FLOOR,
        {
            "SELECT": meeting(SEAT),
            "INSERT": (
                f"{OF_US.format(SEAT)} AND {CALLS} AND {meeting(SEAT, f' AND m.owner_id = {US}')}"
                f" AND EXISTS (SELECT 1 FROM partnerships_membership c WHERE c.id = {SEAT}.member_id"
                f" AND c.organisation_id = {SEAT}.organisation_id AND c.state = 'active')"
            ),
            "UPDATE": f"(member_id = {ME} OR {OF_US.format(SEAT)} AND {CALLS})",
            "DELETE": f"{OF_US.format(SEAT)} AND {CALLS} AND arrived_at IS NULL",
        },
        changeable=("role", "reply", "replied_at", "arrived_at"),
    ),
    protection(
        ITEM,
        WORK_FLOOR,
        {
            "SELECT": f"(NOT is_gated AND {at_table(ITEM)} OR is_gated AND ({READS_ITEM} OR {CHAIRS}))",
            "INSERT": (
                f"{OF_US.format(ITEM)} AND state = 'waiting' AND opened_at IS NULL"
                f" AND CASE WHEN is_gated THEN {WRITES_ITEM} AND {meeting(ITEM, RUNNING)}"
                f" ELSE {at_table(ITEM, RUNNING)} END"
            ),
            # Who runs the meeting leads it from item to item; who brought one changes it, or takes it off.
            "UPDATE": (
                f"({meeting(ITEM, f' AND m.chair_id = {ME}{RUNNING}')}"
                f" OR {OF_US.format(ITEM)} AND (NOT is_gated OR {WRITES_ITEM}))"
            ),
        },
        changeable=("place", "title", "area_id", "minutes", "ahead", "state", "opened_at", "closed_at", "erase_on"),
    ),
    own_hand(ITEM, "by_id"),
    stays(ITEM, "meeting_id"),
    RunSQL(GATED, reverse_sql=f"DROP TRIGGER of_kind ON {ITEM};"),
    *(
        protection(
            table,
            WORK_FLOOR,
            {
                "SELECT": at_table(table),
                "INSERT": f"{OF_US.format(table)} AND {at_table(table, WRITING)} AND {common_item(table)}",
                "UPDATE": update,
            },
            changeable=columns,
        )
        for table, columns, update in (
            (
                COMMON_PARAGRAPH,
                ("words", "changed_at", "version"),
                f"by_id = {ME} AND {at_table(COMMON_PARAGRAPH, WRITING)}",
            ),
            (
                COMMON_DECISION,
                ("done_at", "done_by"),
                f"(member_id = {ME} OR {OF_US.format(COMMON_DECISION)}) AND {at_table(COMMON_DECISION)}",
            ),
        )
    ),
    own_hand(COMMON_PARAGRAPH, "by_id"),
    own_hand(COMMON_DECISION, "by_id", "done_by"),
    stays(COMMON_PARAGRAPH, "item_id"),
    stays(COMMON_DECISION, "item_id"),
    organisation_rows(SCREENING, audience="audience", commands=("SELECT",)),
)
BEHIND = (
    dossier_rows(
        MATTER,
        category=CONCERN,
        dossier="id",
        commands=("SELECT", "INSERT", "UPDATE"),
        owner_writes=True,
        signed=("written_by",),
    ),
    is_of_kind(MATTER, "item"),
    narrower(
        MATTER,
        select=reached(MATTER, "id", ahead=True, lasting=False),
        insert=of_item(MATTER, RUNNING, "id"),
        update=of_item(MATTER, RUNNING, "id"),
    ),
    *(
        operation
        for table, category, commands in (
            (MENTION, IDENTITY, ("SELECT", "INSERT", "DELETE")),
            (CAPACITY, "category", ("SELECT", "INSERT", "DELETE")),
            (ATTENDEE, OTHERS, ("SELECT", "INSERT", "UPDATE", "DELETE")),
        )
        for operation in (
            dossier_rows(table, category=category, commands=commands, owner_writes=True, signed=("written_by",)),
            narrower(
                table,
                select=reached(table, "dossier_id", ahead=True, lasting=False),
                insert=of_item(table, RUNNING),
                delete=of_item(table, RUNNING),
            ),
        )
    ),
    only_columns(ATTENDEE, "came"),
    narrower(ATTENDEE, update=of_item(ATTENDEE, RUNNING)),
    dossier_rows(PARAGRAPH, category=CONCERN, signed=("by_id", "org:by_organisation_id")),
    narrower(
        PARAGRAPH,
        select=reached(PARAGRAPH, "dossier_id", ahead=False, lasting=True),
        insert=of_item(PARAGRAPH, f"{WRITING} AND i.opened_at IS NOT NULL"),
        update=f"by_id = {ME} AND {of_item(PARAGRAPH, WRITING)}",
    ),
    only_columns(PARAGRAPH, "words", "changed_at", "version"),
    dossier_rows(DECISION, category=PLAN, signed=("by_id", "org:by_organisation_id", "done_by")),
    narrower(
        DECISION,
        select=reached(DECISION, "dossier_id", ahead=False, lasting=True),
        insert=of_item(DECISION, f"{WRITING} AND i.opened_at IS NOT NULL"),
        # A statement that reads no column asks no policy for reading.
        update=reached(DECISION, "dossier_id", ahead=False, lasting=True),
    ),
    only_columns(DECISION, "done_at", "done_by", "made", "made_id"),
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("meetings", "0002_said"),
        ("people", "0007_of_kind"),
        ("sharing", "0055_items"),
        ("work", "0008_network"),
    ]
    operations: ClassVar = [
        sql_file(
            __file__,
            "0003_guard.sql",
            reverse=(
                "DROP TRIGGER announce_item_frame ON sharing_frame; DROP FUNCTION guard.announce_item_frame();"
                "DROP TRIGGER announce_item ON sharing_access; DROP FUNCTION guard.announce_item_access();"
                f"DROP TRIGGER own_item ON {ITEM}; DROP FUNCTION guard.own_item();"
                f"DROP TRIGGER own_seat ON {SEAT}; DROP FUNCTION guard.own_seat();"
                "DROP FUNCTION guard.item_offers(uuid); DROP FUNCTION guard.screen_item(uuid, text); DROP FUNCTION guard.item_followers(uuid);"
                "DROP FUNCTION guard.meeting_concerns(uuid); DROP FUNCTION guard.at_tables();"
                "DROP FUNCTION guard.seated();"
            ),
        ),
        *SHELLS,
        *BEHIND,
        written_by_functions("meetings.screened"),
        allowed("meetings.erase_due"),
        announces(MEETING, kind="meeting"),
        *(
            announces(table, kind="meeting", id="meeting_id")
            for table in (
                SEAT,
                ITEM,
                ATTENDEE,
                PARAGRAPH,
                DECISION,
                COMMON_PARAGRAPH,
                COMMON_DECISION,
            )
        ),
    ]

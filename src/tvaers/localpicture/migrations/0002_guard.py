"""Bulletins and what hangs on them: their owner's and their audience's, authorities alone, each with an end."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.guard.policies import WORK_FLOOR, protection
from tvaers.sharing.policies import only_authorities, organisation_rows, own_hand

# Who works with people (partnerships.rules.WITH_PEOPLE), and the nightly job that erases.
WORKS = "(SELECT guard.roles()) & 511 <> 0"
NIGHT = "(SELECT guard.kind()) = 'system'"
OWN = "{}.owner_id = (SELECT guard.organisation())"
MINE = "{}.by_id = (SELECT guard.actor())"
ERASES = f"{OWN} AND {NIGHT} AND {{}}.expires_at < statement_timestamp() - interval '1 year'"

BULLETIN, NOTE, THANKS = "localpicture_bulletin", "localpicture_bulletinnote", "localpicture_bulletinthanks"
STATE, FACT = "localpicture_areastate", "localpicture_areafact"
FOLLOWS, LOOK = "localpicture_subscription", "localpicture_lastlook"

# How long each may hold, in days: a bulletin two months, a state one, a fact a year.
LONGEST = {BULLETIN: 61, STATE: 31, FACT: 366}
WRITERS = {BULLETIN: WORKS, STATE: "(SELECT guard.decides())", FACT: WORKS}
# What hangs on a bulletin is erased with it.
CASCADE = f"""
ALTER TABLE {NOTE} ADD CONSTRAINT note_of_bulletin FOREIGN KEY (bulletin_id) REFERENCES {BULLETIN} (id)
    ON DELETE CASCADE;
ALTER TABLE {THANKS} ADD CONSTRAINT thanks_for_bulletin FOREIGN KEY (bulletin_id) REFERENCES {BULLETIN} (id)
    ON DELETE CASCADE;
"""
NO_CASCADE = f"""
ALTER TABLE {THANKS} DROP CONSTRAINT thanks_for_bulletin;
ALTER TABLE {NOTE} DROP CONSTRAINT note_of_bulletin;
"""


def writes(table: str) -> str:
    """Return the condition that the asker may write the row: the role, and an end within reach."""
    return f"{WRITERS[table]} AND {table}.expires_at <= statement_timestamp() + interval '{LONGEST[table]} days'"


def hangs_on_bulletin(table: str, *, live: str = "b.expires_at > statement_timestamp()") -> str:
    """Return the condition that the asker sees the bulletin: its own policy answers."""
    return f"EXISTS (SELECT 1 FROM {BULLETIN} b WHERE b.id = {table}.bulletin_id AND {live})"


def ended_sooner(table: str, who: str) -> migrations.RunSQL:
    """Let who may end a row end it, and only sooner; let the night erase what ended a year ago."""
    change = f"ALTER POLICY may_update ON {table} USING ({{0}}) WITH CHECK ({{0}});"
    erase = f"ALTER POLICY may_delete ON {table} USING ({{0}});"
    wrote = f"{OWN.format(table)} AND {writes(table)}"
    trigger = f"""
CREATE TRIGGER only_sooner BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN (NEW.expires_at > OLD.expires_at) EXECUTE FUNCTION guard.refuse_move();
"""
    return migrations.RunSQL(
        change.format(f"{wrote} AND {who}") + erase.format(ERASES.format(table, table)) + trigger,
        reverse_sql=f"DROP TRIGGER only_sooner ON {table};" + change.format(wrote) + erase.format(wrote),
    )


def theirs_to_end(table: str) -> str:
    """Return the condition that the asker wrote the row, or decides at the organisation that did."""
    return f"({MINE.format(table)} OR (SELECT guard.decides()))"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0053_authorities"), ("localpicture", "0001_initial")]
    operations: ClassVar = [
        *(
            organisation_rows(
                table,
                audience="audience",
                until="expires_at",
                writes=writes(table),
                changeable=("expires_at",),
                signed=("by_id",),
            )
            for table in (BULLETIN, STATE, FACT)
        ),
        *(only_authorities(table) for table in (BULLETIN, STATE, FACT)),
        *(ended_sooner(table, theirs_to_end(table)) for table in (BULLETIN, STATE, FACT)),
        migrations.RunSQL(CASCADE, reverse_sql=NO_CASCADE),
        protection(
            NOTE,
            WORK_FLOOR,
            {
                "SELECT": hangs_on_bulletin(NOTE, live="true"),
                "INSERT": f"{OWN.format(NOTE)} AND {WORKS} AND {hangs_on_bulletin(NOTE)}",
            },
        ),
        own_hand(NOTE, "by_id"),
        protection(
            THANKS,
            WORK_FLOOR,
            {
                "SELECT": hangs_on_bulletin(THANKS, live="true"),
                "INSERT": f"{OWN.format(THANKS)} AND {hangs_on_bulletin(THANKS)}",
                "DELETE": f"{OWN.format(THANKS)} AND {MINE.format(THANKS)}",
            },
        ),
        own_hand(THANKS, "by_id"),
        protection(
            FOLLOWS,
            WORK_FLOOR,
            dict.fromkeys(("SELECT", "INSERT", "DELETE"), f"{OWN.format(FOLLOWS)} AND {MINE.format(FOLLOWS)}"),
        ),
        protection(
            LOOK,
            WORK_FLOOR,
            dict.fromkeys(("SELECT", "INSERT", "UPDATE"), f"{OWN.format(LOOK)} AND {LOOK}.id = (SELECT guard.actor())"),
        ),
        allowed("localpicture.erase_ended"),
    ]

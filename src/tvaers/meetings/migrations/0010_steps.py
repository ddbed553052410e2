"""A meeting, and an item, goes only from where it is to where `rules` says: the database asks too (TV104)."""

from typing import ClassVar

from django.db import migrations

# As rules.STEPS and rules.ITEM_STEPS say (tests/database/test_meetings_steps.py holds them together).
MEETING = (
    ("planned", "under-way"),
    ("under-way", "held"),
    ("held", "under-way"),
    ("held", "approved"),
    ("planned", "cancelled"),
)
ITEM = (("waiting", "open"), ("open", "done"), ("done", "open"), ("waiting", "dropped"))
STEP = """
CREATE FUNCTION guard.{name}_step() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN ({steps}) THEN
        RAISE EXCEPTION 'no such step' USING ERRCODE = 'TV104';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.{name}_step() FROM PUBLIC;
CREATE TRIGGER steps BEFORE UPDATE OF state ON meetings_{name} FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND NEW.state <> 'erased' AND current_user = 'tvaers_app') EXECUTE FUNCTION guard.{name}_step();
"""
UNDO = "DROP TRIGGER steps ON meetings_{name};\nDROP FUNCTION guard.{name}_step();\n"


def steps(name: str, pairs: tuple[tuple[str, str], ...]) -> migrations.RunSQL:
    """Build the operation that holds a table to its steps; who erases, guard.own_item asks."""
    said = ", ".join(f"('{before}', '{after}')" for before, after in pairs)
    return migrations.RunSQL(STEP.format(name=name, steps=said), reverse_sql=UNDO.format(name=name))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("meetings", "0009_searched")]
    operations: ClassVar = [steps("meeting", MEETING), steps("item", ITEM)]

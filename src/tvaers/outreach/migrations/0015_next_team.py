"""What a debrief wants the next team to know stands on its phones, whoever that is; the rest of it stays the team's."""

from typing import ClassVar

from django.db import migrations

# outreach.rules.WALKERS.
FUNCTION = """
CREATE FUNCTION guard.words_for_next_team() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF guard.roles() & 267 = 0 THEN
        RAISE EXCEPTION 'asked by who walks or leads' USING ERRCODE = 'TV098';
    END IF;
    RETURN coalesce((SELECT d.next_time FROM public.outreach_debrief d
        WHERE d.owner_id = guard.organisation() AND d.next_time <> '' ORDER BY d.written_at DESC, d.id LIMIT 1), '');
END
$$;
REVOKE ALL ON FUNCTION guard.words_for_next_team() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.words_for_next_team() TO tvaers_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("outreach", "0014_phones_end")]
    operations: ClassVar = [migrations.RunSQL(FUNCTION, reverse_sql="DROP FUNCTION guard.words_for_next_team();")]

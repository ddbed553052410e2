"""What debriefs say together: how many shifts were debriefed, and what held; to who walks and leads, of many alone."""

from typing import ClassVar

from django.db import migrations

# outreach.rules.WALKERS, FEWEST_DEBRIEFS and FEWEST_WRITERS.
HELD = """
CREATE FUNCTION guard.debriefs_held(since timestamptz) RETURNS TABLE (point text, held bigint, of bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    ours uuid;
BEGIN
    PERFORM guard.at_work();
    IF guard.roles() & 267 = 0 THEN
        RAISE EXCEPTION 'asked by who walks or leads' USING ERRCODE = 'TV098';
    END IF;
    ours := guard.organisation();
    -- No point: how many shifts were debriefed, of those that were walked.
    RETURN QUERY SELECT '', count(*) FILTER (WHERE EXISTS (
            SELECT 1 FROM public.outreach_debrief d WHERE d.shift_id = s.id)), count(*)
        FROM public.outreach_shift s WHERE s.owner_id = ours AND s.state = 'ended' AND s.from_at >= since;
    RETURN QUERY WITH said AS (
            SELECT d.id, d.by_id, d.method FROM public.outreach_debrief d JOIN public.outreach_shift s ON s.id = d.shift_id
            WHERE d.owner_id = ours AND s.from_at >= since AND d.method <> '{}')
        SELECT m.name::text, count(*), (SELECT count(*) FROM said) FROM said, unnest(said.method) AS m (name)
        WHERE (SELECT count(*) >= 5 AND count(DISTINCT b.by_id) >= 3 FROM said b)
        GROUP BY m.name;
END
$$;
REVOKE ALL ON FUNCTION guard.debriefs_held(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.debriefs_held(timestamptz) TO tvaers_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("outreach", "0008_followups_guard")]
    operations: ClassVar = [migrations.RunSQL(HELD, reverse_sql="DROP FUNCTION guard.debriefs_held(timestamptz);")]

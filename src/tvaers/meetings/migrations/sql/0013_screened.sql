-- Only what was handed over is screened (B3): around one young person, and at an infohus, nobody takes away what another
-- organisation has brought. Otherwise as before.
CREATE OR REPLACE FUNCTION guard.screen_item(item uuid, said text) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    found meetings_item;
    others boolean;
BEGIN
    PERFORM guard.at_work();
    SELECT i.* INTO found FROM meetings_item i JOIN meetings_meeting m ON m.id = i.meeting_id
    WHERE i.id = item AND i.is_gated AND i.state <> 'erased' AND i.owner_id <> guard.organisation()
      AND (i.opened_at IS NOT NULL OR i.ahead) AND m.state IN ('planned', 'under-way', 'held')
      AND m.kind = 'handover'
    FOR UPDATE OF i;
    IF found.id IS NULL OR NOT guard.decides() OR NOT guard.can(item, 511, 2)
        OR said NOT IN ('erase', 'social', 'group', 'case')
        OR EXISTS (SELECT 1 FROM meetings_screening s WHERE s.item_id = item AND s.owner_id = guard.organisation())
    THEN
        RAISE EXCEPTION 'not to be screened' USING ERRCODE = 'TV100';
    END IF;
    INSERT INTO meetings_screening (id, owner_id, audience, item_id, outcome, by_id, at)
    VALUES (gen_random_uuid(), guard.organisation(), ARRAY[found.owner_id], item, said, guard.actor(), statement_timestamp());
    PERFORM guard.record_event(gen_random_uuid(), 'meetings.screened', item, item, jsonb_build_object('outcome', said));
    IF said <> 'erase' THEN
        RETURN '{}';
    END IF;
    others := EXISTS (
        SELECT 1 FROM sharing_access a WHERE a.dossier_id = item AND a.organisation_id NOT IN (found.owner_id, guard.organisation())
          AND a.ended_at IS NULL AND a.state IN ('accepted', 'offered', 'drafted') AND a.until_at > statement_timestamp()
          AND NOT EXISTS (SELECT 1 FROM meetings_screening s WHERE s.item_id = item AND s.owner_id = a.organisation_id
                          AND s.outcome = 'erase'));
    IF others THEN
        UPDATE sharing_access a SET ended_at = statement_timestamp(), state = 'ended'
        WHERE a.dossier_id = item AND a.organisation_id = guard.organisation() AND a.ended_at IS NULL;
        RETURN '{}';
    END IF;
    PERFORM guard.take_away(item);
    UPDATE meetings_item i SET state = 'erased', closed_at = coalesce(i.closed_at, statement_timestamp()) WHERE i.id = item;
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.erased', NULL, item, jsonb_build_object('why', 'screened'));
    RETURN ARRAY[item];
END
$$;

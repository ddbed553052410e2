-- What the policies of meetings ask, and what goes past them. Errors: TV100, not a thing for this item now; TV110, for
-- the organisation that brought it to say; TV111, for who runs the meeting.

-- The meetings at which the asker has a seat. An array, so that a policy asks once.
CREATE FUNCTION guard.seated() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT coalesce(array_agg(s.meeting_id), '{}') FROM meetings_seat s WHERE guard.at_work() AND s.member_id = guard.actor()
$$;
REVOKE ALL ON FUNCTION guard.seated() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.seated() TO tvaers_app;

-- The meetings whose common items the asker reads: those where they sit as more than a guest.
CREATE FUNCTION guard.at_tables() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT coalesce(array_agg(s.meeting_id), '{}') FROM meetings_seat s
    WHERE guard.at_work() AND s.member_id = guard.actor() AND s.role <> 'guest'
$$;
REVOKE ALL ON FUNCTION guard.at_tables() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.at_tables() TO tvaers_app;

-- True when somebody of the asking organisation calls the meeting, sees it or sits there: whether its browsers hear that
-- something changed. It tells nothing else.
CREATE FUNCTION guard.meeting_concerns(meeting uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND (
        EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.id = meeting
                AND (m.owner_id = guard.organisation() OR guard.organisation() = ANY (m.audience)))
        OR EXISTS (SELECT 1 FROM meetings_seat s WHERE s.meeting_id = meeting AND s.organisation_id = guard.organisation()))
$$;
REVOKE ALL ON FUNCTION guard.meeting_concerns(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.meeting_concerns(uuid) TO tvaers_app;

-- Who at the table can follow which item about a person, before it opens: for who runs the meeting, of all of them, and
-- for whoever sees an item, of that one. state: accepted, offered, or drafted where a leader has not approved yet. Nothing
-- of the item itself.
CREATE FUNCTION guard.item_followers(of_meeting uuid)
RETURNS TABLE (item_id uuid, member_id uuid, state text, access_id uuid, of_owner boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    RETURN QUERY
    SELECT DISTINCT ON (i.id, s.member_id) i.id, s.member_id, a.state::text,
           CASE WHEN i.owner_id = guard.organisation() THEN a.id END, a.source = 'owner'
    FROM meetings_item i
    JOIN meetings_meeting m ON m.id = i.meeting_id
    JOIN meetings_seat s ON s.meeting_id = m.id
    JOIN sharing_access a ON a.dossier_id = i.id AND a.ended_at IS NULL AND a.until_at > statement_timestamp()
         AND a.state IN ('accepted', 'offered', 'drafted') AND a.organisation_id = s.organisation_id
         AND (a.reader_id IN (s.member_id, s.organisation_id) OR EXISTS (
              SELECT 1 FROM partnerships_unitmembership u WHERE u.membership_id = s.member_id AND u.unit_id = a.reader_id))
    LEFT JOIN sharing_frame f ON f.id = a.frame_id
    WHERE m.id = of_meeting AND i.is_gated
      AND (m.chair_id = guard.actor() OR guard.can(i.id, 511, 1))
      -- What its owner has not sent yet, only the owner knows of.
      AND (a.state <> 'drafted' OR i.owner_id = guard.organisation())
      AND (a.frame_id IS NULL OR f.ended_at IS NULL AND (f.in_force_until IS NULL OR f.in_force_until > statement_timestamp()))
    ORDER BY i.id, s.member_id, a.state, a.id;
END
$$;
REVOKE ALL ON FUNCTION guard.item_followers(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.item_followers(uuid) TO tvaers_app;

-- A receiver says what becomes of an item that was handed over (B3). Nothing but that it was said stays with it. Erased
-- by every organisation that was let in, its content is gone everywhere; by some of them, for those. Returns the dossiers
-- whose keys go.
CREATE FUNCTION guard.screen_item(item uuid, said text) RETURNS uuid[]
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
REVOKE ALL ON FUNCTION guard.screen_item(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.screen_item(uuid, text) TO tvaers_app;

-- Who sits says whether they come and that they are there; as what they sit, only who may call meetings says, of the
-- organisation that calls this one. 1511: meetings.rules.CONVENES.
CREATE FUNCTION guard.own_seat() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NEW.role <> OLD.role AND (OLD.owner_id IS DISTINCT FROM guard.organisation() OR guard.roles() & 1511 = 0) THEN
        RAISE EXCEPTION 'who calls the meeting says who sits as what' USING ERRCODE = 'TV020';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.own_seat() FROM PUBLIC;
CREATE TRIGGER own_seat BEFORE UPDATE OF role ON meetings_seat FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.own_seat();

-- Who brought an item says whether it is read before, when it is erased, and takes it off; that it is erased, a job says.
-- Who runs the meeting says when it is reached and dealt with. Neither for the other, though both may change the row.
CREATE FUNCTION guard.own_item() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    goes text := CASE WHEN NEW.state <> OLD.state THEN NEW.state ELSE '' END;
BEGIN
    IF (OLD.owner_id IS DISTINCT FROM guard.organisation()
        AND (NEW.ahead <> OLD.ahead OR NEW.erase_on IS DISTINCT FROM OLD.erase_on OR goes = 'dropped'))
        OR (goes = 'erased' AND guard.kind() <> 'system')
    THEN
        RAISE EXCEPTION 'who brought an item says so' USING ERRCODE = 'TV110';
    END IF;
    IF (goes IN ('waiting', 'open', 'done') OR NEW.opened_at IS DISTINCT FROM OLD.opened_at
        OR NEW.closed_at IS DISTINCT FROM OLD.closed_at)
        AND NOT EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.id = OLD.meeting_id AND m.chair_id = guard.actor())
    THEN
        RAISE EXCEPTION 'who runs the meeting leads it' USING ERRCODE = 'TV111';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.own_item() FROM PUBLIC;
CREATE TRIGGER own_item BEFORE UPDATE OF ahead, erase_on, state, opened_at, closed_at ON meetings_item FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.own_item();

-- Somebody's right to an item came, changed or ended: whoever has the meeting open fetches it again, and sees it no more.
CREATE FUNCTION guard.announce_item_access() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM pg_notify('tvaers_live', 'meeting ' || i.meeting_id) FROM meetings_item i WHERE i.id = NEW.dossier_id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.announce_item_access() FROM PUBLIC;
CREATE TRIGGER announce_item AFTER INSERT OR UPDATE ON sharing_access FOR EACH ROW
    EXECUTE FUNCTION guard.announce_item_access();

-- The agreement, statute or consent that items stand on ended: the same, for each meeting that is not over.
CREATE FUNCTION guard.announce_item_frame() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM pg_notify('tvaers_live', 'meeting ' || m.id) FROM meetings_meeting m
    WHERE m.state = 'under-way' AND EXISTS (
        SELECT 1 FROM meetings_item i JOIN sharing_access a ON a.dossier_id = i.id
        WHERE i.meeting_id = m.id AND i.is_gated AND a.frame_id = NEW.id);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.announce_item_frame() FROM PUBLIC;
CREATE TRIGGER announce_item_frame AFTER UPDATE ON sharing_frame FOR EACH ROW
    WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION guard.announce_item_frame();

-- What the asker was offered of a meeting and has not answered: the access rows, and nothing of the items.
CREATE FUNCTION guard.item_offers(of_meeting uuid) RETURNS TABLE (access_id uuid, owner_id uuid, purpose integer, basis_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    RETURN QUERY
    SELECT a.id, a.owner_id, a.purpose, a.basis_id FROM meetings_item i JOIN sharing_access a ON a.dossier_id = i.id
    WHERE i.meeting_id = of_meeting AND i.is_gated AND i.state NOT IN ('dropped', 'erased')
      AND a.member_id = guard.actor() AND a.organisation_id = guard.organisation() AND a.owner_id <> guard.organisation()
      AND a.state = 'offered' AND a.ended_at IS NULL AND a.until_at > statement_timestamp()
      AND a.purpose & guard.purposes() <> 0 AND a.categories & guard.categories() <> 0
    ORDER BY i.place, a.id;
END
$$;
REVOKE ALL ON FUNCTION guard.item_offers(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.item_offers(uuid) TO tvaers_app;

-- Volunteers are their organisation's own (0042). Errors: TV020 not the asker's to keep, TV106 another way than this.

-- As long as rules.erase_on says, and no longer (R23).
ALTER TABLE civilsociety_volunteer ADD CONSTRAINT volunteer_goes CHECK (
    erase_on <= coalesce(ended_on + interval '6 months', review_on + interval '12 months'));

-- Lets the organisation's own access to a volunteer go on for five years from now: they were looked at.
CREATE FUNCTION guard.keep_volunteer(volunteer uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF guard.kind() <> 'member' OR NOT guard.decides() OR NOT guard.can(volunteer, 8, 2)
        OR NOT EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = volunteer AND d.kind = 'volunteer'
                       AND d.owner_id = guard.organisation() AND d.erased_at IS NULL)
    THEN
        RAISE EXCEPTION 'not the asker''s to keep' USING ERRCODE = 'TV020';
    END IF;
    UPDATE sharing_access a SET until_at = statement_timestamp() + interval '5 years'
    WHERE a.dossier_id = volunteer AND a.source = 'owner' AND a.reader_id = guard.organisation() AND a.ended_at IS NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.keep_volunteer(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.keep_volunteer(uuid) TO tvaers_app;

-- Whatever way an access row is made: a volunteer is opened to the own organisation for that purpose and nothing else
-- is, and police and probation service have none.
CREATE FUNCTION guard.volunteers_alone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    is_volunteer boolean := EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = NEW.dossier_id AND d.kind = 'volunteer');
BEGIN
    IF is_volunteer <> (NEW.purpose = 256)
        OR is_volunteer AND (NEW.source <> 'owner' OR NEW.organisation_id <> NEW.owner_id
            OR EXISTS (SELECT 1 FROM partnerships_organisation o
                       WHERE o.id = NEW.owner_id AND o.kind IN ('police', 'probation')))
    THEN
        RAISE EXCEPTION 'a volunteer is the own organisation''s alone' USING ERRCODE = 'TV106';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.volunteers_alone() FROM PUBLIC;
CREATE TRIGGER volunteers_alone BEFORE INSERT OR UPDATE OF dossier_id, organisation_id, owner_id, purpose, source
    ON sharing_access FOR EACH ROW EXECUTE FUNCTION guard.volunteers_alone();

-- An access row tells its reader that a volunteer is there, and the whole organisation is its reader: whoever works for
-- another purpose does not see it either, and so counts none.
CREATE POLICY volunteers ON sharing_access AS RESTRICTIVE FOR SELECT TO tvaers_app
    USING (purpose <> 256 OR (SELECT guard.purposes()) & 256 <> 0);

-- Nothing is linked to a volunteer, asked about one, or consented to for one.
CREATE FUNCTION guard.volunteers_unlinked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.kind = 'volunteer'
               AND d.id IN (NEW.source_id, NEW.target_id)) THEN
        RAISE EXCEPTION 'nothing is linked to a volunteer' USING ERRCODE = 'TV106';
    END IF;
    -- After the row's own policies: who does not see both ends is told that, and nothing of what they are.
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.volunteers_unlinked() FROM PUBLIC;
CREATE TRIGGER volunteers_unlinked AFTER INSERT ON sharing_link
    FOR EACH ROW EXECUTE FUNCTION guard.volunteers_unlinked();

CREATE FUNCTION guard.volunteers_unframed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = NEW.dossier_id AND d.kind = 'volunteer') THEN
        RAISE EXCEPTION 'a volunteer is shared on nothing' USING ERRCODE = 'TV106';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.volunteers_unframed() FROM PUBLIC;
CREATE TRIGGER volunteers_unframed BEFORE INSERT OR UPDATE OF dossier_id ON sharing_frame
    FOR EACH ROW WHEN (NEW.dossier_id IS NOT NULL) EXECUTE FUNCTION guard.volunteers_unframed();

-- A consent tells how it was given and taken back, and whoever saw something on it is told. Errors: TV021 no such
-- notice, TV046 a consent is not rewritten.

-- As of 0003; with the taking back is written who did it, when and how, once.
CREATE OR REPLACE FUNCTION guard.keep_consent() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    told text[] := ARRAY['withdrawn_at', 'withdrawn_on', 'withdrawn_by', 'withdrawn_way', 'withdrawn_words',
                         'withdrawal_written_by'];
BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR to_jsonb(NEW) - told <> to_jsonb(OLD) - told THEN
        RAISE EXCEPTION 'a consent is not rewritten' USING ERRCODE = 'TV046';
    END IF;
    RETURN NEW;
END
$$;

-- The signed form is a file of the same dossier that the writer sees; a hidden one is as one that is not there.
CREATE FUNCTION guard.consent_file() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM files_file f WHERE f.id = NEW.file_id AND f.dossier_id = NEW.dossier_id) THEN
        RAISE EXCEPTION 'no such file of the dossier' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.consent_file() FROM PUBLIC;
CREATE TRIGGER consent_file BEFORE INSERT ON consents_consent FOR EACH ROW
    WHEN (current_user = 'tvaers_app' AND NEW.file_id IS NOT NULL) EXECUTE FUNCTION guard.consent_file();

-- However a consent's frame ends before its time, each reader of what stood on it is told, once for what was offered in
-- one go. Whoever had not answered yet saw nothing, and is told nothing.
CREATE FUNCTION guard.tell_withdrawal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    INSERT INTO consents_withdrawalnotice (id, dossier_id, frame_id, owner_id, organisation_id, reader_id, unit_id, member_id,
                                           purpose, given_by_id, given_at, told_at)
    SELECT DISTINCT ON (coalesce(d.group_id, a.id), a.reader_id)
        gen_random_uuid(), NEW.dossier_id, NEW.id, a.owner_id, a.organisation_id, a.reader_id, a.unit_id, a.member_id,
        a.purpose, a.granted_by_id, a.granted_at, statement_timestamp()
    FROM sharing_access a LEFT JOIN sharing_disclosure d ON d.id = a.id
    WHERE a.frame_id = NEW.id AND a.source = 'disclosure' AND a.state = 'accepted' AND a.ended_at IS NULL
      AND a.until_at > statement_timestamp()
    ORDER BY coalesce(d.group_id, a.id), a.reader_id, a.id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.tell_withdrawal() FROM PUBLIC;
CREATE TRIGGER tell_withdrawal AFTER UPDATE OF ended_at ON sharing_frame FOR EACH ROW
    WHEN (NEW.kind = 'consent' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)
    EXECUTE FUNCTION guard.tell_withdrawal();

-- True when the asker was told: the reader named, working for the purpose; and once that colleague has left or that unit
-- is closed, whoever decides in the organisation, so that no notice stays unread for want of a reader.
CREATE FUNCTION guard.was_told(reader uuid, of_organisation uuid, for_purpose integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND for_purpose & guard.purposes() <> 0 AND (
        reader = ANY (guard.readers())
        OR of_organisation = guard.organisation() AND guard.decides() AND (
            EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = reader AND m.state = 'left')
            OR EXISTS (SELECT 1 FROM partnerships_unit u WHERE u.id = reader AND u.ended_at IS NOT NULL)))
$$;
REVOKE ALL ON FUNCTION guard.was_told(uuid, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.was_told(uuid, uuid, integer) TO tvaers_app;

-- Whoever was told says that it was read; said again, it stays as it was.
CREATE FUNCTION guard.acknowledge_withdrawal(notice uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    told consents_withdrawalnotice;
BEGIN
    PERFORM guard.at_work();
    SELECT * INTO told FROM consents_withdrawalnotice n
    WHERE n.id = notice AND guard.was_told(n.reader_id, n.organisation_id, n.purpose) AND guard.kind() = 'member' FOR UPDATE;
    IF told.id IS NULL THEN
        RAISE EXCEPTION 'no such notice' USING ERRCODE = 'TV021';
    END IF;
    IF told.acknowledged_at IS NULL THEN
        UPDATE consents_withdrawalnotice n SET acknowledged_at = statement_timestamp(), acknowledged_by_id = guard.actor()
        WHERE n.id = told.id;
        PERFORM guard.record_event(gen_random_uuid(), 'consents.acknowledged', told.id, told.dossier_id, NULL);
    END IF;
END
$$;
REVOKE ALL ON FUNCTION guard.acknowledge_withdrawal(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.acknowledge_withdrawal(uuid) TO tvaers_app;

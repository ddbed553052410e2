-- Whoever was given something is told what became of it, and says that it was read. Errors: TV021 no such notice.

-- True when the asker was told: the reader named, working for the purpose; and once that colleague has left or that unit
-- is closed, whoever decides in the organisation, so that no notice stays unread for want of a reader.
CREATE FUNCTION guard.notice_reaches(reader uuid, of_organisation uuid, for_purpose integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND for_purpose & guard.purposes() <> 0 AND (
        reader = ANY (guard.readers())
        OR of_organisation = guard.organisation() AND guard.decides() AND (
            EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = reader AND m.state = 'left')
            OR EXISTS (SELECT 1 FROM partnerships_unit u WHERE u.id = reader AND u.ended_at IS NOT NULL)))
$$;
REVOKE ALL ON FUNCTION guard.notice_reaches(uuid, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.notice_reaches(uuid, uuid, integer) TO tvaers_app;

-- Whoever was told says that it was read; said again, it stays as it was.
CREATE FUNCTION guard.acknowledge_notice(notice uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    told sharing_notice;
BEGIN
    PERFORM guard.at_work();
    SELECT * INTO told FROM sharing_notice n
    WHERE n.id = notice AND guard.notice_reaches(n.reader_id, n.organisation_id, n.purpose) AND guard.kind() = 'member'
    FOR UPDATE;
    IF told.id IS NULL THEN
        RAISE EXCEPTION 'no such notice' USING ERRCODE = 'TV021';
    END IF;
    IF told.acknowledged_at IS NULL THEN
        UPDATE sharing_notice n SET acknowledged_at = statement_timestamp(), acknowledged_by_id = guard.actor()
        WHERE n.id = told.id;
        PERFORM guard.record_event(gen_random_uuid(), 'sharing.acknowledged', told.id, told.dossier_id, NULL);
    END IF;
END
$$;
REVOKE ALL ON FUNCTION guard.acknowledge_notice(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.acknowledge_notice(uuid) TO tvaers_app;

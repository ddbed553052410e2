-- However a consent's frame ends before its time, each reader of what stood on it is told, once for what was offered in
-- one go. Whoever had not answered yet saw nothing, and is told nothing. As of 0006, but among the notices of sharing.
CREATE OR REPLACE FUNCTION guard.tell_withdrawal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    INSERT INTO sharing_notice (id, kind, dossier_id, about_id, owner_id, organisation_id, reader_id, unit_id, member_id,
                                purpose, given_by_id, given_at, told_at)
    SELECT DISTINCT ON (coalesce(d.group_id, a.id), a.reader_id)
        gen_random_uuid(), 'withdrawn', NEW.dossier_id, NEW.id, a.owner_id, a.organisation_id, a.reader_id, a.unit_id,
        a.member_id, a.purpose, a.granted_by_id, a.granted_at, statement_timestamp()
    FROM sharing_access a LEFT JOIN sharing_disclosure d ON d.id = a.id
    WHERE a.frame_id = NEW.id AND a.source = 'disclosure' AND a.state = 'accepted' AND a.ended_at IS NULL
      AND a.until_at > statement_timestamp()
    ORDER BY coalesce(d.group_id, a.id), a.reader_id, a.id;
    RETURN NULL;
END
$$;

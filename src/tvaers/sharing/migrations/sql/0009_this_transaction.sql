-- "While the dossier is opened" and "has left in this very transaction" are told by the transaction's id. A time alone
-- says "since this transaction began", and lets through what others did meanwhile. The time is asked as well: in a
-- database put back from a dump the ids start anew, and an old one comes again.

-- Filled by the database alone; no model knows the two columns. Rows of before stay empty, and are nobody's transaction.
ALTER TABLE sharing_dossier ADD COLUMN opened_in xid8;
ALTER TABLE sharing_dossier ALTER COLUMN opened_in SET DEFAULT pg_current_xact_id();
ALTER TABLE partnerships_membership ADD COLUMN left_in xid8;

CREATE FUNCTION guard.note_leaving() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.left_in := pg_current_xact_id();
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.note_leaving() FROM PUBLIC;
-- Who was only invited leaves nothing behind: withdrawing the letter is no leaving.
CREATE TRIGGER note_leaving BEFORE UPDATE ON partnerships_membership FOR EACH ROW
    WHEN (OLD.state = 'active' AND NEW.state = 'left') EXECUTE FUNCTION guard.note_leaving();

-- As before, but for which transaction opened the dossier.
CREATE OR REPLACE FUNCTION guard.let_in(on_dossier uuid, for_unit uuid, for_member uuid, to_categories integer, to_may integer,
    until_when timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    own sharing_access;
    access uuid := gen_random_uuid();
BEGIN
    PERFORM guard.at_work();
    SELECT a.* INTO own FROM sharing_access a
    WHERE a.dossier_id = on_dossier AND a.owner_id = guard.organisation() AND a.reader_id = ANY (guard.readers())
      AND a.source = 'owner' AND a.may = 2 AND a.state = 'accepted' AND a.ended_at IS NULL
      AND a.purpose & guard.purposes() <> 0 AND a.from_at <= statement_timestamp() AND a.until_at > statement_timestamp()
    ORDER BY a.until_at DESC LIMIT 1;
    IF own.id IS NULL THEN
        RAISE EXCEPTION 'only who works on it lets others in' USING ERRCODE = 'TV020';
    END IF;
    IF NOT guard.decides() AND NOT EXISTS (SELECT 1 FROM sharing_dossier d
        WHERE d.id = on_dossier AND d.opened_in = pg_current_xact_id_if_assigned() AND d.opened_at >= transaction_timestamp())
    THEN
        RAISE EXCEPTION 'only who decides lets others in' USING ERRCODE = 'TV020';
    END IF;
    until_when := coalesce(until_when, own.until_at);
    IF (for_unit IS NULL) = (for_member IS NULL)
        OR for_unit IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_unit u
            WHERE u.id = for_unit AND u.organisation_id = guard.organisation() AND u.ended_at IS NULL)
        OR for_member IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_membership m
            WHERE m.id = for_member AND m.organisation_id = guard.organisation() AND m.state = 'active')
    THEN
        RAISE EXCEPTION 'no such reader here' USING ERRCODE = 'TV022';
    END IF;
    IF (to_categories <> 0 AND to_categories & ~own.categories = 0 AND to_may IN (1, 2)) IS NOT TRUE THEN
        RAISE EXCEPTION 'more than the asker sees' USING ERRCODE = 'TV024';
    END IF;
    IF (until_when > statement_timestamp() AND until_when <= own.until_at) IS NOT TRUE THEN
        RAISE EXCEPTION 'longer than the asker' USING ERRCODE = 'TV025';
    END IF;
    INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, member_id, reader_id, categories, may,
                                purpose, source, state, granted_by_id, from_at, until_at)
    VALUES (access, on_dossier, guard.organisation(), guard.organisation(), for_unit, for_member,
            coalesce(for_member, for_unit), to_categories, to_may, own.purpose, 'owner', 'accepted', guard.actor(),
            statement_timestamp(), until_when);
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.let_in', access, on_dossier,
        jsonb_build_object('reader', coalesce(for_member, for_unit)));
    RETURN access;
END
$$;

-- As before, but for which transaction the one has left in.
CREATE OR REPLACE FUNCTION guard.require_successor(from_member uuid, to_member uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.require_administrator();
    IF from_member IS NOT DISTINCT FROM to_member
        OR EXISTS (SELECT 1 FROM partnerships_membership m JOIN partnerships_membership own ON own.id = guard.actor()
                   WHERE m.id = to_member AND m.user_id = own.user_id)
        OR NOT EXISTS (SELECT 1 FROM partnerships_membership m
                       WHERE m.id = from_member AND m.organisation_id = guard.organisation()
                         AND (m.id = guard.actor() OR m.state = 'left'
                              AND m.left_in = pg_current_xact_id_if_assigned() AND m.left_at >= transaction_timestamp()))
        OR NOT EXISTS (SELECT 1 FROM partnerships_membership m
                       WHERE m.id = to_member AND m.organisation_id = guard.organisation() AND m.state = 'active')
    THEN
        RAISE EXCEPTION 'not two colleagues here' USING ERRCODE = 'TV022';
    END IF;
END
$$;

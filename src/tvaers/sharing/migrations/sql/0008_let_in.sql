-- Letting others in is a decision. Whose role only records lets in the unit that is to receive what was just written,
-- in the transaction that opened the dossier, and nobody afterwards.

-- Lets a colleague or a unit of the owner organisation in as well; never more, nor longer, than the asker was given;
-- returns the access row's id.
-- What each then sees is narrowed by the own role, so the asker's role does not bound it here. Without an end: as long
-- as the asker.
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
        WHERE d.id = on_dossier AND d.opened_at >= transaction_timestamp())
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

-- Merging is a decision, and lets nobody in whom the asker could not let in.

-- Makes what points at a double point at the one that stays: rows, links, and who in the own organisation is let in.
-- Rows that the asker cannot see move as well, or a colleague's concern would point at nobody. Who could see the double
-- sees the one that stays, never more of it nor longer than the asker's own access there, as by guard.let_in. What was
-- disclosed of the double to others ends with it: they were given that dossier and not this one. The caller then erases
-- the double.
-- Errors: TV020 no role that decides, or not two people of the asker's own organisation that the asker works on; TV023
-- a colleague knows the double for a purpose that the asker does not work for, and would lose sight of it.
CREATE OR REPLACE FUNCTION guard.merge_person(keep uuid, double uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    r guard.person_reference;
    own sharing_access;
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.decides() OR keep = double OR NOT guard.can(keep, 8, 2) OR NOT guard.can(double, 8, 2)
        OR (SELECT count(*) FROM sharing_dossier d WHERE d.id IN (keep, double) AND d.kind = 'person'
            AND d.owner_id = guard.organisation() AND d.erased_at IS NULL) <> 2
    THEN
        RAISE EXCEPTION 'not two people of one organisation' USING ERRCODE = 'TV020';
    END IF;
    SELECT a.* INTO own FROM sharing_access a
    WHERE a.dossier_id = keep AND a.owner_id = guard.organisation() AND a.reader_id = ANY (guard.readers())
      AND a.source = 'owner' AND a.may = 2 AND a.categories & 8 <> 0 AND a.state = 'accepted' AND a.ended_at IS NULL
      AND a.purpose & guard.purposes() <> 0 AND a.from_at <= statement_timestamp() AND a.until_at > statement_timestamp()
    ORDER BY a.until_at DESC, a.id LIMIT 1;
    IF own.id IS NULL THEN
        RAISE EXCEPTION 'only who works on both merges' USING ERRCODE = 'TV020';
    END IF;
    IF EXISTS (SELECT 1 FROM sharing_access a
        WHERE a.dossier_id = double AND a.source = 'owner' AND a.state = 'accepted' AND a.ended_at IS NULL
          AND a.until_at > statement_timestamp() AND a.purpose & guard.purposes() = 0)
    THEN
        RAISE EXCEPTION 'known for a purpose that is not the asker''s' USING ERRCODE = 'TV023';
    END IF;
    FOR r IN SELECT * FROM guard.person_reference LOOP
        EXECUTE format('UPDATE %s SET %I = $1 WHERE %I = $2', r.name, r.person_column, r.person_column) USING keep, double;
    END LOOP;
    INSERT INTO sharing_link (id, kind, source_id, target_id, linked_at)
    SELECT gen_random_uuid(), l.kind, CASE l.source_id WHEN double THEN keep ELSE l.source_id END,
           CASE l.target_id WHEN double THEN keep ELSE l.target_id END, l.linked_at
    FROM sharing_link l
    WHERE double IN (l.source_id, l.target_id) AND keep NOT IN (l.source_id, l.target_id)
    ON CONFLICT (kind, source_id, target_id) DO NOTHING;
    DELETE FROM sharing_link l WHERE double IN (l.source_id, l.target_id);
    INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, member_id, reader_id, categories, may,
                                purpose, source, state, granted_by_id, from_at, until_at)
    SELECT gen_random_uuid(), keep, a.owner_id, a.organisation_id, a.unit_id, a.member_id, a.reader_id,
           a.categories & own.categories, a.may, a.purpose, a.source, a.state, guard.actor(),
           greatest(a.from_at, statement_timestamp()), least(a.until_at, own.until_at)
    FROM sharing_access a
    WHERE a.dossier_id = double AND a.source = 'owner' AND a.state = 'accepted' AND a.ended_at IS NULL
      AND a.until_at > statement_timestamp() AND a.categories & own.categories <> 0
      AND NOT EXISTS (SELECT 1 FROM sharing_access k
          WHERE k.dossier_id = keep AND k.reader_id = a.reader_id AND k.source = 'owner' AND k.state = 'accepted'
            AND k.ended_at IS NULL AND k.purpose = a.purpose AND k.may >= a.may
            AND k.until_at >= least(a.until_at, own.until_at) AND a.categories & own.categories & ~k.categories = 0);
    PERFORM guard.record_event(gen_random_uuid(), 'people.merged', double, keep, NULL);
END
$$;

-- The columns of other tables that hold a person's id; a table that points at people is noted here by its app.
CREATE TABLE guard.person_reference (name regclass NOT NULL, person_column name NOT NULL, PRIMARY KEY (name, person_column));
REVOKE ALL ON guard.person_reference FROM PUBLIC;

-- A person is pointed at by who sees that person, for the organisation that answers for both.
CREATE FUNCTION guard.own_person() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = (to_jsonb(NEW) ->> TG_ARGV[0])::uuid
                   AND d.kind = 'person' AND d.owner_id = guard.organisation()) THEN
        -- As a row behind a hidden dossier: nothing tells whether such a person is there.
        RAISE EXCEPTION 'no such person here' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.own_person() FROM PUBLIC;

-- Makes what points at a double point at the one that stays: rows, links, and who in the own organisation is let in.
-- Rows that the asker cannot see move as well, or a colleague's concern would point at nobody. What was disclosed of
-- the double to others ends with it: they were given that dossier and not this one. The caller then erases the double.
-- Errors: TV020 not two people of the asker's own organisation that the asker works on.
CREATE FUNCTION guard.merge_person(keep uuid, double uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    r guard.person_reference;
BEGIN
    PERFORM guard.at_work();
    IF keep = double OR NOT guard.can(keep, 8, 2) OR NOT guard.can(double, 8, 2)
        OR (SELECT count(*) FROM sharing_dossier d WHERE d.id IN (keep, double) AND d.kind = 'person'
            AND d.owner_id = guard.organisation() AND d.erased_at IS NULL) <> 2
    THEN
        RAISE EXCEPTION 'not two people of one organisation' USING ERRCODE = 'TV020';
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
    SELECT gen_random_uuid(), keep, a.owner_id, a.organisation_id, a.unit_id, a.member_id, a.reader_id, a.categories, a.may,
           a.purpose, a.source, a.state, guard.actor(), statement_timestamp(), a.until_at
    FROM sharing_access a
    WHERE a.dossier_id = double AND a.source = 'owner' AND a.state = 'accepted' AND a.ended_at IS NULL
      AND a.until_at > statement_timestamp()
      AND NOT EXISTS (SELECT 1 FROM sharing_access k
          WHERE k.dossier_id = keep AND k.reader_id = a.reader_id AND k.source = 'owner' AND k.state = 'accepted'
            AND k.ended_at IS NULL AND k.purpose = a.purpose AND k.may >= a.may AND k.until_at >= a.until_at
            AND a.categories & ~k.categories = 0);
    PERFORM guard.record_event(gen_random_uuid(), 'people.merged', double, keep, NULL);
END
$$;
REVOKE ALL ON FUNCTION guard.merge_person(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.merge_person(uuid, uuid) TO tvaers_app;

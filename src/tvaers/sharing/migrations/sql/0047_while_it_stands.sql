-- What an offer stands on stands still when it is accepted, as of 0002 else: a task that is taken on later would be kept
-- by who never could see it (plans 0009). What has ended can be declined as before.
CREATE OR REPLACE FUNCTION guard.answer_access(access uuid, accepted boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    about uuid;
BEGIN
    PERFORM guard.at_work();
    UPDATE sharing_access a SET state = CASE WHEN accepted THEN 'accepted' ELSE 'declined' END
    WHERE a.id = access AND a.state = 'offered' AND a.ended_at IS NULL AND a.reader_id = ANY (guard.readers())
      AND a.purpose & guard.purposes() <> 0 AND a.categories & guard.categories() <> 0
      AND a.until_at > statement_timestamp()
      AND (accepted IS NOT TRUE OR EXISTS (SELECT 1 FROM sharing_frame f WHERE f.id = a.frame_id AND f.ended_at IS NULL
           AND f.in_force_from <= statement_timestamp()
           AND (f.in_force_until IS NULL OR f.in_force_until > statement_timestamp())))
    RETURNING a.dossier_id INTO about;
    IF about IS NULL THEN
        RAISE EXCEPTION 'no such offer' USING ERRCODE = 'TV021';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), CASE WHEN accepted THEN 'sharing.accepted' ELSE 'sharing.declined' END,
        access, about, NULL);
END
$$;

-- As of plans 0009, and only while what it was given on is in force: a task that is opened again after that is given to
-- nobody by it.
CREATE OR REPLACE FUNCTION guard.keep_text(given sharing_access) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, member_id, reader_id, categories, may,
                                purpose, source, state, granted_by_id, from_at, until_at, answered_at)
    SELECT gen_random_uuid(), given.dossier_id, given.owner_id, given.organisation_id, given.unit_id, given.member_id,
           given.reader_id, given.categories, 1, given.purpose, 'taken-on', 'accepted', given.granted_by_id,
           statement_timestamp(), given.until_at, statement_timestamp()
    FROM plans_task t JOIN sharing_frame f ON f.id = given.frame_id AND f.kind IN ('agreement', 'statute')
         AND f.ended_at IS NULL AND f.in_force_from <= statement_timestamp()
         AND (f.in_force_until IS NULL OR f.in_force_until > statement_timestamp())
    WHERE t.id = given.dossier_id AND t.state = 'open' AND given.until_at > statement_timestamp()
      AND NOT EXISTS (SELECT 1 FROM sharing_access a WHERE a.dossier_id = given.dossier_id AND a.reader_id = given.reader_id
                      AND a.source = 'taken-on' AND a.ended_at IS NULL AND a.until_at >= given.until_at)
$$;

-- As of plans 0009, and what goes on, on something else, says anew whether the text stays and how long: not on a consent,
-- and no longer than it is given for now.
CREATE OR REPLACE FUNCTION guard.task_was_taken_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NEW.state = 'accepted' AND NEW.ended_at IS NULL THEN
        PERFORM guard.keep_text(NEW);
        RETURN NULL;
    END IF;
    UPDATE sharing_access k SET state = 'ended', ended_at = statement_timestamp()
    WHERE k.dossier_id = NEW.dossier_id AND k.reader_id = NEW.reader_id AND k.source = 'taken-on' AND k.ended_at IS NULL
      AND (NEW.state <> 'moved' OR NOT EXISTS (
           SELECT 1 FROM sharing_access a JOIN sharing_frame f ON f.id = a.frame_id AND f.kind IN ('agreement', 'statute')
           WHERE a.dossier_id = k.dossier_id AND a.reader_id = k.reader_id AND a.source = 'disclosure' AND a.may = 2
             AND a.state = 'accepted' AND a.ended_at IS NULL AND a.until_at >= k.until_at));
    IF NEW.state = 'moved' THEN
        PERFORM guard.keep_text(a) FROM sharing_access a
        WHERE a.dossier_id = NEW.dossier_id AND a.reader_id = NEW.reader_id AND a.source = 'disclosure' AND a.may = 2
          AND a.state = 'accepted' AND a.ended_at IS NULL;
    END IF;
    RETURN NULL;
END
$$;

-- What was kept by somebody who may not: nothing that was given on an agreement or a statute lasts as long, or it was
-- taken on when that had ended.
UPDATE sharing_access k SET state = 'ended', ended_at = statement_timestamp()
WHERE k.source = 'taken-on' AND k.ended_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM sharing_access a JOIN sharing_frame f ON f.id = a.frame_id AND f.kind IN ('agreement', 'statute')
    WHERE a.dossier_id = k.dossier_id AND a.reader_id = k.reader_id AND a.source = 'disclosure' AND a.may = 2
      AND a.state = 'accepted' AND a.ended_at IS NULL
      AND a.answered_at < least(coalesce(f.ended_at, 'infinity'), coalesce(f.in_force_until, 'infinity')));
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;

-- A case that is handed over when a young person moves. Errors: TV020 a role that does not decide, TV021 nothing to take
-- over, TV022 no other municipality, TV048 what a move says stays, TV049 a case that nobody has taken over yet is not
-- closed.

-- Whoever leads a case says where the young person moves. To whom it is handed over stays as it was; that a municipality
-- has taken over is written by itself alone, or, where it was told by letter, by who got its answer.
CREATE FUNCTION guard.keep_move() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT guard.decides() THEN
        RAISE EXCEPTION 'only who decides hands a case over' USING ERRCODE = 'TV020';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.to_organisation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_organisation o
            WHERE o.id = NEW.to_organisation_id AND o.id <> guard.organisation() AND o.kind = 'municipality'
              AND o.ended_at IS NULL)
        THEN
            RAISE EXCEPTION 'no other municipality' USING ERRCODE = 'TV022';
        ELSIF NEW.taken_at IS NOT NULL OR NEW.ended_at IS NOT NULL THEN
            RAISE EXCEPTION 'nobody has taken over yet' USING ERRCODE = 'TV048';
        END IF;
    ELSIF NEW.to_organisation_id IS DISTINCT FROM OLD.to_organisation_id OR NEW.to_name <> OLD.to_name
        OR NEW."by" <> OLD."by" OR NEW.begun_at <> OLD.begun_at OR OLD.ended_at IS NOT NULL OR OLD.taken_at IS NOT NULL
        OR NEW.taken_at IS NOT NULL AND NEW.to_organisation_id IS NOT NULL
    THEN
        RAISE EXCEPTION 'what a move says stays' USING ERRCODE = 'TV048';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.keep_move() FROM PUBLIC;
CREATE TRIGGER keep_move BEFORE INSERT OR UPDATE ON cases_move FOR EACH ROW WHEN (current_user = 'tvaers_app')
    EXECUTE FUNCTION guard.keep_move();

-- Says that the asker's organisation has opened a case of its own in this very transaction, made of one that was shared
-- with it because the young person moves there. Both are linked already.
CREATE FUNCTION guard.take_case_over(from_case uuid, own_case uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    UPDATE cases_move m SET taken_at = statement_timestamp()
    WHERE m.dossier_id = from_case AND m.to_organisation_id = guard.organisation() AND m.ended_at IS NULL
      AND m.taken_at IS NULL AND guard.decides() AND guard.can(from_case, 1, 1)
      AND EXISTS (SELECT 1 FROM sharing_dossier d JOIN cases_case c ON c.id = d.id AND c.state <> 'closed'
                  WHERE d.id = own_case AND d.kind = 'case' AND d.owner_id = guard.organisation()
                    AND d.opened_in = pg_current_xact_id_if_assigned() AND d.opened_at >= transaction_timestamp())
      AND EXISTS (SELECT 1 FROM sharing_link l WHERE l.kind = 'became' AND l.source_id = from_case AND l.target_id = own_case);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nothing to take over' USING ERRCODE = 'TV021';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), 'cases.taken_over', from_case, own_case, NULL);
END
$$;
REVOKE ALL ON FUNCTION guard.take_case_over(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.take_case_over(uuid, uuid) TO tvaers_app;

-- Nobody is without a case in between: while one is to be taken over, and nobody has, it goes on here.
CREATE FUNCTION guard.stays_until_taken() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cases_move m WHERE m.dossier_id = NEW.id AND m.ended_at IS NULL AND m.taken_at IS NULL) THEN
        RAISE EXCEPTION 'nobody has taken over yet' USING ERRCODE = 'TV049';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.stays_until_taken() FROM PUBLIC;
CREATE TRIGGER stays_until_taken BEFORE UPDATE ON cases_case FOR EACH ROW
    WHEN (NEW.state = 'closed' AND OLD.state <> 'closed') EXECUTE FUNCTION guard.stays_until_taken();

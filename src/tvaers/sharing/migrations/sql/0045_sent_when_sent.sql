-- What was drafted is given on the day it is sent: nobody who has left the agreement or the workplace receives it, its day is
-- the day of the meeting, a question counts as one too, and what it answers is not opened again. As of 0041, else.
CREATE OR REPLACE FUNCTION guard.approve_group(in_group uuid, of_dossier uuid, is_approved boolean, said bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    draft record;
    about uuid;
BEGIN
    PERFORM guard.at_work();
    FOR draft IN
        SELECT a.*, o.kind AS from_kind, r.kind AS to_kind, f.ended_at AS frame_ended,
               f.in_force_until AS frame_until, (
                   SELECT min(p.until_at) FROM sharing_frameparty p
                   WHERE p.frame_id = a.frame_id AND p.organisation_id IN (a.owner_id, a.organisation_id)) AS left_at
        FROM sharing_disclosure d JOIN sharing_access a ON a.id = d.id JOIN sharing_frame f ON f.id = a.frame_id
             JOIN partnerships_organisation o ON o.id = a.owner_id JOIN partnerships_organisation r ON r.id = a.organisation_id
        WHERE d.group_id = in_group AND a.state = 'drafted' AND a.owner_id = guard.organisation() AND a.ended_at IS NULL
        ORDER BY a.granted_at, a.id FOR UPDATE OF a
    LOOP
        -- A part that the asker does not see is nothing that exists.
        IF guard.roles() & 256 = 0 OR draft.granted_by_id = guard.actor() OR draft.categories & ~coalesce((
            SELECT bit_or(w.categories) & guard.categories() FROM sharing_access w
            WHERE w.dossier_id = draft.dossier_id AND w.reader_id = ANY (guard.readers()) AND w.source = 'owner'
              AND w.may = 2 AND w.state = 'accepted' AND w.ended_at IS NULL AND w.purpose & guard.purposes() <> 0
              AND w.from_at <= statement_timestamp() AND w.until_at > statement_timestamp()), 0) <> 0
        THEN
            IF NOT guard.sees_given(draft.id, draft.dossier_id) THEN
                RAISE EXCEPTION 'no such draft' USING ERRCODE = 'TV021';
            END IF;
            RAISE EXCEPTION 'nothing that the asker approves' USING ERRCODE = 'TV020';
        END IF;
        IF is_approved THEN
            IF draft.until_at <= statement_timestamp() OR draft.frame_ended IS NOT NULL
                OR draft.frame_until <= statement_timestamp() OR draft.left_at <= statement_timestamp()
                OR guard.basis_stop(draft.basis_id, draft.frame_id, draft.from_kind, draft.to_kind, draft.purpose,
                                    draft.categories) IS NOT NULL
            THEN
                RAISE EXCEPTION 'what allowed it has ended' USING ERRCODE = 'TV026';
            END IF;
            IF draft.member_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_membership m
                    WHERE m.id = draft.member_id AND m.state = 'active')
                OR draft.unit_id IS NOT NULL AND EXISTS (SELECT 1 FROM partnerships_unit u
                    WHERE u.id = draft.unit_id AND u.ended_at IS NOT NULL)
            THEN
                RAISE EXCEPTION 'nobody there to receive' USING ERRCODE = 'TV022';
            END IF;
            -- It is now that it is given: today is the day of the meeting, and the month in which it counts.
            UPDATE sharing_access a SET from_at = statement_timestamp(), granted_at = statement_timestamp(),
                until_at = least(a.until_at, draft.left_at),
                state = CASE WHEN q.id IS NULL THEN 'offered' ELSE 'accepted' END,
                answered_at = CASE WHEN q.id IS NULL THEN NULL ELSE statement_timestamp() END
            FROM (SELECT 1) AS always LEFT JOIN sharing_question q ON q.id = draft.dossier_id WHERE a.id = draft.id;
        ELSE
            UPDATE sharing_access a SET state = 'dropped', ended_at = statement_timestamp() WHERE a.id = draft.id;
        END IF;
        about := CASE WHEN draft.dossier_id = of_dossier THEN of_dossier ELSE about END;
        PERFORM guard.record_event(gen_random_uuid(),
            CASE WHEN is_approved THEN 'sharing.approved' ELSE 'sharing.sent_back' END, draft.id, draft.dossier_id, NULL);
    END LOOP;
    IF about IS NULL THEN
        RAISE EXCEPTION 'no such draft' USING ERRCODE = 'TV021';
    END IF;
    INSERT INTO sharing_approval (id, dossier_id, is_approved, words, by_id, at)
    VALUES (in_group, about, is_approved, CASE WHEN is_approved THEN '' ELSE said END, guard.actor(), statement_timestamp());
END
$$;

-- As of 0036, else.
CREATE OR REPLACE FUNCTION guard.answer_when_sent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    sent record;
BEGIN
    FOR sent IN
        SELECT q.id, q.dossier_id, q.group_id, q.waiting FROM sharing_disclosure g
        JOIN sharing_questiondisclosure q ON q.group_id = g.group_id AND q.waiting <> '' WHERE g.id = NEW.id
    LOOP
        UPDATE sharing_questiondisclosure q SET waiting = '', at = statement_timestamp() WHERE q.id = sent.id;
        INSERT INTO sharing_questionanswer (id, dossier_id, outcome, words, organisation_id, told_at)
        VALUES (sent.dossier_id, sent.dossier_id, sent.waiting, '', NEW.owner_id, statement_timestamp())
        ON CONFLICT (id) DO UPDATE SET told_at = statement_timestamp(), outcome = CASE
            -- What was answered wholly since, or declined but for this, is not opened again.
            WHEN sharing_questionanswer.outcome = 'whole' OR sent.waiting = 'part' AND sharing_questionanswer.outcome = 'rest'
            THEN sharing_questionanswer.outcome ELSE sent.waiting END;
        PERFORM guard.record_event(gen_random_uuid(), 'sharing.question_answered', sent.dossier_id, sent.dossier_id,
            jsonb_build_object('group', sent.group_id, 'outcome', sent.waiting));
    END LOOP;
    RETURN NULL;
END
$$;

-- As of 0033, else.
CREATE OR REPLACE FUNCTION guard.tell_origin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    origin sharing_origin;
BEGIN
    -- Asked at the end of the transaction: what was offered first may have become a draft with the rest of its group.
    IF EXISTS (SELECT 1 FROM sharing_access a WHERE a.id = NEW.id AND a.state = 'drafted') THEN
        RETURN NULL;
    END IF;
    FOR origin IN
        SELECT o.* FROM sharing_origin o JOIN sharing_dossier d ON d.id = o.origin_id AND d.erased_at IS NULL
        WHERE o.dossier_id = NEW.dossier_id AND o.organisation_id <> NEW.organisation_id
    LOOP
        INSERT INTO sharing_onwardnotice (id, dossier_id, organisation_id, by_organisation_id, to_organisation_id, basis_id, at)
        VALUES (gen_random_uuid(), origin.origin_id, origin.organisation_id, NEW.owner_id, NEW.organisation_id, NEW.basis_id,
            statement_timestamp());
        PERFORM guard.record_event(gen_random_uuid(), 'sharing.passed_on', NEW.id, NEW.dossier_id,
            jsonb_build_object('origin', origin.organisation_id, 'to', NEW.organisation_id));
    END LOOP;
    RETURN NULL;
END
$$;

DROP TRIGGER tell_origin_at_once ON sharing_access;
CREATE CONSTRAINT TRIGGER tell_origin_at_once AFTER INSERT ON sharing_access DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.source = 'disclosure' AND NEW.state = 'offered') EXECUTE FUNCTION guard.tell_origin();
DROP TRIGGER tell_origin_when_approved ON sharing_access;
CREATE TRIGGER tell_origin_when_approved AFTER UPDATE ON sharing_access FOR EACH ROW
    WHEN (NEW.source = 'disclosure' AND OLD.state = 'drafted' AND NEW.state IN ('offered', 'accepted'))
    EXECUTE FUNCTION guard.tell_origin();
DROP TRIGGER no_further_meeting_sent ON sharing_access;
CREATE TRIGGER no_further_meeting_sent BEFORE UPDATE ON sharing_access FOR EACH ROW
    WHEN (OLD.state = 'drafted' AND NEW.state IN ('offered', 'accepted') AND NEW.basis_id IS NOT NULL)
    EXECUTE FUNCTION guard.no_further_meeting();

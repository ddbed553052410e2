-- Asking another organisation about a young person (R5, R7). The question is a dossier of the asker's, disclosed to one
-- named colleague elsewhere; it is answered by a disclosure, or declined. Errors: as in 0002.

-- True when the asker is the one whom a question that can still be answered was put to.
CREATE FUNCTION guard.is_asked(question uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND guard.can(question, 10, 1) AND EXISTS (
        SELECT 1 FROM sharing_question q WHERE q.id = question AND q.asked_member_id = guard.actor())
$$;
REVOKE ALL ON FUNCTION guard.is_asked(uuid) FROM PUBLIC;

-- Puts a question to the one it names, with every check of a disclosure; it can be read at once, as nobody accepts a
-- question before reading it. Who neither gives nor receives by law neither asks nor is asked (R4). Roles 227: who works
-- across organisations (sharing.rules.ASKED).
CREATE FUNCTION guard.put_question(question uuid, for_purpose integer, on_frame uuid, on_basis uuid,
    until_when timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    asked partnerships_membership;
    access uuid;
BEGIN
    PERFORM guard.at_work();
    IF NOT EXISTS (SELECT 1 FROM sharing_question q JOIN sharing_dossier d ON d.id = q.id
                   WHERE q.id = question AND d.owner_id = guard.organisation() AND q.asked_by = guard.actor())
        OR NOT EXISTS (SELECT 1 FROM partnerships_organisation o WHERE o.id = guard.organisation()
                       AND o.kind IN ('municipality', 'police', 'probation', 'school', 'institution-public'))
    THEN
        RAISE EXCEPTION 'not a question of the asker' USING ERRCODE = 'TV020';
    END IF;
    IF EXISTS (SELECT 1 FROM sharing_access a WHERE a.dossier_id = question AND a.source <> 'owner') THEN
        RAISE EXCEPTION 'it was put already' USING ERRCODE = 'TV021';
    END IF;
    SELECT m.* INTO asked FROM partnerships_membership m JOIN sharing_question q ON q.asked_member_id = m.id
    WHERE q.id = question AND m.state = 'active' AND m.roles & 227 <> 0;
    IF asked.id IS NULL THEN
        RAISE EXCEPTION 'not somebody who is asked' USING ERRCODE = 'TV022';
    END IF;
    IF (until_when <= statement_timestamp() + interval '6 weeks 1 day') IS NOT TRUE THEN
        RAISE EXCEPTION 'a question ends' USING ERRCODE = 'TV025';
    END IF;
    access := guard.grant_access(question, asked.organisation_id, NULL, asked.id, 10, 1, for_purpose, on_frame, until_when,
        on_basis);
    UPDATE sharing_access a SET state = 'accepted' WHERE a.id = access AND a.state = 'offered';
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.asked', access, question,
        jsonb_build_object('to', asked.organisation_id));
    RETURN access;
END
$$;

-- Says that something that the organisation of the one asked has offered to the asker's answers a question, wholly or in part; the asker is
-- told at once, since the offer tells it. What was declined can still be answered.
CREATE FUNCTION guard.answer_question(question uuid, in_group uuid, is_whole boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    said text := CASE WHEN is_whole THEN 'whole' ELSE 'part' END;
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.is_asked(question) OR NOT EXISTS (
        SELECT 1 FROM sharing_disclosure g JOIN sharing_access a ON a.id = g.id
        JOIN sharing_dossier q ON q.id = question AND q.owner_id = a.organisation_id
        WHERE g.group_id = in_group AND a.owner_id = guard.organisation()
          AND a.source = 'disclosure' AND NOT EXISTS (SELECT 1 FROM sharing_question o WHERE o.id = a.dossier_id))
    THEN
        RAISE EXCEPTION 'no such question' USING ERRCODE = 'TV021';
    END IF;
    INSERT INTO sharing_questiondisclosure (id, dossier_id, group_id)
    SELECT gen_random_uuid(), question, in_group WHERE NOT EXISTS (
        SELECT 1 FROM sharing_questiondisclosure d WHERE d.dossier_id = question AND d.group_id = in_group);
    INSERT INTO sharing_questionanswer (id, dossier_id, outcome, words, organisation_id, told_at)
    VALUES (question, question, said, '', guard.organisation(), statement_timestamp())
    ON CONFLICT (id) DO UPDATE SET outcome = said, told_at = statement_timestamp();
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.question_answered', question, question,
        jsonb_build_object('group', in_group, 'outcome', said));
END
$$;

-- Says, of a question that was answered in part, what is left, and whether it is declined.
CREATE FUNCTION guard.settle_question(question uuid, is_declined boolean, said bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    UPDATE sharing_questionanswer a SET outcome = CASE WHEN is_declined THEN 'rest' ELSE 'part' END, words = said
    WHERE a.id = question AND a.outcome IN ('part', 'rest') AND a.organisation_id = guard.organisation()
      AND guard.is_asked(question);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such question' USING ERRCODE = 'TV021';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.question_settled', question, question,
        jsonb_build_object('declined', is_declined));
END
$$;

-- Declines a question, without a reason (R2). The asker is told on the next day in Denmark, whatever hour it was: no haste
-- tells whether anybody had to look. "We know nothing" is this, too.
CREATE FUNCTION guard.decline_question(question uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.is_asked(question) THEN
        RAISE EXCEPTION 'no such question' USING ERRCODE = 'TV021';
    END IF;
    INSERT INTO sharing_questionanswer (id, dossier_id, outcome, words, organisation_id, told_at)
    VALUES (question, question, 'declined', '', guard.organisation(),
        (date_trunc('day', statement_timestamp() AT TIME ZONE 'Europe/Copenhagen') + interval '1 day')
            AT TIME ZONE 'Europe/Copenhagen')
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'it was answered already' USING ERRCODE = 'TV021';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.question_declined', question, question, NULL);
END
$$;
REVOKE ALL ON FUNCTION guard.put_question(uuid, integer, uuid, uuid, timestamptz),
    guard.answer_question(uuid, uuid, boolean), guard.settle_question(uuid, boolean, bytea),
    guard.decline_question(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.put_question(uuid, integer, uuid, uuid, timestamptz),
    guard.answer_question(uuid, uuid, boolean), guard.settle_question(uuid, boolean, bytea),
    guard.decline_question(uuid) TO tvaers_app;

-- Erases a dossier as guard.erase_dossier does, and what others were asked about it, seen by the eraser or not; returns
-- what went, whose keys the caller deletes.
CREATE FUNCTION guard.erase_with_questions(dossier uuid, why text) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    asked uuid[];
    question uuid;
BEGIN
    PERFORM guard.at_work();
    asked := ARRAY(SELECT d.id FROM sharing_link l JOIN sharing_dossier d ON d.id = l.source_id
                   WHERE l.kind = 'asked' AND l.target_id = dossier AND d.kind = 'question'
                     AND d.owner_id = guard.organisation() AND d.erased_at IS NULL);
    PERFORM guard.erase_dossier(dossier, why);
    FOREACH question IN ARRAY asked LOOP
        PERFORM guard.take_away(question);
        PERFORM guard.record_event(gen_random_uuid(), 'sharing.erased', NULL, question, jsonb_build_object('why', why));
    END LOOP;
    RETURN asked || dossier;
END
$$;
REVOKE ALL ON FUNCTION guard.erase_with_questions(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.erase_with_questions(uuid, text) TO tvaers_app;

-- As of 0002, but a question is not given back: that would be an answer with a time on it.
CREATE OR REPLACE FUNCTION guard.end_access(access uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    ended sharing_access;
BEGIN
    PERFORM guard.at_work();
    UPDATE sharing_access a SET ended_at = statement_timestamp(),
        state = CASE WHEN a.owner_id = guard.organisation() THEN 'revoked' ELSE 'ended' END
    WHERE a.id = access AND a.ended_at IS NULL AND a.source <> 'owner'
      AND (a.owner_id = guard.organisation() AND guard.decides() AND guard.can(a.dossier_id, 511, 2)
           -- One's own is given back by oneself; what a unit or an organisation was given, by who decides there.
           OR a.reader_id = ANY (guard.readers()) AND a.purpose & guard.purposes() <> 0 AND a.categories & guard.categories() <> 0
              AND (a.member_id IS NOT NULL OR guard.decides())
              AND NOT EXISTS (SELECT 1 FROM sharing_question q WHERE q.id = a.dossier_id))
    RETURNING * INTO ended;
    IF ended.id IS NULL THEN
        RAISE EXCEPTION 'no such access' USING ERRCODE = 'TV021';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.ended', access, ended.dossier_id, NULL);
END
$$;

-- What answers a question and waits for approval tells whoever asked nothing: neither that there is something, nor when.

-- As of 0031, and what waits is kept until it is sent.
CREATE OR REPLACE FUNCTION guard.answer_question(question uuid, in_group uuid, is_whole boolean) RETURNS void
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
          AND a.source = 'disclosure' AND a.state <> 'dropped' AND NOT EXISTS (SELECT 1 FROM sharing_question o WHERE o.id = a.dossier_id))
    THEN
        RAISE EXCEPTION 'no such question' USING ERRCODE = 'TV021';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sharing_disclosure g JOIN sharing_access a ON a.id = g.id
                   WHERE g.group_id = in_group AND a.state NOT IN ('drafted', 'dropped'))
    THEN
        INSERT INTO sharing_questiondisclosure (id, dossier_id, group_id, waiting)
        SELECT gen_random_uuid(), question, in_group, said WHERE NOT EXISTS (
            SELECT 1 FROM sharing_questiondisclosure d WHERE d.dossier_id = question AND d.group_id = in_group);
        RETURN;
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

-- What waited answers its question once it is sent.
CREATE FUNCTION guard.answer_when_sent() RETURNS trigger
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
        ON CONFLICT (id) DO UPDATE SET outcome = sent.waiting, told_at = statement_timestamp();
        PERFORM guard.record_event(gen_random_uuid(), 'sharing.question_answered', sent.dossier_id, sent.dossier_id,
            jsonb_build_object('group', sent.group_id, 'outcome', sent.waiting));
    END LOOP;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.answer_when_sent() FROM PUBLIC;
CREATE TRIGGER answer_when_sent AFTER UPDATE ON sharing_access FOR EACH ROW
    WHEN (OLD.state = 'drafted' AND NEW.state = 'offered') EXECUTE FUNCTION guard.answer_when_sent();

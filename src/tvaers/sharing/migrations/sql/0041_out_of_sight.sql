-- As of 0032, and a draft of which the asker does not see all is refused as one that is not there.
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
               f.in_force_until AS frame_until
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
                OR draft.frame_until <= statement_timestamp()
                OR guard.basis_stop(draft.basis_id, draft.frame_id, draft.from_kind, draft.to_kind, draft.purpose,
                                    draft.categories) IS NOT NULL
            THEN
                RAISE EXCEPTION 'what allowed it has ended' USING ERRCODE = 'TV026';
            END IF;
            UPDATE sharing_access a SET from_at = statement_timestamp(),
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

-- As of 0031, and a question that the asker sees no more is refused as another's.
CREATE OR REPLACE FUNCTION guard.put_question(question uuid, for_purpose integer, on_frame uuid, on_basis uuid,
    until_when timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    asked partnerships_membership;
    access uuid;
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.can(question, 10, 2) OR NOT EXISTS (SELECT 1 FROM sharing_question q JOIN sharing_dossier d ON d.id = q.id
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

-- What is signed says its words itself: the parties' names and the legal bases as they were when it was sent, so that
-- neither a new name nor a new version in the register makes a signed text another.

-- As of 0004, and: names and bases as they were sent. What was sent before says neither, and keeps its fingerprint.
CREATE OR REPLACE FUNCTION guard.agreement_content(agreement uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT jsonb_build_object(
        'title', a.title, 'kind', a.kind, 'follows', a.previous_id, 'purpose', a.purpose, 'purposes', a.purposes,
        -- An amendment begins on the day on which all have signed it, which nobody knows before.
        'from', CASE WHEN a.kind <> 'amendment' THEN a.from_date END, 'until', a.until_date,
        'parties', (SELECT jsonb_agg(jsonb_build_object('organisation', o.id, 'name', coalesce(nullif(p.name, ''), o.name),
                    'signs', p.signatory) ORDER BY o.id) FROM agreements_agreementparty p
                    JOIN partnerships_organisation o ON o.id = p.organisation_id WHERE p.agreement_id = a.id),
        'themes', (SELECT jsonb_agg(jsonb_build_object('text', t.text, 'added', t.is_added,
                'actions', (SELECT jsonb_agg(jsonb_build_object('text', x.text, 'responsible', x.responsible_id,
                            'target', x.target, 'due', x.due_on) ORDER BY x.place, x.id)
                            FROM agreements_agreementaction x WHERE x.theme_id = t.id AND x.agreement_id = a.id),
                'indicators', (SELECT jsonb_agg(jsonb_build_object('text', i.text, 'measure', i.measure,
                            'target', i.target) ORDER BY i.place, i.id)
                            FROM agreements_agreementindicator i WHERE i.theme_id = t.id AND i.agreement_id = a.id)) ORDER BY t.place, t.id)
                   FROM agreements_agreementtheme t WHERE t.agreement_id = a.id),
        'annexes', (SELECT jsonb_agg(jsonb_build_object('kind', n.kind, 'title', n.title, 'text', n.text)
                    ORDER BY n.place, n.id) FROM agreements_agreementannex n WHERE n.agreement_id = a.id))
        || CASE WHEN a.bases IS NULL THEN '{}' ELSE jsonb_build_object('bases', a.bases) END
    FROM agreements_agreement a WHERE a.id = agreement
$$;

-- The text of an agreement that the asker may read, letter for letter as it is hashed; null for any other. Who may read
-- one is what the policy of its table says.
CREATE FUNCTION guard.agreement_text(agreement uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT CASE WHEN guard.at_work() THEN (
        SELECT guard.agreement_content(a.id)::text FROM agreements_agreement a WHERE a.id = agreement
          AND (a.state = 'signed' OR a.owner_id = guard.organisation() OR guard.is_party(a.id))) END
$$;

-- As of 0004, and: names and bases are kept as they are now.
CREATE OR REPLACE FUNCTION guard.send_agreement(agreement uuid, seen_version integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    draft agreements_agreement;
    today date := (statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date;
BEGIN
    PERFORM guard.at_work();
    SELECT * INTO draft FROM agreements_agreement a WHERE a.id = agreement FOR UPDATE;
    IF draft.id IS NULL OR NOT guard.may_draft(agreement) THEN
        RAISE EXCEPTION 'not a draft of the asker' USING ERRCODE = 'TV060';
    END IF;
    IF draft.version <> seen_version THEN
        RAISE EXCEPTION 'somebody changed it' USING ERRCODE = 'TV062';
    END IF;
    -- 127: agreements.rules.AGREED_PURPOSES; oversight is nobody's to agree on.
    IF (draft.title <> '' AND draft.purposes <> 0 AND draft.purposes & ~127 = 0 AND (draft.from_date IS NULL) = (draft.kind = 'amendment')
        AND draft.until_date >= greatest(draft.from_date, today)
        AND draft.until_date < coalesce(draft.from_date, today) + interval '5 years'
        AND (SELECT count(*) >= 2 AND bool_and(p.signatory <> '') FROM agreements_agreementparty p
             JOIN partnerships_organisation o ON o.id = p.organisation_id AND o.ended_at IS NULL
             WHERE p.agreement_id = agreement)
        AND EXISTS (SELECT 1 FROM agreements_agreementtheme t WHERE t.agreement_id = agreement)
        AND (draft.kind = 'first') = (draft.previous_id IS NULL)
        -- On the same frame nobody is left out by the others: a party leaves by its own word. An extension lets nobody
        -- in either, and nothing more be shared: it would hold before its first day.
        AND (draft.kind NOT IN ('extension', 'amendment') OR NOT EXISTS (SELECT 1 FROM agreements_agreementparty b
             WHERE b.agreement_id = draft.previous_id AND b.left_on IS NULL AND NOT EXISTS (
             SELECT 1 FROM agreements_agreementparty p
             WHERE p.agreement_id = agreement AND p.organisation_id = b.organisation_id)))
        AND (draft.kind <> 'extension' OR NOT EXISTS (SELECT 1 FROM agreements_agreementparty p
             WHERE p.agreement_id = agreement AND NOT EXISTS (SELECT 1 FROM agreements_agreementparty b
             WHERE b.agreement_id = draft.previous_id AND b.organisation_id = p.organisation_id AND b.left_on IS NULL))
             AND draft.purposes = (SELECT f.purposes FROM agreements_agreement b JOIN sharing_frame f ON f.id = b.frame_id
                                   WHERE b.id = draft.previous_id))) IS NOT TRUE
    THEN
        RAISE EXCEPTION 'the text is not whole' USING ERRCODE = 'TV061';
    END IF;
    UPDATE agreements_agreementparty p SET name = o.name FROM partnerships_organisation o
    WHERE o.id = p.organisation_id AND p.agreement_id = agreement;
    UPDATE agreements_agreement a SET bases = (
        -- What guard.frame_bases gives a frame: what an agreement can carry for one of its purposes.
        SELECT coalesce(jsonb_agg(jsonb_build_object('code', b.code, 'title_da', v.title_da, 'title_en', v.title_en,
            'law_da', v.law_da, 'law_en', v.law_en) ORDER BY b.place), '[]')
        FROM sharing_legalbasis b JOIN sharing_legalbasisversion v ON v.basis_id = b.id
        WHERE v.from_at <= statement_timestamp() AND (v.until_at IS NULL OR v.until_at > statement_timestamp())
          AND 'agreement' = ANY (v.frame_kinds) AND v.purposes & a.purposes <> 0) WHERE a.id = agreement;
    UPDATE agreements_agreement a SET state = 'sent', sending = a.sending + 1, sent_at = statement_timestamp(),
        content_hash = guard.agreement_hash(agreement), returned_why = '' WHERE a.id = agreement;
    PERFORM guard.record_event(gen_random_uuid(), 'agreements.sent', agreement, NULL, NULL);
END
$$;

-- As of 0004, and: a draft says nothing of its own about names and bases.
CREATE OR REPLACE FUNCTION guard.take_agreement_back(agreement uuid, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    -- Who drafts, and who is asked to sign.
    IF guard.roles() & 1537 = 0 OR NOT guard.is_party(agreement) THEN
        RAISE EXCEPTION 'not a party' USING ERRCODE = 'TV060';
    END IF;
    UPDATE agreements_agreement a SET state = 'draft', content_hash = NULL, bases = NULL, returned_why = left(why, 500),
        version = a.version + 1 WHERE a.id = agreement AND a.state = 'sent';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'not sent' USING ERRCODE = 'TV064';
    END IF;
    UPDATE agreements_agreementparty p SET name = '' WHERE p.agreement_id = agreement;
    PERFORM guard.record_event(gen_random_uuid(), 'agreements.taken_back', agreement, NULL, NULL);
END
$$;

REVOKE ALL ON FUNCTION guard.agreement_text(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.agreement_text(uuid) TO tvaers_app;

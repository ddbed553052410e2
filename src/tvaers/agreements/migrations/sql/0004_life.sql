-- An agreement's life. Texts are written under row-level security while they are drafts; every step is a function.
-- Errors: TV060 not the asker's to do, TV061 the text is not whole, TV062 not the text that was shown,
-- TV063 signed already, TV064 not in this state, TV065 the former agreement is no longer in force.

-- True when the asker's organisation is a party, or was asked to be one.
CREATE FUNCTION guard.is_party(agreement uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND EXISTS (SELECT 1 FROM agreements_agreementparty p
        WHERE p.agreement_id = agreement AND p.organisation_id = guard.organisation())
$$;

-- True when the asker writes in this draft: a coordinator or a steering group member (agreements.rules.DRAFTING) of a
-- party, or of whoever began it.
CREATE FUNCTION guard.may_draft(agreement uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND guard.roles() & 1025 <> 0 AND EXISTS (SELECT 1 FROM agreements_agreement a
        WHERE a.id = agreement AND a.state = 'draft'
          AND (a.owner_id = guard.organisation() OR guard.is_party(a.id)))
$$;

-- The agreement when it is signed, which all may know of and a draft may grow out of; else null.
CREATE FUNCTION guard.signed_agreement(agreement uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT CASE WHEN guard.at_work() THEN (
        SELECT a.id FROM agreements_agreement a WHERE a.id = agreement AND a.state = 'signed') END
$$;

-- Everything that is signed, in one value whose text is always the same for the same content.
CREATE FUNCTION guard.agreement_content(agreement uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT jsonb_build_object(
        'title', a.title, 'kind', a.kind, 'follows', a.previous_id, 'purpose', a.purpose, 'purposes', a.purposes,
        -- An amendment begins on the day on which all have signed it, which nobody knows before.
        'from', CASE WHEN a.kind <> 'amendment' THEN a.from_date END, 'until', a.until_date,
        'parties', (SELECT jsonb_agg(jsonb_build_object('organisation', o.id, 'name', o.name, 'signs', p.signatory)
                    ORDER BY o.id) FROM agreements_agreementparty p
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
    FROM agreements_agreement a WHERE a.id = agreement
$$;

CREATE FUNCTION guard.agreement_hash(agreement uuid) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT sha256(convert_to(guard.agreement_content(agreement)::text, 'UTF8')) $$;

-- Sends a draft to be signed; from then on nothing in it changes.
CREATE FUNCTION guard.send_agreement(agreement uuid, seen_version integer) RETURNS void
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
    UPDATE agreements_agreement a SET state = 'sent', sending = a.sending + 1, sent_at = statement_timestamp(),
        content_hash = guard.agreement_hash(agreement), returned_why = '' WHERE a.id = agreement;
    PERFORM guard.record_event(gen_random_uuid(), 'agreements.sent', agreement, NULL, NULL);
END
$$;

-- Takes a text that was sent back to be written in again; signatures given so far count no longer.
CREATE FUNCTION guard.take_agreement_back(agreement uuid, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    -- Who drafts, and who is asked to sign.
    IF guard.roles() & 1537 = 0 OR NOT guard.is_party(agreement) THEN
        RAISE EXCEPTION 'not a party' USING ERRCODE = 'TV060';
    END IF;
    UPDATE agreements_agreement a SET state = 'draft', content_hash = NULL, returned_why = left(why, 500),
        version = a.version + 1 WHERE a.id = agreement AND a.state = 'sent';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'not sent' USING ERRCODE = 'TV064';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), 'agreements.taken_back', agreement, NULL, NULL);
END
$$;

CREATE FUNCTION guard.drop_agreement(agreement uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.may_draft(agreement) THEN
        RAISE EXCEPTION 'not a draft of the asker' USING ERRCODE = 'TV060';
    END IF;
    UPDATE agreements_agreement a SET state = 'dropped' WHERE a.id = agreement;
    PERFORM guard.record_event(gen_random_uuid(), 'agreements.dropped', agreement, NULL, NULL);
END
$$;

-- What may be shared on it: the frame of an agreement that all have signed. A first agreement and a renewal open one of
-- their own, from their first day; an extension and an amendment go on with the one that stands.
CREATE FUNCTION guard.frame_agreement(agreement uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    signed agreements_agreement;
    carried uuid;
    first timestamptz;
    after_last timestamptz;
BEGIN
    SELECT * INTO signed FROM agreements_agreement a WHERE a.id = agreement;
    first := greatest(signed.from_date::timestamp AT TIME ZONE 'Europe/Copenhagen', statement_timestamp());
    after_last := (signed.until_date + 1)::timestamp AT TIME ZONE 'Europe/Copenhagen';
    IF signed.kind IN ('extension', 'amendment') THEN
        SELECT f.id INTO carried FROM agreements_agreement b JOIN sharing_frame f ON f.id = b.frame_id
        WHERE b.id = signed.previous_id AND b.state = 'signed' AND f.ended_at IS NULL
          AND f.in_force_until > statement_timestamp();
        IF carried IS NULL THEN
            RAISE EXCEPTION 'the former is not in force' USING ERRCODE = 'TV065';
        END IF;
        UPDATE sharing_frame f SET in_force_until = after_last, purposes = signed.purposes WHERE f.id = carried;
        -- What an amendment lets be shared for as well has its own bases (as guard.frame_bases gives a new frame).
        INSERT INTO sharing_framebasis (frame_id, basis_id)
        SELECT carried, b.id FROM sharing_legalbasis b
        JOIN LATERAL (SELECT * FROM sharing_legalbasisversion l WHERE l.basis_id = b.id ORDER BY l.number DESC LIMIT 1) v ON true
        WHERE 'agreement' = ANY (v.frame_kinds) AND v.purposes & signed.purposes <> 0
        ON CONFLICT (frame_id, basis_id) DO NOTHING;
    ELSE
        carried := gen_random_uuid();
        INSERT INTO sharing_frame (id, kind, title, basis, purposes, owner_id, in_force_from, in_force_until)
        VALUES (carried, 'agreement', signed.title, 'Retsplejelovens § 115', signed.purposes, NULL, first, after_last);
    END IF;
    INSERT INTO sharing_frameparty (frame_id, organisation_id)
    SELECT carried, p.organisation_id FROM agreements_agreementparty p
    WHERE p.agreement_id = agreement AND NOT EXISTS (SELECT 1 FROM sharing_frameparty q
        WHERE q.frame_id = carried AND q.organisation_id = p.organisation_id);
    RETURN carried;
END
$$;

-- Signs for the asker's organisation what was shown, with a second factor shown within the last minute (TV005); the
-- last signature brings the agreement into force on its day.
CREATE FUNCTION guard.sign_agreement(agreement uuid, shown bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    sent agreements_agreement;
    is_last boolean;
    with_factor text;
BEGIN
    PERFORM guard.at_work();
    -- Two who sign at once: the second waits here, and sees the first's signature.
    SELECT * INTO sent FROM agreements_agreement a WHERE a.id = agreement FOR UPDATE;
    IF sent.id IS NULL OR guard.roles() & 512 = 0 OR NOT guard.is_party(agreement) THEN
        RAISE EXCEPTION 'not a signatory of a party' USING ERRCODE = 'TV060';
    END IF;
    IF sent.state <> 'sent' THEN
        RAISE EXCEPTION 'not sent' USING ERRCODE = 'TV064';
    END IF;
    IF (shown = sent.content_hash AND shown = guard.agreement_hash(agreement)) IS NOT TRUE THEN
        RAISE EXCEPTION 'not the text that was shown' USING ERRCODE = 'TV062';
    END IF;
    PERFORM guard.require_factor(60);
    SELECT s.factor_kind INTO with_factor FROM accounts_session s WHERE s.key_hash = guard.session();
    IF sent.until_date < (statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date THEN
        RAISE EXCEPTION 'its term is over' USING ERRCODE = 'TV061';
    END IF;
    INSERT INTO agreements_agreementsignature
        (id, agreement_id, organisation_id, member_id, name, title, sending, content_hash, factor)
    SELECT gen_random_uuid(), agreement, m.organisation_id, m.id, m.name, m.title, sent.sending, shown, with_factor
    FROM partnerships_membership m WHERE m.id = guard.actor()
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'signed already' USING ERRCODE = 'TV063';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), 'agreements.signed', agreement, NULL,
        jsonb_build_object('factor', with_factor));
    is_last := NOT EXISTS (SELECT 1 FROM agreements_agreementparty p WHERE p.agreement_id = agreement
        AND NOT EXISTS (SELECT 1 FROM agreements_agreementsignature s WHERE s.agreement_id = agreement
                        AND s.sending = sent.sending AND s.organisation_id = p.organisation_id));
    IF is_last THEN
        UPDATE agreements_agreement a SET state = 'signed', signed_at = statement_timestamp(),
            from_date = coalesce(a.from_date, (statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date),
            signed_text = to_char(statement_timestamp() AT TIME ZONE 'Europe/Copenhagen', 'DD.MM.YYYY'),
            frame_id = guard.frame_agreement(agreement) WHERE a.id = agreement;
        PERFORM guard.record_event(gen_random_uuid(), 'agreements.complete', agreement, NULL, NULL);
    END IF;
    RETURN is_last;
END
$$;

REVOKE ALL ON FUNCTION guard.is_party(uuid), guard.may_draft(uuid), guard.signed_agreement(uuid), guard.agreement_content(uuid),
    guard.agreement_hash(uuid), guard.frame_agreement(uuid), guard.send_agreement(uuid, integer),
    guard.take_agreement_back(uuid, text), guard.drop_agreement(uuid), guard.sign_agreement(uuid, bytea)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.is_party(uuid), guard.may_draft(uuid), guard.signed_agreement(uuid), guard.send_agreement(uuid, integer),
    guard.take_agreement_back(uuid, text), guard.drop_agreement(uuid), guard.sign_agreement(uuid, bytea)
    TO tvaers_app;

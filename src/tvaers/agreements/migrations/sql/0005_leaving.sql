-- A party leaves an agreement by its own signatory's word, through a last day. TV066: not a day on which it can.

-- As of 0004, and: whoever wanted to leave and has signed an amendment stays; with enough parties it ends no sooner.
CREATE OR REPLACE FUNCTION guard.frame_agreement(agreement uuid) RETURNS uuid
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
    UPDATE sharing_frameparty q SET until_at = NULL WHERE q.frame_id = carried AND q.until_at IS NOT NULL
        AND EXISTS (SELECT 1 FROM agreements_agreementparty p
                    WHERE p.agreement_id = agreement AND p.organisation_id = q.organisation_id);
    UPDATE agreements_agreement a SET ended_on = NULL WHERE a.frame_id = carried AND a.state = 'signed'
        AND a.ended_on >= (statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date;
    RETURN carried;
END
$$;


-- Takes the asker's organisation out of an agreement after its last day. What it was given on it, and has given, ends
-- then, and nothing else. With fewer than two parties left nothing is agreed: the agreement ends the same day, and true
-- is returned. Asks for a second factor shown within the last minute (TV005).
CREATE FUNCTION guard.leave_agreement(agreement uuid, last_day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    signed agreements_agreement;
    today date := (statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date;
    leaves timestamptz := (last_day + 1)::timestamp AT TIME ZONE 'Europe/Copenhagen';
    ends date;
BEGIN
    PERFORM guard.at_work();
    SELECT * INTO signed FROM agreements_agreement a WHERE a.id = agreement AND a.state = 'signed' FOR UPDATE;
    IF signed.id IS NULL OR guard.roles() & 512 = 0 OR NOT EXISTS (SELECT 1 FROM agreements_agreementparty p
        WHERE p.agreement_id = agreement AND p.organisation_id = guard.organisation())
    THEN
        RAISE EXCEPTION 'not a signatory of a party' USING ERRCODE = 'TV060';
    END IF;
    IF signed.ended_on < today OR signed.until_date < today
        OR EXISTS (SELECT 1 FROM agreements_agreement n
                   WHERE n.previous_id = agreement AND n.state = 'signed' AND n.from_date <= today)
        OR EXISTS (SELECT 1 FROM agreements_agreementparty p WHERE p.agreement_id = agreement
                   AND p.organisation_id = guard.organisation() AND p.left_on IS NOT NULL)
    THEN
        RAISE EXCEPTION 'over, or left already' USING ERRCODE = 'TV064';
    END IF;
    IF (last_day >= today AND last_day < least(signed.until_date, signed.ended_on, 'infinity')) IS NOT TRUE THEN
        RAISE EXCEPTION 'not on that day' USING ERRCODE = 'TV066';
    END IF;
    PERFORM guard.require_factor(60);
    -- An extension that is signed already goes on with the same frame.
    UPDATE agreements_agreementparty p SET left_on = last_day FROM agreements_agreement a
    WHERE p.agreement_id = a.id AND p.organisation_id = guard.organisation() AND p.left_on IS NULL
      AND (a.id = agreement OR a.state = 'signed' AND a.frame_id = signed.frame_id);
    UPDATE sharing_frameparty q SET until_at = leaves
    WHERE q.frame_id = signed.frame_id AND q.organisation_id = guard.organisation();
    UPDATE sharing_access a SET until_at = leaves
    WHERE a.frame_id = signed.frame_id AND guard.organisation() IN (a.owner_id, a.organisation_id)
      AND a.state IN ('offered', 'accepted') AND a.ended_at IS NULL AND a.until_at > leaves;
    SELECT coalesce(p.left_on, 'infinity') INTO ends FROM agreements_agreementparty p WHERE p.agreement_id = agreement
    ORDER BY 1 DESC OFFSET 1 LIMIT 1;
    PERFORM guard.record_event(gen_random_uuid(), 'agreements.left', agreement, NULL, jsonb_build_object('last_day', last_day));
    IF NOT isfinite(ends) THEN
        RETURN false;
    END IF;
    UPDATE agreements_agreement a SET ended_on = ends
    WHERE a.id = agreement OR a.state = 'signed' AND a.frame_id = signed.frame_id;
    UPDATE sharing_frame f SET in_force_until = (ends + 1)::timestamp AT TIME ZONE 'Europe/Copenhagen'
    WHERE f.id = signed.frame_id;
    PERFORM guard.record_event(gen_random_uuid(), 'agreements.terminated', agreement, NULL, NULL);
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION guard.leave_agreement(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.leave_agreement(uuid, date) TO tvaers_app;

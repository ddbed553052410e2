-- A second pair of eyes where the organisation's rule asks for it. What is given is drafted until a leader who sees all of
-- it, and is not the one who drafted it, has said yes; until then, and if never, the receiver's side knows nothing of it.
-- A trigger, so that no function that gives goes round it. Errors: as in 0002.

-- True when the rule of an organisation asks for approval of some categories to a receiver.
CREATE FUNCTION guard.asks_approval(of_owner uuid, to_organisation uuid, wanted integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT EXISTS (SELECT 1 FROM sharing_approvalrule r JOIN partnerships_organisation o ON o.id = to_organisation
                   WHERE r.owner_id = of_owner AND (o.kind = ANY (r.receiver_kinds) OR r.categories & wanted <> 0))
$$;
REVOKE ALL ON FUNCTION guard.asks_approval(uuid, uuid, integer) FROM PUBLIC;

CREATE FUNCTION guard.needs_approval() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF guard.asks_approval(NEW.owner_id, NEW.organisation_id, NEW.categories) THEN
        NEW.state := 'drafted';
        PERFORM guard.record_event(gen_random_uuid(), 'sharing.drafted', NEW.id, NEW.dossier_id, NULL);
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.needs_approval() FROM PUBLIC;
CREATE TRIGGER needs_approval BEFORE INSERT ON sharing_access FOR EACH ROW
    WHEN (NEW.source = 'disclosure' AND NEW.state IN ('offered', 'accepted')) EXECUTE FUNCTION guard.needs_approval();

-- Says yes or no to what was drafted in one go. Roles 256: who leads. The approver sees all of it in the own name, as the
-- receiver will, and is another person than who drafted it. What it stands on is asked once more: it is now that it is
-- given. of_dossier: the one of the group with whose key the words are sealed.
CREATE FUNCTION guard.approve_group(in_group uuid, of_dossier uuid, is_approved boolean, said bytea) RETURNS void
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
REVOKE ALL ON FUNCTION guard.approve_group(uuid, uuid, boolean, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.approve_group(uuid, uuid, boolean, bytea) TO tvaers_app;

-- As of 0024, and what was never sent is dropped, of which the receiver's side knows nothing.
CREATE OR REPLACE FUNCTION guard.end_access(access uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    ended sharing_access;
BEGIN
    PERFORM guard.at_work();
    UPDATE sharing_access a SET ended_at = statement_timestamp(),
        state = CASE WHEN a.state = 'drafted' THEN 'dropped' WHEN a.owner_id = guard.organisation() THEN 'revoked'
                     ELSE 'ended' END
    WHERE a.id = access AND a.ended_at IS NULL AND a.source <> 'owner'
      AND (a.owner_id = guard.organisation() AND guard.decides() AND guard.can(a.dossier_id, 511, 2)
           -- One's own is given back by oneself; what a unit or an organisation was given, by who decides there.
           OR a.reader_id = ANY (guard.readers()) AND a.purpose & guard.purposes() <> 0 AND a.categories & guard.categories() <> 0
              AND (a.member_id IS NOT NULL OR guard.decides()) AND a.state <> 'drafted'
              AND NOT EXISTS (SELECT 1 FROM sharing_question q WHERE q.id = a.dossier_id))
    RETURNING * INTO ended;
    IF ended.id IS NULL THEN
        RAISE EXCEPTION 'no such access' USING ERRCODE = 'TV021';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.ended', access, ended.dossier_id, NULL);
END
$$;

-- As of 0010: what was not sent shows nothing either.
CREATE OR REPLACE FUNCTION guard.record_seen(ids uuid[], dossiers uuid[], shown integer[], searched bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    written bigint;
    readers uuid[] := guard.readers();
BEGIN
    PERFORM guard.at_work();
    IF coalesce(cardinality(dossiers), 0) = 0 THEN
        INSERT INTO audit_seen (id, ticket_id, owner_id, actor_id, organisation_id, categories, criterion)
        VALUES (ids[1], guard.ticket(), guard.organisation(), guard.actor(), guard.organisation(), 0, searched);
        RETURN 1;
    END IF;
    INSERT INTO audit_seen (id, ticket_id, dossier_id, owner_id, actor_id, organisation_id, categories, criterion)
    SELECT n.id, c.ticket, d.id, d.owner_id, c.actor, c.organisation, n.shown, searched
    FROM unnest(ids, dossiers, shown) AS n (id, dossier, shown)
    JOIN sharing_dossier d ON d.id = n.dossier AND (
        d.owner_id = guard.organisation() AND d.erased_at >= transaction_timestamp()
        OR EXISTS (SELECT 1 FROM sharing_access a WHERE a.dossier_id = d.id AND a.reader_id = ANY (readers)
                   AND (a.state NOT IN ('offered', 'declined', 'drafted', 'dropped') OR a.state = 'offered' AND n.shown = 0)
                   AND (a.ended_at IS NULL OR a.ended_at >= transaction_timestamp())
                   AND a.until_at >= transaction_timestamp()))
    CROSS JOIN (SELECT guard.ticket() AS ticket, guard.actor() AS actor, guard.organisation() AS organisation) c;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> cardinality(dossiers) THEN
        RAISE EXCEPTION 'what was shown cannot be logged' USING ERRCODE = 'TV027';
    END IF;
    RETURN written;
END
$$;

-- As of 0022: what was not sent is no disclosure.
CREATE OR REPLACE FUNCTION guard.disclosure_counts(first timestamptz, until_when timestamptz)
RETURNS TABLE (month date, basis uuid, given bigint, received bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    own uuid := guard.organisation();
BEGIN
    PERFORM guard.at_work();
    IF guard.roles() & 3329 = 0 THEN
        RAISE EXCEPTION 'not for this role' USING ERRCODE = 'TV020';
    END IF;
    RETURN QUERY
    SELECT date_trunc('month', a.granted_at AT TIME ZONE 'Europe/Copenhagen')::date, v.basis_id,
           count(DISTINCT coalesce(d.group_id, a.id)) FILTER (WHERE a.owner_id = own),
           count(DISTINCT coalesce(d.group_id, a.id)) FILTER (WHERE a.organisation_id = own)
    FROM sharing_access a LEFT JOIN sharing_legalbasisversion v ON v.id = a.basis_id
         LEFT JOIN sharing_disclosure d ON d.id = a.id
    WHERE (a.owner_id = own OR a.organisation_id = own) AND a.source = 'disclosure'
      AND a.state NOT IN ('moved', 'drafted', 'dropped') AND a.granted_at >= first AND a.granted_at < until_when
    GROUP BY 1, 2;
END
$$;

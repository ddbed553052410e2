-- Why something is shared is told before it is accepted, and is about a young person too. Whoever reads an offer is in the
-- log as having seen that: a row of no category, as nothing of the dossier itself was shown. Else as before.
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
                   AND (a.state NOT IN ('offered', 'declined') OR a.state = 'offered' AND n.shown = 0)
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

-- True when the asker may make a file an annex of a draft: the own organisation's, or one that is an annex of the signed
-- agreement that the draft grows out of, and of which the asker's organisation is a party still. As of 0009 a party made
-- another's file an annex of any text of its own, and so gave it to whomever it drew that one up with.
CREATE FUNCTION guard.may_annex(draft uuid, file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND (
        EXISTS (SELECT 1 FROM files_organisationfile f WHERE f.id = file AND f.owner_id = guard.organisation())
        OR EXISTS (SELECT 1 FROM agreements_agreement d JOIN agreements_agreement a ON a.id = d.previous_id AND a.state = 'signed'
                   JOIN agreements_agreementannex n ON n.agreement_id = a.id AND n.file_id = file
                   JOIN agreements_agreementparty p ON p.agreement_id = a.id AND p.organisation_id = guard.organisation()
                   WHERE d.id = draft
                     AND (p.left_on IS NULL OR p.left_on >= (statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date)))
$$;
REVOKE ALL ON FUNCTION guard.may_annex(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.may_annex(uuid, uuid) TO tvaers_app;

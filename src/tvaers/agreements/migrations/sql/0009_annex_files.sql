-- An annex can be a file of one of the parties. What is signed holds the file's SHA-256; the parties read it.

-- As of 0008, and: of an annex that is a file, the SHA-256 of its content.
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
                    || CASE WHEN n.file_id IS NULL THEN '{}' ELSE jsonb_build_object('file', n.digest) END ORDER BY n.place, n.id) FROM agreements_agreementannex n WHERE n.agreement_id = a.id))
        || CASE WHEN a.bases IS NULL THEN '{}' ELSE jsonb_build_object('bases', a.bases) END
    FROM agreements_agreement a WHERE a.id = agreement
$$;

-- True for a file that is an annex of an agreement of which the asker's organisation is a party, or which it drafts.
CREATE FUNCTION guard.reads_annex(file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND EXISTS (SELECT 1 FROM agreements_agreementannex n
        JOIN agreements_agreement a ON a.id = n.agreement_id WHERE n.file_id = file
        AND (a.owner_id = guard.organisation() OR guard.is_party(a.id)))
$$;

-- True when the asker may make a file an annex: the own organisation's, or one that is signed already as an annex of an
-- agreement of which it is a party. Else whoever reads a file could give it on to the parties of a draft.
CREATE FUNCTION guard.may_annex(file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND (
        EXISTS (SELECT 1 FROM files_organisationfile f WHERE f.id = file AND f.owner_id = guard.organisation())
        OR EXISTS (SELECT 1 FROM agreements_agreementannex n JOIN agreements_agreement a ON a.id = n.agreement_id
                   WHERE n.file_id = file AND a.state = 'signed' AND guard.is_party(a.id)))
$$;

-- True for a file of the asker's organisation that is an annex of any agreement: it stays as long as that.
CREATE FUNCTION guard.is_annex(file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND EXISTS (SELECT 1 FROM agreements_agreementannex n
        JOIN files_organisationfile f ON f.id = n.file_id
        WHERE n.file_id = file AND f.owner_id = guard.organisation())
$$;
REVOKE ALL ON FUNCTION guard.reads_annex(uuid), guard.may_annex(uuid), guard.is_annex(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.reads_annex(uuid), guard.may_annex(uuid), guard.is_annex(uuid) TO tvaers_app;

-- A task or a summary belongs to one case and a case concerns one person, as of 0039. It is asked when the policy has let the link
-- through: before, the refusal told of ends that the asker does not see whether they are linked, and to what.

CREATE OR REPLACE FUNCTION guard.one_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NEW.kind = 'belongs' AND NOT EXISTS (SELECT 1 FROM sharing_dossier s, sharing_dossier t
               WHERE s.id = NEW.source_id AND s.kind IN ('task', 'summary') AND t.id = NEW.target_id AND t.kind = 'case')
        OR NEW.kind = 'concerns' AND NOT EXISTS (SELECT 1 FROM sharing_dossier t WHERE t.id = NEW.target_id AND t.kind = 'person')
    THEN
        RAISE EXCEPTION 'not a link of this kind' USING ERRCODE = 'TV029';
    END IF;
    IF EXISTS (SELECT 1 FROM sharing_link l JOIN sharing_dossier s ON s.id = l.source_id
               WHERE l.kind = NEW.kind AND l.source_id = NEW.source_id AND l.target_id <> NEW.target_id
                 AND (NEW.kind = 'belongs' OR NEW.kind = 'concerns' AND s.kind = 'case')) THEN
        RAISE EXCEPTION 'it is linked already' USING ERRCODE = 'TV029';
    END IF;
    RETURN NULL;
END
$$;
DROP TRIGGER one_link ON sharing_link;
CREATE TRIGGER one_link AFTER INSERT ON sharing_link FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.one_link();

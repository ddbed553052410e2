-- As of 0011, but that the asker opened a case is said of one that the asker sees: of any other the policy speaks, or the
-- refusal would tell whoever opened it and sees it no more that it is still there.

CREATE OR REPLACE FUNCTION guard.second_reader() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    -- cases.rules.OPENERS as a mask: who may open a case may read for another.
    IF guard.kind() <> 'member' OR guard.roles() & 455 = 0 OR guard.can(NEW.dossier_id, 511, 1) AND EXISTS (
            SELECT 1 FROM cases_step s
            WHERE s.dossier_id = NEW.dossier_id AND s.kind IN ('opened', 'reopened') AND s.by = guard.actor()) THEN
        RAISE EXCEPTION 'not a second reader' USING ERRCODE = 'TV048';
    END IF;
    RETURN NEW;
END
$$;

-- What incidents add up to is written here and nowhere else: the policies of both tables let nothing in but a trigger.
-- Runs with the rights of whoever writes or erases the incidents.
CREATE FUNCTION guard.count_incidents() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    INSERT INTO incidents_dailycount AS c (id, owner_id, audience, until, file_id, area_id, origin, number, day, kind)
    SELECT gen_random_uuid(), f.owner_id, f.audience, (n.day + interval '5 years') AT TIME ZONE 'UTC', n.file_id,
           n.area_id, n.origin, n.number, n.day, n.kind
    FROM (SELECT file_id, area_id, origin, day, kind, count(*) AS number FROM new_rows GROUP BY 1, 2, 3, 4, 5) n
    JOIN incidents_incidentfile f ON f.id = n.file_id
    ON CONFLICT (file_id, area_id, day, kind, origin) DO UPDATE SET number = c.number + EXCLUDED.number;
    INSERT INTO incidents_weeklycount AS c (id, owner_id, audience, until, file_id, area_id, origin, number, week, kind)
    SELECT gen_random_uuid(), f.owner_id, f.audience, (n.week + interval '5 years') AT TIME ZONE 'UTC', n.file_id,
           n.area_id, n.origin, n.number, n.week, n.kind
    FROM (SELECT file_id, area_id, origin, date_trunc('week', day)::date AS week, coalesce(kind, '') AS kind,
                 count(*) AS number
          FROM new_rows
          GROUP BY GROUPING SETS ((1, 2, 3, 4, kind), (1, 2, 3, 4))) n
    JOIN incidents_incidentfile f ON f.id = n.file_id
    ON CONFLICT (file_id, area_id, week, kind, origin) DO UPDATE SET number = c.number + EXCLUDED.number;
    RETURN NULL;
END
$$;

CREATE FUNCTION guard.uncount_incidents() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    UPDATE incidents_dailycount c SET number = c.number - o.number
    FROM (SELECT file_id, area_id, origin, day, kind, count(*) AS number FROM old_rows GROUP BY 1, 2, 3, 4, 5) o
    WHERE (c.file_id, c.area_id, c.day, c.kind, c.origin) = (o.file_id, o.area_id, o.day, o.kind, o.origin);
    DELETE FROM incidents_dailycount c WHERE c.number = 0 AND c.file_id IN (SELECT o.file_id FROM old_rows o);
    UPDATE incidents_weeklycount c SET number = c.number - o.number
    FROM (SELECT file_id, area_id, origin, date_trunc('week', day)::date AS week, coalesce(kind, '') AS kind,
                 count(*) AS number
          FROM old_rows
          GROUP BY GROUPING SETS ((1, 2, 3, 4, kind), (1, 2, 3, 4))) o
    WHERE (c.file_id, c.area_id, c.week, c.kind, c.origin) = (o.file_id, o.area_id, o.week, o.kind, o.origin);
    DELETE FROM incidents_weeklycount c WHERE c.number = 0 AND c.file_id IN (SELECT o.file_id FROM old_rows o);
    RETURN NULL;
END
$$;

CREATE TRIGGER counted AFTER INSERT ON incidents_incident REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION guard.count_incidents();
CREATE TRIGGER uncounted AFTER DELETE ON incidents_incident REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION guard.uncount_incidents();

REVOKE ALL ON FUNCTION guard.count_incidents(), guard.uncount_incidents() FROM PUBLIC;

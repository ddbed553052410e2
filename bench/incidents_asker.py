"""A process in a small world that measures incidents: python -m bench.incidents_asker, told what to do by lines.

It writes areas and incidents of the home municipality, asks for its pages, and reads a file in as its people do.
"""

import json
import logging
import sys
import time
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import django

django.setup()
logging.disable(logging.INFO)

from django.conf import settings

from bench.pages import people
from bench.world.fill import maintenance
from bench.world.shape import HOME, Organisation
from tvaers.files.tables import read
from tvaers.foundation import clock
from tvaers.incidents.actions import importing
from tvaers.incidents.actions.importing import Said
from tvaers.incidents.enums import Origin
from tvaers.incidents.models import IncidentFile
from tvaers.sharing.acting import acting

AREAS, DAYS = 200, 365
WRITTEN = """
INSERT INTO incidents_incident (id, owner_id, file_id, area_id, day, hour, kind, origin, key)
SELECT gen_random_uuid(), %(owner)s, %(file)s, (%(areas)s::uuid[])[1 + n %% 200],
       current_date - 1 - (n / 200) %% 365, 20, (ARRAY['arson', 'noise', 'theft', 'violence'])[1 + n %% 4],
       'reported', decode(md5(%(salt)s || n), 'hex')
FROM generate_series(1, %(number)s) AS n
"""
TAKEN_AWAY = (
    "DELETE FROM incidents_incident WHERE owner_id = %s",
    "DELETE FROM incidents_dailycount WHERE owner_id = %s",
    "DELETE FROM incidents_weeklycount WHERE owner_id = %s",
    "DELETE FROM incidents_incidentfile WHERE owner_id = %s",
)


class Asker:
    """Somebody in the home municipality who decides."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401 - psycopg's, of whatever rows
        """Write the areas."""
        self.connection, self.organisation = connection, Organisation(HOME)
        self.areas = [UUID(int=(7 << 64) + number) for number in range(AREAS)]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO areas_area (id, kind, name) VALUES (%s, 'municipality', %s) ON CONFLICT DO NOTHING",
                [(area, f"Bænkområde {number}") for number, area in enumerate(self.areas)],
            )
        self.clear()

    def clear(self) -> int:
        """Take all incidents away."""
        for statement in TAKEN_AWAY:
            self.connection.execute(statement, [self.organisation.id])
        return 0

    def fill(self, number: int) -> int:
        """Write so many incidents over a year and all areas."""
        file = uuid4()
        self.connection.execute(
            "INSERT INTO incidents_incidentfile (id, owner_id, audience, filename, headings, left_out, fingerprint,"
            " columns, words, origin, content, state, lines, good, done, added, bad, problems)"
            " VALUES (%s, %s, '{}', 'b', '[]', '[]', '', '{}', '{}', 'reported', '', 'done', 0, 0, 0, 0, 0, '[]')",
            [file, self.organisation.id],
        )
        told = {"owner": self.organisation.id, "file": file, "areas": self.areas, "number": number, "salt": str(file)}
        self.connection.execute(WRITTEN, told)
        for table in ("incident", "dailycount", "weeklycount"):
            self.connection.execute(f"ANALYZE incidents_{table}")
        return number

    def page(self) -> float:
        """Ask for the counts by week and area; return the seconds."""
        browser = people.client(self.organisation, 0)
        began = time.perf_counter()
        answer = browser.get("/incidents/", secure=True)
        taken = time.perf_counter() - began
        if answer.status_code != 200:
            message = f"{answer.status_code} for the counts"
            raise RuntimeError(message)
        return taken

    def read_in(self, number: int) -> dict[str, float]:
        """Read a CSV file of so many rows in, to the end; return the seconds, by the clock and of this process."""
        today = clock.today()
        rows = (
            f"{today - timedelta(days=1 + each % DAYS)};Bænkområde {each % AREAS};hærværk;n-{each}"
            for each in range(number)
        )
        data = "\r\n".join(("Dato;Område;Type;Journalnr.", *rows)).encode()
        by = people.actor(self.organisation, 0)
        began, own = time.perf_counter(), time.process_time()
        with acting(by, route="bench"):
            said = Said(filename="b.csv", audience=[], origin=Origin.REPORTED, form=uuid4())
            made = importing.begin(by=by, table=read(data, importing.BOUNDS), said=said)
        with acting(by, route="bench"):
            importing.preview(IncidentFile.objects.get(id=made))
        with acting(by, route="bench"):
            importing.start(by=by, file_id=made)
        more = True
        while more:
            with acting(by, route="bench"):
                more = importing.run_piece(by=by, file_id=made)
        return {"seconds": time.perf_counter() - began, "own": time.process_time() - own}


def main() -> None:
    """Do what each line asks until there are no more."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    with maintenance() as connection:
        asker = Asker(connection)
        print(json.dumps("ready"), flush=True)
        for line in sys.stdin:
            asked = json.loads(line)
            do = getattr(asker, asked["do"])
            print(json.dumps([do(*asked.get("with", ())) for _ in range(asked.get("rounds", 1))]), flush=True)


if __name__ == "__main__":
    main()

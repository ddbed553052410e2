"""A process in a small world that measures incidents: python -m bench.incidents_asker, told what to do by lines.

It writes areas and incidents of two municipalities, asks for their pages, and reads a file in as its people do.
"""

import json
import logging
import math
import sys
import time
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import django
from psycopg.types.json import Jsonb

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
# Corners of an area's border, as many as a municipality's outline on a map has after it was made lighter.
CORNERS = 60
BORDERED = """
INSERT INTO areas_border (id, area_id, from_on, rings, light, west, south, east, north, label_east, label_north, source,
                          is_schematic)
SELECT gen_random_uuid(), %(area)s, '2020-01-01', %(rings)s, %(rings)s, %(x)s, %(y)s, %(x)s + .02, %(y)s + .02,
       %(x)s + .01, %(y)s + .01, 'b', true
WHERE NOT EXISTS (SELECT 1 FROM areas_border WHERE area_id = %(area)s)
"""
SIGNALLED = """
INSERT INTO incidents_signal (id, owner_id, method, family, day, from_on, areas, by_area, observed, expected,
                              recurrence, state, why, words, until)
VALUES (%(id)s, %(owner)s, 'permutation', 'all', current_date - 1, current_date - 8, %(areas)s,
        array_fill(9, ARRAY[cardinality(%(areas)s::uuid[])]), 900, 300, 400, 'open', '', '', now() + interval '1 year')
"""
TAKEN_AWAY = (
    "DELETE FROM incidents_signal WHERE owner_id = %s",
    "DELETE FROM incidents_incident WHERE owner_id = %s",
    "DELETE FROM incidents_dailycount WHERE owner_id = %s",
    "DELETE FROM incidents_weeklycount WHERE owner_id = %s",
    "DELETE FROM incidents_incidentfile WHERE owner_id = %s",
)


class Asker:
    """Somebody in a municipality who decides."""

    def __init__(self, connection: Any, organisation: Organisation) -> None:  # noqa: ANN401 - psycopg's, of whatever rows
        """Write the areas."""
        self.connection, self.organisation = connection, organisation
        self.areas = [UUID(int=(7 << 64) + number) for number in range(AREAS)]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO areas_area (id, kind, name) VALUES (%s, 'municipality', %s) ON CONFLICT DO NOTHING",
                [(area, f"Bænkområde {number}") for number, area in enumerate(self.areas)],
            )
            cursor.executemany(BORDERED, [self._border(number) for number in range(AREAS)])
        self.signal: UUID | None = None
        self.clear()

    def _border(self, number: int) -> dict[str, object]:
        """Return a round border, twenty of them in a row."""
        x, y = 11 + number % 20 * 0.02, 55 + number // 20 * 0.02
        turns = [2 * math.pi * each / CORNERS for each in (*range(CORNERS), 0)]
        ring = [[round(x + 0.01 + 0.01 * math.cos(t), 6), round(y + 0.01 + 0.01 * math.sin(t), 6)] for t in turns]
        return {"area": self.areas[number], "rings": Jsonb([[ring]]), "x": x, "y": y}

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

    def tell(self, number: int) -> int:
        """Write a signal of so many areas."""
        self.signal = uuid4()
        told = {"id": self.signal, "owner": self.organisation.id, "areas": self.areas[:number]}
        self.connection.execute(SIGNALLED, told)
        return number

    def page(self) -> float:
        """Ask for the counts by week and area; return the seconds."""
        return self._asked("/incidents/")[0]

    def notice(self) -> tuple[float, int]:
        """Ask for the signal; return the seconds, and the bytes of its map."""
        taken, content = self._asked(f"/incidents/signals/{self.signal}/")
        begin = content.index(b'<svg class="tv-map')
        return taken, content.index(b"</svg>", begin) - begin

    def _asked(self, address: str) -> tuple[float, bytes]:
        browser = people.client(self.organisation, 0)
        began = time.perf_counter()
        answer = browser.get(address, secure=True)
        taken = time.perf_counter() - began
        if answer.status_code != 200:
            message = f"{answer.status_code} for {address}"
            raise RuntimeError(message)
        return taken, answer.content

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
        # Two of them, so that few and many incidents are asked for in turn.
        askers = {"many": Asker(connection, Organisation(HOME)), "few": Asker(connection, Organisation(HOME + 1))}
        print(json.dumps("ready"), flush=True)
        for line in sys.stdin:
            asked = json.loads(line)
            do = getattr(askers[asked.get("who", "many")], asked["do"])
            print(json.dumps([do(*asked.get("with", ())) for _ in range(asked.get("rounds", 1))]), flush=True)


if __name__ == "__main__":
    main()

"""Database, server and worker are killed (-9) under load: what was acknowledged is there, once and whole."""

import random
import statistics

import pytest

from tests.faults.browser import NEW, Browser
from tests.faults.house import MEMBERS, House, wait_until
from tests.faults.ledger import PARTS, Ledger, Tally, key_store, tally
from tests.faults.load import Load


def counted(house: House, ledger: Ledger) -> Tally:
    """Compare what was acknowledged with what there is."""
    with house.administrator() as connection:
        return tally(ledger, connection, key_store(house.keys, house.secrets.root_key))


def kill_each(house: House, load: Load, kills: list[str], chance: random.Random) -> list[float]:
    """Do one kill after the other, each when work goes on; return the seconds from each to the next receipt."""
    deeds = {
        "database": house.kill_database,
        "backend": lambda: house.kill_backend(chance),
        "server": house.kill_server,
        "process": lambda: house.kill_process(chance),
        "worker": house.kill_worker,
    }
    back = []
    load.wait_for_receipts(len(MEMBERS))
    for each in kills:
        deeds[each]()
        back.append(load.wait_for_receipts(1))
        load.wait_for_receipts(2)
    return back


def test_what_was_acknowledged_outlives_every_kill(house):
    ledger = Ledger()
    load = Load(house.port, house.sessions, ledger)
    kills = ["database", "process", "database", "server", "backend", "worker"]
    with load.running():
        kill_each(house, load, kills, random.Random(1))
    result = counted(house, ledger)
    assert ledger.wrong == []
    assert result.is_whole, result
    assert result.acknowledged >= 3 * len(kills)


def test_the_count_tells_of_a_loss(house):
    """The negative control: a database that acknowledges before it has written loses, and the count says so."""
    ledger = Ledger()
    browser = Browser(house.port, house.sessions["alice"])
    with house.administrator() as connection:
        for careless in ("synchronous_commit = off", "wal_writer_delay = '10s'"):
            connection.execute(f"ALTER SYSTEM SET {careless}")
        connection.execute("SELECT pg_reload_conf()")
    for number in range(5):
        data = browser.form()
        assert data is not None
        data["fact"] = ledger.text(number)
        concern = browser.post(NEW, data).written
        assert concern is not None
        ledger.acknowledge(data["fact"], concern)
    # The next start writes the careful settings again.
    house.kill_database()
    wait_until(lambda: browser.get("/").status == 200, house.said)
    assert counted(house, ledger).lost


def test_the_count_tells_of_a_double_and_of_a_half(house):
    ledger = Ledger()
    browser = Browser(house.port, house.sessions["bo"])
    text = ledger.text("twice")
    concerns = []
    for _ in range(2):
        data = browser.form()
        assert data is not None
        concerns.append(browser.post(NEW, {**data, "fact": text}).written)
        assert concerns[-1] is not None
    assert counted(house, ledger).doubled == [text]
    with house.administrator() as connection:
        connection.execute("SET session_replication_role = replica")
        for table, (column, _) in PARTS.items():
            kept = connection.execute(f"DELETE FROM {table} WHERE {column} = %s RETURNING *", [concerns[0]]).fetchall()
            found = counted(house, ledger).half_written
            assert found, table
            marks = ",".join(["%s"] * len(kept[0]))
            for row in kept:
                connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)
        assert counted(house, ledger).half_written == []


@pytest.mark.whole
def test_two_hundred_kills(new_house, capsys):
    house = new_house()
    house.start()
    ledger = Ledger()
    # Nobody may write down more than sixty an hour, so each member's chair is taken by one after the other.
    load = Load(house.port, house.sessions, ledger, house.relief(12))
    chance = random.Random(200)
    kills = ["database", "backend", "server", "process", "worker"] * 40
    chance.shuffle(kills)
    with load.running():
        back = kill_each(house, load, kills, chance)
    result = counted(house, ledger)
    with capsys.disabled():
        print(f"\n{len(kills)} kills, {result}, median {statistics.median(back):.1f} s to the next receipt")  # noqa: T201
    assert ledger.wrong == []
    assert result.is_whole, result

"""A disk that is full or takes nothing any more: a clear page, nothing half written, and it goes on by itself."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.faults.browser import NEW, Browser
from tests.faults.disks import Disk, can_mount
from tests.faults.house import House, wait_until
from tests.faults.ledger import Ledger, key_store, tally
from tests.faults.load import faults_of


def filled(browser: Browser, ledger: Ledger, *about: object) -> dict[str, str]:
    data = browser.form()
    assert data is not None
    return {**data, "fact": ledger.text(*about)}


def saved_until_refused(
    browser: Browser, ledger: Ledger, spare: dict[str, str], most: int
) -> tuple[dict[str, str], int]:
    """Save until an answer is an error; return the form it was for, and the status.

    spare: a form from before, sent when no other can be had. Raises AssertionError when nothing is refused.
    """
    for number in range(most):
        form = browser.form()
        data = spare if form is None else {**form, "fact": ledger.text(number), "strengths": "y" * 9000}
        answer = browser.post(NEW, data)
        if answer.written is None:
            assert faults_of(answer) == []
            assert ledger.name in answer.text, "what was typed is in the page"
            return data, answer.status
        ledger.acknowledge(data["fact"], answer.written)
    raise AssertionError(f"{most} were saved and the disk was never full")


def saved_after(house: House, browser: Browser, ledger: Ledger, data: dict[str, str]) -> None:
    """The same form is saved, once, when there is room; and everything acknowledged is there."""
    wait_until(lambda: browser.get("/concerns/").status == 200, house.said)
    for _ in range(2):
        concern = browser.post(NEW, data).written
        assert concern is not None
        ledger.acknowledge(data["fact"], concern)
    with house.administrator() as connection:
        found = tally(ledger, connection, key_store(house.keys, house.secrets.root_key))
    assert ledger.wrong == []
    assert found.is_whole, found


def test_a_disk_that_takes_nothing_any_more(house):
    """As a disk that turned read-only under a running database."""
    ledger = Ledger()
    browser = Browser(house.port, house.sessions["alice"])
    spare = filled(browser, ledger, "spare")
    with house.refusing_every_write():
        data, status = saved_until_refused(browser, ledger, spare, 50)
        assert status in {500, 503}
        answer = browser.get("/concerns/")
        assert answer.status in {500, 503}
        assert faults_of(answer) == []
    saved_after(house, browser, ledger, data)


@pytest.fixture(scope="module")
def small(new_house) -> Iterator[tuple[House, Disk | None]]:
    """A house whose database lies on a disk of its own; None where the machine mounts nothing for us."""
    disks: list[Disk] = []

    def place(directory: Path) -> None:
        if can_mount(directory.parent):
            disks.append(Disk(directory, 400))

    house = new_house(place=place)
    try:
        house.start(worker=False)
        yield house, disks[0] if disks else None
    finally:
        house.stop()
        for disk in disks:
            disk.close()


@pytest.mark.whole
def test_a_full_disk(small):
    house, disk = small
    ledger = Ledger()
    browser = Browser(house.port, house.sessions["alice"])
    # Without a mount: the system refuses what is beyond a size, the nearest to a full disk that needs no rights.
    spare = filled(browser, ledger, "spare")
    with disk.full(leaving=200_000) if disk else house.refusing_every_write():
        data, status = saved_until_refused(browser, ledger, spare, 400)
    assert status == 507 if disk else status in {500, 503}
    saved_after(house, browser, ledger, data)


@pytest.mark.whole
def test_a_disk_without_inodes(small):
    house, disk = small
    ledger = Ledger()
    browser = Browser(house.port, house.sessions["alice"])
    if disk is None:
        pytest.fail("This machine mounts nothing for us, so what happens without inodes cannot be shown. Run as root.")
    with disk.without_inodes():
        for number in range(20):
            data = filled(browser, ledger, number)
            answer = browser.post(NEW, data)
            if answer.written is not None:
                ledger.acknowledge(data["fact"], answer.written)
            else:
                assert faults_of(answer) == []
    data = filled(browser, ledger, "after")
    saved_after(house, browser, ledger, data)


@pytest.mark.whole
def test_a_disk_that_is_read_only_when_the_database_starts(small):
    house, disk = small
    ledger = Ledger()
    browser = Browser(house.port, house.sessions["alice"])
    data = filled(browser, ledger, "read-only")
    house.held.add("database")
    house.kill_database()
    with disk.read_only() if disk else nullcontext():
        if disk:
            # It is tried, and cannot.
            house.held.discard("database")
        answer = browser.post(NEW, data)
        assert answer.status == 503
        assert faults_of(answer) == []
    house.held.discard("database")
    saved_after(house, browser, ledger, data)

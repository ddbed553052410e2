"""What installs a package of the machine's leaves nothing else behind."""

import os

import pytest

from tools import postgresql


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs packages")
def test_no_cluster_is_made_and_no_note_stays(tmp_path):
    settings = tmp_path / "postgresql-common" / "createcluster.d"
    with postgresql.no_cluster(settings):
        assert [path.read_text() for path in settings.iterdir()] == ["create_main_cluster = false\n"]
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs packages")
def test_what_others_put_there_stays(tmp_path):
    settings = tmp_path / "postgresql-common" / "createcluster.d"
    with postgresql.no_cluster(settings):
        (settings.parent / "theirs").touch()
    assert [path.name for path in settings.parent.iterdir()] == ["theirs"]

"""What every page and every stream loads: not what background work alone needs, which is most of the memory."""

import os
import subprocess
import sys

import pytest

from tvaers.foundation.secrets import Secrets

LOAD = {
    "pages": "from django.urls import reverse; reverse('meetings:list')",
    "streams": "import tvaers.web.live.application",
}
LOADED = "import sys; print(*sorted({'numba', 'openpyxl', 'tvaers.incidents.tasks'} & set(sys.modules)))"


@pytest.mark.parametrize("what", LOAD)
def test_pages_and_streams_do_not_load_what_jobs_work_with(what, tmp_path):
    Secrets.load_or_create(tmp_path / "secrets.json")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tvaers.config.settings",
        "TVAERS_VAR": str(tmp_path),
        "TVAERS_DATABASE_URL": "postgresql:///nowhere",
    }
    told = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {LOAD[what]}; {LOADED}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout.strip()) == (0, ""), told.stderr[-800:]

"""What the settings promise about cookies and codes."""

import json
import os
import subprocess
import sys

from django.conf import settings

from tvaers.accounts import rules

NAMES = ("SESSION", "CSRF", "LANGUAGE")
ASK = """
import json
from django.conf import settings
names = [name for name in dir(settings) if "COOKIE" in name or name in ("DEBUG", "SECURE_HSTS_SECONDS")]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


def in_production():
    environment = {**os.environ, "PYTHONPATH": "src", "TVAERS_DEMO": ""}
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_cookies_in_production_belong_to_this_host_and_to_encrypted_connections():
    found = in_production()
    for name in NAMES:
        assert found[f"{name}_COOKIE_SECURE"] is True
        assert found[f"{name}_COOKIE_NAME"].startswith("__Host-")
        assert found[f"{name}_COOKIE_SAMESITE"] == "Lax"
        assert found[f"{name}_COOKIE_PATH"] == "/"
        assert found[f"{name}_COOKIE_DOMAIN"] is None
    assert found["SESSION_COOKIE_HTTPONLY"] is True
    assert found["TVAERS_LAST_ACTOR_COOKIE"].startswith("__Host-")
    assert found["DEBUG"] is False
    assert found["SECURE_HSTS_SECONDS"] >= 31536000


def test_a_code_is_remembered_as_long_as_it_is_accepted():
    assert settings.MFA_TOTP_PERIOD == rules.CODE_PERIOD
    assert settings.MFA_TOTP_TOLERANCE == rules.CODE_TOLERANCE
    accepted = range(-rules.CODE_TOLERANCE, rules.CODE_TOLERANCE + 1)
    assert rules.code_lifetime() == len(accepted) * rules.CODE_PERIOD


def test_sessions_rest_for_half_an_hour_and_last_for_twelve():
    assert settings.TVAERS_SESSION_IDLE == 30 * 60
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60

"""No page lets a browser run or load what is not ours."""

import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/login/", "/nothing-here/", "/static/nothing.css"])
def test_the_policy_is_on_every_answer(db, path):
    policy = Client().get(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy

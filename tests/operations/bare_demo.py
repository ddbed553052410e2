"""The demonstration, all real but the program: its commands do nothing, its server is a bare one.

Run by test_demo.py as a process of its own. BARE_LOADING=slow makes the loading of data hang.
"""

import os
import sys
import time

from tvaers.demo import children, remembered, run


def command(name, *_arguments, **_options):
    if name == "load_demo" and os.environ.get("BARE_LOADING") == "slow":
        time.sleep(600)
    return [f"({name})"]


def servers(self):
    server = [sys.executable, "-m", "http.server", str(self.port), "--bind", "127.0.0.1"]
    return [("server", server), ("worker", ["sleep", "600"])]


children.command = command
remembered.stale_messages = lambda: False
setattr(run.Demonstration, "servers", servers)  # noqa: B010 - a method, for this process only
sys.exit(run.main())

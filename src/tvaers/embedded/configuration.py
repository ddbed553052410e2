"""What the embedded server is told: its settings, who may log in, and how."""

from collections.abc import Mapping
from pathlib import Path

from tvaers.foundation.secrets import LOGIN_ROLES

SUPERUSER = "postgres"
PORT = 5432
PEER_MAP = "tvaers"

_SETTINGS = {
    # Reachable through the socket only.
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    # Two cores, a laptop's memory.
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    # Nobody replicates from it, so the log of changes needs to serve recovery only.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "checkpoint_timeout": "10min",
    "autovacuum_max_workers": "2",
    # The server's log must not hold rows, typed values or statements.
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_line_prefix": "%m [%p] ",
    "log_error_verbosity": "terse",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_lock_waits": "off",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
    "lc_messages": "C",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "default_text_search_config": "pg_catalog.simple",
}

#: What only this major version and later ones know.
_SINCE = {18: {"io_method": "sync"}}

#: A test's cluster lives minutes and is thrown away; a power cut may cost it everything.
_CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}

_CAREFUL = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def server_settings(
    *, major: int, socket_directory: Path, durable: bool, memory: Mapping[str, str] | None = None
) -> str:
    """Return the whole of postgresql.conf for a major version. memory: settings in place of ours."""
    settings = {
        **_SETTINGS,
        **{name: value for since, added in _SINCE.items() if major >= since for name, value in added.items()},
        **(memory or {}),
        **(_CAREFUL if durable else _CARELESS),
        "unix_socket_directories": str(socket_directory),
    }
    lines = [f"{name} = '{_quoted(value)}'" for name, value in settings.items()]
    return "# Written at every start; a change here is lost.\n" + "\n".join(lines) + "\n"


def locale_options(major: int) -> list[str]:
    """Return what initdb is told, so that texts sort by code point and hold all of Unicode."""
    # PostgreSQL's own locale does not change with the operating system's libraries.
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
    return ["--encoding=UTF8", "--locale=C.UTF-8", *builtin]


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def login_rules() -> str:
    """Return pg_hba.conf: the system vouches for the superuser, a password for our roles, else nobody."""
    roles = ",".join(LOGIN_ROLES)
    return f"""# Written at every start. Type, database, role, address, method.
local all {SUPERUSER} peer map={PEER_MAP}
local postgres,template1 all reject
local all {roles} scram-sha-256
local all all reject
local replication all reject
host all all all reject
host replication all all reject
"""


def peer_names(operating_system_user: str) -> str:
    """Return pg_ident.conf: the one operating system user who may be the superuser."""
    head = "# Written at every start. Map, operating system user, role."
    return f'{head}\n{PEER_MAP} "{operating_system_user}" {SUPERUSER}\n'

"""Verbs of areas: kept as a list, their borders drawn, files of borders read in."""

from tvaers.areas.actions.listing import (
    ParentClosedError,
    PartsOpenError,
    add_area,
    close_area,
    rename_area,
    reopen_area,
)

__all__ = ["ParentClosedError", "PartsOpenError", "add_area", "close_area", "rename_area", "reopen_area"]

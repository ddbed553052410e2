"""Template tag libraries: `ui`."""

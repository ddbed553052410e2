"""The method library: how we work, in short pages that coordinators keep."""

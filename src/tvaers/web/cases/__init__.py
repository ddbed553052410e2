"""Pages: the work around one young person – list, case, plan, timeline, network, and the course of it."""

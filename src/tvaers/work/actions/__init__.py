"""Verbs of the work: clocks and their rules, being away with a substitute, and what is told by e-mail."""

from tvaers.work.actions.clocks import allowances, change_rule, start_clocks, stop_clock

__all__ = ["allowances", "change_rule", "start_clocks", "stop_clock"]

"""Verbs of a plan: agree a goal, evaluate it, give a task, do it, follow up."""

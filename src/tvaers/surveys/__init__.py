"""Surveys of safety: how safe people in an area feel, as counts alone; never an answer, never a person."""

"""Rumduol: case management for victims of human trafficking, checked against the minimum standards."""

__version__ = "0.1.0"

"""Scenario files, played through the real API: read them, make a fresh world for each, send the acts, read the findings."""

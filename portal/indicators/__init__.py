"""Figures: what the answers of a month say about a unit, a counter, a service, an officer."""

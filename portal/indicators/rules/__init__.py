"""The arithmetic of the figures: pure, without database, clock or web."""

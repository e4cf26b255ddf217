"""Rules of complaints: pure functions and frozen values."""

"""Time comes in: what happens each minute and each night."""

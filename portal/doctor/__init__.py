"""`portal doctor`: looks at everything the portal stands on, and says how to mend it."""

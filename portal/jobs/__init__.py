"""What time does: which recurring job ran when. The schedule itself stands in portal/worker."""

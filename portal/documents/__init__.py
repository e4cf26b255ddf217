"""Files people take away: posters, forms, exports, reports."""

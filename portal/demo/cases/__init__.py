"""About four hundred complaints of the half year, lived through day by day."""

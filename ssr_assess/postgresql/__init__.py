"""The database engine of PostgreSQL: Django's own, with an end to every wait."""

"""The store on PostgreSQL, for several servers that ask the same people (ADR 18)."""

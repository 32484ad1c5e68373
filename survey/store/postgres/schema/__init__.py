"""Steps of the schema, in order; those of ``wave`` make the tables of one open wave."""

-- An organisation may have more teams than a SMALLINT counts (32,767). Waves' own files are wide from
-- the start; a file that is narrow holds a wave that was opened with fewer teams.
CREATE TABLE wide_unit (
    wave VARCHAR NOT NULL,
    id INTEGER NOT NULL,
    department VARCHAR NOT NULL,
    team VARCHAR NOT NULL,
    headcount INTEGER,
    PRIMARY KEY (wave, id)
);
INSERT INTO wide_unit SELECT wave, id, department, team, headcount FROM unit ORDER BY wave, id;
DROP TABLE unit;
ALTER TABLE wide_unit RENAME TO unit;

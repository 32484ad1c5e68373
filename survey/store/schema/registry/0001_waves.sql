-- Waves and their units. No answers, no people, no clock finer than a day.
CREATE TABLE wave (
    name VARCHAR PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    state VARCHAR NOT NULL,
    instrument VARCHAR NOT NULL,
    policy VARCHAR NOT NULL,
    opened_on DATE NOT NULL,
    closed_on DATE,
    release_id VARCHAR
);

CREATE TABLE unit (
    wave VARCHAR NOT NULL,
    id SMALLINT NOT NULL,
    department VARCHAR NOT NULL,
    team VARCHAR NOT NULL,
    headcount INTEGER,
    PRIMARY KEY (wave, id)
);

-- Codes of closed waves, so that whoever comes late reads "this survey is closed". Neither their
-- team nor whether they were used is kept.
CREATE TABLE closed_code (
    wave VARCHAR NOT NULL,
    hash BLOB NOT NULL
);

-- What participation was last shown as, so that a number never moves by one person.
CREATE TABLE participation_shown (
    wave VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    shown_on DATE NOT NULL,
    responses INTEGER NOT NULL,
    PRIMARY KEY (wave, department)
);

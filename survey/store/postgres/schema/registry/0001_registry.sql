-- Waves and their units. No answers, no people, no clock finer than a day. Positions are given by
-- hand: a sequence would be one more place that counts.
CREATE TABLE bearing.wave (
    name text PRIMARY KEY,
    position integer NOT NULL UNIQUE,
    state text NOT NULL,
    instrument text NOT NULL,
    policy text NOT NULL,
    opened_on date NOT NULL,
    closed_on date,
    release_id text,
    open_links boolean NOT NULL,
    blind_tickets boolean NOT NULL,
    dates text NOT NULL,
    has_answers boolean NOT NULL
);

CREATE TABLE bearing.unit (
    wave text NOT NULL,
    id integer NOT NULL,
    department text NOT NULL,
    team text NOT NULL,
    headcount integer,
    PRIMARY KEY (wave, id)
);

-- Codes of closed waves, so that whoever comes late reads "this survey is closed". Neither their
-- team nor whether they were used is kept.
CREATE TABLE bearing.closed_code (
    hash bytea NOT NULL,
    wave text NOT NULL,
    PRIMARY KEY (hash, wave)
);

-- Hashes of the receipts of closed waves, sorted. They are published with the release.
CREATE TABLE bearing.receipt (
    wave text NOT NULL,
    hash bytea NOT NULL
);
CREATE INDEX receipt_of_wave ON bearing.receipt (wave);

-- What participation was last shown as, so that a number never moves by one person.
CREATE TABLE bearing.participation_shown (
    wave text NOT NULL,
    department text NOT NULL,
    shown_on date NOT NULL,
    responses integer NOT NULL,
    PRIMARY KEY (wave, department)
);

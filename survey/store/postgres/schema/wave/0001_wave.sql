-- One open wave. A new version of a row lies where there is room, and its system columns tell which
-- transaction made it. So nothing is changed that would then lie in the order of arrival: a code is
-- spent by removing its row from "unspent", which leaves every other row where it was.
CREATE TABLE {w}.code (
    hash bytea PRIMARY KEY,
    unit integer NOT NULL,
    round integer,
    kind text
);
CREATE INDEX code_of_unit ON {w}.code (unit, round);
CREATE INDEX code_again ON {w}.code (unit) WHERE round > 0;
CREATE TABLE {w}.unspent (
    hash bytea PRIMARY KEY
);
-- Codes that open nothing yet: they are not where they were asked for. They go with their process.
CREATE TABLE {w}.waiting (
    hash bytea PRIMARY KEY,
    process text NOT NULL
);

-- The youngest answers and receipts, one row, written anew with each commit and each list sorted by
-- content. When it is full a random half moves to "answer" and "receipt". So rows that came with one
-- transaction are many, whose order is that of their content.
CREATE TABLE {w}.young (
    units integer[] NOT NULL,
    answers bytea[] NOT NULL,
    slips bytea[] NOT NULL
);
INSERT INTO {w}.young VALUES ('{{}}', '{{}}', '{{}}');
-- One byte an item, in the instrument's order; 255 is "prefer not to say" or not asked.
CREATE TABLE {w}.answer (
    unit integer NOT NULL,
    answers bytea NOT NULL
);
CREATE TABLE {w}.receipt (
    hash bytea NOT NULL
);

CREATE TABLE {w}.handed_out (
    unit integer PRIMARY KEY,
    codes integer NOT NULL
);
-- A team's open link. In clear: it hangs on a wall.
CREATE TABLE {w}.team_link (
    token text PRIMARY KEY,
    unit integer NOT NULL
);
-- Codes that were spent for a blind signature, with the hash of what was signed.
CREATE TABLE {w}.exchanged (
    code bytea PRIMARY KEY,
    blinded bytea NOT NULL
);
-- Lines of a list of addresses that is being sent; they go when the whole list has been sent.
CREATE TABLE {w}.mailed (
    list bytea NOT NULL,
    line integer NOT NULL,
    sure boolean NOT NULL,
    PRIMARY KEY (list, line)
);

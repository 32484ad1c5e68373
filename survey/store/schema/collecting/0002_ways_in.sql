-- How many codes of a team went to people, so that a team never gets more than it has people.
-- Codes that a poster's link or a paper form brings with it are not among them.
CREATE TABLE handed_out (
    unit INTEGER PRIMARY KEY,
    codes INTEGER NOT NULL
);
INSERT INTO handed_out SELECT unit, count(*) FROM code GROUP BY unit;

-- A team's open link. In clear: it hangs on a wall.
CREATE TABLE team_link (
    token VARCHAR PRIMARY KEY,
    unit INTEGER NOT NULL
);

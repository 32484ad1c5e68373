-- Codes that went to people, apart from those that a poster's link, a paper form or a ticket brings
-- with it: these have no round. A team's first codes are round 0; each time that some are given out
-- anew is a round of its own. A code that is waiting opens nothing yet: it is not where it was asked
-- for. Of a wave that was open before, nobody can tell the codes apart, so all are of round 0.
ALTER TABLE code ADD COLUMN round INTEGER;
ALTER TABLE code ADD COLUMN kind VARCHAR;
ALTER TABLE code ADD COLUMN waiting BOOLEAN DEFAULT FALSE;
UPDATE code SET round = 0, kind = 'first', waiting = FALSE;

-- Teams in which codes were given out again.
CREATE VIEW replaced AS SELECT DISTINCT unit FROM code WHERE round > 0 AND NOT waiting;

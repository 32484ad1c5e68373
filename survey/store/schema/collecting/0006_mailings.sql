-- A list of addresses that is being sent codes: its lines that have been, by number, and by a keyed
-- hash of the whole list, which tells that it is the same list and nothing of what stands in it. A
-- line that is not sure was under way. The rows go when the whole list has been sent.
CREATE TABLE mailed (
    list BLOB NOT NULL,
    line INTEGER NOT NULL,
    sure BOOLEAN NOT NULL,
    PRIMARY KEY (list, line)
);

-- Codes that were spent for a blind signature, with the hash of what was signed, so that a request
-- whose answer was lost can be repeated. What was signed says nothing of the ticket that came of it.
CREATE TABLE exchanged (
    code BLOB PRIMARY KEY,
    blinded BLOB NOT NULL
);

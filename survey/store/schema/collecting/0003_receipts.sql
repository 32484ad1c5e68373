-- Hashes of receipts, with no team. Rows keep the order in which they are made, and so would tell
-- whose answers came with which receipt. So the places are made empty, before anybody answers, and
-- a receipt goes to a random one.
CREATE TABLE receipt (
    place INTEGER NOT NULL,
    hash BLOB
);

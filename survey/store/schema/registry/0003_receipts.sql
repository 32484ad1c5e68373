-- Hashes of the receipts of closed waves, sorted. They are published with the release.
CREATE TABLE receipt (
    wave VARCHAR NOT NULL,
    hash BLOB NOT NULL
);

-- One open wave. Codes know used or unused and nothing else; answers know their team and nothing
-- else. The two tables share no key. Both lie in one file so that one transaction spends a code
-- and keeps its answers, or does neither.
CREATE TABLE code (
    hash BLOB PRIMARY KEY,
    unit INTEGER NOT NULL,
    used BOOLEAN NOT NULL DEFAULT FALSE
);

-- One entry an item, in the instrument's order; NULL is "prefer not to say" or not asked.
CREATE TABLE answer (
    unit INTEGER NOT NULL,
    answers UTINYINT[] NOT NULL
);

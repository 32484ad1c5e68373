-- One closed wave: the answers, sorted by their content. Their order says nothing of arrival.
CREATE TABLE answer (
    unit INTEGER NOT NULL,
    answers UTINYINT[] NOT NULL
);

-- When a wave opens and closes, and until when its answers are kept: a document, as its policy is.
ALTER TABLE wave ADD COLUMN dates VARCHAR DEFAULT '{}';

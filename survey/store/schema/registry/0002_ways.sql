-- Ways in that a wave allows besides its single-use codes; earlier waves had none.
ALTER TABLE wave ADD COLUMN open_links BOOLEAN DEFAULT FALSE;
ALTER TABLE wave ADD COLUMN blind_tickets BOOLEAN DEFAULT FALSE;

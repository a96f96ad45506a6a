-- Derived tables: `demarche rebuild` drops them and makes them anew from the events.
CREATE TABLE docs (
  doc INTEGER PRIMARY KEY,        -- seq of the event that brought it
  id TEXT NOT NULL UNIQUE,
  day INTEGER,                    -- days since 1970-01-01
  title TEXT,
  publisher TEXT,
  url TEXT,
  date_source TEXT NOT NULL,
  text_hash BLOB NOT NULL,
  length INTEGER NOT NULL,        -- bytes of the text
  read INTEGER,                   -- seq of the event with what was read
  grp INTEGER NOT NULL,           -- the smallest doc of the same story
  lead INTEGER NOT NULL           -- the doc of the story whose moves count
);
CREATE INDEX docs_by_group ON docs (grp);
CREATE INDEX docs_by_day ON docs (day, id);
CREATE TABLE sources (
  doc INTEGER NOT NULL,
  publisher TEXT NOT NULL,
  url TEXT NOT NULL,
  PRIMARY KEY (doc, publisher, url)
) WITHOUT ROWID;
CREATE TABLE sketches (
  doc INTEGER PRIMARY KEY,
  sketch BLOB NOT NULL
);
CREATE TABLE bands (
  band INTEGER NOT NULL,
  doc INTEGER NOT NULL,
  PRIMARY KEY (band, doc)
) WITHOUT ROWID;
CREATE TABLE moves (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  doc INTEGER NOT NULL,           -- 0 for moves that a person entered
  seq INTEGER NOT NULL,           -- the event that holds it
  ordinal INTEGER NOT NULL,       -- which entry of that event
  rank INTEGER NOT NULL,          -- order of all moves: day, document, place
  day INTEGER,
  kind INTEGER NOT NULL,
  actor TEXT NOT NULL,
  addressee TEXT NOT NULL,
  terms TEXT NOT NULL,
  condition TEXT NOT NULL,        -- terms of what must come true first
  positive INTEGER NOT NULL,
  due_from INTEGER,
  due_to INTEGER,
  when_from INTEGER,
  when_to INTEGER,
  counted INTEGER NOT NULL,       -- 0: of a copy or an older version, or struck
  confidence REAL NOT NULL,
  line INTEGER NOT NULL,          -- first of the moves that say the same
  matter INTEGER NOT NULL,        -- first of the moves that belong together
  mark TEXT                       -- 'confirmed', 'corrected', 'struck'
);
CREATE INDEX moves_by_doc ON moves (doc, ordinal);
CREATE INDEX moves_by_matter ON moves (matter);
CREATE INDEX moves_by_line ON moves (line, rank) WHERE counted;
CREATE INDEX moves_to_review ON moves (confidence, number) WHERE counted AND mark IS NULL;
CREATE INDEX moves_by_rank ON moves (counted, rank);
CREATE TABLE keys (
  key INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (key, rank, number)
) WITHOUT ROWID;
CREATE TABLE fresh (              -- the keys of the last few thousand reports, before they go to keys
  key INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (key, rank, number)
) WITHOUT ROWID;
CREATE TABLE links (
  child INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  relation TEXT NOT NULL,
  confidence REAL NOT NULL,
  reason TEXT NOT NULL,
  author TEXT NOT NULL,           -- empty: the program
  line INTEGER NOT NULL,          -- the line of the parent
  day INTEGER NOT NULL,           -- the day of the child; the last of all numbers where it has none
  PRIMARY KEY (child, parent)
) WITHOUT ROWID;
CREATE INDEX links_by_line ON links (line, day)
  WHERE relation NOT IN ('restates', 'touches');
CREATE INDEX links_by_parent ON links (parent);
CREATE TABLE phases (
  line INTEGER NOT NULL,
  since INTEGER NOT NULL,         -- the first day on which this was known
  until INTEGER NOT NULL,         -- the day from which something else was
  state INTEGER NOT NULL,
  due_from INTEGER,
  due_to INTEGER,
  kind INTEGER NOT NULL,
  rank INTEGER NOT NULL,          -- of the first move of the line
  PRIMARY KEY (line, since)
) WITHOUT ROWID;
CREATE INDEX phases_by_state ON phases (state, since, until, due_from, due_to, kind, line, rank);
CREATE INDEX phases_due ON phases (due_to, due_from, since, until, kind, line, rank)
  WHERE state = 0 AND (due_from IS NOT NULL OR due_to IS NOT NULL);
CREATE TABLE tally (              -- phases that begin on a day, less those that end, but those of phases_due
  state INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  day INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (state, kind, day)
) WITHOUT ROWID;
CREATE TABLE involved (
  party TEXT NOT NULL,
  line INTEGER NOT NULL,
  role INTEGER NOT NULL,          -- 0 actor, 1 addressee
  PRIMARY KEY (party, line, role)
) WITHOUT ROWID;
CREATE TABLE pairs (              -- in how many lines one acts and the other is addressed
  one TEXT NOT NULL,
  other TEXT NOT NULL,            -- the later by letter
  n INTEGER NOT NULL,
  PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX pairs_by_n ON pairs (n DESC, one, other);
CREATE TABLE hands (
  seq INTEGER PRIMARY KEY,        -- deeds of people that hold; those taken back are gone
  deed TEXT NOT NULL,
  subject TEXT NOT NULL,
  other TEXT NOT NULL,            -- the second move of a join or split
  doc INTEGER NOT NULL            -- 0 when it is about no document
);
CREATE INDEX hands_by_doc ON hands (doc);
CREATE INDEX hands_by_subject ON hands (subject);
CREATE INDEX hands_by_other ON hands (other);
CREATE TABLE parties (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE people (
  id TEXT NOT NULL,
  doc INTEGER NOT NULL,
  name TEXT NOT NULL,
  party TEXT,
  office TEXT,
  proof TEXT,
  learned INTEGER NOT NULL,       -- 1: from an earlier report or the desk, not from this one
  day INTEGER,                    -- of the report
  leads INTEGER NOT NULL,         -- 1: its moves count
  unknown INTEGER NOT NULL,       -- 1: it does not say for whom he speaks
  PRIMARY KEY (id, doc)
) WITHOUT ROWID;
CREATE INDEX people_told ON people (id, party, office, day) WHERE leads AND NOT learned;
CREATE INDEX people_by_day ON people (id, day) WHERE NOT learned AND party IS NOT NULL;
CREATE INDEX people_unknown ON people (id, day) WHERE unknown;
CREATE TABLE stale (              -- people of whom the ledger knows more than a report was read with
  doc INTEGER NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (doc, id)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE docs_fts USING fts5(title, text, content='', contentless_delete=1);
CREATE VIRTUAL TABLE moves_fts USING fts5(words, content='', contentless_delete=1);
CREATE INDEX involved_by_line ON involved (line);
CREATE INDEX people_by_doc ON people (doc);

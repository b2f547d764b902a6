-- The tables as version 0.2.0 of the program made them.
CREATE TABLE changes (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    document_id VARCHAR(16) NOT NULL,
    op VARCHAR(8) NOT NULL,
    UNIQUE (document_id)
);
CREATE TABLE documents (
    id VARCHAR(16) NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    source TEXT NOT NULL,
    origin TEXT NOT NULL,
    title TEXT NOT NULL,
    number TEXT,
    number_key TEXT,
    kind TEXT,
    issuer TEXT,
    issued_on DATE,
    pages INTEGER,
    passages INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    header TEXT NOT NULL,
    text TEXT NOT NULL,
    offsets BLOB NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ix_documents_issued_on ON documents (issued_on);
CREATE INDEX ix_documents_issuer ON documents (issuer);
CREATE INDEX ix_documents_kind ON documents (kind);
CREATE INDEX ix_documents_number ON documents (number);
CREATE INDEX ix_documents_number_key ON documents (number_key);
CREATE INDEX ix_documents_origin ON documents (origin);
CREATE INDEX ix_documents_sha256 ON documents (sha256);
CREATE TABLE meta (
    "key" VARCHAR(32) NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
);
CREATE TABLE passages (
    id VARCHAR(32) NOT NULL,
    document_id VARCHAR(16) NOT NULL,
    ordinal INTEGER NOT NULL,
    section TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    headings TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE INDEX ix_passages_document_id ON passages (document_id);
CREATE TABLE assignments (
    document_id VARCHAR(16) NOT NULL,
    ordinal INTEGER NOT NULL,
    passage_id VARCHAR(32) NOT NULL,
    due DATE,
    payload TEXT NOT NULL,
    PRIMARY KEY (document_id, ordinal),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE,
    FOREIGN KEY(passage_id) REFERENCES passages (id) ON DELETE CASCADE
);
CREATE INDEX ix_assignments_due ON assignments (due);
CREATE INDEX ix_assignments_passage_id ON assignments (passage_id);
CREATE TABLE document_references (
    document_id VARCHAR(16) NOT NULL,
    ordinal INTEGER NOT NULL,
    passage_id VARCHAR(32),
    relation VARCHAR(16) NOT NULL,
    number TEXT,
    number_key TEXT,
    payload TEXT NOT NULL,
    PRIMARY KEY (document_id, ordinal),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE,
    FOREIGN KEY(passage_id) REFERENCES passages (id) ON DELETE CASCADE
);
CREATE INDEX ix_document_references_number ON document_references (number);
CREATE INDEX ix_document_references_number_key ON document_references (number_key);
CREATE INDEX ix_document_references_passage_id ON document_references (passage_id);
CREATE TABLE figures (
    document_id VARCHAR(16) NOT NULL,
    ordinal INTEGER NOT NULL,
    passage_id VARCHAR(32) NOT NULL,
    unit TEXT NOT NULL,
    as_of DATE,
    payload TEXT NOT NULL,
    PRIMARY KEY (document_id, ordinal),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE,
    FOREIGN KEY(passage_id) REFERENCES passages (id) ON DELETE CASCADE
);
CREATE INDEX ix_figures_passage_id ON figures (passage_id);
CREATE TABLE vectors (
    passage_id VARCHAR(32) NOT NULL,
    model VARCHAR(64) NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (passage_id, model),
    FOREIGN KEY(passage_id) REFERENCES passages (id) ON DELETE CASCADE
);
CREATE TABLE parties (
    document_id VARCHAR(16) NOT NULL,
    assignment INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    role VARCHAR(16) NOT NULL,
    agency_id TEXT,
    name TEXT NOT NULL,
    PRIMARY KEY (document_id, assignment, ordinal),
    FOREIGN KEY(document_id, assignment) REFERENCES assignments (document_id, ordinal) ON DELETE CASCADE
);
CREATE INDEX ix_parties_agency_id ON parties (agency_id);

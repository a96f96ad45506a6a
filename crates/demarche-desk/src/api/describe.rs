//! The description of the API in OpenAPI 3.1. A test holds it against the routes and against answers.

use super::{MOST, kinds, meaning, standings};
use serde_json::{Map, Value, json};

/// The addresses of the API: path, what it answers, the schema of the answer, and what may be asked.
pub const API_ROUTES: [(&str, &str, &str, &[&str]); 11] = [
    (
        "/api/v1/status",
        "How things stand on a day, by urgency",
        "Board",
        &[
            "on", "known_by", "party", "with", "kind", "standing", "limit", "offset",
        ],
    ),
    (
        "/api/v1/timeline",
        "Who did what, in order",
        "MoveList",
        &["from", "to", "party", "limit", "offset"],
    ),
    (
        "/api/v1/matters/{id}",
        "The matter to which a move belongs",
        "Matter",
        &["id", "on"],
    ),
    (
        "/api/v1/moves/{id}",
        "A move and what people did to it",
        "MoveAndHistory",
        &["id"],
    ),
    (
        "/api/v1/documents",
        "Reports, the latest first",
        "DocumentList",
        &["limit", "offset"],
    ),
    (
        "/api/v1/documents/{id}",
        "A report with its text and what stands in it",
        "Document",
        &["id"],
    ),
    (
        "/api/v1/people",
        "People and their offices",
        "PersonList",
        &["on", "limit", "offset"],
    ),
    (
        "/api/v1/parties",
        "Parties, the busiest first",
        "PartyList",
        &["limit", "offset"],
    ),
    (
        "/api/v1/search",
        "Full-text search",
        "Hits",
        &["q", "one_kind", "party", "from", "to", "limit", "offset"],
    ),
    (
        "/api/v1/changes",
        "What was written, the latest first",
        "Changes",
        &["since", "limit"],
    ),
    (
        "/api/v1/review",
        "What no person has looked at, the least certain first",
        "MoveList",
        &["limit", "offset"],
    ),
];

/// The description.
pub(crate) fn description() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Demarche",
            "version": "1",
            "summary": "How a negotiation stands, and in which words it was said",
            "description": "Everything that the pages of the desk show. Ids are stable; offsets in \
                texts count Unicode code points. Answers carry an ETag.",
        },
        "servers": [{ "url": "/" }],
        "security": [{}, { "password": [] }],
        "paths": paths(),
        "components": {
            "securitySchemes": {
                "password": { "type": "http", "scheme": "bearer" }
            },
            "parameters": parameters(),
            "responses": { "Problem": {
                "description": "Why there is no answer (RFC 9457)",
                "content": { "application/problem+json": { "schema": reference("Problem") } }
            } },
            "schemas": schemas(),
        }
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn paths() -> Value {
    let mut paths = Map::new();
    for (path, summary, schema, asked) in API_ROUTES {
        let name = |p: &&str| json!({ "$ref": format!("#/components/parameters/{p}") });
        let asked: Vec<Value> = asked.iter().map(name).collect();
        let id = path.trim_start_matches("/api/v1/").replace("/{id}", "-one");
        let mut responses = json!({
            "200": {
                "description": summary,
                "headers": { "ETag": { "schema": { "type": "string" } } },
                "content": { "application/json": { "schema": reference(schema) } }
            },
            "304": { "description": "What you have is what there is" }
        });
        for code in ["400", "401", "404", "422", "429", "503"] {
            responses[code] = json!({ "$ref": "#/components/responses/Problem" });
        }
        let get = json!({
            "operationId": id,
            "summary": summary,
            "parameters": asked,
            "responses": responses,
        });
        paths.insert(path.to_owned(), json!({ "get": get }));
    }
    Value::Object(paths)
}

fn parameters() -> Value {
    let query = |name: &str, about: &str, schema: Value| json!({ "name": name, "in": "query", "description": about, "schema": schema });
    let day = || json!({ "type": "string", "format": "date" });
    let words = || json!({ "type": "string" });
    let kind = || json!({ "type": "string", "enum": kinds() });
    let means: Vec<String> = standings()
        .into_iter()
        .map(|s| format!("{s}: {}", meaning(s)))
        .collect();
    json!({
        "id": {
            "name": "id", "in": "path", "required": true, "schema": { "type": "string" },
            "description": "An id, or its beginning where that is enough"
        },
        "on": query("on", "The day; today without it", day()),
        "known_by": query("known_by", "What was reported by this day is used", day()),
        "from": query("from", "The first day", day()),
        "to": query("to", "The last day", day()),
        "party": query("party", "Only what concerns this party, by id or name", words()),
        "with": query("with", "Only what concerns this one too", words()),
        "kind": query("kind", "Only these kinds, commas between them", words()),
        "one_kind": query("kind", "Only this kind", kind()),
        "standing": query("standing", &means.join("; "), words()),
        "since": query("since", "A day, or a moment in RFC 3339", words()),
        "q": query("q", "Words that must all stand in it; a phrase in quotation marks", words()),
        "limit": query("limit", "Things at most", json!({
            "type": "integer", "minimum": 0, "maximum": MOST
        })),
        "offset": query("offset", "Things that are left out first", json!({
            "type": "integer", "minimum": 0, "maximum": 1_000_000
        })),
    })
}

/// An object whose fields are all there, except those that are marked with a question mark.
fn object(fields: &[(&str, Value)]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, schema) in fields {
        let bare = name.trim_end_matches('?');
        if bare.len() == name.len() {
            required.push(bare);
        }
        properties.insert(bare.to_owned(), schema.clone());
    }
    json!({ "type": "object", "properties": properties, "required": required })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn page(of: &str) -> Value {
    let next = json!({ "type": ["integer", "null"] });
    object(&[("items", list(reference(of))), ("next_offset", next)])
}

fn or_null(kind: &str) -> Value {
    json!({ "type": [kind, "null"] })
}

fn schemas() -> Value {
    let mut all = read_schemas();
    all.extend(view_schemas());
    Value::Object(
        all.into_iter()
            .map(|(name, schema)| (name.to_owned(), schema))
            .collect(),
    )
}

/// What was read in reports.
fn read_schemas() -> Vec<(&'static str, Value)> {
    let (string, integer) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let (maybe, number) = (or_null("string"), json!({ "type": "number" }));
    let words = vec![
        ("start", integer.clone()),
        ("end", integer.clone()),
        ("text", string.clone()),
    ];
    let mut days = words.clone();
    days.extend([("from", maybe.clone()), ("to", maybe.clone())]);
    let mut condition = words.clone();
    condition.extend([
        ("relation", string.clone()),
        ("terms?", list(string.clone())),
    ]);
    let place = object(&[
        ("name", string.clone()),
        ("start", integer.clone()),
        ("end", integer),
    ]);
    let entry = object(&[
        ("kind", json!({ "type": "string", "enum": kinds() })),
        ("actor", list(string.clone())),
        ("addressee", list(string.clone())),
        ("content", reference("Words")),
        ("evidence", list(reference("Words"))),
        ("speaker", maybe.clone()),
        ("quoted", json!({ "type": "boolean" })),
        ("polarity", string.clone()),
        ("condition?", object(&condition)),
        ("due?", reference("Days")),
        ("when?", reference("Days")),
        ("place?", place),
        ("plover", maybe.clone()),
        ("confidence", number),
        (
            "trigger",
            json!({ "oneOf": [reference("Words"), { "type": "null" }] }),
        ),
        ("rule", string.clone()),
        ("terms", list(string)),
    ]);
    vec![
        ("Words", object(&words)),
        ("Days", object(&days)),
        ("Entry", entry),
    ]
}

/// What the ledger says.
fn view_schemas() -> Vec<(&'static str, Value)> {
    let (string, integer) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let (maybe, boolean) = (or_null("string"), json!({ "type": "boolean" }));
    let source = object(&[
        ("id", string.clone()),
        ("title", maybe.clone()),
        ("publisher", maybe.clone()),
        ("url", maybe.clone()),
        ("date", maybe.clone()),
        ("n_sources", integer.clone()),
    ]);
    let moved = object(&[
        ("id", string.clone()),
        ("day", maybe.clone()),
        ("entry", reference("Entry")),
        (
            "source",
            json!({ "oneOf": [reference("Source"), { "type": "null" }] }),
        ),
        ("noted_from", maybe.clone()),
        ("mark", maybe.clone()),
        ("counted", boolean.clone()),
    ]);
    let closed = object(&[("relation", string.clone()), ("by", reference("Move"))]);
    let item = object(&[
        ("standing", json!({ "type": "string", "enum": standings() })),
        ("days", or_null("integer")),
        ("due_from", maybe.clone()),
        ("due_to", maybe.clone()),
        ("since", maybe.clone()),
        ("first", reference("Move")),
        ("n_moves", integer.clone()),
        (
            "closed_by",
            json!({ "oneOf": [closed, { "type": "null" }] }),
        ),
    ]);
    let board = object(&[
        ("on", string.clone()),
        ("known_by", string.clone()),
        (
            "counts",
            json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
        ),
        ("items", list(item)),
    ]);
    let version = object(&[("move", maybe.clone()), ("says", string.clone())]);
    let differs = object(&[("about", string.clone()), ("versions", list(version))]);
    let line = object(&[
        ("standing", maybe.clone()),
        ("days", or_null("integer")),
        ("due_from", maybe.clone()),
        ("due_to", maybe.clone()),
        ("moves", list(reference("Move"))),
        ("disagreements", list(differs)),
    ]);
    let link = object(&[
        ("child", string.clone()),
        ("parent", string.clone()),
        ("relation", string.clone()),
        ("confidence", json!({ "type": "number" })),
        ("reason", string.clone()),
        ("author", maybe.clone()),
    ]);
    let matter = object(&[
        ("id", string.clone()),
        ("on", string.clone()),
        ("lines", list(line)),
        ("links", list(link)),
    ]);
    let mut all = vec![
        ("Source", source),
        ("Move", moved),
        ("MoveList", page("Move")),
        ("Board", board),
        ("Matter", matter),
    ];
    all.extend(other_schemas(&string, &integer, &maybe, &boolean));
    all
}

fn other_schemas(
    string: &Value,
    integer: &Value,
    maybe: &Value,
    boolean: &Value,
) -> Vec<(&'static str, Value)> {
    let (s, n, m, b) = (
        || string.clone(),
        || integer.clone(),
        || maybe.clone(),
        || boolean.clone(),
    );
    let row = object(&[
        ("id", s()),
        ("title", m()),
        ("publisher", m()),
        ("date", m()),
        ("n_moves", n()),
        ("leads", b()),
    ]);
    let pair = || json!({ "type": "array", "minItems": 2, "maxItems": 2 });
    let statement = object(&[
        ("speaker", m()),
        ("party", m()),
        ("mode", s()),
        ("source", list(pair())),
        ("cue", list(pair())),
        ("content", list(pair())),
    ]);
    let document = object(&[
        ("source", reference("Source")),
        ("date_source", s()),
        ("text", s()),
        ("moves", list(reference("Move"))),
        ("statements", list(statement)),
        ("notes", list(s())),
        ("story", list(reference("DocumentRow"))),
        ("found_at", list(pair())),
    ]);
    let hand = object(&[
        ("seq", n()),
        ("at", s()),
        ("author", s()),
        ("deed", s()),
        ("reason", m()),
        ("other", m()),
        ("holds", b()),
    ]);
    let holding = object(&[
        ("party", m()),
        ("office", m()),
        ("first", m()),
        ("last", m()),
        ("n_reports", n()),
        ("proof", m()),
        ("author", m()),
    ]);
    let person = object(&[
        ("id", s()),
        ("name", s()),
        ("offices", list(holding)),
        (
            "source",
            json!({ "oneOf": [reference("Source"), { "type": "null" }] }),
        ),
    ]);
    let change = object(&[
        ("seq", n()),
        ("at", s()),
        ("author", s()),
        ("deed", s()),
        ("subject", s()),
        ("about", s()),
        ("document", m()),
    ]);
    let hit = object(&[("source", reference("Source")), ("piece", s())]);
    vec![
        ("DocumentRow", row),
        ("DocumentList", page("DocumentRow")),
        ("Document", document),
        (
            "MoveAndHistory",
            object(&[("move", reference("Move")), ("history", list(hand))]),
        ),
        ("Person", person),
        ("PersonList", page("Person")),
        (
            "Party",
            object(&[("id", s()), ("name", s()), ("n_lines", n())]),
        ),
        ("PartyList", page("Party")),
        (
            "Hits",
            object(&[
                ("moves", list(reference("Move"))),
                ("documents", list(hit)),
                ("next_offset", or_null("integer")),
            ]),
        ),
        ("Changes", list(change)),
        (
            "Problem",
            object(&[
                ("type", s()),
                ("title", s()),
                ("status", n()),
                ("detail", s()),
            ]),
        ),
    ]
}

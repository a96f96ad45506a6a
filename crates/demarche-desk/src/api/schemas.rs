//! The schemas of the API's description: what it answers and what it takes.

use super::kinds;
use super::standings;
use serde_json::{Map, Value, json};

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// An object whose fields are all there, except those that are marked with a question mark.
pub(super) fn object(fields: &[(&str, Value)]) -> Value {
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

pub(super) fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn page(of: &str) -> Value {
    let next = json!({ "type": ["integer", "null"] });
    object(&[("items", list(reference(of))), ("next_offset", next)])
}

fn or_null(kind: &str) -> Value {
    json!({ "type": [kind, "null"] })
}

pub(super) fn schemas() -> Value {
    let parts = [
        words(),
        entry(),
        moves(),
        board(),
        matter(),
        documents(),
        people(),
        the_rest(),
        sent(),
        told(),
    ];
    let all = parts.into_iter().flatten();
    Value::Object(
        all.map(|(name, schema)| (name.to_owned(), schema))
            .collect(),
    )
}

type Named = (&'static str, Value);

fn string() -> Value {
    json!({ "type": "string" })
}

fn integer() -> Value {
    json!({ "type": "integer" })
}

fn boolean() -> Value {
    json!({ "type": "boolean" })
}

fn maybe() -> Value {
    or_null("string")
}

fn none_or(schema: Value) -> Value {
    json!({ "oneOf": [schema, { "type": "null" }] })
}

fn words() -> Vec<Named> {
    let words = vec![("start", integer()), ("end", integer()), ("text", string())];
    let mut days = words.clone();
    days.extend([("from", maybe()), ("to", maybe())]);
    let mut condition = words.clone();
    condition.extend([("relation", string()), ("terms?", list(string()))]);
    let place = [("name", string()), ("start", integer()), ("end", integer())];
    vec![
        ("Words", object(&words)),
        ("Days", object(&days)),
        ("Condition", object(&condition)),
        ("Place", object(&place)),
    ]
}

fn entry() -> Vec<Named> {
    let entry = object(&[
        ("kind", json!({ "type": "string", "enum": kinds() })),
        ("actor", list(string())),
        ("addressee", list(string())),
        ("content", reference("Words")),
        ("evidence", list(reference("Words"))),
        ("speaker", maybe()),
        ("quoted", boolean()),
        ("polarity", string()),
        ("condition?", reference("Condition")),
        ("due?", reference("Days")),
        ("when?", reference("Days")),
        ("place?", reference("Place")),
        ("plover", maybe()),
        ("confidence", json!({ "type": "number" })),
        ("trigger", none_or(reference("Words"))),
        ("rule", string()),
        ("terms", list(string())),
    ]);
    vec![("Entry", entry)]
}

fn moves() -> Vec<Named> {
    let source = object(&[
        ("id", string()),
        ("title", maybe()),
        ("publisher", maybe()),
        ("url", maybe()),
        ("date", maybe()),
        ("n_sources", integer()),
    ]);
    let moved = object(&[
        ("id", string()),
        ("day", maybe()),
        ("entry", reference("Entry")),
        ("source", none_or(reference("Source"))),
        ("noted_from", maybe()),
        ("mark", maybe()),
        ("counted", boolean()),
    ]);
    let hand = object(&[
        ("seq", integer()),
        ("at", string()),
        ("author", string()),
        ("deed", string()),
        ("reason", maybe()),
        ("other", maybe()),
        ("holds", boolean()),
    ]);
    let both = object(&[
        ("move", reference("Move")),
        ("history", list(reference("Hand"))),
    ]);
    vec![
        ("Source", source),
        ("Move", moved),
        ("MoveList", page("Move")),
        ("Hand", hand),
        ("MoveAndHistory", both),
    ]
}

fn board() -> Vec<Named> {
    let closed = object(&[("relation", string()), ("by", reference("Move"))]);
    let item = object(&[
        ("standing", json!({ "type": "string", "enum": standings() })),
        ("days", or_null("integer")),
        ("due_from", maybe()),
        ("due_to", maybe()),
        ("since", maybe()),
        ("first", reference("Move")),
        ("n_moves", integer()),
        ("closed_by", none_or(closed)),
    ]);
    let counts = json!({ "type": "object", "additionalProperties": { "type": "integer" } });
    let board = object(&[
        ("on", string()),
        ("known_by", string()),
        ("counts", counts),
        ("items", list(reference("Item"))),
    ]);
    vec![("Item", item), ("Board", board)]
}

fn matter() -> Vec<Named> {
    let version = object(&[("move", maybe()), ("says", string())]);
    let differs = object(&[("about", string()), ("versions", list(version))]);
    let line = object(&[
        ("standing", maybe()),
        ("days", or_null("integer")),
        ("due_from", maybe()),
        ("due_to", maybe()),
        ("moves", list(reference("Move"))),
        ("disagreements", list(differs)),
    ]);
    let link = object(&[
        ("child", string()),
        ("parent", string()),
        ("relation", string()),
        ("confidence", json!({ "type": "number" })),
        ("reason", string()),
        ("author", maybe()),
    ]);
    let disclosure = object(&[
        ("by", string()),
        ("day", maybe()),
        ("says", string()),
        ("condition", maybe()),
    ]);
    let matter = object(&[
        ("id", string()),
        ("on", string()),
        ("lines", list(line)),
        ("links", list(link)),
        ("disclosure", list(disclosure)),
    ]);
    vec![("Matter", matter)]
}

fn documents() -> Vec<Named> {
    let row = object(&[
        ("id", string()),
        ("title", maybe()),
        ("publisher", maybe()),
        ("date", maybe()),
        ("n_moves", integer()),
        ("leads", boolean()),
    ]);
    let pair = || json!({ "type": "array", "minItems": 2, "maxItems": 2 });
    let statement = object(&[
        ("speaker", maybe()),
        ("party", maybe()),
        ("mode", string()),
        ("source", list(pair())),
        ("cue", list(pair())),
        ("content", list(pair())),
    ]);
    let document = object(&[
        ("source", reference("Source")),
        ("date_source", string()),
        ("text", string()),
        ("moves", list(reference("Move"))),
        ("statements", list(statement)),
        ("notes", list(string())),
        ("story", list(reference("DocumentRow"))),
        ("found_at", list(pair())),
    ]);
    vec![
        ("DocumentRow", row),
        ("DocumentList", page("DocumentRow")),
        ("Document", document),
    ]
}

fn people() -> Vec<Named> {
    let holding = object(&[
        ("party", maybe()),
        ("office", maybe()),
        ("first", maybe()),
        ("last", maybe()),
        ("n_reports", integer()),
        ("proof", maybe()),
        ("author", maybe()),
    ]);
    let person = object(&[
        ("id", string()),
        ("name", string()),
        ("offices", list(holding)),
        ("source", none_or(reference("Source"))),
    ]);
    let party = object(&[("id", string()), ("name", string()), ("n_lines", integer())]);
    vec![
        ("Person", person),
        ("PersonList", page("Person")),
        ("Party", party),
        ("PartyList", page("Party")),
    ]
}

fn the_rest() -> Vec<Named> {
    let change = object(&[
        ("seq", integer()),
        ("at", string()),
        ("author", string()),
        ("deed", string()),
        ("subject", string()),
        ("about", string()),
        ("document", maybe()),
    ]);
    let hit = object(&[("source", reference("Source")), ("piece", string())]);
    let hits = object(&[
        ("moves", list(reference("Move"))),
        ("documents", list(hit)),
        ("next_offset", or_null("integer")),
    ]);
    let problem = object(&[
        ("type", string()),
        ("title", string()),
        ("status", integer()),
        ("detail", string()),
    ]);
    vec![
        ("Hits", hits),
        ("Changes", list(change)),
        ("Problem", problem),
    ]
}

/// What a program sends; nothing but this.
fn closed(fields: &[(&str, Value)]) -> Value {
    let mut schema = object(fields);
    schema["additionalProperties"] = false.into();
    schema
}

fn sent() -> Vec<Named> {
    let by = || ("by?", maybe());
    let day = || json!({ "type": "string", "description": "A day, as 2022-01-21; empty for none" });
    let days = || {
        let about =
            "A day, or two with .. between them, either of which may be left out; none for none";
        json!({ "type": ["string", "null"], "description": about })
    };
    let kind = json!({ "type": ["string", "null"], "description": kinds().join(", ") });
    let parties = || json!({ "type": ["array", "null"], "items": { "type": "string" } });
    let condition = "if, unless, after, until or before, and the words; none for none";
    let fields = closed(&[
        ("kind?", kind),
        ("actor?", parties()),
        ("addressee?", parties()),
        ("content?", maybe()),
        ("due?", days()),
        ("when?", days()),
        (
            "condition?",
            json!({ "type": ["string", "null"], "description": condition }),
        ),
        ("speaker?", maybe()),
        ("place?", maybe()),
        ("negative?", or_null("boolean")),
        ("quoted?", or_null("boolean")),
    ]);
    let fields_of = || ("fields", reference("Fields"));
    vec![
        ("Fields", fields),
        ("Confirmation", closed(&[by()])),
        ("Correction", closed(&[by(), fields_of()])),
        ("Striking", closed(&[by(), ("reason?", maybe())])),
        (
            "Joining",
            closed(&[by(), ("earlier", string()), ("as?", string())]),
        ),
        ("Parting", closed(&[by(), ("earlier", string())])),
        (
            "Note",
            closed(&[by(), ("day?", day()), ("source?", maybe()), fields_of()]),
        ),
        (
            "Saying",
            closed(&[
                by(),
                ("id?", string()),
                ("name", string()),
                ("party?", maybe()),
                ("office?", maybe()),
                ("from?", day()),
                ("to?", day()),
            ]),
        ),
        ("Undoing", closed(&[by(), ("event?", or_null("integer"))])),
        (
            "Report",
            closed(&[
                by(),
                ("text?", string()),
                ("title?", maybe()),
                ("publisher?", maybe()),
                ("url?", maybe()),
                ("date?", day()),
            ]),
        ),
    ]
}

fn told() -> Vec<Named> {
    let outcome = object(&[
        ("name", string()),
        (
            "word",
            json!({ "type": "string", "enum": ["read", "partly read", "refused"] }),
        ),
        ("said", string()),
        ("notes", list(string())),
        ("document", maybe()),
        ("title", maybe()),
    ]);
    let job = object(&[
        ("outcomes", list(outcome)),
        ("n_files", integer()),
        ("n_done", integer()),
        ("over", boolean()),
    ]);
    let role = json!({ "type": "string", "enum": ["reader", "editor"] });
    vec![
        (
            "Done",
            object(&[("done", string()), ("event", integer()), ("id?", string())]),
        ),
        ("Begun", object(&[("job", string())])),
        ("Job", job),
        (
            "Session",
            object(&[("role", role), ("name", string()), ("token", string())]),
        ),
    ]
}

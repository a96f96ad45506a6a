//! The description of the API in OpenAPI 3.1. A test holds it against the routes and against answers.

use super::{DEEPEST, MOST, kinds, meaning, standings};
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
        for code in [
            "400", "401", "404", "414", "421", "422", "429", "500", "503",
        ] {
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
    let query = |name: &str, about: &str, schema: Value| {
        let mut asked = json!({ "name": name, "in": "query", "description": about });
        asked["schema"] = schema;
        asked
    };
    // A field of a form that is left empty asks for nothing.
    let nothing = || json!({ "const": "" });
    let day = || json!({ "anyOf": [{ "type": "string", "format": "date" }, nothing()] });
    let moment = json!({ "type": "string", "format": "date-time" });
    let since = json!({ "anyOf": [{ "type": "string", "format": "date" }, moment, nothing()] });
    let one_kind = json!({ "enum": kinds().into_iter().chain([""]).collect::<Vec<_>>() });
    let several = |mut asked: Value| {
        asked["style"] = "form".into();
        asked["explode"] = false.into();
        asked
    };
    let words = || json!({ "type": "string" });
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
        "kind": several(query("kind", "Only these kinds", list(json!({ "enum": kinds() })))),
        "one_kind": query("kind", "Only this kind", one_kind),
        "standing": several(query("standing", &means.join("; "), list(json!({ "enum": standings() })))),
        "since": query("since", "A day, or a moment in RFC 3339", since),
        "q": query("q", "Words that must all stand in it; a phrase in quotation marks", words()),
        "limit": query("limit", "Things at most", json!({
            "type": "integer", "minimum": 0, "maximum": MOST
        })),
        "offset": query("offset", "Things that are left out first", json!({
            "type": "integer", "minimum": 0, "maximum": DEEPEST
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
    let parts = [
        words(),
        entry(),
        moves(),
        board(),
        matter(),
        documents(),
        people(),
        the_rest(),
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

//! The description of the API in OpenAPI 3.1. A test holds it against the routes and against answers.

use super::schemas::{list, reference, schemas};
use super::written::TOKEN;
use super::{DEEPEST, MOST, kinds, meaning, standings};
use serde_json::{Map, Value, json};

/// The addresses of the API: path, what it answers, the schema of the answer, and what may be asked.
pub const API_ROUTES: [(&str, &str, &str, &[&str]); 12] = [
    (
        "/api/v1/session",
        "Who is asking, and the token that his deeds must carry",
        "Session",
        &[],
    ),
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
        &[
            "q", "one_kind", "party", "standing", "on", "from", "to", "limit", "offset",
        ],
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

/// What programs write: path, what it does, the schema of what is sent, and the answer: its code and schema.
pub const API_DEEDS: [(&str, &str, &str, u16, &str); 9] = [
    (
        "/api/v1/documents",
        "Adds a report, by its text or, where the desk was started with --allow-fetch, by its address",
        "Report",
        202,
        "Begun",
    ),
    (
        "/api/v1/moves",
        "Enters a move by hand",
        "Note",
        201,
        "Done",
    ),
    (
        "/api/v1/moves/{id}/confirm",
        "Says that a move is right",
        "Confirmation",
        200,
        "Done",
    ),
    (
        "/api/v1/moves/{id}/correct",
        "Puts a move right; fields that are left out stay",
        "Correction",
        200,
        "Done",
    ),
    (
        "/api/v1/moves/{id}/strike",
        "Takes a move out of the count",
        "Striking",
        200,
        "Done",
    ),
    (
        "/api/v1/moves/{id}/join",
        "Joins a move to an earlier one",
        "Joining",
        200,
        "Done",
    ),
    (
        "/api/v1/moves/{id}/split",
        "Parts a move from an earlier one",
        "Parting",
        200,
        "Done",
    ),
    (
        "/api/v1/people",
        "Says who somebody is",
        "Saying",
        201,
        "Done",
    ),
    (
        "/api/v1/undo",
        "Takes a deed back: that of this event, or the last one that holds",
        "Undoing",
        200,
        "Done",
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
            "description": "Everything that the pages of the desk show, and what people do there. Ids \
                are stable; offsets in texts count Unicode code points. What was read carries an ETag. \
                A deed carries a password as a bearer token, or the token of its session.",
        },
        "servers": [{ "url": "/" }],
        "security": [{}, { "password": [] }],
        "paths": paths(),
        "components": {
            "securitySchemes": {
                "password": { "type": "http", "scheme": "bearer" },
                "session": { "type": "apiKey", "in": "header", "name": TOKEN }
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

/// What any answer may be instead.
const PROBLEMS: [&str; 9] = [
    "400", "401", "404", "414", "421", "422", "429", "500", "503",
];
/// And besides, where something is written.
const PROBLEMS_OF_DEEDS: [&str; 4] = ["403", "413", "415", "507"];

fn paths() -> Value {
    let mut paths = Map::new();
    for (path, summary, schema, asked) in API_ROUTES {
        let mut answer = json!({
            "description": summary,
            "content": { "application/json": { "schema": reference(schema) } }
        });
        // A token is nobody's to keep.
        let kept = schema != "Session";
        if kept {
            answer["headers"] = json!({ "ETag": { "schema": { "type": "string" } } });
        }
        let mut get = operation(path, "", summary, asked, answer, "200");
        if kept {
            get["responses"]["304"] = json!({ "description": "What you have is what there is" });
        }
        paths.insert(path.to_owned(), json!({ "get": get }));
    }
    let answer = json!({
        "description": "How far it is, and what became of each report",
        "content": { "application/json": { "schema": reference("Job") } }
    });
    let path = "/api/v1/jobs/{id}";
    let get = operation(path, "", "How far adding is", &["job"], answer, "200");
    paths.insert(path.to_owned(), json!({ "get": get }));
    for (path, summary, body, code, schema) in API_DEEDS {
        let answer = json!({
            "description": summary,
            "content": { "application/json": { "schema": reference(schema) } }
        });
        let asked: &[&str] = if path.contains("{id}") { &["id"] } else { &[] };
        let mut post = operation(path, "-write", summary, asked, answer, &code.to_string());
        for code in PROBLEMS_OF_DEEDS {
            post["responses"][code] = json!({ "$ref": "#/components/responses/Problem" });
        }
        post["security"] = json!([{ "password": [] }, { "session": [] }]);
        post["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": reference(body) } }
        });
        let known = paths.entry(path).or_insert_with(|| json!({}));
        known["post"] = post;
    }
    Value::Object(paths)
}

fn operation(
    path: &str,
    deed: &str,
    summary: &str,
    asked: &[&str],
    answer: Value,
    code: &str,
) -> Value {
    let name = |p: &&str| json!({ "$ref": format!("#/components/parameters/{p}") });
    let asked: Vec<Value> = asked.iter().map(name).collect();
    let id = path.trim_start_matches("/api/v1/").replace("/{id}", "-one");
    let id = id.replace('/', "-");
    let mut responses = json!({ code: answer });
    for code in PROBLEMS {
        responses[code] = json!({ "$ref": "#/components/responses/Problem" });
    }
    json!({
        "operationId": format!("{id}{deed}"),
        "summary": summary,
        "parameters": asked,
        "responses": responses,
    })
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
        "job": {
            "name": "id", "in": "path", "required": true, "schema": { "type": "string" },
            "description": "The id of a job, as adding gave it"
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

//! The API answers as its description says.

use crate::bench::{Bench, chain, id_of};
use axum::http::StatusCode;
use demarche_desk::{API_DEEDS, API_ROUTES};
use serde_json::Value;

/// Says where a value is not as its schema wants it.
pub(crate) fn fits(value: &Value, schema: &Value, root: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap_or("");
        return fits(value, &root["components"]["schemas"][name], root, at);
    }
    if let Some(either) = schema["oneOf"].as_array() {
        let one = if value.is_null() {
            &either[1]
        } else {
            &either[0]
        };
        return fits(value, one, root, at);
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        kinds => kinds
            .as_array()
            .expect(at)
            .iter()
            .filter_map(Value::as_str)
            .collect(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_i64() && kinds.contains(&"integer") => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(kinds.contains(&kind), "{at}: {kind} is none of {kinds:?}");
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{at}: {value}");
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        if schema["items"].is_object() {
            fits(item, &schema["items"], root, &format!("{at}[{number}]"));
        }
    }
    let Some(object) = value
        .as_object()
        .filter(|_| schema["properties"].is_object())
    else {
        return;
    };
    for name in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        assert!(object.contains_key(name), "{at}: {name} is missing");
    }
    for (name, value) in object {
        let own = &schema["properties"][name];
        assert!(own.is_object(), "{at}: {name} is not described");
        fits(value, own, root, &format!("{at}.{name}"));
    }
}

#[tokio::test]
async fn every_answer_is_as_described() {
    let mut bench = Bench::new(&chain());
    let description = bench.get("/api/openapi.json").await.json();
    assert_eq!(description["openapi"], "3.1.0");
    let moved = id_of(&mut bench, "stop enlarge bloc").await;
    bench.post(&format!("/move/{moved}/confirm"), &[]).await;
    let timeline = bench.get("/api/v1/timeline").await.json();
    let document = timeline["items"][0]["source"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    for (path, _, schema, _) in API_ROUTES {
        let id = if path.contains("documents") {
            &document
        } else {
            &moved
        };
        let mut address = path.replace("{id}", id);
        if path.ends_with("search") {
            address.push_str("?q=answer");
        }
        let answer = bench.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert_eq!(answer.header("content-type"), "application/json");
        let kept = path != "/api/v1/session";
        assert_eq!(answer.header("etag").starts_with('"'), kept, "{path}");
        let named = &description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
            ["schema"];
        assert_eq!(named["$ref"], format!("#/components/schemas/{schema}"));
        fits(&answer.json(), named, &description, path);
    }
    let paths = description["paths"].as_object().expect("paths");
    let read = API_ROUTES.iter().map(|(path, ..)| *path);
    let written = API_DEEDS.iter().map(|(path, ..)| *path);
    let mut known: Vec<&str> = read.chain(written).chain(["/api/v1/jobs/{id}"]).collect();
    known.sort_unstable();
    known.dedup();
    assert_eq!(paths.keys().collect::<Vec<_>>(), known);
}

#[tokio::test]
async fn a_list_is_read_page_by_page() {
    let mut bench = Bench::new(&chain());
    let mut seen = Vec::new();
    let mut offset = 0;
    loop {
        let page = bench
            .get(&format!("/api/v1/timeline?limit=1&offset={offset}"))
            .await
            .json();
        let items = page["items"].as_array().expect("items");
        seen.extend(
            items
                .iter()
                .map(|m| m["id"].as_str().expect("an id").to_owned()),
        );
        match page["next_offset"].as_u64() {
            Some(next) => offset = next,
            None => break,
        }
    }
    assert_eq!(seen.len(), 4);
    seen.dedup();
    assert_eq!(seen.len(), 4);
}

#[tokio::test]
async fn what_goes_wrong_is_a_problem() {
    let mut bench = Bench::new(&chain());
    for (path, status) in [
        ("/api/v1/nowhere", 404),
        ("/api/v1/moves/ffffffffffff", 404),
        ("/api/v1/documents/none", 404),
        ("/api/v1/status?on=soon", 400),
        ("/api/v1/timeline?limit=100000", 400),
        ("/api/v1/status?party=nobody", 404),
    ] {
        let answer = bench.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{path}"
        );
        let problem = answer.json();
        assert_eq!(problem["status"], status, "{path}");
        assert!(!problem["detail"].as_str().unwrap_or("").is_empty());
    }
}

#[tokio::test]
async fn an_odd_query_is_no_fault_of_ours() {
    let mut bench = Bench::new(&chain());
    for (path, ..) in API_ROUTES {
        let path = path.replace("{id}", "%00%ff");
        for query in [
            "",
            "on=%ff",
            "limit=-1",
            "offset=99999999999",
            "kind=%00",
            "q=%22%22%22",
            "party=%27--",
        ] {
            let answer = bench.get(&format!("{path}?{query}")).await;
            assert!(
                !answer.status.is_server_error(),
                "{path}?{query}: {}",
                answer.status
            );
        }
    }
}

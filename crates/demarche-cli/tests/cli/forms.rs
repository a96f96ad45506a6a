//! The forms of input and output, and the manners of a command.

use crate::run::Folder;
use serde_json::Value;

const REPORT: &str = "Envoys meet in Strelsau\n\nFriday, 21 January 2022\n\n\
    The envoys of Ruritania met their neighbours on Friday. “We will reply in writing next week,” the \
    foreign minister of Ruritania said.\n\nRelated article: Little hope as envoys meet\n";

#[test]
fn text_is_for_reading() {
    let folder = Folder::new("text");
    folder.write("a.txt", REPORT);
    let ran = folder.run(&["read", "a.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(
        ran.out
            .starts_with("Envoys meet in Strelsau\nFri 21 Jan 2022, from its first lines"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains('\u{1b}'), "no colour off a terminal");
    let ran = folder.run(&["read", "a.txt", "--color", "always"]);
    assert!(ran.out.contains('\u{1b}'));
}

#[test]
fn json_is_one_object_or_a_list_and_jsonl_a_line_each() {
    let folder = Folder::new("json");
    folder.write("a.txt", REPORT);
    folder.write("b.md", "# Envoys meet\n\nThey *met* on Friday.\n");
    let one = folder.run(&["read", "a.txt", "--format", "json"]).out;
    let one: Value = serde_json::from_str(&one).expect("JSON");
    assert_eq!(one["schema"], "record/1");
    assert_eq!(one["document"]["date"], "2022-01-21");
    assert_eq!(one["document"]["date_source"], "dateline");
    assert!(
        one["document"]["id"]
            .as_str()
            .expect("id")
            .starts_with("sha256:")
    );
    let list = folder
        .run(&["read", "a.txt", "b.md", "a.txt", "--format", "json"])
        .out;
    let list: Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list.as_array().map(Vec::len), Some(3));
    let lines = folder
        .run(&[
            "read",
            "a.txt",
            "b.md",
            "--format",
            "jsonl",
            "--date",
            "2022-02-01",
        ])
        .out;
    let lines: Vec<Value> = lines
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines
            .iter()
            .all(|l| l["document"]["date_source"] == "option")
    );
    assert_eq!(
        lines[1]["document"]["text"],
        "Envoys meet\n\nThey met on Friday."
    );
}

#[test]
fn every_place_in_the_json_is_the_words_it_claims() {
    let folder = Folder::new("places");
    folder.write("a.txt", REPORT);
    let out = folder.run(&["read", "a.txt", "--format", "json"]).out;
    let record: Value = serde_json::from_str(&out).expect("JSON");
    let text: Vec<char> = record["document"]["text"]
        .as_str()
        .expect("text")
        .chars()
        .collect();
    let mut open = vec![&record];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(list) => open.extend(list),
            Value::Object(object) => {
                if let (Some(start), Some(end), Some(words)) =
                    (object.get("start"), object.get("end"), object.get("text"))
                {
                    let at = |v: &Value| v.as_u64().expect("an offset") as usize;
                    let cut: String = text[at(start)..at(end)].iter().collect();
                    assert_eq!(cut, words.as_str().expect("words"));
                }
                open.extend(object.values());
            }
            _ => {}
        }
    }
}

#[test]
fn standard_input_and_json_lines_are_read() {
    let folder = Folder::new("stdin");
    let lines =
        b"{\"id\": \"a\", \"text\": \"They met.\", \"date\": \"2022-01-21\"}\n{\"id\": \"b\"}\n";
    let ran = folder.pipe(&["read", "--format", "jsonl"], lines);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err
            .contains("standard input: line 2: the object has no text"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("\"id\":\"a\""));
    let page = b"<html><body><p>The envoys met on Friday.</p></body></html>";
    let ran = folder.pipe(&["read", "-", "--format", "jsonl"], page);
    assert!(
        ran.out.contains("\"text\":\"The envoys met on Friday.\""),
        "{}",
        ran.out
    );
    assert_eq!(folder.pipe(&["read"], b"").code, 2);
}

#[test]
fn a_record_can_be_read_again() {
    let folder = Folder::new("again");
    folder.write("a.txt", REPORT);
    let first = folder.run(&["read", "a.txt", "--format", "jsonl"]).out;
    folder.write("a.jsonl", &first);
    assert_eq!(
        folder.run(&["read", "a.jsonl", "--format", "jsonl"]).out,
        first
    );
}

#[test]
fn many_threads_write_what_one_writes() {
    let folder = Folder::new("jobs");
    let lines: String = (0..100)
        .map(|n| {
            format!(
                "{{\"id\": \"{n}\", \"text\": \"Envoys of Ruritania met {n} times on Friday.\"}}\n"
            )
        })
        .collect();
    folder.write("a.jsonl", &lines);
    let one = folder.run(&["read", "a.jsonl", "--format", "jsonl", "--jobs", "1"]);
    let many = folder.run(&["read", "a.jsonl", "--format", "jsonl", "--jobs", "5"]);
    assert_eq!(one.out.lines().count(), 100);
    assert_eq!(one.out, many.out);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let folder = Folder::new("pipe");
    let lines = "{\"text\": \"They met on Friday.\"}\n".repeat(5_000);
    folder.write("a.jsonl", &lines);
    let mut child = folder
        .command(&["read", "a.jsonl", "--format", "jsonl"])
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let done = child.wait_with_output().expect("the command ends");
    assert_eq!(
        done.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

#[test]
fn wrong_use_is_told_from_right() {
    let folder = Folder::new("use");
    for arguments in [
        &["read", "--format", "xml"][..],
        &["read", "--min-confidence", "2"],
        &["read", "--jobs", "0"],
        &["explain", "a.txt"],
        &["explain", "a.txt", "--at", "0:1"],
        &["man", "nothing"],
        &[],
    ] {
        let ran = folder.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty());
    }
}

#[test]
fn completions_and_the_manual_come_with_it() {
    let folder = Folder::new("man");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(
            folder
                .run(&["completions", shell])
                .out
                .contains("min-confidence"),
            "{shell}"
        );
    }
    let ran = folder.run(&["man"]);
    assert!(ran.out.contains(".TH demarche"), "{}", ran.out);
    assert!(folder.run(&["man", "parse"]).out.contains("conllu"));
    assert!(
        folder
            .run(&["man", "read"])
            .out
            .contains("min\\-confidence")
    );
}

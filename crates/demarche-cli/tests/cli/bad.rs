//! Bad input: each is named with the reason and the way out, and none stops the others.

use crate::run::Folder;

const GOOD: &str = "The envoys of Ruritania met their neighbours on Friday.\n";

/// Reads one bad file beside a good one.
fn check(name: &str, bytes: &[u8], reason: &str) {
    let folder = Folder::new(&format!("bad-{name}"));
    folder.write(name, bytes);
    folder.write("good.txt", GOOD);
    let ran = folder.run(&["read", name, "good.txt", "--format", "jsonl"]);
    assert_eq!(ran.code, 1, "{name}: {}", ran.err);
    assert!(
        ran.err.contains(name) && ran.err.contains(reason),
        "{}",
        ran.err
    );
    assert_eq!(ran.out.lines().count(), 1, "the good one is written");
    let alone = folder.run(&["read", name]);
    assert_eq!(
        (alone.code, alone.out.as_str()),
        (2, ""),
        "nothing was done"
    );
}

/// Reads one odd file that can be read, and gives its record as JSON.
fn read(name: &str, bytes: &[u8]) -> serde_json::Value {
    let folder = Folder::new(&format!("odd-{name}"));
    folder.write(name, bytes);
    let ran = folder.run(&["read", name, "--date", "2022-01-21", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).expect("JSON")
}

fn codes(record: &serde_json::Value) -> Vec<&str> {
    let notes = record["notes"].as_array().expect("notes");
    notes.iter().filter_map(|n| n["code"].as_str()).collect()
}

#[test]
fn what_cannot_be_read_is_named() {
    check("empty.txt", b"", "empty");
    check("blank.txt", b" \n\r\n\t ", "empty");
    check("program.bin", b"\x7fELF\x02\x01\x01\0\0\0\0\0", "a program");
    check(
        "noise.bin",
        &(0..=255).cycle().take(9_000).collect::<Vec<u8>>(),
        "binary",
    );
    check("page.pdf", b"%PDF-1.7\n1 0 obj", "a PDF file");
    check("broken.json", b"{\"text\": \"The envoys", "not valid JSON");
    check("deep.json", &[b'['; 100_000], "not valid JSON");
    check("bare.json", b"{\"title\": \"Envoys meet\"}", "no text");
    check(
        "empty.html",
        b"<html><script>go()</script></html>",
        "no article",
    );
}

#[test]
fn a_line_of_fifty_megabytes_is_refused_at_once() {
    let begun = std::time::Instant::now();
    check(
        "long.txt",
        "word ".repeat(10 << 20).as_bytes(),
        "longer than 16 MiB",
    );
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}

#[test]
fn a_missing_file_and_a_directory_are_named() {
    let folder = Folder::new("missing");
    folder.write("good.txt", GOOD);
    let ran = folder.run(&["read", "none.txt", ".", "good.txt"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("none.txt: there is no such file"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains(".: it is a directory"), "{}", ran.err);
    assert_eq!(folder.run(&["read", "none.txt"]).code, 2);
    assert_eq!(folder.run(&["explain", "none.txt", "--at", "1"]).code, 2);
}

#[test]
fn odd_bytes_are_read_as_far_as_they_go() {
    let record = read("bytes.txt", b"The envoys\xff met \x00on Friday\xfe.\n");
    let text = record["document"]["text"].as_str().expect("text");
    assert!(
        text.starts_with("The envoys") && !text.contains('\0'),
        "{text}"
    );
    let record = read("wide.txt", b"\xff\xfeT\0h\0e\0y\0 \0m\0e\0t\0.\0");
    assert_eq!(record["document"]["text"], "They met.");
}

#[test]
fn a_hundred_thousand_nested_elements_are_read() {
    let page = format!(
        "<html><body>{}<p>The envoys of Ruritania met their neighbours on Friday.</p>",
        "<div>".repeat(100_000)
    );
    let begun = std::time::Instant::now();
    let record = read("deep.html", page.as_bytes());
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    assert!(
        record["document"]["text"]
            .as_str()
            .expect("text")
            .contains("The envoys")
    );
}

#[test]
fn an_article_of_only_links_has_an_empty_record_and_says_so() {
    let record = read(
        "links.txt",
        b"https://a.example/2024/05/06/x\n\nhttps://b.example/y\n",
    );
    assert_eq!(codes(&record), ["nothing-to-read", "link-date-differs"]);
    assert_eq!(record["entries"].as_array().map(Vec::len), Some(0));
    assert_eq!(
        record["document"]["links"].as_array().map(Vec::len),
        Some(2)
    );
}

#[test]
fn another_language_is_not_read_as_english() {
    let text = "Le ministre des affaires étrangères a déclaré vendredi que la réponse serait remise par écrit la \
        semaine prochaine, et que les deux parties se rencontreraient de nouveau à Genève.";
    let record = read("french.txt", text.as_bytes());
    assert_eq!(codes(&record), ["not-english"]);
    assert_eq!(record["entries"].as_array().map(Vec::len), Some(0));
    assert_eq!(record["statements"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_date_that_does_not_exist_is_told_from_one() {
    let folder = Folder::new("date");
    folder.write("good.txt", GOOD);
    let ran = folder.run(&["read", "--date", "2022-02-30", "good.txt"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("there is no day 30 in month 2 of 2022"),
        "{}",
        ran.err
    );
    folder.write(
        "bad.json",
        "{\"text\": \"They met.\", \"date\": \"2022-02-30\"}",
    );
    let ran = folder.run(&["read", "bad.json"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.contains("there is no day 30") && ran.out.contains("[no-date]"),
        "{}",
        ran.out
    );
}

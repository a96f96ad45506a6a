//! `parse`: tokens, tags, lemmas, syntax and names, in each form, from each form.

use crate::run::Folder;
use serde_json::Value;

const TEXT: &str = "Moscow said it wouldn't reply.\n\nWashington’s envoys waited in Geneva.\n";

/// Columns of the word lines: id, form, universal tag, head, relation, MISC.
fn rows(conllu: &str) -> Vec<[&str; 6]> {
    let lines = conllu
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty());
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 10, "{line}");
            [cells[0], cells[1], cells[3], cells[6], cells[7], cells[9]]
        })
        .collect()
}

#[test]
fn text_is_a_table() {
    let folder = Folder::new("parse-text");
    folder.write("a.txt", TEXT);
    let ran = folder.run(&["parse", "a.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let want =
        "1  Moscow said it wouldn't reply.\n    1  Moscow  Moscow  PROPN  NNP    nsubj of 2 said";
    assert!(ran.out.starts_with(want), "{}", ran.out);
    assert!(
        ran.out
            .contains("\n\n2  Washington’s envoys waited in Geneva.\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("place\n") && !ran.out.contains('\u{1b}'),
        "{}",
        ran.out
    );
    assert!(
        folder
            .run(&["parse", "a.txt", "--color", "always"])
            .out
            .contains('\u{1b}')
    );
}

#[test]
fn conllu_has_documents_contractions_and_names() {
    let folder = Folder::new("parse-conllu");
    folder.write("a.txt", TEXT);
    folder.write("b.json", "{\"id\": \"b 1\", \"text\": \"They met.\"}");
    let ran = folder.run(&[
        "parse", "a.txt", "b.json", "--format", "conllu", "--color", "always",
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let comments: Vec<&str> = ran.out.lines().filter(|l| l.starts_with('#')).collect();
    assert!(comments[0].starts_with("# newdoc id = sha256:"));
    assert_eq!(
        &comments[1..],
        [
            "# newpar",
            "# sent_id = 1",
            "# text = Moscow said it wouldn't reply.",
            "# newpar",
            "# sent_id = 2",
            "# text = Washington’s envoys waited in Geneva.",
            "# newdoc id = b 1",
            "# newpar",
            "# sent_id = 3",
            "# text = They met.",
        ]
    );
    let rows = rows(&ran.out);
    assert_eq!(rows[0], ["1", "Moscow", "PROPN", "2", "nsubj", "ner=B-LOC"]);
    assert_eq!(rows[3][..2], ["4-5", "wouldn't"]);
    assert_eq!(
        rows[6],
        ["6", "reply", "VERB", "2", "ccomp", "SpaceAfter=No"]
    );
}

#[test]
fn json_has_every_token_at_its_place() {
    let folder = Folder::new("parse-json");
    folder.write("a.txt", TEXT);
    let one = folder.run(&["parse", "a.txt", "--format", "json"]).out;
    let one: Value = serde_json::from_str(&one).expect("JSON");
    assert_eq!(one["schema"], "parse/1");
    let text: Vec<char> = one["text"].as_str().expect("text").chars().collect();
    let sentences = one["sentences"].as_array().expect("sentences");
    let tokens = sentences
        .iter()
        .flat_map(|s| s["tokens"].as_array().expect("tokens"));
    let names = one["names"].as_array().expect("names").iter();
    for part in tokens.chain(names) {
        let at = |key: &str| part[key].as_u64().expect("an offset") as usize;
        let words: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(words, part["text"].as_str().expect("words"));
    }
    assert_eq!(one["names"][1]["text"], "Washington");
    assert_eq!(sentences[1]["tokens"][0]["feats"], "Number=Sing");
    let list = folder
        .run(&["parse", "a.txt", "a.txt", "--format", "json"])
        .out;
    let list: Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list.as_array().map(Vec::len), Some(2));
    assert_eq!(list[0], one);
    let lines = folder
        .run(&["parse", "a.txt", "a.txt", "--format", "jsonl"])
        .out;
    assert_eq!(lines.lines().count(), 2);
}

#[test]
fn conllu_can_be_labelled_again() {
    let folder = Folder::new("parse-again");
    folder.write("a.txt", TEXT);
    let first = folder.run(&["parse", "a.txt", "--format", "conllu"]).out;
    folder.write("a.conllu", &first);
    assert_eq!(
        folder.run(&["parse", "a.conllu", "--format", "conllu"]).out,
        first
    );
    let piped = folder.pipe(
        &["parse", "--input", "conllu", "--format", "conllu"],
        first.as_bytes(),
    );
    assert_eq!(piped.out, first);
    let windows = format!("\u{feff}{}", first.replace('\n', "\r\n"));
    let piped = folder.pipe(
        &["parse", "--from", "conllu", "--format", "conllu"],
        windows.as_bytes(),
    );
    assert_eq!((piped.code, piped.out), (0, first));
    folder.write(
        "words.conllu",
        "1\tThe\n2\tenvoys\n3\tmet\tSpaceAfter=No\n4\t.\n",
    );
    let table = folder.run(&["parse", "words.conllu"]).out;
    assert!(table.contains("envoys  envoy"), "{table}");
}

#[test]
fn bad_input_is_named() {
    let folder = Folder::new("parse-bad");
    folder.write("a.txt", TEXT);
    folder.write("empty.conllu", "# nothing\n\n");
    folder.write("page.pdf", "%PDF-1.7\n1 0 obj");
    let ran = folder.run(&[
        "parse",
        "none.txt",
        "page.pdf",
        "empty.conllu",
        "none.conllu",
        "a.txt",
    ]);
    assert_eq!(ran.code, 1);
    for said in [
        "none.txt: there is no such file",
        "page.pdf: it is a PDF file",
        "empty.conllu: it has no words",
        "none.conllu: there is no such file",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert_eq!(folder.run(&["parse", "none.txt"]).code, 2);
    assert_eq!(
        folder
            .run(&["parse", "empty.conllu", "--format", "json"])
            .code,
        2
    );
    assert_eq!(folder.run(&["parse", "a.txt", "--format", "xml"]).code, 2);
    let french = "Le ministre des affaires étrangères a déclaré vendredi que la réponse serait remise par \
        écrit la semaine prochaine, et que les deux parties se rencontreraient de nouveau à Genève.";
    let ran = folder.pipe(&["parse"], french.as_bytes());
    assert!(
        ran.code == 0 && ran.err.contains("not in English"),
        "{}",
        ran.err
    );
}

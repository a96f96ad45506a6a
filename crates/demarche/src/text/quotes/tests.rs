//! Cases for pairing quotation marks. Each line is a text and the words expected between marks.

use super::super::Span;
use super::*;

fn paragraphs(text: &str) -> Vec<Span> {
    super::super::paragraphs::split(text).body
}

fn quoted(text: &str) -> Vec<&str> {
    find(text, &paragraphs(text))
        .all
        .iter()
        .map(|q| q.inside.of(text))
        .collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(quoted(text), expected, "in {text:?}");
}

#[test]
fn pairs_curly_straight_and_doubled_marks() {
    check(
        "“We agree,” he said. “It is done.”",
        &["We agree,", "It is done."],
    );
    check(
        "\"We agree,\" he said. \"It is done.\"",
        &["We agree,", "It is done."],
    );
    check("``We agree,'' he said.", &["We agree,"]);
    check("„Wir sind bereit“, he said.", &["Wir sind bereit"]);
    check(
        "He said « nous sommes prêts » twice.",
        &["nous sommes prêts"],
    );
    check("It is »ganz klar«, he said.", &["ganz klar"]);
}

#[test]
fn leaves_apostrophes_and_measures_alone() {
    check(
        "The minister's aides don't know; the workers' rights stand.",
        &[],
    );
    check("It began in the '90s and it's 'bout time.", &[]);
    check("The ’90s were hard for ’em.", &[]);
    check("He is 6'2\" tall and the pipe is 5\" wide.", &[]);
    check("\"He is 6'2\" tall,\" she said.", &["He is 6'2\" tall,"]);
    check("He won \"all 1,237\" of them.", &["all 1,237"]);
    check("Players' and owners' sides met.", &[]);
}

#[test]
fn reads_single_marks_as_speech() {
    check(
        "'We agree,' he said. 'It's done.'",
        &["We agree,", "It's done."],
    );
    check("‘We’re ready,’ he said.", &["We’re ready,"]);
    check(
        "He defended 'the workers' rights' again.",
        &["the workers' rights"],
    );
    check(
        "a so-called 'cessation of hostilities' began",
        &["cessation of hostilities"],
    );
}

#[test]
fn nests() {
    let text = "“He told me ‘never again’ and left,” she said.";
    check(text, &["He told me ‘never again’ and left,", "never again"]);
    assert_eq!(find(text, &paragraphs(text)).all[1].parent, Some(0));
    check(
        "“He said “no” to us,” she said.",
        &["He said “no” to us,", "no"],
    );
}

#[test]
fn carries_a_quotation_over_paragraphs() {
    let text =
        "“First,” he said. “Second goes on.\n\n“Third reopens.\n\n“Fourth ends.”\n\nHe left.";
    let quotes = find(text, &paragraphs(text));
    let inside: Vec<_> = quotes.all.iter().map(|q| q.inside.of(text)).collect();
    assert_eq!(
        inside,
        [
            "First,",
            "Second goes on.",
            "Third reopens.",
            "Fourth ends."
        ]
    );
    let continues: Vec<_> = quotes.all.iter().map(|q| q.continues).collect();
    assert_eq!(continues, [None, None, Some(1), Some(2)]);
    assert!(!quotes.all[2].closed() && quotes.all[3].closed());
}

#[test]
fn goes_on_without_reopening() {
    let text = "He wrote: \"One.\n\nTwo.\n\nThree.\" Then he left.";
    let quotes = find(text, &paragraphs(text));
    let inside: Vec<_> = quotes.all.iter().map(|q| q.inside.of(text)).collect();
    assert_eq!(inside, ["One.", "Two.", "Three."]);
    assert_eq!(quotes.all[2].continues, Some(1));
}

#[test]
fn odd_marks_spoil_nothing() {
    check(
        "“We agree, he said.\n\n“It is done,” she said.",
        &["We agree, he said.", "It is done,"],
    );
    check("It is done,” she said. “Yes,” he said.", &["Yes,"]);
    check("He said \"yes. \"No,\" she said.", &["yes.", "No,"]);
    check("A lone \" mark.", &["mark."]);
    check("\"", &[]);
    check("”””“““\"\"''''", &[]);
}

#[test]
fn finds_the_innermost() {
    let text = "“He told me ‘never again’ and left,” she said.";
    let quotes = find(text, &paragraphs(text));
    let at = |word: &str| quotes.at(text.find(word).unwrap() as u32);
    assert_eq!(at("told"), Some(0));
    assert_eq!(at("never"), Some(1));
    assert_eq!(at("left"), Some(0));
    assert_eq!(at("said"), None);
    assert_eq!(
        quotes.outermost(text.find("never").unwrap() as u32),
        Some(0)
    );
}

#[test]
fn a_long_run_of_marks_takes_linear_time() {
    let text = "\" “ ' ‘ ".repeat(200_000);
    find(&text, &[Span::new(0, text.len())]);
    let text = ["“ a ", " 'x' ", " b” "]
        .map(|part| part.repeat(100_000))
        .concat();
    find(&text, &[Span::new(0, text.len())]);
}

#[test]
fn reads_any_characters() {
    check("'ñandú’s é”", &[]);
    check("‘ééééééééééééééééé", &[]);
}

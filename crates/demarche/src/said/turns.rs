//! Transcripts: "MR. MILLER: They are. …" The label in capitals before the colon is who speaks, down to
//! the next label; "QUESTION:" is nobody of the report.

use super::tree::Tree;
use super::{Mode, Statement};
use crate::text::{Span, is_office};
use crate::who::Cast;

/// Longest label, in tokens.
const LABEL: usize = 8;

/// A label with the first and one past the last token of what follows it.
struct Turn {
    label: usize,
    colon: usize,
    end: usize,
}

impl Turn {
    /// True for a label in capitals with an office or an honorific.
    fn holds_office(&self, tree: &Tree) -> bool {
        let label = label_text(tree, self.label, self.colon);
        shouted(label) && label.split_whitespace().any(is_office)
    }

    /// True for somebody who asks: "QUESTION:", and where the labels are written small a reporter called
    /// by his paper, whom the report does not know.
    fn asks(&self, tree: &Tree, known: bool) -> bool {
        let label = label_text(tree, self.label, self.colon);
        let word = label.to_lowercase();
        let asker = ["question", "q", "reporter", "moderator", "journalist"];
        let answers = known || shouted(label) || word == "answer" || word.starts_with("spokes");
        asker.contains(&&*word) || !answers
    }
}

/// Adds a statement for every turn; one label alone makes a transcript only where it names an office.
pub(super) fn add(tree: &Tree, cast: &Cast, statements: &mut Vec<Statement>) {
    let turns = turns(tree);
    if turns.len() < 2 && !turns.iter().any(|turn| turn.holds_office(tree)) {
        return;
    }
    for turn in turns.into_iter().filter(|t| t.colon + 1 < t.end) {
        let name = (turn.label..turn.colon)
            .rev()
            .find(|&t| tree.word(t).chars().any(char::is_alphabetic))
            .unwrap_or(turn.label);
        let known = cast.at(name);
        let asks = turn.asks(
            tree,
            known.is_some_and(|m| m.person.is_some() || !m.parties.is_empty()),
        );
        let mention = known.filter(|_| !asks);
        let mut parties = mention.map(|m| m.parties.clone()).unwrap_or_default();
        if parties.is_empty() && !asks {
            // Who answers at a press office's briefing speaks for it.
            parties.extend(cast.author);
        }
        statements.push(Statement {
            source: Some(name as u32),
            source_span: Some(tree.bytes(turn.label, turn.colon)),
            person: mention.and_then(|m| m.person),
            parties,
            cue: None,
            cue_spans: Vec::new(),
            content: vec![tree.bytes(turn.colon + 1, turn.end)],
            mode: Mode::Direct,
            addressee: Vec::new(),
            negated: false,
            parent: None,
            rule: "said/turn",
        });
    }
}

fn turns(tree: &Tree) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut paragraph = None;
    let mut small: Vec<&str> = Vec::new();
    for s in &tree.parse.sentences {
        if paragraph == Some(s.paragraph) {
            continue;
        }
        paragraph = Some(s.paragraph);
        let start = s.start as usize;
        if let Some(colon) = label_end(tree, start) {
            if let Some(last) = turns.last_mut() {
                last.end = start;
            }
            let label = label_text(tree, start, colon);
            if !shouted(label) {
                small.push(label);
            }
            turns.push(Turn {
                label: start,
                colon,
                end: tree.len(),
            });
        }
    }
    // "Note: …" alone is no label; the same name before a colon twice is one.
    small.sort_unstable();
    let again = small.windows(2).any(|two| two[0] == two[1]);
    if !again && !small.is_empty() {
        turns.retain(|turn| shouted(label_text(tree, turn.label, turn.colon)));
    }
    turns
}

/// The words of a label.
fn label_text<'a>(tree: &Tree<'a>, start: usize, colon: usize) -> &'a str {
    Span::of(tree.bytes(start, colon.max(start + 1)), tree.text)
}

/// True for a label in capitals.
fn shouted(label: &str) -> bool {
    let capitals = label.chars().filter(|c| c.is_alphabetic()).count();
    let upper = label
        .chars()
        .all(|c| !c.is_alphabetic() || c.is_uppercase());
    upper && (capitals > 1 || matches!(label, "Q" | "A"))
}

/// The colon after a label that begins at `start`: capitals, or words that each begin with one.
fn label_end(tree: &Tree, start: usize) -> Option<usize> {
    let colon = (start..tree.len().min(start + LABEL)).find(|&t| tree.word(t) == ":")?;
    if colon == start {
        return None;
    }
    let label = label_text(tree, start, colon);
    let named = label
        .split_whitespace()
        .all(|word| word.starts_with(char::is_uppercase) && !word.contains('"'));
    (shouted(label) || named).then_some(colon)
}

//! Transcripts: "MR. MILLER: They are. …" The label in capitals before the colon is who speaks, down to
//! the next label; "QUESTION:" is nobody of the report.

use super::tree::Tree;
use super::{Mode, Statement};
use crate::text::Span;
use crate::who::Cast;

/// Longest label, in tokens.
const LABEL: usize = 8;

/// A label with the first and one past the last token of what follows it.
struct Turn {
    label: usize,
    colon: usize,
    end: usize,
}

/// Adds a statement for every turn; one label alone makes no transcript.
pub(super) fn add(tree: &Tree, cast: &Cast, statements: &mut Vec<Statement>) {
    let turns = turns(tree);
    if turns.len() < 2 {
        return;
    }
    for turn in turns.into_iter().filter(|t| t.colon + 1 < t.end) {
        let name = (turn.label..turn.colon)
            .rev()
            .find(|&t| tree.word(t).chars().any(char::is_alphabetic))
            .unwrap_or(turn.label);
        let asks = matches!(tree.word(name), "QUESTION" | "Q" | "REPORTER" | "MODERATOR");
        let mention = cast.at(name).filter(|_| !asks);
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
            turns.push(Turn {
                label: start,
                colon,
                end: tree.len(),
            });
        }
    }
    turns
}

/// The colon after a label in capitals that begins at `start`.
fn label_end(tree: &Tree, start: usize) -> Option<usize> {
    let colon = (start..tree.len().min(start + LABEL)).find(|&t| tree.word(t) == ":")?;
    let label = tree.bytes(start, colon.max(start + 1));
    let text = Span::of(label, tree.text);
    let capitals = text.chars().filter(|c| c.is_alphabetic()).count();
    let shouted = text.chars().all(|c| !c.is_alphabetic() || c.is_uppercase()) && capitals > 0;
    (colon > start && shouted && (capitals > 1 || text == "Q")).then_some(colon)
}

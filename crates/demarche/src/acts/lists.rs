//! Lists under an opening that ends in a colon: "The parties commit to take the following actions by May
//! 14:". The opening says who, what kind of move and by when; each thing below is a move of its own.

use super::candidate::{Candidate, of_sentence};
use super::content;
use super::reading::Scene;
use crate::record::Kind;

/// How many sentences a list may have.
const LONGEST: usize = 40;

/// An opening with the sentences of its list.
struct List {
    /// Index of the candidate that the opening made.
    opening: usize,
    /// Sentences, first and one past the last.
    first: usize,
    end: usize,
}

/// Adds the things of lists, gives those below an opening its deadline, and drops what the opening itself
/// only announces ("take the following actions").
pub(crate) fn spread(scene: &Scene, candidates: &mut Vec<Candidate>) {
    let lists: Vec<List> = (0..candidates.len())
        .filter_map(|i| list_of(scene, candidates, i))
        .collect();
    let mut added: Vec<Candidate> = Vec::new();
    let mut gone = vec![false; candidates.len()];
    for list in &lists {
        let opening = candidates[list.opening].clone();
        let mut items = 0;
        let undertaken = matches!(opening.kind, Kind::Commit | Kind::Agree);
        for sentence in list.first..list.end {
            let mut own = false;
            let here = of_sentence(scene, candidates, sentence);
            for c in &mut candidates[here] {
                // "will modify X, and removing Y": below a promise a deed is one still to come.
                if undertaken && matches!(c.kind, Kind::Deliver | Kind::Concede) {
                    c.kind = Kind::Commit;
                    c.rule = "commit/list";
                    c.content = whole(scene, c);
                }
                if c.kind != opening.kind && !(undertaken && c.kind == Kind::Commit) {
                    continue;
                }
                if c.actor.is_empty() {
                    c.actor.clone_from(&opening.actor);
                }
                c.deadline_from = c.deadline_from.or(Some(opening.trigger));
                own = true;
            }
            if !own && let Some(item) = item(scene, sentence, &opening) {
                added.push(item);
                own = true;
            }
            items += usize::from(own);
        }
        gone[list.opening] = items > 0;
    }
    let mut gone = gone.into_iter();
    candidates.retain(|_| !gone.next().unwrap_or_default());
    candidates.extend(added);
    candidates.sort_by_key(|c| c.trigger);
}

fn list_of(scene: &Scene, candidates: &[Candidate], i: usize) -> Option<List> {
    let c = &candidates[i];
    let parse = scene.reading.parse;
    let tree = &scene.tree;
    let sentence = parse.sentence_of[c.trigger] as usize;
    let s = parse.sentences[sentence];
    let last = (s.end as usize).checked_sub(1)?;
    let announces =
        (s.start as usize..=last).any(|t| tree.is(t, "following")) || c.content.hi + 2 >= last;
    let fits = matches!(
        c.kind,
        Kind::Commit | Kind::Demand | Kind::Offer | Kind::Agree
    );
    if !tree.is(last, ":") || !announces || !fits {
        return None;
    }
    let end = (sentence + 1..parse.sentences.len().min(sentence + 1 + LONGEST))
        .take_while(|&n| below(scene, n, s.paragraph) || one_side(scene, n, &c.actor))
        .last()?
        + 1;
    Some(List {
        opening: i,
        first: sentence + 1,
        end,
    })
}

/// True for a sentence of the paragraph that follows the opening, or of one that a mark or number opens.
fn below(scene: &Scene, sentence: usize, opening: u32) -> bool {
    let s = scene.reading.parse.sentences[sentence];
    s.paragraph <= opening + 1 || marked(scene, first_of_paragraph(scene, sentence))
}

/// "China will …" under "The parties commit to": what one of several undertakes for its part.
fn one_side(scene: &Scene, sentence: usize, sides: &[u32]) -> bool {
    let s = scene.reading.parse.sentences[sentence];
    let root = (s.start as usize..s.end as usize).find(|&t| scene.tree.rel(t) == "root");
    let own = root
        .and_then(|root| scene.tree.subject(root))
        .map(|subject| scene.parties(subject))
        .unwrap_or_default();
    sides.len() >= 2 && own.len() == 1 && sides.contains(&own[0])
}

fn first_of_paragraph(scene: &Scene, sentence: usize) -> usize {
    let sentences = &scene.reading.parse.sentences;
    let paragraph = sentences[sentence].paragraph;
    let first = sentences.partition_point(|s| s.paragraph < paragraph);
    sentences[first].start as usize
}

/// "- ", "• ", "1. ", "(i) ", "a) ".
fn marked(scene: &Scene, t: usize) -> bool {
    let word = scene.tree.word(t);
    matches!(word, "-" | "–" | "—" | "•" | "*" | "·" | "(")
        || word.len() <= 3
            && word.starts_with(|c: char| c.is_ascii_digit())
            && (word.ends_with(['.', ')']) || {
                t + 1 < scene.reading.parse.len() && matches!(scene.tree.word(t + 1), "." | ")")
            })
}

/// The deed with its verb.
fn whole(scene: &Scene, c: &Candidate) -> content::Content {
    if scene.tree.is_verb(c.trigger) {
        content::verb_phrase(scene, c.trigger, true)
    } else {
        c.content
    }
}

/// A thing that is a bare verb phrase: "- Implement military de-escalation".
fn item(scene: &Scene, sentence: usize, opening: &Candidate) -> Option<Candidate> {
    let parse = scene.reading.parse;
    let tree = &scene.tree;
    let s = parse.sentences[sentence];
    let root = (s.start as usize..s.end as usize).find(|&t| tree.rel(t) == "root")?;
    let bare = matches!(parse.xpos[root], "VB" | "VBP" | "VBG")
        && tree.child(root, &["nsubj", "aux"]).is_none()
        && parse.upos[root] == "VERB";
    if !bare || !marked(scene, s.start as usize) {
        return None;
    }
    Some(Candidate {
        trigger: root,
        content: content::verb_phrase(scene, root, false),
        speaker: None,
        deadline_from: Some(opening.trigger),
        weak: false,
        swallows: true,
        rule: match opening.kind {
            Kind::Demand => "demand/list",
            Kind::Offer => "offer/list",
            _ => "commit/list",
        },
        // "agreed to the following": each thing below is undertaken.
        kind: match opening.kind {
            Kind::Agree => Kind::Commit,
            kind => kind,
        },
        ..opening.clone()
    })
}

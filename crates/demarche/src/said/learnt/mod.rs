//! Attributions learnt from examples, on top of the rules: one tagger finds cues, a second one
//! finds the source and the content of each cue. Both see the syntax and what the rules made of the
//! words.

mod classes;
mod features;
mod tagger;

pub use classes::Classes;
pub use features::{Cue, Frame, View};
pub use tagger::{CUE_LABELS, ROLE_LABELS, Tagger, best, marginals};

use super::cue::{Draft, NOUN, STANCE, trim};
use super::source;
use super::speech::COLON;
use super::speech::Said;
use super::tree::Tree;
use crate::text::{Quotes, Span};

/// First bytes of a file of weights; the last digit is the version.
const MAGIC: &[u8; 8] = b"dmsaid01";

/// Labels of the tagger of roles, after 0 for nothing: source begins, goes on; content begins, goes
/// on.
pub const SOURCE: u8 = 1;
/// See [`SOURCE`].
pub const CONTENT: u8 = 3;

/// The two taggers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learnt {
    pub cues: Tagger,
    pub roles: Tagger,
    pub classes: Classes,
}

impl Learnt {
    /// The weights as bytes, little-endian: magic, word classes, then for each tagger its labels,
    /// scale, steps, number of features, their hashes, their weights.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        self.classes.write(&mut out);
        for tagger in [&self.cues, &self.roles] {
            out.extend((tagger.labels as u32).to_le_bytes());
            out.extend(tagger.scale().to_le_bytes());
            tagger.step.iter().for_each(|s| out.extend(s.to_le_bytes()));
            let features = tagger.features();
            out.extend((features.len() as u32).to_le_bytes());
            features
                .iter()
                .for_each(|(hash, _)| out.extend(hash.to_le_bytes()));
            features
                .iter()
                .for_each(|(_, w)| out.extend(w.iter().map(|&w| w as u8)));
        }
        out
    }

    /// Reads weights back; none when they are damaged or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Learnt> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let classes = Classes::read(&mut rest)?;
        let cues = read_tagger(&mut rest, CUE_LABELS)?;
        let roles = read_tagger(&mut rest, ROLE_LABELS)?;
        rest.is_empty().then_some(Learnt {
            cues,
            roles,
            classes,
        })
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

fn read_tagger(rest: &mut &[u8], labels: usize) -> Option<Tagger> {
    if u32::from_le_bytes(take(rest)?) as usize != labels {
        return None;
    }
    let scale = f32::from_le_bytes(take(rest)?);
    let step = (0..(labels + 1) * labels)
        .map(|_| take(rest).map(f32::from_le_bytes))
        .collect::<Option<Vec<_>>>()?;
    let count = u32::from_le_bytes(take(rest)?) as usize;
    if rest.len() / (4 + labels) < count {
        return None;
    }
    let hashes = (0..count)
        .map(|_| take(rest).map(u32::from_le_bytes))
        .collect::<Option<Vec<_>>>()?;
    let features: Vec<(u32, Vec<i8>)> = hashes
        .into_iter()
        .map(|hash| {
            let (head, tail) = rest.split_at(labels);
            *rest = tail;
            (hash, head.iter().map(|&b| b as i8).collect())
        })
        .collect();
    Some(Tagger::new(labels, step, scale, &features))
}

/// What the tagger of cues makes of a text.
pub struct Cues {
    /// In text order.
    pub found: Vec<Cue>,
    /// For each token, how probable it is that it belongs to a cue.
    pub chance: Vec<f32>,
}

/// Finds the cues of a text.
pub fn cues(view: &View, tagger: &Tagger) -> Cues {
    let mut cues = Cues {
        found: Vec::new(),
        chance: vec![0.0; view.tree().len()],
    };
    let mut features = Vec::new();
    let mut scores = Vec::new();
    for sentence in &view.tree().parse.sentences {
        let (start, end) = (sentence.start as usize, sentence.end as usize);
        scores.clear();
        scores.resize((end - start) * CUE_LABELS, 0.0);
        for t in start..end {
            view.cue_features(t, &mut features);
            let at = (t - start) * CUE_LABELS;
            tagger.score(&features, &mut scores[at..at + CUE_LABELS]);
        }
        let labels = tagger.best(&scores);
        for (from, to) in runs(&labels, 1) {
            let head = view.head(start + from, start + to);
            cues.found.push(Cue {
                start: start + from,
                end: start + to,
                head,
            });
        }
        if (start..end).any(|t| view.draft_of(t).is_some()) {
            let (chance, _) = marginals(CUE_LABELS, &tagger.step, &scores, None);
            for t in start..end {
                cues.chance[t] = 1.0 - chance[(t - start) * CUE_LABELS];
            }
        }
    }
    cues
}

/// Ranges labelled `begin`, gone on with by `begin + 1`.
pub fn runs(labels: &[u8], begin: u8) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (t, &label) in labels.iter().enumerate() {
        if label == begin {
            runs.push((t, t + 1));
        } else if label == begin + 1
            && let Some(last) = runs.last_mut().filter(|r| r.1 == t)
        {
            last.1 = t + 1;
        }
    }
    runs
}

/// Labels of the tokens in the window of `cue`; returns where the window starts.
pub fn roles(view: &View, tagger: &Tagger, cue: Cue, others: &[bool]) -> (usize, Vec<u8>) {
    let (start, end) = view.window(cue);
    let frame = Frame::new(view, cue);
    let mut features = Vec::new();
    let mut scores = vec![0.0; (end - start) * ROLE_LABELS];
    for t in start..end {
        let row = &mut scores[(t - start) * ROLE_LABELS..(t - start + 1) * ROLE_LABELS];
        if cue.start <= t && t < cue.end {
            row[1..].fill(-1e6);
            continue;
        }
        view.role_features(t, &frame, others, &mut features);
        tagger.score(&features, row);
    }
    (start, tagger.best(&scores))
}

/// A cue of the rules that the tagger did not take counts from this probability on.
const DOUBTED: f32 = 0.2;
/// The same for nouns, which the corpus seldom marks.
const DOUBTED_NOUN: f32 = 0.05;
/// The same where quotation marks hold what is said.
const DOUBTED_QUOTED: f32 = 0.03;

/// Every attribution the taggers find, and of the rules' those inside another's content, those with
/// quoted words, and those that the tagger of cues all but took. What the rules know of a cue that
/// both have (who is spoken to, negation, whom a relative pronoun means) is kept.
pub(super) fn read(view: &View, quotes: &Quotes, learnt: &Learnt) -> Vec<Said> {
    let tree = view.tree();
    let cues = cues(view, &learnt.cues);
    let mut taken = vec![false; tree.len()];
    for cue in &cues.found {
        taken[cue.start..cue.end].fill(true);
    }
    let mut all: Vec<Said> = Vec::new();
    for &cue in &cues.found {
        taken[cue.start..cue.end].fill(false);
        let (start, labels) = roles(view, &learnt.roles, cue, &taken);
        taken[cue.start..cue.end].fill(true);
        let spans = |kind| -> Vec<(usize, usize)> {
            let runs = runs(&labels, kind).into_iter();
            runs.filter_map(|(from, to)| trim(tree, start + from, start + to))
                .collect()
        };
        if let Some(mut said) = said(view, cue, &spans(SOURCE), &spans(CONTENT)) {
            add_quoted(view, quotes, cue, &mut said);
            all.push(said);
        }
    }
    let mut inside = vec![false; tree.len()];
    for content in all.iter().flat_map(|s| &s.content) {
        let (from, to) = tokens(view, *content);
        inside[from..to].fill(true);
    }
    for rule in view.said() {
        let quoted = rule
            .content
            .iter()
            .all(|c| quotes.outermost(c.start).is_some());
        let free = || !rule.content.iter().any(|c| inside[tokens(view, *c).0]);
        let keep = match rule.draft.cue {
            Some(cue) if taken[cue] => false,
            Some(_) if rule.draft.rule == STANCE => false,
            // A sentence that leads up to a quotation has no cue that a tagger could know.
            Some(_) if rule.draft.rule == COLON => free(),
            Some(cue) if inside[cue] => true,
            Some(cue) if quoted => cues.chance[cue] >= DOUBTED_QUOTED,
            Some(cue) if rule.draft.rule == NOUN => cues.chance[cue] >= DOUBTED_NOUN,
            Some(cue) => cues.chance[cue] >= DOUBTED,
            None => free(),
        };
        if keep {
            all.push(rule.clone());
        }
    }
    all
}

/// Whole quotations that the rules give to this cue (the part before "he said", the next paragraphs
/// of a long one) are kept where the tagger left them out.
fn add_quoted(view: &View, quotes: &Quotes, cue: Cue, said: &mut Said) {
    let rule = view.said_of(cue.head);
    for &part in rule.iter().flat_map(|s| &s.content) {
        let whole = |q: usize| quotes.all[q].whole();
        let quoted = quotes
            .outermost(part.start)
            .is_some_and(|q| whole(q).start == part.start);
        if quoted && !said.content.iter().any(|c| c.overlaps(part)) {
            said.content.push(part);
        }
    }
    said.content.sort_unstable();
}

fn said(
    view: &View,
    cue: Cue,
    sources: &[(usize, usize)],
    content: &[(usize, usize)],
) -> Option<Said> {
    let tree = view.tree();
    if content.is_empty() {
        return None;
    }
    let known = view.said_of(cue.head);
    let rule = known.map(|s| &s.draft);
    let (source, source_span) = match sources.first() {
        Some(&(start, end)) => {
            let words = view.head(start, end);
            let same = rule
                .and_then(|d| d.source)
                .filter(|s| start <= s.words && s.words < end);
            (
                same.or(Some(source::meant(tree, words))),
                Some(tree.bytes(start, end)),
            )
        }
        // Where the tagger names nobody the rules may.
        None => (
            rule.and_then(|d| d.source),
            known.and_then(|s| s.named(tree)),
        ),
    };
    // A stop inside quotation marks belongs to what is said.
    let exact = |&(start, end): &(usize, usize)| {
        if view.quoted(end - 1) {
            Some((start, end))
        } else {
            trim(tree, start, end)
        }
    };
    let content: Vec<Span> = content
        .iter()
        .filter_map(exact)
        .map(|(start, end)| tree.bytes(start, end))
        .filter(|c| source_span.is_none_or(|s| !s.overlaps(*c)))
        .collect();
    let draft = Draft {
        cue: Some(cue.head),
        cue_words: trim(tree, cue.start, cue.end).unwrap_or((cue.start, cue.end)),
        source,
        content: Vec::new(),
        addressee: rule.and_then(|d| d.addressee),
        negated: (cue.start..cue.end).any(|t| view.draft_of(t).is_some_and(|d| d.negated)),
        direct: rule.is_some_and(|d| d.direct),
        rule: rule.map_or("said/learnt", |d| d.rule),
    };
    (!content.is_empty()).then_some(Said {
        draft,
        content,
        source_span,
    })
}

/// The bytes of a range of tokens of a view.
pub fn bytes(view: &View, start: usize, end: usize) -> Span {
    view.tree().bytes(start, end)
}

/// The tokens that a range of bytes covers, wholly or in part.
pub fn tokens(view: &View, span: Span) -> (usize, usize) {
    let tree: &Tree = view.tree();
    let start = tree.token_at(span.start);
    (
        start,
        tree.parse
            .span
            .partition_point(|s| s.start < span.end)
            .max(start),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_survive_a_round_trip() {
        let features = [(9, vec![1, -2, 3]), (4, vec![-128, 127, 0])];
        let cues = Tagger::new(3, vec![0.5; 12], 0.1, &features);
        let roles = Tagger::new(5, vec![0.25; 30], 0.2, &[(7, vec![1, 2, 3, 4, 5])]);
        let classes = Classes::new(&[("said".to_string(), 300, 7), ("told".to_string(), 1, 2)]);
        let learnt = Learnt {
            cues,
            roles,
            classes,
        };
        let bytes = learnt.to_bytes();
        let back = Learnt::from_bytes(&bytes).unwrap();
        assert_eq!(back.to_bytes(), bytes);
        for cut in 0..bytes.len() {
            assert!(Learnt::from_bytes(&bytes[..cut]).is_none());
        }
    }

    #[test]
    fn marginals_sum_to_one_and_agree_with_the_best_path() {
        let scores = [0.0, 3.0, 0.0, 0.0, 0.0, 3.0, 2.0, 0.0, 0.0];
        let step = [0.0, 0.0, -9.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, -9.0];
        let (chance, _) = marginals(3, &step, &scores, None);
        for row in chance.chunks(3) {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
        assert_eq!(best(3, &step, &scores), [1, 2, 0]);
        assert_eq!(runs(&[1, 2, 0, 1, 1, 2], 1), [(0, 2), (3, 4), (4, 6)]);
    }
}

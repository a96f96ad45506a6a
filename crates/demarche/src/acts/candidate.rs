//! A move that a frame proposes, before the general rules complete or drop it.

use super::content::Content;
use super::reading::Scene;
use crate::record::{Kind, Speaker};

/// What a frame found.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) kind: Kind,
    pub(crate) rule: &'static str,
    /// The trigger's token.
    pub(crate) trigger: usize,
    pub(crate) content: Content,
    /// Indices into the cast's parties.
    pub(crate) actor: Vec<u32>,
    pub(crate) addressee: Vec<u32>,
    /// The frame names an addressee whom nobody could resolve: none is guessed.
    pub(crate) unresolved: bool,
    /// Who claims it, when the frame itself is the act of speech; else the enclosing statement decides.
    pub(crate) speaker: Option<Speaker>,
    pub(crate) positive: bool,
    /// Seldom a move by itself.
    pub(crate) weak: bool,
    /// How often this frame is right, 0 to 1.
    pub(crate) confidence: f32,
    /// The trigger of a list's opening, whose deadline holds for this one too.
    pub(crate) deadline_from: Option<usize>,
    /// True when the content is a phrase whose own triggers this frame swallows.
    pub(crate) swallows: bool,
}

/// Indices of the candidates whose triggers stand in a sentence; they come in text order.
pub(crate) fn of_sentence(
    scene: &Scene,
    candidates: &[Candidate],
    sentence: usize,
) -> std::ops::Range<usize> {
    let at = |c: &Candidate| scene.reading.parse.sentence_of[c.trigger] as usize;
    let first = candidates.partition_point(|c| at(c) < sentence);
    first..first + candidates[first..].partition_point(|c| at(c) == sentence)
}

/// What became of a trigger: for `explain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The trigger's token.
    pub token: u32,
    /// "demand/call".
    pub rule: &'static str,
    /// What was decided, as words: "entry", or why not.
    pub outcome: &'static str,
}

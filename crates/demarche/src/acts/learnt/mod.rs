//! Moves learnt from examples, beside the frames: every place where a move could stand is judged by the
//! words around it.
//!
//! Frames know the words of their tables; reporters use many more. A *place* is a predicate or a noun with
//! one of its complements. A linear model over hashed features of the syntax, with a small network over the
//! word vectors of the engine, says how probable each kind of move is there. What frames found is weighed
//! by it; where they found nothing and it is sure, a move is added. Who acts and who is addressed is judged
//! in the same way, party by party.

mod features;
mod find;
mod places;
mod sides;
mod weights;

pub use find::overlap;
pub(crate) use find::weigh;
pub(crate) use sides::seat;
pub use sides::{Chair, chairs};
pub use weights::{CLASSES, DENSE, HIDDEN, Rows, SLOTS, WORD, Weights, class_of, softmax};

use super::reading::{Reading, Scene};
use crate::model::engine::Engine;
use crate::record::Entry;
use crate::text::Span;
use places::Place;

/// A place of a report as training sees it.
#[derive(Clone, Debug)]
pub struct Example {
    /// Bytes of the words that would say what.
    pub content: Span,
    /// Bytes of the word that would be the trigger.
    pub trigger: Span,
    /// Hashes of what is known of it.
    pub features: Vec<u32>,
    /// Vectors of trigger, head of the content and what stands above, one after the other.
    pub dense: Vec<f32>,
}

/// Every place of a report, for training. `entries` are what the frames alone make of it.
pub fn examples(reading: &Reading, engine: &Engine, entries: &[Entry]) -> Vec<Example> {
    let scene = Scene::new(reading);
    let mut vectors = Vectors::new(&scene, engine);
    let beside = Beside::new(&scene, entries);
    let example = |place: Place| {
        let mut features = Vec::new();
        features::of(&scene, &place, &beside.of(&place), &mut features);
        let mut dense = vec![0.0; DENSE];
        vectors.of(&place, &mut dense);
        Example {
            content: place.content.span(&scene),
            trigger: reading.parse.span[place.trigger],
            features,
            dense,
        }
    };
    places::all(&scene).into_iter().map(example).collect()
}

/// Word vectors of a report, each looked up once.
struct Vectors<'a> {
    scene: &'a Scene<'a>,
    engine: &'a Engine,
    words: Vec<Option<Box<[f32]>>>,
}

impl<'a> Vectors<'a> {
    fn new(scene: &'a Scene<'a>, engine: &'a Engine) -> Vectors<'a> {
        let words = vec![None; scene.reading.parse.len()];
        Vectors {
            scene,
            engine,
            words,
        }
    }

    /// The vectors of the words that [`words`] names, then the mean of those of the content.
    fn of(&mut self, place: &Place, out: &mut [f32]) {
        out.fill(0.0);
        let words = words(self.scene, place);
        let mut slots = out.chunks_exact_mut(WORD);
        for (word, out) in words.into_iter().zip(&mut slots) {
            if let Some(t) = word {
                out.copy_from_slice(self.word(t));
            }
        }
        let mean = slots.next().expect("a slot for the content");
        let scene = self.scene;
        let content = place.content.lo..=place.content.hi.min(place.content.lo + 25);
        let told = content.filter(|&t| {
            matches!(
                scene.reading.parse.upos[t],
                "NOUN" | "VERB" | "ADJ" | "PROPN"
            )
        });
        let mut n = 0.0;
        for t in told {
            n += 1.0;
            mean.iter_mut().zip(self.word(t)).for_each(|(m, x)| *m += x);
        }
        mean.iter_mut().for_each(|m| *m /= f32::max(n, 1.0));
    }

    fn word(&mut self, t: usize) -> &[f32] {
        let (scene, engine) = (self.scene, self.engine);
        self.words[t].get_or_insert_with(|| {
            let mut vector = vec![0.0; WORD];
            engine.vector(scene.tree.word(t), &mut vector);
            vector.into()
        })
    }
}

/// Words whose vectors say something of a place: trigger, head of the content, what stands above the
/// trigger, who does it, whom or what it is done to, what the head of the content is done to, and the verb of
/// saying.
fn words(scene: &Scene, place: &Place) -> [Option<usize>; SLOTS - 1] {
    let tree = &scene.tree;
    let (t, h) = (place.trigger, place.content.head);
    let verb = if scene.reading.parse.upos[t] == "NOUN" {
        crate::acts::nouns::governing_verb(scene, t)
    } else {
        Some(t)
    };
    let cue = scene.statement(t).and_then(|s| s.cue);
    [
        Some(t),
        Some(h),
        scene.reading.parse.parent(t),
        verb.and_then(|v| scene.subject(v)),
        tree.object(t),
        tree.object(h).or_else(|| tree.child(h, &["obl", "nmod"])),
        cue.map(|c| c as usize),
    ]
}

/// The entries of a report by the sentence in which their contents begin, so that a place looks at few.
struct Beside<'a> {
    scene: &'a Scene<'a>,
    entries: &'a [Entry],
    by_sentence: Vec<Vec<usize>>,
}

impl<'a> Beside<'a> {
    fn new(scene: &'a Scene<'a>, entries: &'a [Entry]) -> Beside<'a> {
        let parse = scene.reading.parse;
        let mut by_sentence = vec![Vec::new(); parse.sentences.len()];
        for (i, e) in entries.iter().enumerate() {
            let t = parse.span.partition_point(|s| s.end <= e.content.start);
            if let Some(&sentence) = parse.sentence_of.get(t) {
                by_sentence[sentence as usize].push(i);
            }
        }
        Beside {
            scene,
            entries,
            by_sentence,
        }
    }

    /// The entries, with their indices, whose contents overlap with that of a place.
    fn of(&self, place: &Place) -> Vec<(usize, &'a Entry)> {
        let span = place.content.span(self.scene);
        let sentence = self.scene.reading.parse.sentence_of[place.content.head] as usize;
        let near = self.by_sentence[sentence].iter();
        near.map(|&i| (i, &self.entries[i]))
            .filter(|(_, e)| overlap(e.content, span))
            .collect()
    }
}

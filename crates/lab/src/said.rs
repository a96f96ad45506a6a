//! `cargo lab train-said`: learns the two taggers of attributions from PolNeAR train and measures
//! them on dev. Conditional random fields, AdaGrad, then pruning to the strongest features and
//! rounding to eight bits.

mod clusters;
mod field;

use crate::polnear::{self, Article, Read};
use crate::{Outcome, reports};
use demarche::Reader;
use demarche::said::learnt::{
    self, CONTENT, CUE_LABELS, Classes, Cue, Frame, Learnt, ROLE_LABELS, SOURCE, View,
};
use demarche::said::study;
use demarche::text::Span;
use field::{Example, Field, Settings};

/// Learns and writes the weights to the file named first (default `crates/demarche-models/attributions.bin`).
pub(crate) fn command(arguments: &[String]) -> Outcome {
    let number = |name: &str, default: f32| -> f32 {
        let at = arguments.iter().position(|a| a == name);
        at.and_then(|a| arguments.get(a + 1))
            .and_then(|v| v.parse().ok())
            .unwrap_or(default)
    };
    let out = arguments
        .first()
        .filter(|a| !a.starts_with("--"))
        .map_or("crates/demarche-models/attributions.bin", String::as_str);
    if arguments.first().is_some_and(|a| a == "classes") {
        return write_classes();
    }
    let reader = reports::reader()?;
    let take = number("--take", 1e9) as usize;
    let train = load(&reader, "train", take)?;
    let dev = load(&reader, "dev", take)?;
    if train.is_empty() {
        return Ok(());
    }
    let settings = Settings {
        epochs: number("--epochs", 3.0) as usize,
        rate: number("--rate", 0.12),
        least: number("--least", 3.0) as u32,
        decay: number("--decay", 1e-6),
        dropout: number("--dropout", 0.4),
    };
    let classes = read_classes()?;
    let learnt = Learnt {
        cues: learn(
            "cues",
            CUE_LABELS,
            &settings,
            (
                number("--cue-features", 60e3) as usize,
                number("--bias", 0.3),
            ),
            &train,
            &dev,
            cue_examples,
            &classes,
        ),
        roles: learn(
            "roles",
            ROLE_LABELS,
            &settings,
            (number("--role-features", 40e3) as usize, 0.0),
            &train,
            &dev,
            role_examples,
            &classes,
        ),
        classes: classes.clone(),
    };
    let bytes = learnt.to_bytes();
    std::fs::write(out, &bytes)?;
    eprintln!("wrote {out}, {} bytes", bytes.len());
    Ok(())
}

/// An article and what the stages before attribution made of it.
struct Lesson {
    article: Article,
    read: Read,
}

fn load(
    reader: &Reader,
    split: &str,
    take: usize,
) -> Result<Vec<Lesson>, Box<dyn std::error::Error>> {
    let lesson = |article: Article| Lesson {
        read: polnear::read(reader, &article),
        article,
    };
    Ok(polnear::load(split)?
        .into_iter()
        .take(take)
        .map(lesson)
        .collect())
}

impl Lesson {
    fn look<R>(&self, classes: &Classes, look: impl FnOnce(&View) -> R) -> R {
        let read = &self.read;
        study(
            &read.document,
            &read.parse,
            &read.cast,
            &read.quotes,
            classes,
            look,
        )
    }
}

/// Learns one tagger; `examples` makes the sequences of an article.
fn learn(
    name: &str,
    labels: usize,
    settings: &Settings,
    (keep, bias): (usize, f32),
    train: &[Lesson],
    dev: &[Lesson],
    examples: fn(&Lesson, &Classes) -> Vec<Example>,
    classes: &Classes,
) -> learnt::Tagger {
    let lessons: Vec<Example> = train.iter().flat_map(|l| examples(l, classes)).collect();
    let tests: Vec<Example> = dev.iter().flat_map(|l| examples(l, classes)).collect();
    eprintln!(
        "{name}: {} sequences, {} for testing",
        lessons.len(),
        tests.len()
    );
    let mut field = Field::new(labels, &lessons, settings);
    field.learn(&lessons, &tests, settings);
    field.prune(keep);
    eprintln!("{name}: kept {keep} features");
    field.learn(
        &lessons,
        &tests,
        &Settings {
            epochs: 2,
            ..*settings
        },
    );
    field.tagger(bias)
}

/// Labels of tokens `start..end`: `begin` at the first token of each span, `begin + 1` at the
/// others.
fn mark(view: &View, labels: &mut [u8], start: usize, spans: &[Span], begin: u8) {
    for &span in spans {
        let (from, to) = learnt::tokens(view, span);
        if from < start || to > start + labels.len() || from >= to {
            continue;
        }
        if labels[from - start..to - start].iter().any(|&l| l != 0) {
            continue;
        }
        labels[from - start..to - start].fill(begin + 1);
        labels[from - start] = begin;
    }
}

/// One sequence a sentence, labelled with the cues.
fn cue_examples(lesson: &Lesson, classes: &Classes) -> Vec<Example> {
    let cues: Vec<Span> = lesson
        .article
        .attributions
        .iter()
        .flat_map(|a| a.cue.iter().copied())
        .collect();
    lesson.look(classes, |view| {
        let mut labels = vec![0; lesson.read.parse.len()];
        mark(view, &mut labels, 0, &cues, 1);
        let mut features = Vec::new();
        let sentences = &lesson.read.parse.sentences;
        let example = |s: &demarche::lang::Sentence| {
            let mut example = Example::default();
            for t in s.start as usize..s.end as usize {
                view.cue_features(t, &mut features);
                example.push(&features, labels[t]);
            }
            example
        };
        sentences.iter().map(example).collect()
    })
}

/// One sequence an attribution: the window around its cue, labelled with its source and content.
fn role_examples(lesson: &Lesson, classes: &Classes) -> Vec<Example> {
    lesson.look(classes, |view| {
        let n = lesson.read.parse.len();
        let mut cue_words = vec![false; n];
        for cue in lesson.article.attributions.iter().flat_map(|a| &a.cue) {
            let (from, to) = learnt::tokens(view, *cue);
            cue_words[from..to].fill(true);
        }
        let mut features = Vec::new();
        let mut examples = Vec::new();
        for a in &lesson.article.attributions {
            let Some(&span) = a.cue.first() else { continue };
            let (from, to) = learnt::tokens(view, span);
            if from >= to {
                continue;
            }
            let cue = Cue {
                start: from,
                end: to,
                head: view.head(from, to),
            };
            let (start, end) = view.window(cue);
            let mut labels = vec![0; end - start];
            mark(view, &mut labels, start, &a.source, SOURCE);
            mark(view, &mut labels, start, &a.content, CONTENT);
            let mut others = cue_words.clone();
            others[from..to].fill(false);
            let frame = Frame::new(view, cue);
            let mut example = Example::default();
            for t in start..end {
                if from <= t && t < to {
                    example.push(&[1], 0);
                    continue;
                }
                view.role_features(t, &frame, &others, &mut features);
                example.push(&features, labels[t - start]);
            }
            examples.push(example);
        }
        examples
    })
}

/// Writes the word classes, one word a line, to `target/classes.tsv`.
fn write_classes() -> Outcome {
    let classes = clusters::learn(&polnear::load("train")?, 1024, 128)?;
    let lines: String = classes
        .iter()
        .map(|(word, fine, coarse)| format!("{word}\t{fine}\t{coarse}\n"))
        .collect();
    std::fs::write("target/classes.tsv", lines)?;
    Ok(())
}

/// The word classes that [`write_classes`] wrote.
fn read_classes() -> Result<Classes, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string("target/classes.tsv")?;
    let class = |line: &str| {
        let mut parts = line.split('\t');
        Some((
            parts.next()?.to_string(),
            parts.next()?.parse().ok()?,
            parts.next()?.parse().ok()?,
        ))
    };
    Ok(Classes::new(
        &text.lines().filter_map(class).collect::<Vec<_>>(),
    ))
}

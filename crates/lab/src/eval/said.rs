//! The said part: attributions on PolNeAR dev, by exact and overlapping spans, by character, and by
//! statement with its speaker.
//!
//! PolNeAR does not nest, so only outermost statements are compared. `--train` measures the
//! training part too, `--misses` prints what was wrong, `--rules` how often each rule was right.

use super::Table;
use crate::polnear::{self, Article};
use crate::{Outcome, reports};
use demarche::said::Statement;
use demarche::said::learnt::Learnt;
use demarche::text::Span;
use std::collections::{BTreeMap, HashSet};

/// The three kinds of spans.
const KINDS: [&str; 3] = ["source", "cue", "content"];

/// Measures PolNeAR dev, and train where asked.
pub(crate) fn run(out: &mut Table) -> Outcome {
    let sets: &[&str] = if out.asked("--train") {
        &["train", "dev"]
    } else {
        &["dev"]
    };
    for set in sets {
        let articles = polnear::load(set)?;
        if !articles.is_empty() {
            measure(out, &format!("polnear-{set}"), &articles)?;
        }
    }
    Ok(())
}

/// Right, found and given, as counts.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    right_found: usize,
    found: usize,
    right_gold: usize,
    gold: usize,
}

impl Counts {
    fn f1(self) -> f64 {
        let p = self.right_found as f64 / self.found.max(1) as f64;
        let r = self.right_gold as f64 / self.gold.max(1) as f64;
        if p + r == 0.0 {
            0.0
        } else {
            2.0 * p * r / (p + r)
        }
    }
}

/// All counts of one set.
#[derive(Default)]
struct Tally {
    exact: [Counts; 3],
    overlap: [Counts; 3],
    chars: [Counts; 3],
    /// Statements of each mode: given, found (contents overlap), with the right speaker, with the
    /// exact content.
    modes: BTreeMap<String, [usize; 4]>,
    /// Statements found: all, whose content overlaps, whose speaker is right too.
    statements: [usize; 3],
    /// By rule: found, cue overlaps a cue given, content overlaps, content exact.
    rules: BTreeMap<String, [usize; 4]>,
}

fn measure(out: &mut Table, set: &str, articles: &[Article]) -> Outcome {
    let reader = reports::reader()?;
    let trial = match out.value_of("--weights") {
        Some(file) => Learnt::from_bytes(&std::fs::read(file)?),
        None => Learnt::from_bytes(demarche_models::ATTRIBUTIONS),
    };
    let learnt = trial.as_ref().filter(|_| !out.asked("--rules-only"));
    let mut tally = Tally::default();
    for article in articles {
        let read = polnear::read(&reader, article);
        let (parse, statements) = (&read.parse, read.statements(learnt));
        let outer: Vec<&Statement> = statements.iter().filter(|s| s.parent.is_none()).collect();
        spans(&mut tally, article, &outer);
        pairs(&mut tally, article, &outer);
        rules(&mut tally, article, &outer, |s| {
            s.cue.map_or("", |c| parse.lemma(c as usize))
        });
        if out.asked("--misses") {
            misses(article, &outer);
        }
    }
    if out.asked("--rules") {
        print_rules(&tally);
    }
    rows(out, set, &tally);
    Ok(())
}

/// The spans of one kind in a statement.
fn of(statement: &Statement, kind: usize) -> Vec<Span> {
    match kind {
        0 => statement.source_span.into_iter().collect(),
        1 => statement.cue_spans.clone(),
        _ => statement.content.clone(),
    }
}

fn gold(article: &Article, kind: usize) -> Vec<Span> {
    let spans = article.attributions.iter().flat_map(|a| match kind {
        0 => &a.source,
        1 => &a.cue,
        _ => &a.content,
    });
    unique(spans.copied())
}

fn unique(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut all: Vec<Span> = spans.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Span by span: exact, overlapping, by character.
fn spans(tally: &mut Tally, article: &Article, statements: &[&Statement]) {
    for kind in 0..KINDS.len() {
        let given = gold(article, kind);
        let found = unique(statements.iter().flat_map(|s| of(s, kind)));
        let set: HashSet<Span> = given.iter().copied().collect();
        let right = found.iter().filter(|s| set.contains(s)).count();
        add(
            &mut tally.exact[kind],
            right,
            found.len(),
            right,
            given.len(),
        );
        let touches = |s: &Span, all: &[Span]| all.iter().any(|o| o.overlaps(*s));
        let right_found = found.iter().filter(|s| touches(s, &given)).count();
        let right_gold = given.iter().filter(|s| touches(s, &found)).count();
        add(
            &mut tally.overlap[kind],
            right_found,
            found.len(),
            right_gold,
            given.len(),
        );
        let given = covered(article.text.len(), &given);
        let found = covered(article.text.len(), &found);
        let count = |flags: &[bool]| flags.iter().filter(|f| **f).count();
        let both = given.iter().zip(&found).filter(|(g, f)| **g && **f).count();
        add(
            &mut tally.chars[kind],
            both,
            count(&found),
            both,
            count(&given),
        );
    }
}

fn covered(length: usize, spans: &[Span]) -> Vec<bool> {
    let mut flags = vec![false; length];
    for span in spans {
        flags[span.start as usize..span.end as usize].fill(true);
    }
    flags
}

fn add(counts: &mut Counts, right_found: usize, found: usize, right_gold: usize, gold: usize) {
    counts.right_found += right_found;
    counts.found += found;
    counts.right_gold += right_gold;
    counts.gold += gold;
}

/// Statement by statement: a pair matches when contents overlap; the speaker is right when sources
/// overlap or both are missing.
fn pairs(tally: &mut Tally, article: &Article, statements: &[&Statement]) {
    let touch = |a: &[Span], b: &[Span]| a.iter().any(|x| b.iter().any(|y| x.overlaps(*y)));
    let speaker = |a: &crate::polnear::Attribution, s: &Statement| {
        let source = of(s, 0);
        (a.source.is_empty() && source.is_empty()) || touch(&a.source, &source)
    };
    for a in &article.attributions {
        let row = tally.modes.entry(a.mode.clone()).or_default();
        row[0] += 1;
        let matching: Vec<_> = statements
            .iter()
            .filter(|s| touch(&a.content, &s.content))
            .collect();
        row[1] += usize::from(!matching.is_empty());
        row[2] += usize::from(matching.iter().any(|s| speaker(a, s)));
        row[3] += usize::from(matching.iter().any(|s| s.content == a.content));
    }
    for s in statements {
        tally.statements[0] += 1;
        let matching: Vec<_> = article
            .attributions
            .iter()
            .filter(|a| touch(&a.content, &s.content))
            .collect();
        tally.statements[1] += usize::from(!matching.is_empty());
        tally.statements[2] += usize::from(matching.iter().any(|a| speaker(a, s)));
    }
}

/// How often each rule, and each rule with its word, was right.
fn rules<'a>(
    tally: &mut Tally,
    article: &Article,
    statements: &[&Statement],
    word: impl Fn(&Statement) -> &'a str,
) {
    let (cues, contents) = (gold(article, 1), gold(article, 2));
    for s in statements {
        let cue = s
            .cue_spans
            .iter()
            .any(|c| cues.iter().any(|g| g.overlaps(*c)));
        let content = s
            .content
            .iter()
            .any(|c| contents.iter().any(|g| g.overlaps(*c)));
        let exact = s.content.iter().any(|c| contents.contains(c));
        for name in [s.rule.to_string(), format!("{}\t{}", s.rule, word(s))] {
            let row = tally.rules.entry(name).or_default();
            row[0] += 1;
            row[1] += usize::from(cue);
            row[2] += usize::from(content);
            row[3] += usize::from(exact);
        }
    }
}

fn print_rules(tally: &Tally) {
    for (rule, [n, cue, content, exact]) in &tally.rules {
        eprintln!("{rule}\t{n}\t{cue}\t{content}\t{exact}");
    }
}

/// Prints, for reading, what was given and not found, and what was found and not given.
fn misses(article: &Article, statements: &[&Statement]) {
    let words = |spans: &[Span]| {
        let parts: Vec<&str> = spans.iter().map(|s| s.of(&article.text)).collect();
        parts.join(" … ")
    };
    eprintln!("\n# {}", article.id);
    for a in &article.attributions {
        let same = statements
            .iter()
            .any(|s| s.content == a.content && of(s, 0) == a.source && s.cue_spans == a.cue);
        if !same {
            eprintln!(
                "- {} | {} | {}",
                words(&a.source),
                words(&a.cue),
                words(&a.content)
            );
        }
    }
    for s in statements {
        let same = article
            .attributions
            .iter()
            .any(|a| s.content == a.content && of(s, 0) == a.source && s.cue_spans == a.cue);
        if !same {
            eprintln!(
                "+ {} | {} | {} [{}]",
                words(&of(s, 0)),
                words(&s.cue_spans),
                words(&s.content),
                s.rule
            );
        }
    }
}

fn rows(out: &mut Table, set: &str, tally: &Tally) {
    for (kind, name) in KINDS.iter().enumerate() {
        let n = tally.exact[kind].gold;
        out.add(
            "said",
            set,
            format!("{name} exact F1"),
            tally.exact[kind].f1(),
            n,
        );
        out.add(
            "said",
            set,
            format!("{name} overlap F1"),
            tally.overlap[kind].f1(),
            n,
        );
        out.add(
            "said",
            set,
            format!("{name} character F1"),
            tally.chars[kind].f1(),
            tally.chars[kind].gold,
        );
    }
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let [found, content, speaker] = tally.statements;
    out.add(
        "said",
        set,
        "precision, content",
        share(content, found),
        found,
    );
    out.add(
        "said",
        set,
        "precision, content and speaker",
        share(speaker, found),
        found,
    );
    let mut all = [0; 4];
    for (mode, row) in &tally.modes {
        out.add(
            "said",
            set,
            format!("recall {mode}, content"),
            share(row[1], row[0]),
            row[0],
        );
        out.add(
            "said",
            set,
            format!("recall {mode}, content and speaker"),
            share(row[2], row[0]),
            row[0],
        );
        out.add(
            "said",
            set,
            format!("recall {mode}, exact content"),
            share(row[3], row[0]),
            row[0],
        );
        for (sum, part) in all.iter_mut().zip(row) {
            *sum += part;
        }
    }
    out.add(
        "said",
        set,
        "recall all, content and speaker",
        share(all[2], all[0]),
        all[0],
    );
}

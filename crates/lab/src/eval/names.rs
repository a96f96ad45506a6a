//! Names of people, places and organisations: exact spans and kinds, on gold tokens.

use demarche::lang::{self, Name, NameKind, Parse, Sentence};
use demarche::model::Models;
use demarche::text::Span;

use super::table::Table;
use crate::{Outcome, paths};

/// Name of the set, its file, and the column of its labels.
const SETS: [(&str, &str, usize); 4] = [
    ("GUM-open test", "data/ner/gumopen_named-test.bio", 1),
    (
        "EWT test (Universal NER)",
        "data/ner/en_ewt-ud-test.iob2",
        2,
    ),
    (
        "wikigold (weights have seen it)",
        "data/ner/wikigold.bio",
        1,
    ),
    ("re3d (weights have seen it)", "data/ner/re3d_open.bio", 1),
];

/// Measures the weights that ship.
pub(crate) fn run(out: &mut Table) -> Outcome {
    let models = Models::from_bytes(demarche_models::ENGINE)?;
    for (name, file, column) in SETS {
        let Some(path) = paths::shared(file) else {
            continue;
        };
        measure(name, &std::fs::read_to_string(path)?, column, &models, out);
    }
    Ok(())
}

/// Adds F1 over all kinds, and of each, to the table.
fn measure(set: &str, file: &str, column: usize, models: &Models, out: &mut Table) {
    let (text, mut parse, gold) = read(file, column);
    lang::annotate(&text, &mut parse, models);
    let score = |kind: Option<NameKind>| {
        let of = |n: &&Name| kind.is_none_or(|k| n.kind == k);
        let (g, s) = (
            gold.iter().filter(of).count(),
            parse.names.iter().filter(of).count(),
        );
        let right = gold
            .iter()
            .filter(of)
            .filter(|n| parse.names.contains(n))
            .count();
        (2.0 * right as f64 / (g + s).max(1) as f64, g)
    };
    for (measure, kind) in [
        ("names F1", None),
        ("persons F1", Some(NameKind::Person)),
        ("places F1", Some(NameKind::Place)),
        ("organisations F1", Some(NameKind::Organisation)),
    ] {
        let (f1, n) = score(kind);
        out.add("names", set, measure, f1, n);
    }
    if out.asked("--misses") {
        let words = |n: &Name| {
            let tokens = n.start as usize..n.end as usize;
            tokens
                .map(|t| parse.word(&text, t))
                .collect::<Vec<_>>()
                .join(" ")
        };
        for n in gold.iter().filter(|n| !parse.names.contains(n)) {
            eprintln!("{set}\tmissed\t{:?}\t{}", n.kind, words(n));
        }
        for n in parse.names.iter().filter(|n| !gold.contains(n)) {
            eprintln!("{set}\twrong\t{:?}\t{}", n.kind, words(n));
        }
    }
}

/// The text, its tokens and sentences, and the names of a file of labels.
fn read(file: &str, column: usize) -> (String, Parse, Vec<Name>) {
    let (mut text, mut parse, mut gold) = (String::new(), Parse::default(), Vec::<Name>::new());
    let mut start = 0;
    for line in file.lines().chain([""]) {
        let cells: Vec<&str> = line.split('\t').collect();
        if line.trim().is_empty() {
            let end = parse.span.len() as u32;
            if end > start {
                parse.sentences.push(Sentence {
                    start,
                    end,
                    paragraph: 0,
                });
                start = end;
            }
            continue;
        }
        if cells.len() <= column {
            continue;
        }
        let (t, from) = (parse.span.len() as u32, text.len());
        text.push_str(cells[column - 1]);
        parse.span.push(Span::new(from, text.len()));
        text.push(' ');
        let Some((part, kind)) = cells[column].split_once('-') else {
            continue;
        };
        let kind = match kind.to_ascii_lowercase().as_str() {
            "per" | "person" => NameKind::Person,
            "loc" | "place" => NameKind::Place,
            "org" | "organization" => NameKind::Organisation,
            _ => continue,
        };
        match gold.last_mut() {
            Some(last) if part == "I" && last.end == t && last.kind == kind => last.end += 1,
            _ => gold.push(Name {
                start: t,
                end: t + 1,
                kind,
            }),
        }
    }
    (text, parse, gold)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_labels_into_names() {
        let file = "# sent_id = 1\nSergei\tB-person\nLavrov\tI-person\nleft\tO\nGeneva\tB-place\n\nNATO\tB-organization\n";
        let (text, parse, gold) = read(file, 1);
        assert_eq!(text, "Sergei Lavrov left Geneva NATO ");
        assert_eq!(parse.sentences.len(), 2);
        let spans: Vec<(u32, u32)> = gold.iter().map(|n| (n.start, n.end)).collect();
        assert_eq!(spans, [(0, 2), (3, 4), (4, 5)]);
    }
}

//! Names of people, places and organisations: exact spans and kinds, on gold tokens.

use demarche::lang::{self, Name, NameKind, Parse, Sentence};
use demarche::model::Models;
use demarche::text::Span;

use super::table::Table;
use crate::train::splits_clitic;
use crate::{Outcome, paths};

/// A set of names.
struct Set {
    name: &'static str,
    file: &'static str,
    /// The column of its labels.
    column: usize,
    bounds: Bounds,
}

/// How a set shows where a document begins. Names are read document by document, since one mention
/// helps to read another.
#[derive(Clone, Copy)]
enum Bounds {
    /// By the identity of the sentence, but its number.
    Identity,
    /// By a line "-DOCSTART-".
    Mark,
    /// Not at all: so many sentences in a row are taken for a document.
    Window(usize),
}

const SETS: [Set; 4] = [
    Set {
        name: "GUM-open test",
        file: "data/ner/gumopen_named-test.bio",
        column: 1,
        bounds: Bounds::Identity,
    },
    Set {
        name: "EWT test (Universal NER)",
        file: "data/ner/en_ewt-ud-test.iob2",
        column: 2,
        bounds: Bounds::Identity,
    },
    Set {
        name: "wikigold",
        file: "data/ner/wikigold.bio",
        column: 1,
        bounds: Bounds::Mark,
    },
    Set {
        name: "re3d",
        file: "data/ner/re3d_open.bio",
        column: 1,
        bounds: Bounds::Window(12),
    },
];

/// Measures the weights that ship, or those of `--weights FILE`; `--dev` takes the development parts.
pub(crate) fn run(out: &mut Table) -> Outcome {
    let other = out.value_of("--weights").map(std::fs::read).transpose()?;
    let models = Models::from_bytes(other.as_deref().unwrap_or(demarche_models::ENGINE))?;
    for set in SETS {
        let (mut name, mut file) = (set.name.to_string(), set.file.to_string());
        if out.asked("--dev") {
            (name, file) = (name.replace("test", "dev"), file.replace("test", "dev"));
        }
        // The weights that ship have learnt these; PROVENANCE.md says which weights have not.
        if other.is_none() && set.name == name && !name.contains("test") {
            name.push_str(" (weights have seen it)");
        }
        if let Some(path) = paths::shared(&file) {
            measure(&name, &std::fs::read_to_string(path)?, &set, &models, out);
        }
    }
    Ok(())
}

/// Names that gold has, names that were found, and names that both have.
#[derive(Default)]
struct Counts([usize; 3]);

/// Adds F1 over all kinds, and of each, to the table.
fn measure(name: &str, file: &str, set: &Set, models: &Models, out: &mut Table) {
    let mut counts: [Counts; 4] = Default::default();
    for mut document in read(file, set.column, set.bounds) {
        lang::annotate(&document.text, &mut document.parse, models);
        let (gold, found) = (&document.gold, &document.parse.names);
        for (Counts(c), kind) in counts.iter_mut().zip(KINDS) {
            let of = |n: &&Name| kind.1.is_none_or(|k| n.kind == k);
            c[0] += gold.iter().filter(of).count();
            c[1] += found.iter().filter(of).count();
            c[2] += gold.iter().filter(of).filter(|n| found.contains(n)).count();
        }
        if out.asked("--misses") {
            document.show_misses(name);
        }
    }
    for (Counts([gold, found, right]), (measure, _)) in counts.into_iter().zip(KINDS) {
        let f1 = 2.0 * right as f64 / (gold + found).max(1) as f64;
        out.add("names", name, measure, f1, gold);
    }
}

/// What is measured, and over which names.
const KINDS: [(&str, Option<NameKind>); 4] = [
    ("names F1", None),
    ("persons F1", Some(NameKind::Person)),
    ("places F1", Some(NameKind::Place)),
    ("organisations F1", Some(NameKind::Organisation)),
];

/// A text, its tokens and sentences, and its names.
#[derive(Default)]
struct Document {
    text: String,
    parse: Parse,
    gold: Vec<Name>,
}

impl Document {
    fn show_misses(&self, set: &str) {
        let words = |from: usize, to: usize| {
            let tokens = from..to.min(self.parse.len());
            let words: Vec<&str> = tokens.map(|t| self.parse.word(&self.text, t)).collect();
            words.join(" ")
        };
        let show = |how: &str, n: &Name| {
            let (start, end) = (n.start as usize, n.end as usize);
            let sentence = self.parse.sentence(start);
            let before = words(start.saturating_sub(5).max(sentence.start as usize), start);
            let after = words(end, (end + 4).min(sentence.end as usize));
            let name = words(start, end);
            eprintln!("{set}\t{how}\t{:?}\t{before} [{name}] {after}", n.kind);
        };
        let (gold, found) = (&self.gold, &self.parse.names);
        gold.iter()
            .filter(|n| !found.contains(n))
            .for_each(|n| show("missed", n));
        found
            .iter()
            .filter(|n| !gold.contains(n))
            .for_each(|n| show("wrong", n));
    }

    /// Ends the sentence that is being read.
    fn end_sentence(&mut self) {
        let start = self.parse.sentences.last().map_or(0, |s| s.end);
        let end = self.parse.span.len() as u32;
        if end > start {
            self.parse.sentences.push(Sentence {
                start,
                end,
                paragraph: 0,
            });
        }
    }

    /// Adds a word and its label.
    fn add(&mut self, word: &str, label: &str) {
        let (t, from) = (self.parse.span.len() as u32, self.text.len());
        if let Some(last) = self.parse.span.last_mut()
            && splits_clitic(last.of(&self.text), word)
        {
            self.text.pop();
            self.text.push_str("s ");
            last.end += 1;
            return;
        }
        self.text.push_str(word);
        self.parse.span.push(Span::new(from, self.text.len()));
        self.text.push(' ');
        let Some((part, kind)) = label.split_once('-') else {
            return;
        };
        let kind = match kind.to_ascii_lowercase().as_str() {
            "per" | "person" => NameKind::Person,
            "loc" | "place" => NameKind::Place,
            "org" | "organization" => NameKind::Organisation,
            _ => return,
        };
        match self.gold.last_mut() {
            Some(last) if part == "I" && last.end == t && last.kind == kind => last.end += 1,
            _ => self.gold.push(Name {
                start: t,
                end: t + 1,
                kind,
            }),
        }
    }
}

/// The documents of a file of labels.
fn read(file: &str, column: usize, bounds: Bounds) -> Vec<Document> {
    let mut documents = vec![Document::default()];
    let mut identity = "";
    for line in file.lines().chain([""]) {
        let cells: Vec<&str> = line.split('\t').collect();
        let last = documents.len() - 1;
        let document = &mut documents[last];
        let mut next = false;
        if line.trim().is_empty() {
            document.end_sentence();
            next = matches!(bounds, Bounds::Window(n) if document.parse.sentences.len() >= n);
        } else if let Some(id) = line.strip_prefix("# sent_id = ") {
            let id = id.rsplit_once('-').map_or(id, |(document, _)| document);
            next = matches!(bounds, Bounds::Identity) && id != identity;
            identity = id;
        } else if cells[0] == "-DOCSTART-" {
            next = matches!(bounds, Bounds::Mark);
        } else if cells.len() > column {
            document.add(cells[column - 1], cells[column]);
        }
        if next && !document.parse.span.is_empty() {
            documents.push(Document::default());
        }
    }
    documents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_labels_into_names() {
        let file = "# sent_id = a-1\nSergei\tB-person\nLavrov\tI-person\nleft\tO\nGeneva\tB-place\n\n\
            # sent_id = a-2\nHe\tO\n\n# sent_id = b-1\nNATO\tB-organization\n";
        let documents = read(file, 1, Bounds::Identity);
        let texts: Vec<&str> = documents.iter().map(|d| d.text.as_str()).collect();
        assert_eq!(texts, ["Sergei Lavrov left Geneva He ", "NATO "]);
        assert_eq!(documents[0].parse.sentences.len(), 2);
        let spans = documents[0].gold.iter().map(|n| (n.start, n.end));
        assert_eq!(spans.collect::<Vec<_>>(), [(0, 2), (3, 4)]);
        assert_eq!(documents[1].gold.len(), 1);
    }
}

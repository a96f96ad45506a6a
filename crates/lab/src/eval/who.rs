//! The who part: are the parties and the people of the gold records found?
//!
//! `cast` counts an id that occurs anywhere in the cast; `near` one that a mention in the sentences of
//! the entry's evidence means, which is what an entry can be made of. `--misses` prints what is
//! missing (`references.rs` has the pronouns and descriptions), `--show ID` prints a report with its mentions,
//! `--gold DIR` and `--set NAME` measure other files of the same form, `--show-file FILE` reads other reports.

use super::Table;
use crate::{Outcome, paths, reports};
use demarche::text::Document;
use demarche::who::{Cast, Mention};
use demarche::{Analysis, Reader};
use serde::Deserialize;
use std::path::Path;

/// The gold files.
const SETS: [&str; 3] = ["seed", "whitehouse", "wikinews"];

#[derive(Deserialize)]
struct Gold {
    document: GoldDocument,
    #[serde(default)]
    people: Vec<GoldPerson>,
    entries: Vec<GoldEntry>,
}

#[derive(Deserialize)]
struct GoldDocument {
    id: String,
}

#[derive(Deserialize)]
struct Words {
    text: String,
}

#[derive(Deserialize)]
struct GoldPerson {
    id: String,
    party: Option<String>,
}

#[derive(Deserialize)]
struct GoldEntry {
    kind: String,
    actor: Vec<String>,
    #[serde(default)]
    addressee: Vec<String>,
    #[serde(default)]
    evidence: Vec<Words>,
    speaker: Option<String>,
}

/// Right and all.
#[derive(Clone, Copy, Default)]
struct Share(usize, usize);

impl Share {
    fn count(&mut self, right: bool) {
        self.0 += usize::from(right);
        self.1 += 1;
    }
}

/// What one set, or all of them, showed.
#[derive(Default)]
struct Shares {
    cast: Share,
    near: Share,
    speakers: Share,
    people: Share,
}

/// Measures the cast on every gold file.
pub(crate) fn run(out: &mut Table) -> Outcome {
    let reader = reports::reader()?;
    if let Some(file) = out.value_of("--show-file") {
        let wanted = out.value_of("--show");
        for document in reports::load(Path::new(file))? {
            if wanted.is_none_or(|w| document.id.contains(w)) {
                show(&reader, &document);
            }
        }
        return Ok(());
    }
    super::references::run(out, &reader)?;
    let folder = match out.value_of("--gold") {
        Some(folder) => folder.into(),
        None => match paths::shared("gold") {
            Some(folder) => folder,
            None => return Ok(()),
        },
    };
    let chosen = out.value_of("--set").map(str::to_string);
    let sets: Vec<String> = match chosen {
        Some(set) => vec![set],
        None => SETS.into_iter().map(str::to_string).collect(),
    };
    for set in sets {
        let documents = reports::load(&folder.join(format!("{set}.docs.jsonl")))?;
        let golds = std::fs::read_to_string(folder.join(format!("{set}.jsonl")))?;
        let mut shares = Shares::default();
        for line in golds.lines().filter(|l| !l.trim().is_empty()) {
            let gold: Gold = serde_json::from_str(line)?;
            let Some(document) = documents.iter().find(|d| d.id == gold.document.id) else {
                continue;
            };
            if out
                .value_of("--show")
                .is_some_and(|w| document.id.contains(w))
            {
                show(&reader, document);
            }
            let analysis = reader.analyse(document);
            measure(
                document,
                &analysis,
                &gold,
                &mut shares,
                out.asked("--misses"),
            );
        }
        for (name, share) in [
            ("parties in cast", shares.cast),
            ("parties near evidence", shares.near),
            ("speakers with party", shares.speakers),
            ("people with party", shares.people),
        ] {
            out.add(
                "who",
                set.as_str(),
                name,
                share.0 as f64 / share.1.max(1) as f64,
                share.1,
            );
        }
    }
    Ok(())
}

fn measure(
    document: &Document,
    analysis: &Analysis,
    gold: &Gold,
    shares: &mut Shares,
    misses: bool,
) {
    let cast = &analysis.cast;
    let say = |what: String| {
        if misses {
            println!("{}: {what}", gold.document.id);
        }
    };
    let person = |id: &str| cast.people.iter().find(|p| p.id == id);
    let party_of =
        |id: &str| person(id).map(|p| p.party.map_or("", |p| cast.parties[p as usize].id.as_str()));
    for known in &gold.people {
        let found = party_of(&known.id);
        let right = found == Some(known.party.as_deref().unwrap_or(""));
        shares.people.count(right);
        if !right {
            say(format!(
                "person {} of {:?}, found {found:?}",
                known.id, known.party
            ));
        }
    }
    for entry in &gold.entries {
        let near = near(document, analysis, &entry.evidence);
        for id in entry.actor.iter().chain(&entry.addressee) {
            let known = cast.parties.iter().any(|p| p.id == *id) || person(id).is_some();
            shares.cast.count(known);
            let close = near.contains(id);
            shares.near.count(close);
            if !close {
                let evidence = entry.evidence.first().map_or("", |w| w.text.as_str());
                let what = if known { "far" } else { "absent" };
                say(format!(
                    "{what} {id} in {} {:?}",
                    entry.kind,
                    &evidence.replace('\n', " ")
                ));
            }
        }
        if let Some(speaker) = &entry.speaker {
            let is_party = cast.parties.iter().any(|p| p.id == *speaker);
            let wanted = gold.people.iter().find(|p| p.id == *speaker);
            let right = match wanted {
                Some(wanted) => party_of(speaker) == Some(wanted.party.as_deref().unwrap_or("")),
                None => is_party,
            };
            shares.speakers.count(right);
            if !right && wanted.is_none() {
                say(format!("speaker {speaker} is absent"));
            }
        }
    }
}

/// The ids that mentions in the sentences of the evidence mean.
fn near(document: &Document, analysis: &Analysis, evidence: &[Words]) -> Vec<String> {
    let (parse, cast) = (&analysis.parse, &analysis.cast);
    let mut out = Vec::new();
    for words in evidence {
        let Some(start) = document.text.find(words.text.as_str()) else {
            continue;
        };
        let end = start + words.text.len();
        let inside = |t: usize| {
            let span = parse.span[t];
            (span.start as usize) < end && (span.end as usize) > start
        };
        let Some(first) = (0..parse.len()).find(|&t| inside(t)) else {
            continue;
        };
        let last = (first..parse.len())
            .take_while(|&t| inside(t))
            .last()
            .unwrap_or(first);
        let from = parse.sentence(first).start;
        let to = parse.sentence(last).end;
        for mention in cast
            .mentions
            .iter()
            .filter(|m| m.start >= from && m.end <= to)
        {
            out.extend(
                mention
                    .parties
                    .iter()
                    .map(|&p| cast.parties[p as usize].id.clone()),
            );
            out.extend(mention.person.map(|p| cast.people[p as usize].id.clone()));
        }
    }
    out
}

/// Prints a report sentence by sentence with its mentions.
fn show(reader: &Reader, document: &Document) {
    let analysis = reader.analyse(document);
    let (parse, cast) = (&analysis.parse, &analysis.cast);
    println!(
        "==== {} {:?} {:?}",
        document.id, document.date, document.title
    );
    for person in &cast.people {
        let party = person
            .party
            .map_or("-", |p| cast.parties[p as usize].id.as_str());
        println!("  {} [{party}] {:?}", person.id, person.office);
    }
    for sentence in &parse.sentences {
        let (from, to) = (sentence.start as usize, sentence.end as usize);
        if from < to {
            let span = parse.span[from].join(parse.span[to - 1]);
            println!(
                "\n{}",
                span.of(&document.text)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            );
        }
        for mention in cast
            .mentions
            .iter()
            .filter(|m| m.start >= sentence.start && m.end <= sentence.end)
        {
            println!("   {}", line(document, &analysis, cast, mention));
        }
    }
}

fn line(document: &Document, analysis: &Analysis, cast: &Cast, mention: &Mention) -> String {
    let parse = &analysis.parse;
    let span = parse.span[mention.start as usize].join(parse.span[mention.end as usize - 1]);
    let words = span
        .of(&document.text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let parties: Vec<&str> = mention
        .parties
        .iter()
        .map(|&p| cast.parties[p as usize].id.as_str())
        .collect();
    let person = mention
        .person
        .map_or("", |p| cast.people[p as usize].id.as_str());
    let head = parse.word(&document.text, mention.head as usize);
    format!(
        "{words} ({head}) = {} {person} {}",
        parties.join(","),
        mention.rule
    )
}

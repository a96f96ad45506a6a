//! The joins part: are moves of different reports joined where they speak of the same thing?
//!
//! The chains of `examples/` go into a ledger, and its joins are held against `eval/gold/joins.tsv`.
//! Precision is over the joins between reports; recall over the lines of the gold, and once more over
//! those whose both ends were read as moves. `--misses` prints what is wrong and what is missing.

use super::Table;
use crate::{Outcome, paths};
use demarche::Reader;
use demarche_ledger::view::{MoveView, Range};
use demarche_ledger::{Ledger, Reading, Stamp, digest};
use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Measures every chain that the gold names, and all together.
pub(crate) fn run(out: &mut Table) -> Outcome {
    let reader = crate::reports::reader()?;
    let gold = gold()?;
    let chains: BTreeSet<&str> = gold.iter().map(|g| g.chain.as_str()).collect();
    let mut all = Counts::default();
    for chain in chains {
        let lines: Vec<&Line> = gold.iter().filter(|g| g.chain == chain).collect();
        let counts = measure(&reader, chain, &lines, out.asked("--misses"))?;
        counts.rows(out, chain);
        all.add(&counts);
    }
    all.rows(out, "all chains");
    Ok(())
}

/// One end of a line of the gold.
struct End {
    file: String,
    kind: String,
    words: String,
}

/// A line of the gold.
struct Line {
    chain: String,
    /// None for a move that stands alone.
    matter: Option<u32>,
    relation: String,
    ends: Vec<End>,
    optional: bool,
    /// Added after a program's joins were looked at.
    late: bool,
}

fn gold() -> Result<Vec<Line>, String> {
    let file = paths::root().join("eval/gold/joins.tsv");
    let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let rows = text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty());
    let line = |row: &str| {
        let cells: Vec<&str> = row.split('\t').collect();
        let [chain, matter, relation, ends @ .., note] = &cells[..] else {
            return Err(format!("{}: {row}", file.display()));
        };
        let end = |c: &[&str]| End {
            file: c[0].to_owned(),
            kind: c[1].to_owned(),
            words: plain(c[2]).0.into_iter().collect(),
        };
        let whole = ends.chunks_exact(3).filter(|c| !c[0].is_empty());
        Ok(Line {
            chain: (*chain).to_owned(),
            matter: matter.parse().ok(),
            relation: (*relation).to_owned(),
            ends: whole.map(end).collect(),
            optional: note.starts_with("optional"),
            late: note.contains("added when a program"),
        })
    };
    rows.map(line).collect()
}

/// What was counted.
#[derive(Default)]
struct Counts {
    joins: usize,
    right: usize,
    /// Right by the gold as it was first made.
    right_at_first: usize,
    lines: usize,
    found: usize,
    read: usize,
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        self.joins += other.joins;
        self.right += other.right;
        self.right_at_first += other.right_at_first;
        self.lines += other.lines;
        self.found += other.found;
        self.read += other.read;
    }

    fn rows(&self, out: &mut Table, set: &str) {
        let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        let mut row = |name: &str, a, b| out.add("joins", set, name, share(a, b), b);
        row("precision", self.right, self.joins);
        row(
            "precision, gold as first made",
            self.right_at_first,
            self.joins,
        );
        row("recall", self.found, self.lines);
        row("recall, both moves read", self.found, self.read);
    }
}

/// A move with its place in the text, white space counted once.
struct Placed {
    found: MoveView,
    file: String,
    content: (usize, usize),
    evidence: Vec<(usize, usize)>,
}

impl Placed {
    fn print(&self) {
        let e = &self.found.entry;
        let words: Vec<&str> = e.content.text.split_whitespace().collect();
        println!(
            "      {} {} {} {:?}>{:?} “{}” {:?}",
            self.found.number,
            self.file,
            e.kind.as_str(),
            e.actor,
            e.addressee,
            words.join(" "),
            e.terms
        );
    }
}

fn measure(reader: &Reader, chain: &str, gold: &[&Line], show: bool) -> Result<Counts, String> {
    let (ledger, texts) = ledger_of(reader, chain)?;
    let moves = placed(&ledger, &texts)?;
    let places = places(gold, &texts);
    let mut counts = Counts::default();
    // The numbers of the gold's matters to which each move belongs.
    let of = |late: bool| -> Vec<BTreeSet<u32>> {
        let one = |m| matters(m, gold, &places, late);
        moves.iter().map(one).collect()
    };
    let (at_first, matters) = (of(false), of(true));
    let by_number: HashMap<i64, usize> = moves
        .iter()
        .enumerate()
        .map(|(i, m)| (m.found.number, i))
        .collect();
    let mut done = BTreeSet::new();
    for at in 0..moves.len() {
        let matter = ledger
            .matter(moves[at].found.number, date(2100, 1, 1))
            .map_err(|e| e.to_string())?;
        for link in &matter.links {
            let (Some(&c), Some(&p)) = (
                by_number.get(&link.child_number),
                by_number.get(&link.parent_number),
            ) else {
                continue;
            };
            let across = moves[c].file != moves[p].file;
            let bears = !matches!(link.relation.as_str(), "fulfils" | "forecloses");
            if !across || !bears || !done.insert((c, p)) {
                continue;
            }
            counts.joins += 1;
            let right = !matters[c].is_disjoint(&matters[p]);
            counts.right += usize::from(right);
            let then = !at_first[c].is_disjoint(&at_first[p]);
            counts.right_at_first += usize::from(then);
            if show && !right {
                println!(
                    "WRONG {} {:.2} {}",
                    link.relation, link.confidence, link.reason
                );
                moves[p].print();
                moves[c].print();
            }
        }
    }
    recall(gold, &places, &moves, show, &mut counts);
    Ok(counts)
}

fn recall(
    gold: &[&Line],
    places: &BTreeMap<(usize, usize), (usize, usize)>,
    moves: &[Placed],
    show: bool,
    counts: &mut Counts,
) {
    for (number, line) in gold.iter().enumerate() {
        if line.matter.is_none() || line.optional {
            continue;
        }
        counts.lines += 1;
        let at = |end: usize| -> Vec<&Placed> {
            let place = places.get(&(number, end));
            let here = |m: &&Placed| place.is_some_and(|p| is_at(m, &line.ends[end], *p));
            moves.iter().filter(here).collect()
        };
        let (a, b) = (at(0), at(1));
        let read = !a.is_empty() && !b.is_empty();
        let one = |x: &&Placed| b.iter().any(|y| x.found.matter == y.found.matter);
        let found = a.iter().any(one);
        counts.read += usize::from(read);
        counts.found += usize::from(found);
        if show && !found {
            let how = if read { "UNJOINED" } else { "UNREAD" };
            println!("{how} {}", line.relation);
            for (end, moves) in line.ends.iter().zip([&a, &b]) {
                println!("   {} {} “{}”", end.file, end.kind, end.words);
                for m in moves {
                    m.print();
                }
            }
        }
    }
}

/// Reads a chain into a ledger; texts by file.
fn ledger_of(
    reader: &Reader,
    chain: &str,
) -> Result<(Ledger, BTreeMap<String, (String, String)>), String> {
    let folder = paths::root().join("examples").join(chain);
    let names = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut names: Vec<String> = names
        .filter_map(|n| Some(n.ok()?.file_name().to_str()?.to_owned()))
        .filter(|n| !n.ends_with(".snap"))
        .collect();
    names.sort();
    let mut ledger = Ledger::in_memory().map_err(|e| e.to_string())?;
    let mut texts = BTreeMap::new();
    let mut readings: Vec<Reading> = Vec::new();
    for name in names {
        let bytes = std::fs::read(folder.join(&name)).map_err(|e| format!("{name}: {e}"))?;
        let hints = demarche_source::Hints {
            name: name.clone(),
            ..demarche_source::Hints::default()
        };
        for outcome in demarche_source::read(&bytes, &hints) {
            let received = outcome.map_err(|e| format!("{name}: {e}"))?;
            let reading = digest::read(reader, &received.document, &received.notes, "lab");
            let id = Ledger::id_of(&reading.source, &reading.text);
            texts.insert(id, (name.clone(), reading.text.clone()));
            readings.push(reading);
        }
    }
    let stamp = Stamp {
        at: "2026-01-01T00:00:00Z".to_owned(),
        author: "lab".to_owned(),
    };
    ledger.add(&readings, &stamp).map_err(|e| e.to_string())?;
    Ok((ledger, texts))
}

fn placed(
    ledger: &Ledger,
    texts: &BTreeMap<String, (String, String)>,
) -> Result<Vec<Placed>, String> {
    let range = Range {
        limit: 100_000,
        ..Range::default()
    };
    let all = ledger.timeline(&range).map_err(|e| e.to_string())?;
    let one = |found: MoveView| {
        let (file, text) = texts.get(&found.source.as_ref()?.id)?;
        let (_, map) = plain(text);
        let at = |n: u32| map.get(n as usize).or(map.last()).copied().unwrap_or(0);
        let span = |w: &demarche_ledger::moves::Words| (at(w.start), at(w.end));
        Some(Placed {
            content: span(&found.entry.content),
            evidence: found.entry.evidence.iter().map(span).collect(),
            file: file.clone(),
            found,
        })
    };
    Ok(all.into_iter().filter_map(one).collect())
}

/// Characters with runs of white space as one blank, and for each character of the text its place there.
fn plain(text: &str) -> (Vec<char>, Vec<usize>) {
    let (mut out, mut map) = (Vec::new(), Vec::new());
    for c in text.chars() {
        if c.is_whitespace() {
            if out.last() != Some(&' ') {
                out.push(' ');
            }
            map.push(out.len() - 1);
        } else {
            map.push(out.len());
            out.push(c);
        }
    }
    map.push(out.len());
    (out, map)
}

/// Where the words of each end stand: by line and end.
fn places(
    gold: &[&Line],
    texts: &BTreeMap<String, (String, String)>,
) -> BTreeMap<(usize, usize), (usize, usize)> {
    let plains: BTreeMap<&str, String> = texts
        .values()
        .map(|(file, text)| (file.as_str(), plain(text).0.into_iter().collect()))
        .collect();
    let mut places = BTreeMap::new();
    for (number, line) in gold.iter().enumerate() {
        for (which, end) in line.ends.iter().enumerate() {
            let Some(text) = plains.get(end.file.as_str()) else {
                continue;
            };
            if let Some(at) = text.find(end.words.trim()) {
                let start = text[..at].chars().count();
                places.insert(
                    (number, which),
                    (start, start + end.words.trim().chars().count()),
                );
            }
        }
    }
    places
}

fn overlap(a: (usize, usize), b: (usize, usize)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// True when the move is the one that the gold means: its content touches the words, or its evidence
/// holds them and its kind is the same.
fn is_at(m: &Placed, end: &End, place: (usize, usize)) -> bool {
    let same = m.found.entry.kind.as_str() == end.kind;
    m.file == end.file
        && (overlap(m.content, place) || same && m.evidence.iter().any(|e| overlap(*e, place)))
}

fn matters(
    m: &Placed,
    gold: &[&Line],
    places: &BTreeMap<(usize, usize), (usize, usize)>,
    late: bool,
) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    for (number, line) in gold.iter().enumerate() {
        if line.late && !late {
            continue;
        }
        let Some(matter) = line.matter else {
            continue;
        };
        for (which, end) in line.ends.iter().enumerate() {
            if places
                .get(&(number, which))
                .is_some_and(|p| is_at(m, end, *p))
            {
                found.insert(matter);
            }
        }
    }
    found
}

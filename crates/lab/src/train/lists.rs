//! The lists of known names for the network's hints, from the open sets of `../shared/data/world`.

use std::collections::BTreeMap;
use std::path::Path;

use demarche::lang::tokens;
use demarche::model::gazetteer::{GIVEN_NAME, Kind, LONGEST, START, SURNAME, extend};
use demarche::text::Span;

use super::data::text;

/// Hashes of phrases with their kinds, and of words with their flags.
#[derive(Default)]
pub(crate) struct Lists {
    pub(crate) phrases: BTreeMap<u32, u8>,
    pub(crate) words: BTreeMap<u32, u8>,
}

/// Names of states, cities and people that are in the repository; a line each.
const STATES: &str = include_str!("../../lists/us_states.txt");
const CITIES: &str = include_str!("../../lists/cities.txt");
const GIVEN_NAMES: &str = include_str!("../../lists/given_names.txt");
const SURNAMES: &str = include_str!("../../lists/surnames.txt");

/// Reads all sets. Later kinds do not replace earlier ones.
pub(crate) fn build(world: &Path) -> Result<Lists, String> {
    let mut lists = Lists::default();
    for row in table(&text(&world.join("countries_factbook.tsv"))?) {
        let cell = |i: usize| row.get(i).map_or("", |c| c.as_str());
        for name in cell(3)
            .split(',')
            .chain(cell(4).split(','))
            .chain(cell(10).split(';'))
        {
            lists.add(name, Kind::Place);
        }
        for name in cell(8).split(',').chain(cell(9).split(',')) {
            let bare = name.split('(').next().unwrap_or("");
            lists.add(bare, Kind::Nationality);
            if name.contains("(s)") {
                lists.add(&format!("{}s", bare.trim()), Kind::Nationality);
            }
        }
    }
    let territories = text(&world.join("cldr/territories_en.json"))?;
    for name in territories
        .split('"')
        .filter(|n| n.starts_with(|c: char| c.is_uppercase()))
    {
        if name.len() > 3 {
            lists.add(name, Kind::Place);
        }
    }
    for row in table(&text(&world.join("capitals_geonames_ccby.tsv"))?) {
        lists.add(row.get(1).map_or("", |c| c), Kind::Place);
    }
    for (file, column) in [
        ("offices.tsv", 4),
        ("leaders_cia.tsv", 5),
        ("foreign_ministers_2022.tsv", 5),
    ] {
        for row in table(&text(&world.join(file))?) {
            lists.add_person(row.get(column).map_or("", |c| c));
        }
    }
    for (file, kind) in [
        ("Phoenix.International.actors.txt", Kind::Organisation),
        ("Phoenix.MilNonState.actors.txt", Kind::Organisation),
        ("Phoenix.Countries.actors.txt", Kind::CountryWord),
    ] {
        lists.add_actors(&text(&world.join("phoenix_mit").join(file))?, kind);
    }
    lines(STATES).for_each(|name| lists.add(name, Kind::Place));
    lines(CITIES).for_each(|name| lists.add(name, Kind::City));
    for (names, flag) in [(GIVEN_NAMES, GIVEN_NAME), (SURNAMES, SURNAME)] {
        for name in lines(names) {
            *lists.words.entry(extend(START, name)).or_insert(0) |= flag;
        }
    }
    Ok(lists)
}

/// Lines of a list but its notes.
fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
}

fn table(text: &str) -> Vec<Vec<String>> {
    text.lines()
        .skip(1)
        .map(|l| l.split('\t').map(str::to_string).collect())
        .collect()
}

/// Words of a name as the tokeniser cuts them.
fn words(name: &str) -> Vec<&str> {
    let mut spans = Vec::new();
    tokens::split(name, Span::new(0, name.len()), &mut spans);
    spans.iter().map(|s| s.of(name)).collect()
}

impl Lists {
    fn add(&mut self, name: &str, kind: Kind) {
        let name = name.trim();
        let name = name
            .strip_prefix("the ")
            .or(name.strip_prefix("The "))
            .unwrap_or(name);
        let words = words(name);
        if words.is_empty() || words.len() > LONGEST || name.len() < 2 || name == "none" {
            return;
        }
        let hash = words.iter().fold(START, |hash, word| extend(hash, word));
        self.phrases.entry(hash).or_insert(kind as u8);
    }

    fn add_person(&mut self, name: &str) {
        let parts = words(name);
        let proper =
            |w: &&&str| w.chars().next().is_some_and(char::is_uppercase) && w.chars().count() > 2;
        if parts.len() < 2 {
            return;
        }
        self.add(name, Kind::Person);
        for (word, flag) in [(parts.first(), GIVEN_NAME), (parts.last(), SURNAME)] {
            if let Some(word) = word.filter(proper) {
                *self.words.entry(extend(START, word)).or_insert(0) |= flag;
            }
        }
    }

    /// PETRARCH's actors: an upper-case head or "+SYNONYM_", then codes in brackets.
    fn add_actors(&mut self, file: &str, kind: Kind) {
        let mut names: Vec<String> = Vec::new();
        let mut codes = String::new();
        for line in file.lines().chain(["END_"]) {
            let line = line.split([';', '#']).next().unwrap_or("");
            if line.starts_with(['\t', ' ', '[']) || line.trim().is_empty() {
                codes.push_str(line);
                continue;
            }
            let (head, code) = line.split_once('[').unwrap_or((line, ""));
            if !head.starts_with('+') {
                self.add_group(&names, &codes, kind);
                names.clear();
                codes.clear();
            }
            codes.push_str(code);
            let name = head
                .trim_start_matches('+')
                .trim()
                .trim_end_matches('_')
                .replace('_', " ");
            names.push(name);
        }
    }

    fn add_group(&mut self, names: &[String], codes: &str, kind: Kind) {
        // Officeholders have dated codes or the mark of an elite; bodies have neither.
        let dated = codes.contains("ELI") || codes.bytes().filter(u8::is_ascii_digit).count() >= 6;
        let government = codes.contains("GOV") || codes.contains("ELI");
        for name in names {
            let long = name.contains(' ');
            let kind = match (kind, dated, government) {
                (_, true, _) if long => Kind::Person,
                (Kind::CountryWord, _, true) if long => Kind::Person,
                (_, true, _) => continue,
                (kind, ..) => kind,
            };
            if name.len() > 3 || (kind == Kind::Organisation && name.len() > 1) {
                self.add(name, kind);
            }
        }
    }
}

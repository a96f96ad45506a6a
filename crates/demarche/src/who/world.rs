//! World facts: states and their names, other bodies, words for offices and groups, and who held
//! which office when.
//!
//! Everything is read once from tables that ship inside the library. A form is found in a text from
//! the place where a token begins, letter by letter, so that it does not matter how the tokens of
//! "P5+1" or "U.S." were cut.

use super::holders::Holders;
use super::{Party, PartyKind};
use std::collections::{HashMap, HashSet};

/// What a form of the gazetteer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormKind {
    /// A party's own name or acronym.
    Name,
    /// "Russian": an adjective that makes an organ or an official the state's.
    Adjective,
    /// "Russians", "Briton".
    People,
    /// A capital: a place, and a party where it acts.
    Capital,
    /// A seat of government, a ministry, a service: "the Kremlin", "the State Department".
    Seat,
    /// A newspaper or an agency: a source, never a party.
    Media,
    /// A form of the tables that in reports nearly always means something else ("Victoria").
    Unsaid,
    /// A name that contains a party's name and is none: "South China Sea", "Paris Agreement".
    Other,
}

/// One written form and the parties it means (indices into [`World::parties`]).
#[derive(Clone, Copy, Debug)]
pub struct Form {
    pub text: &'static str,
    pub kind: FormKind,
    /// The first party; `members` have more than one.
    pub party: u16,
    /// Number of parties that follow each other in [`World::members`], 0 for a single party.
    pub members: (u16, u16),
}

/// What an office is: people are matched by it, whatever its local name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rank {
    State,
    Government,
    Vice,
    Foreign,
    DeputyForeign,
    Defence,
    Minister,
    Security,
    Spokesperson,
    Ambassador,
    Envoy,
    Negotiator,
    Leader,
    Head,
    Official,
    Military,
    /// Somebody who speaks for no party: an analyst, a resident.
    Outsider,
}

impl Rank {
    /// The rank by its word in the tables.
    pub(crate) fn of(word: &str) -> Option<Rank> {
        Some(match word {
            "state" => Rank::State,
            "government" => Rank::Government,
            "vice" => Rank::Vice,
            "foreign" => Rank::Foreign,
            "deputy-foreign" => Rank::DeputyForeign,
            "defence" => Rank::Defence,
            "minister" => Rank::Minister,
            "security" => Rank::Security,
            "spokesperson" => Rank::Spokesperson,
            "ambassador" => Rank::Ambassador,
            "envoy" => Rank::Envoy,
            "negotiator" => Rank::Negotiator,
            "leader" => Rank::Leader,
            "head" => Rank::Head,
            "official" => Rank::Official,
            "military" => Rank::Military,
            "outsider" => Rank::Outsider,
            _ => return None,
        })
    }
}

/// A noun, or several words, that say what somebody does.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    pub rank: Rank,
    /// Index into [`World::parties`] of the state whose office has this name.
    pub party: Option<u16>,
    pub gender: Option<Gender>,
}

/// Grammatical gender of a person, as far as a title tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    Male,
    Female,
}

impl Gender {
    fn of(word: &str) -> Option<Gender> {
        match word {
            "m" => Some(Gender::Male),
            "f" => Some(Gender::Female),
            _ => None,
        }
    }
}

/// What a noun for a body means. A noun may have several meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Part of a state: "government", "navy".
    Organ,
    Country,
    Rebels,
    Company,
    Union,
    League,
    Group,
    Alliance,
    /// What can be two: "the two sides", "both leaders".
    Pair,
    /// An organ that stands for the whole state when it stands alone: "the government".
    Whole,
}

const GROUPS: [(&str, Group); 10] = [
    ("organ", Group::Organ),
    ("country", Group::Country),
    ("rebels", Group::Rebels),
    ("company", Group::Company),
    ("union", Group::Union),
    ("league", Group::League),
    ("group", Group::Group),
    ("alliance", Group::Alliance),
    ("pair", Group::Pair),
    ("whole", Group::Whole),
];

/// The groups a noun can name, as bits in the order of [`Group`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Groups(u16);

impl Groups {
    /// True when the noun can name this kind of group.
    pub fn has(self, group: Group) -> bool {
        self.0 & (1 << group as u16) != 0
    }

    /// True when the noun names no group at all.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A title before a name: "Mr.", "Sheikh", "Gen.".
#[derive(Clone, Copy, Debug)]
pub struct Honorific {
    pub gender: Option<Gender>,
    pub party: Option<u16>,
}

const STATES: &str = include_str!("../../data/world/states.tsv");

/// World facts: states, capitals, demonyms, organisations, office holders by date.
#[derive(Debug, Default)]
pub struct World {
    /// Every party the tables know, states first.
    pub parties: Vec<Party>,
    /// Nouns that may stand for a party later in a report ("the alliance"), by party.
    pub nouns: HashMap<u16, &'static str>,
    /// Parties of forms that mean several ("P5+1").
    pub members: Vec<u16>,
    forms: Vec<Form>,
    /// First run of letters and digits of a form -> its range in `forms`.
    starts: HashMap<&'static str, (u32, u32)>,
    roles: HashMap<&'static str, Role>,
    groups: HashMap<&'static str, Groups>,
    honorifics: HashMap<&'static str, Honorific>,
    classes: HashSet<&'static str>,
    things: HashSet<&'static str>,
    /// Plural nouns for people or bodies that act together; true for those that need no modifier.
    collectives: HashMap<&'static str, bool>,
    given: HashMap<&'static str, Gender>,
    adjectives: HashMap<u16, &'static str>,
    by_id: HashMap<String, u16>,
    pub holders: Holders,
}

/// The rows of a table without its heading, cut at tabs.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 8]> {
    table.lines().skip(1).map(|line| {
        let mut row = [""; 8];
        for (cell, part) in row.iter_mut().zip(line.split('\t')) {
            *cell = part;
        }
        row
    })
}

impl World {
    /// The facts that ship inside the library.
    pub fn embedded() -> World {
        let mut world = World::default();
        let mut forms = Vec::with_capacity(4000);
        world.load_parties();
        // Our own forms go first, so that they win over a table's.
        world.load_bodies(&mut forms);
        world.load_states(&mut forms);
        for [text, kind, ..] in rows(include_str!("../../rules/en/who/blocks.tsv")) {
            let kind = match kind {
                "media" => FormKind::Media,
                "unsaid" => FormKind::Unsaid,
                _ => FormKind::Other,
            };
            forms.push(Form {
                text,
                kind,
                party: u16::MAX,
                members: (0, 0),
            });
        }
        world.load_table(&mut forms);
        world.index(forms);
        world.load_words();
        world.holders = Holders::embedded(&world.by_id);
        world
    }

    fn load_parties(&mut self) {
        for [code, name, ..] in rows(STATES) {
            self.add_party(code, name, PartyKind::State);
        }
        self.add_party("EU", "European Union", PartyKind::Organisation);
        self.add_party("SUN", "Soviet Union", PartyKind::State);
        for (id, name) in [
            ("PSE", "Palestinians"),
            ("MMR", "Myanmar"),
            ("DOM", "Dominican Republic"),
        ] {
            let at = self.by_id[id];
            self.parties[at as usize].name = name.to_string();
        }
    }

    fn load_states(&mut self, forms: &mut Vec<Form>) {
        for [text, code, kind, ..] in rows(include_str!("../../rules/en/who/states.tsv")) {
            let Some(&party) = self.by_id.get(code) else {
                continue;
            };
            let kind = match kind {
                "name" => FormKind::Name,
                "adjective" => FormKind::Adjective,
                "people" => FormKind::People,
                "capital" => FormKind::Capital,
                _ => FormKind::Seat,
            };
            forms.push(Form {
                text,
                kind,
                party,
                members: (0, 0),
            });
        }
    }

    fn load_table(&mut self, forms: &mut Vec<Form>) {
        for [code, _, names, adjectives, people, capitals, ..] in rows(STATES) {
            let party = self.by_id[code];
            let columns = [
                (names, FormKind::Name),
                (adjectives, FormKind::Adjective),
                (people, FormKind::People),
                (capitals, FormKind::Capital),
            ];
            for (column, kind) in columns {
                // Two letters are an abbreviation that means too much else.
                let plain = |form: &&str| form.len() > 2;
                for text in column.split('|').filter(plain) {
                    forms.push(Form {
                        text,
                        kind,
                        party,
                        members: (0, 0),
                    });
                }
            }
        }
    }

    fn load_bodies(&mut self, forms: &mut Vec<Form>) {
        for [id, kind, name, written, nouns, members, ..] in
            rows(include_str!("../../rules/en/who/bodies.tsv"))
        {
            if kind == "members" {
                let from = self.members.len() as u16;
                let ids = members
                    .split('|')
                    .filter_map(|id| self.by_id.get(id).copied());
                self.members.extend(ids);
                let range = (from, self.members.len() as u16);
                let party = self.members[from as usize];
                let form = |text| Form {
                    text,
                    kind: FormKind::Name,
                    party,
                    members: range,
                };
                forms.extend(written.split('|').map(form));
                continue;
            }
            let kind = if kind == "organisation" {
                PartyKind::Organisation
            } else {
                PartyKind::Body
            };
            let party = self.add_party(id, name, kind);
            if !nouns.is_empty() {
                self.nouns.insert(party, nouns);
            }
            let form = |text| Form {
                text,
                kind: FormKind::Name,
                party,
                members: (0, 0),
            };
            forms.extend(std::iter::once(name).chain(written.split('|')).map(form));
        }
    }

    fn add_party(&mut self, id: &str, name: &str, kind: PartyKind) -> u16 {
        if let Some(&known) = self.by_id.get(id) {
            return known;
        }
        let at = self.parties.len() as u16;
        self.parties.push(Party {
            id: id.to_string(),
            name: name.to_string(),
            kind,
        });
        self.by_id.insert(id.to_string(), at);
        at
    }

    /// Sorts the forms by their first word, longest first, and drops a form that an earlier row has
    /// given with another meaning of the same kind.
    fn index(&mut self, forms: Vec<Form>) {
        let mut order: Vec<(&'static str, std::cmp::Reverse<usize>, usize)> = forms
            .iter()
            .enumerate()
            .filter(|(_, form)| !form.text.is_empty())
            .map(|(i, form)| (first_run(form.text), std::cmp::Reverse(form.text.len()), i))
            .collect();
        order.sort_unstable();
        let plain = |form: &&Form| form.kind == FormKind::Adjective && !form.text.contains('.');
        for form in forms.iter().filter(plain) {
            self.adjectives.entry(form.party).or_insert(form.text);
        }
        self.forms.reserve(order.len());
        for (run, _, i) in order {
            let at = self.forms.len() as u32;
            let range = self.starts.entry(run).or_insert((at, at));
            let same = |other: &Form| other.text == forms[i].text;
            if self.forms[range.0 as usize..].iter().any(same) {
                continue;
            }
            self.forms.push(forms[i]);
            range.1 = at + 1;
        }
    }

    fn load_words(&mut self) {
        for [form, rank, party, gender, ..] in rows(include_str!("../../rules/en/who/roles.tsv")) {
            let Some(rank) = Rank::of(rank) else { continue };
            let party = self.by_id.get(party).copied();
            self.roles.insert(
                form,
                Role {
                    rank,
                    party,
                    gender: Gender::of(gender),
                },
            );
        }
        for [noun, class, ..] in rows(include_str!("../../rules/en/who/groups.tsv")) {
            let bit = GROUPS.iter().find(|(word, _)| *word == class);
            if let Some((_, group)) = bit {
                self.groups.entry(noun).or_default().0 |= 1 << *group as u16;
            }
        }
        for [form, gender, party, ..] in rows(include_str!("../../rules/en/who/honorifics.tsv")) {
            let party = self.by_id.get(party).copied();
            self.honorifics.insert(
                form,
                Honorific {
                    gender: Gender::of(gender),
                    party,
                },
            );
        }
        for [adjective, ..] in rows(include_str!("../../rules/en/who/classes.tsv")) {
            self.classes.insert(adjective);
        }
        for [word, alone, ..] in rows(include_str!("../../rules/en/who/collectives.tsv")) {
            self.collectives.insert(word, alone == "alone");
        }
        for [word, ..] in rows(include_str!("../../rules/en/who/things.tsv")) {
            self.things.insert(word);
        }
        for [name, gender, ..] in rows(include_str!("../../rules/en/who/given.tsv")) {
            self.given
                .extend(Gender::of(gender).map(|gender| (name, gender)));
        }
    }

    /// The longest form that begins at byte `at` of `text`, and the byte where it ends.
    pub fn form_at(&self, text: &str, at: usize) -> Option<(Form, usize)> {
        let rest = text.get(at..)?;
        let run = first_run(rest);
        let &(from, to) = self.starts.get(run)?;
        self.forms[from as usize..to as usize]
            .iter()
            .find_map(|form| {
                let length = fits(form.text, rest)?;
                let next = rest[length..].chars().next();
                (!next.is_some_and(|c| c.is_alphanumeric() || c == '$'))
                    .then_some((*form, at + length))
            })
            .filter(|(form, _)| form.kind != FormKind::Unsaid)
    }

    /// The index of a party in [`World::parties`].
    pub fn party(&self, id: &str) -> Option<u16> {
        self.by_id.get(id).copied()
    }

    /// The adjective of a state, as a report writes it: "Ukrainian".
    pub fn adjective(&self, id: &str) -> Option<&'static str> {
        let party = self.party(id)?;
        self.adjectives.get(&party).copied()
    }

    /// The role that these words name; `words` are lower case and singular.
    pub fn role(&self, words: &str) -> Option<Role> {
        self.roles.get(words).copied()
    }

    /// The groups that these words can name; `words` are lower case and singular, or as written.
    pub fn group(&self, words: &str) -> Groups {
        self.groups.get(words).copied().unwrap_or_default()
    }

    /// The title this word is before a name.
    pub fn honorific(&self, word: &str) -> Option<Honorific> {
        self.honorifics.get(word).copied()
    }

    /// True for an adjective that makes a class of parties: "Western governments", "Gulf states".
    pub fn is_class(&self, adjective: &str) -> bool {
        self.classes.contains(adjective)
    }

    /// For a plural noun of people or bodies that act together, whether it needs no modifier
    /// ("bondholders"); none for other nouns.
    pub fn collective(&self, noun: &str) -> Option<bool> {
        self.collectives.get(noun).copied()
    }

    /// True for a word that ends the name of a meeting, a treaty, a place or a thing, and so of no party
    /// and no person.
    pub fn ends_no_name(&self, word: &str) -> bool {
        self.things.contains(word)
    }

    /// The gender that a given name has in most places.
    pub fn gender(&self, given: &str) -> Option<Gender> {
        self.given.get(given).copied()
    }
}

/// The letters and digits a text begins with; of a word without end, so many as no name has.
fn first_run(text: &str) -> &str {
    let ends = |&(n, (_, c)): &(usize, (usize, char))| n >= 64 || !c.is_alphanumeric();
    let end = text.char_indices().enumerate().find(ends);
    &text[..end.map_or(text.len(), |(_, (at, _))| at)]
}

/// The length of `form` at the start of `text`: a space stands for any white space, a straight
/// apostrophe for a curly one.
fn fits(form: &str, text: &str) -> Option<usize> {
    let mut rest = text.chars();
    for wanted in form.chars() {
        match (wanted, rest.next()?) {
            (' ', c) if c.is_whitespace() => {
                let ahead = rest.as_str();
                rest = ahead.trim_start().chars();
            }
            ('\'', '’' | '‘') => {}
            (a, b) if a == b => {}
            _ => return None,
        }
    }
    Some(text.len() - rest.as_str().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(world: &World, text: &str) -> Option<(String, FormKind, usize)> {
        let (form, end) = world.form_at(text, 0)?;
        let party = world.parties.get(form.party as usize).map(|p| p.id.clone());
        Some((party.unwrap_or_default(), form.kind, end))
    }

    #[test]
    fn forms_are_found_longest_first() {
        let world = World::embedded();
        let found = |text| id(&world, text).map(|(id, kind, _)| (id, kind));
        let is = |party: &str, kind| Some((party.to_string(), kind));
        assert_eq!(
            found("North Korean officials"),
            is("PRK", FormKind::Adjective)
        );
        assert_eq!(found("U.S. Secretary"), is("USA", FormKind::Name));
        assert_eq!(found("United\nStates said"), is("USA", FormKind::Name));
        assert_eq!(found("Moscow said"), is("RUS", FormKind::Capital));
        assert_eq!(found("Moscow Times said"), is("", FormKind::Media));
        assert_eq!(found("Dutch officials"), is("NLD", FormKind::Adjective));
        assert_eq!(found("P5+1 nations"), is("USA", FormKind::Name));
        assert_eq!(found("UN Security Council"), is("UN", FormKind::Name));
        assert_eq!(found("Oman’s"), is("OMN", FormKind::Name));
    }

    #[test]
    fn parts_of_words_and_other_cases_are_no_forms() {
        let world = World::embedded();
        for text in [
            "Chinatown",
            "us and them",
            "Irany",
            "south",
            "",
            "who said",
            "Germania",
        ] {
            assert!(id(&world, text).is_none(), "{text}");
        }
    }

    #[test]
    fn words_of_the_desk_are_known() {
        let world = World::embedded();
        assert_eq!(world.role("foreign minister").unwrap().rank, Rank::Foreign);
        let secretary = world.role("secretary of state").unwrap();
        assert_eq!(world.parties[secretary.party.unwrap() as usize].id, "USA");
        assert!(world.group("airline").has(Group::Company));
        assert!(world.group("side").has(Group::Pair));
        assert!(world.group("table").is_empty());
    }
}

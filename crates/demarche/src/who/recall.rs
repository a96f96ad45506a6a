//! People known from elsewhere: earlier reports, or somebody at the desk.
//!
//! "Sergei Ryabkov said" names a man in full and says nothing of him; who has read yesterday's report knows
//! for whom he speaks. What a report says itself is never overruled, and a surname alone is nobody.

use super::{Cast, Party, PartyKind};

/// For whom somebody speaks, as known from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The person's id: `sergei-ryabkov`.
    pub id: String,
    pub party: Party,
    pub office: Option<String>,
}

/// Fills in the party of people of whom the report says nothing; gives their indices.
pub fn recall(cast: &mut Cast, known: &[Known]) -> Vec<u32> {
    let mut recalled = Vec::new();
    for number in 0..cast.people.len() {
        let person = &cast.people[number];
        // One word is a surname, and could be anybody's.
        let in_full = person.name.split_whitespace().count() > 1;
        let unknown = person.party.is_none() && person.office.is_none() && in_full;
        let Some(told) = known.iter().find(|k| unknown && k.id == person.id) else {
            continue;
        };
        let party = party_of(cast, &told.party);
        cast.people[number].party = Some(party);
        cast.people[number].office.clone_from(&told.office);
        let own = |m: &&mut super::Mention| m.person == Some(number as u32);
        for mention in cast.mentions.iter_mut().filter(own) {
            if mention.parties.is_empty() {
                mention.parties.push(party);
            }
        }
        recalled.push(number as u32);
    }
    recalled
}

fn party_of(cast: &mut Cast, told: &Party) -> u32 {
    if let Some(at) = cast.parties.iter().position(|p| p.id == told.id) {
        return at as u32;
    }
    cast.parties.push(told.clone());
    cast.parties.len() as u32 - 1
}

impl PartyKind {
    /// The word of the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            PartyKind::State => "state",
            PartyKind::Organisation => "organisation",
            PartyKind::Body => "body",
        }
    }

    /// The kind of a word.
    pub fn parse(word: &str) -> PartyKind {
        match word {
            "state" => PartyKind::State,
            "organisation" => PartyKind::Organisation,
            _ => PartyKind::Body,
        }
    }
}

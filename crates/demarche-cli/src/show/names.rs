//! Parties and people by the names a reader knows.

use super::proof::printable;
use demarche::record::Speaker;
use demarche::who::Cast;

/// The cast of a report.
pub(crate) struct Names<'a>(pub(crate) &'a Cast);

impl Names<'_> {
    pub(crate) fn party(&self, number: u32) -> String {
        let party = self.0.parties.get(number as usize);
        party.map_or_else(|| "?".to_owned(), |p| printable(&p.name))
    }

    /// "Russia, China".
    pub(crate) fn parties(&self, numbers: &[u32]) -> String {
        let names: Vec<String> = numbers.iter().map(|&n| self.party(n)).collect();
        names.join(", ")
    }

    /// "Russia → United States".
    pub(crate) fn both(&self, actor: &[u32], addressee: &[u32]) -> String {
        if addressee.is_empty() {
            self.parties(actor)
        } else {
            format!("{} → {}", self.parties(actor), self.parties(addressee))
        }
    }

    /// "Sergei Lavrov, Foreign Minister (Russia)".
    pub(crate) fn person(&self, number: u32) -> Option<String> {
        let person = self.0.people.get(number as usize)?;
        let mut words = printable(&person.name);
        if let Some(office) = &person.office {
            words.push_str(", ");
            words.push_str(&printable(office));
        }
        if let Some(party) = person.party {
            words.push_str(&format!(" ({})", self.party(party)));
        }
        Some(words)
    }

    pub(crate) fn speaker(&self, speaker: Speaker) -> Option<String> {
        match speaker {
            Speaker::Person(number) => self.person(number),
            Speaker::Party(number) => Some(self.party(number)),
        }
    }
}

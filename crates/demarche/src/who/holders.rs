//! Who held which office on which day.

use super::spelling::skeleton;
use super::world::{Rank, rows};
use jiff::civil::Date;
use std::collections::HashMap;

/// One term of one person in one office.
#[derive(Clone, Copy, Debug)]
pub struct Holder {
    /// Skeleton of the family name.
    pub family: &'static str,
    pub name: &'static str,
    /// Index into `World::parties`.
    pub party: u16,
    /// None for an office of another kind, such as a mayor's.
    pub rank: Option<Rank>,
    pub title: &'static str,
    /// Days as numbers: 20220121. 0 and 99999999 are open.
    pub from: u32,
    pub to: u32,
}

/// Terms sorted by the skeleton of the family name.
#[derive(Debug, Default)]
pub struct Holders {
    terms: Vec<Holder>,
    /// Terms of the first men and women of a state, by party: indices into `terms`.
    by_party: HashMap<u16, Vec<u32>>,
}

impl Holders {
    /// The terms of the library's table.
    pub(crate) fn embedded(parties: &HashMap<String, u16>) -> Holders {
        let mut terms = Vec::with_capacity(4000);
        for table in [
            include_str!("../../data/world/holders.tsv"),
            include_str!("../../rules/en/who/holders.tsv"),
        ] {
            for [family, name, party, role, title, from, to, _] in rows(table) {
                let Some(&party) = parties.get(party) else {
                    continue;
                };
                let rank = match role {
                    "leader" => Some(Rank::Leader),
                    "body" => Some(Rank::Head),
                    other => Rank::of(other),
                };
                let day = |text: &str, open| text.parse().unwrap_or(open);
                let (from, to) = (day(from, 0), day(to, 99_999_999));
                terms.push(Holder {
                    family,
                    name,
                    party,
                    rank,
                    title,
                    from,
                    to,
                });
            }
        }
        terms.sort_by_key(|term| term.family);
        let mut by_party: HashMap<u16, Vec<u32>> = HashMap::new();
        for (i, term) in terms.iter().enumerate() {
            let first = matches!(
                term.rank,
                Some(Rank::State | Rank::Government | Rank::Foreign | Rank::Defence)
            );
            if first {
                by_party.entry(term.party).or_default().push(i as u32);
            }
        }
        Holders { terms, by_party }
    }

    /// The terms of everybody with this family name (a skeleton).
    pub fn of_family(&self, family: &str) -> &[Holder] {
        let from = self.terms.partition_point(|term| term.family < family);
        let to = self.terms.partition_point(|term| term.family <= family);
        &self.terms[from..to]
    }

    /// The terms that a full name can mean: the same family name and a first name that begins alike.
    pub fn of_name<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Holder> + 'a {
        let first = name.split_whitespace().next().unwrap_or_default();
        let first = skeleton(first);
        let mut families: Vec<String> = vec![skeleton(first_and_last(name).1)];
        if families[0] != first {
            families.push(first.clone());
        }
        families.into_iter().flat_map(move |family| {
            let first = first.clone();
            let whole = skeleton(name);
            // "Wang Shouwen" is of a family that goes first; "Khalifa Haftar" is none of the Khalifas.
            let leading = family == first;
            let found = self.of_family(&family);
            let last = move |term: &Holder| skeleton(first_and_last(term.name).1) == family;
            found.iter().filter(move |term| {
                skeleton(term.name) == whole
                    || !(leading && last(term))
                        && skeleton(first_and_last(term.name).0) == first
                        && first.len() > 1
            })
        })
    }

    /// Who held an office of this rank for a party on a day, when exactly one name is known.
    pub fn on(&self, party: u16, rank: Rank, day: Date) -> Option<&Holder> {
        let day = number(day);
        let terms = self.by_party.get(&party)?;
        let mut found: Option<&Holder> = None;
        let mut latest = 0;
        for &i in terms {
            let term = &self.terms[i as usize];
            // An open term is trusted for three years past the newest table.
            let known = term.from <= day && day <= term.to && term.from > 0;
            if term.rank == Some(rank) && known && term.from > latest {
                latest = term.from;
                found = Some(term);
            }
        }
        found
    }
}

/// A day as a number, 20220121.
pub fn number(day: Date) -> u32 {
    day.year().max(0) as u32 * 10_000 + day.month() as u32 * 100 + day.day() as u32
}

/// The first and the last word of a name, without "Jr." and the like.
pub fn first_and_last(name: &str) -> (&str, &str) {
    let mut words = name.split([' ', ',']).filter(|w| {
        !w.is_empty() && !matches!(*w, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV")
    });
    let first = words.next().unwrap_or_default();
    (first, words.next_back().unwrap_or(first))
}

#[cfg(test)]
mod tests {
    use crate::who::World;
    use crate::who::world::Rank;
    use jiff::civil::date;

    #[test]
    fn offices_change_with_the_day() {
        let world = World::embedded();
        let usa = world.party("USA").unwrap();
        let on = |day| world.holders.on(usa, Rank::Foreign, day).map(|h| h.name);
        assert_eq!(on(date(2014, 5, 1)), Some("John Kerry"));
        assert_eq!(on(date(2022, 1, 21)), Some("Antony Blinken"));
        let rus = world.party("RUS").unwrap();
        let lavrov = world
            .holders
            .on(rus, Rank::Foreign, date(2022, 1, 21))
            .unwrap();
        assert_eq!(lavrov.name, "Sergey Lavrov");
    }

    #[test]
    fn full_names_match_across_spellings() {
        let world = World::embedded();
        let party = |name: &str| {
            let first = world.holders.of_name(name).next();
            first.map(|h| world.parties[h.party as usize].id.clone())
        };
        assert_eq!(party("Sergei Lavrov").as_deref(), Some("RUS"));
        assert_eq!(party("Volodymyr Zelensky").as_deref(), Some("UKR"));
        assert_eq!(party("Xi Jinping").as_deref(), Some("CHN"));
        assert_eq!(party("Zebulon Lavrov"), None);
    }
}

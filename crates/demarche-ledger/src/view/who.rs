//! People and offices, as the reports introduce them, with the words that do.

use super::{SourceView, source};
use crate::derive::PersonPayload;
use crate::error::Result;
use crate::{Ledger, days, log};
use jiff::civil::Date;
use rusqlite::params;
use serde::Serialize;

/// An office of a person, as known from a report or from a person of the desk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Holding {
    pub party: Option<String>,
    pub office: Option<String>,
    /// First and last day on which a report says so.
    pub first: Option<Date>,
    pub last: Option<Date>,
    pub n_reports: i64,
    /// The sentence of the first report that says so.
    pub proof: Option<String>,
    /// Who at the desk said so; none when it is from reports.
    pub author: Option<String>,
}

/// A person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonView {
    pub id: String,
    pub name: String,
    /// The latest first; what a person of the desk said comes before what reports say.
    pub offices: Vec<Holding>,
    /// The report in which he was first named.
    pub source: Option<SourceView>,
}

impl Ledger {
    /// The people known by a day, in order of their names.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn who(&self, on: Option<Date>) -> Result<Vec<PersonView>> {
        // Read from its index alone; the words are looked up once a holding.
        let sql = "SELECT id, party, office, min(day), max(day), count(*) \
                   FROM people INDEXED BY people_told \
                   WHERE leads AND NOT learned AND (?1 IS NULL OR day <= ?1) \
                   GROUP BY id, party, office ORDER BY id, max(day) DESC, office, party";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params![on.map(days::number)])?;
        let sql = "SELECT p.name, p.proof, p.doc FROM people p INDEXED BY people_told \
                   JOIN docs d ON d.doc = p.doc \
                   WHERE p.id = ?1 AND p.party IS ?2 AND p.office IS ?3 AND p.day IS ?4 \
                   AND p.leads AND NOT p.learned ORDER BY d.id LIMIT 1";
        let mut words = self.db.prepare_cached(sql)?;
        let mut people: Vec<PersonView> = Vec::new();
        while let Some(r) = rows.next()? {
            let id: String = r.get(0)?;
            let (party, office): (Option<String>, Option<String>) = (r.get(1)?, r.get(2)?);
            let first: Option<i64> = r.get(3)?;
            let (name, proof, doc) = words.query_row(params![id, party, office, first], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get::<_, i64>(2)?))
            })?;
            let day = |n: Option<i64>| n.and_then(days::day);
            let holding = Holding {
                party,
                office,
                first: day(first),
                last: day(r.get(4)?),
                n_reports: r.get(5)?,
                proof,
                author: None,
            };
            if people.last().is_none_or(|p| p.id != id) {
                people.push(PersonView {
                    id,
                    name,
                    offices: Vec::new(),
                    source: source(&self.db, doc)?,
                });
            }
            if let Some(person) = people.last_mut() {
                person.offices.push(holding);
            }
        }
        self.said_by_hand(&mut people, on)?;
        people.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        Ok(people)
    }

    /// What people of the desk said stands first.
    fn said_by_hand(&self, people: &mut Vec<PersonView>, on: Option<Date>) -> Result<()> {
        let sql = "SELECT seq FROM hands WHERE deed = 'person' ORDER BY seq";
        let mut statement = self.db.prepare_cached(sql)?;
        let seqs: Vec<i64> = statement
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for seq in seqs {
            let Some(event) = log::event(&self.db, seq)? else {
                continue;
            };
            let said: PersonPayload = event.payload()?;
            if said.from.is_some() && on.is_some() && said.from > on {
                continue;
            }
            let over = said.to.is_some() && on.is_some() && said.to < on;
            let holding = Holding {
                party: said.party,
                office: said.office,
                first: said.from,
                last: said.to,
                n_reports: 0,
                proof: None,
                author: Some(event.author),
            };
            match people.iter_mut().find(|p| p.id == event.subject) {
                // What is over stands behind what reports say.
                Some(person) if over => person.offices.push(holding),
                Some(person) => person.offices.insert(0, holding),
                None => people.push(PersonView {
                    id: event.subject,
                    name: said.name,
                    offices: vec![holding],
                    source: None,
                }),
            }
        }
        Ok(())
    }
}

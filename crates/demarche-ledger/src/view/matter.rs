//! One matter: its lines and moves in order, why they were joined, and where sources differ.

use super::{MOVE_ROW, MoveView, moves};
use crate::error::{LedgerError, Result};
use crate::join::disclosure;
use crate::standing::{self, Standing};
use crate::{Ledger, days, derive};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

/// Why a move is joined to an earlier one.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    #[serde(skip)]
    pub child_number: i64,
    #[serde(skip)]
    pub parent_number: i64,
    /// Id of the later move.
    pub child: String,
    /// Id of the earlier move.
    pub parent: String,
    pub relation: String,
    pub confidence: f64,
    pub reason: String,
    /// Who joined them; none for the program.
    pub author: Option<String>,
}

/// Two sources that say different things of one line.
#[derive(Clone, Debug, Serialize)]
pub struct Disagreement {
    /// `due` or `outcome`.
    pub about: &'static str,
    /// What each says, with the number of the move.
    pub versions: Vec<(i64, String)>,
}

/// The moves that say the same, and how that stands.
#[derive(Clone, Debug, Serialize)]
pub struct LineView {
    #[serde(skip)]
    pub number: i64,
    /// None for moves of which nothing is expected (a meeting held, a refusal).
    pub standing: Option<&'static str>,
    pub days: Option<i64>,
    pub due_from: Option<Date>,
    pub due_to: Option<Date>,
    pub moves: Vec<MoveView>,
    pub disagreements: Vec<Disagreement>,
}

/// What was said of who may read a text of the matter.
#[derive(Clone, Debug, Serialize)]
pub struct Disclosure {
    #[serde(skip)]
    pub number: i64,
    /// Id of the move that says so.
    pub by: String,
    pub day: Option<Date>,
    /// "public", "kept back", "public only with consent".
    pub says: &'static str,
    /// Whose consent or what else it hangs on, in the words of the report.
    pub condition: Option<String>,
}

/// A matter on a day.
#[derive(Clone, Debug, Serialize)]
pub struct MatterView {
    #[serde(skip)]
    pub number: i64,
    /// Id of its first move.
    pub id: String,
    pub on: Date,
    pub lines: Vec<LineView>,
    pub links: Vec<LinkView>,
    /// What is known by that day of how public its texts are, the last word last.
    pub disclosure: Vec<Disclosure>,
}

impl Ledger {
    /// The number of a move, from what a person typed: a number, an id, or the beginning of one.
    ///
    /// # Errors
    /// When no move, or more than one, is meant.
    pub fn number_of(&self, words: &str) -> Result<i64> {
        let words = words.trim().trim_start_matches('#');
        if words.len() < 12
            && let Ok(number) = words.parse::<i64>()
        {
            let sql = "SELECT number FROM moves WHERE number = ?1";
            let found = self
                .db
                .prepare_cached(sql)?
                .query_row([number], |r| r.get(0))
                .optional()?;
            return found.ok_or_else(|| {
                LedgerError::Refused(format!(
                    "there is no move {number}; demarche status and timeline show the numbers"
                ))
            });
        }
        let sql = "SELECT number FROM moves WHERE id >= ?1 AND id < ?1 || 'z' LIMIT 2";
        let found: Vec<i64> = self
            .db
            .prepare_cached(sql)?
            .query_map([words], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        match found[..] {
            [number] if !words.is_empty() => Ok(number),
            [] => Err(LedgerError::Refused(format!("there is no move “{words}”"))),
            _ => Err(LedgerError::Refused(format!(
                "“{words}” begins the id of more than one move; give more of it"
            ))),
        }
    }

    /// A move by its number.
    ///
    /// # Errors
    /// When there is none.
    pub fn move_view(&self, number: i64) -> Result<MoveView> {
        let sql = format!("SELECT {MOVE_ROW} FROM moves m WHERE m.number = ?1");
        let found = moves(&self.db, &sql, [number])?.pop();
        found.ok_or_else(|| LedgerError::Refused(format!("there is no move {number}")))
    }

    /// The matter to which a move belongs, as it stood on a day.
    ///
    /// # Errors
    /// When there is no such move.
    pub fn matter(&self, number: i64, on: Date) -> Result<MatterView> {
        let db = &self.db;
        let root = self.move_view(number)?.matter;
        let sql = format!(
            "SELECT {MOVE_ROW} FROM moves m WHERE m.matter = ?1 AND (m.counted OR m.number = ?2) \
             ORDER BY m.rank, m.number"
        );
        let all = moves(db, &sql, [root, number])?;
        let mut lines: Vec<LineView> = Vec::new();
        for found in all {
            match lines.iter_mut().find(|l| l.number == found.line) {
                Some(line) => line.moves.push(found),
                None => lines.push(LineView {
                    number: found.line,
                    standing: None,
                    days: None,
                    due_from: None,
                    due_to: None,
                    moves: vec![found],
                    disagreements: Vec::new(),
                }),
            }
        }
        for line in &mut lines {
            stand(db, line, days::number(on))?;
            line.disagreements = disagreements(db, line)?;
        }
        let first = lines
            .iter()
            .flat_map(|l| &l.moves)
            .find(|m| m.number == root);
        let id = first.map_or_else(String::new, |m| m.id.clone());
        let links = links(db, root)?;
        let disclosure = disclosure(db, &lines, &links, on)?;
        Ok(MatterView {
            number: root,
            id,
            on,
            lines,
            links,
            disclosure,
        })
    }
}

fn stand(db: &Connection, line: &mut LineView, on: i64) -> Result<()> {
    let said = derive::faces(db, "counted AND line = ?1", [line.number])?;
    if !said.first().is_some_and(standing::has_standing) {
        return Ok(());
    }
    let came = derive::bearing(db, line.number, derive::WHOLE)?;
    let phases = standing::phases(&said, &came, None);
    if let Some(phase) = phases.iter().find(|p| p.since <= on && on < p.until) {
        let now = standing::standing(phase.state, phase.due, on);
        line.standing = Some(now.as_str());
        line.days = match now {
            Standing::Overdue(n) | Standing::Outstanding(n) => Some(n),
            Standing::Due(n) => n,
            _ => None,
        };
        line.due_from = phase.due.0.and_then(days::day);
        line.due_to = phase.due.1.and_then(days::day);
    }
    Ok(())
}

fn disclosure(
    db: &Connection,
    lines: &[LineView],
    links: &[LinkView],
    on: Date,
) -> Result<Vec<Disclosure>> {
    let tie = crate::join::Tie::Discloses.as_str();
    let mut found = Vec::new();
    for own in lines
        .iter()
        .flat_map(|l| &l.moves)
        .filter(|m| m.day.is_some_and(|d| d <= on))
    {
        let bears = |l: &&LinkView| l.child_number == own.number && l.relation == tie;
        if links.iter().any(|l| bears(&l)) {
            found.push(Disclosure {
                number: own.number,
                by: own.id.clone(),
                day: own.day,
                says: disclosure::says(&derive::face(db, own.number)?).as_str(),
                condition: own.entry.condition.as_ref().map(|c| c.words.text.clone()),
            });
        }
    }
    found.sort_by_key(|d| d.day);
    Ok(found)
}

/// Joins of the moves of a matter, with those that reach into others.
fn links(db: &Connection, matter: i64) -> Result<Vec<LinkView>> {
    let sql = "SELECT c.number, p.number, c.id, p.id, l.relation, l.confidence, l.reason, l.author \
               FROM (SELECT l.* FROM moves m JOIN links l ON l.child = m.number WHERE m.matter = ?1 \
               UNION SELECT l.* FROM moves m JOIN links l ON l.parent = m.number \
               WHERE m.matter = ?1) l JOIN moves c ON c.number = l.child \
               JOIN moves p ON p.number = l.parent ORDER BY c.rank, p.rank";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([matter], link_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A join, from the columns that `links` selects.
pub(super) fn link_row(r: &Row<'_>) -> rusqlite::Result<LinkView> {
    Ok(LinkView {
        child_number: r.get(0)?,
        parent_number: r.get(1)?,
        child: r.get(2)?,
        parent: r.get(3)?,
        relation: r.get(4)?,
        confidence: r.get(5)?,
        reason: r.get(6)?,
        author: Some(r.get::<_, String>(7)?).filter(|a| !a.is_empty()),
    })
}

/// Where sources differ: on the days of the same thing, or on what became of it.
fn disagreements(db: &Connection, line: &LineView) -> Result<Vec<Disagreement>> {
    let mut found = Vec::new();
    let due = |m: &MoveView| m.entry.due.as_ref().filter(|d| d.has_day()).cloned();
    let dues: Vec<(i64, crate::moves::Days)> = line
        .moves
        .iter()
        .filter_map(|m| Some((m.number, due(m)?)))
        .collect();
    let apart = |a: &crate::moves::Days, b: &crate::moves::Days| {
        let before =
            |x: Option<Date>, y: Option<Date>| matches!((x, y), (Some(x), Some(y)) if x < y);
        before(a.to, b.from.or(b.to)) || before(b.to, a.from.or(a.to))
    };
    if dues
        .iter()
        .any(|(_, a)| dues.iter().any(|(_, b)| apart(a, b)))
    {
        found.push(Disagreement {
            about: "due",
            versions: dues.into_iter().map(|(n, d)| (n, d.words.text)).collect(),
        });
    }
    let came = derive::bearing(db, line.number, derive::WHOLE)?;
    let yes = came.iter().filter(|(_, t)| {
        use crate::join::Tie::{Accepts, Keeps, Undertakes};
        matches!(t, Accepts | Keeps | Undertakes)
    });
    let no = came
        .iter()
        .filter(|(_, t)| matches!(t, crate::join::Tie::Refuses));
    let (yes, no): (Vec<_>, Vec<_>) = (yes.collect(), no.collect());
    let at_once = yes.iter().find_map(|(y, yt)| {
        no.iter()
            .find(|(n, _)| {
                let days = n.day.zip(y.day).map(|(a, b)| (a - b).abs());
                n.doc != y.doc && days.is_some_and(|d| d <= 1)
            })
            .map(|(n, nt)| {
                vec![
                    (y.number, yt.as_str().to_owned()),
                    (n.number, nt.as_str().to_owned()),
                ]
            })
    });
    if let Some(versions) = at_once {
        found.push(Disagreement {
            about: "outcome",
            versions,
        });
    }
    Ok(found)
}

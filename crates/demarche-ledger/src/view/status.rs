//! How things stand on a day.

use super::{MOVE_ROW, MoveView, moves};
use crate::error::Result;
use crate::standing::{self, Standing, State};
use crate::{Ledger, days, derive};
use demarche::record::Kind;
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The day.
    pub on: Date,
    /// Reports up to this day are used; by default those up to `on`.
    pub known_by: Option<Date>,
    /// Only lines in which this party acts or is addressed.
    pub party: Option<String>,
    /// Only those in which this one is the other side.
    pub with: Option<String>,
    /// Only lines of these kinds; empty: all.
    pub kinds: Vec<Kind>,
    /// Only these standings, in the words of [`Standing::as_str`]; empty: all.
    pub standings: Vec<String>,
    /// No more than so many of each standing are listed; all are counted.
    pub limit: usize,
    /// Leaves out so many of each standing, for the next page.
    pub offset: usize,
}

impl Question {
    /// Everything on a day.
    pub fn on(day: Date) -> Question {
        Question {
            on: day,
            known_by: None,
            party: None,
            with: None,
            kinds: Vec::new(),
            standings: Vec::new(),
            limit: 50,
            offset: 0,
        }
    }
}

/// One line and how it stands.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// The word of the desk: "overdue", "due", "kept".
    pub standing: &'static str,
    /// Days overdue, left, or until it begins.
    pub days: Option<i64>,
    pub due_from: Option<Date>,
    pub due_to: Option<Date>,
    /// Since when it has stood in this state, by the reports.
    pub since: Option<Date>,
    /// The first move of the line.
    pub first: MoveView,
    /// Moves of the line.
    pub n_moves: i64,
    /// What closed it last, if anything: the tie and the move.
    pub closed_by: Option<ClosedBy>,
}

/// The move that closed a line.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedBy {
    pub relation: &'static str,
    pub by: MoveView,
}

/// How things stand.
#[derive(Clone, Debug, Serialize)]
pub struct Board {
    pub on: Date,
    pub known_by: Date,
    /// How many lines have each standing.
    pub counts: BTreeMap<&'static str, i64>,
    /// By urgency.
    pub items: Vec<Item>,
}

/// A line with its phase on the day.
struct Row {
    line: i64,
    since: i64,
    state: State,
    due: (Option<i64>, Option<i64>),
}

impl Ledger {
    /// How things stand on a day.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn status(&self, question: &Question) -> Result<Board> {
        let hindsight = question.known_by.filter(|k| *k != question.on);
        let mut board = Board {
            on: question.on,
            known_by: question.known_by.unwrap_or(question.on),
            counts: BTreeMap::new(),
            items: Vec::new(),
        };
        let rows = match hindsight {
            Some(known_by) => with_hindsight(&self.db, question, known_by, &mut board)?,
            None => at_the_time(&self.db, question, &mut board)?,
        };
        let on = days::number(question.on);
        let known_by = days::number(board.known_by);
        for row in rows {
            board.items.push(item(&self.db, row, on, known_by)?);
        }
        Ok(board)
    }
}

/// The standings in order of urgency, each as a condition on a phase: state, and what `?1` (the day) makes
/// of the due days. The same as `standing::standing`, which a test holds against it.
const CLASSES: [(&str, &str, &str); 15] = [
    ("overdue", "state = 0 AND due_to < ?1", "due_to DESC"),
    (
        "due",
        "state = 0 AND (due_from IS NULL OR due_from <= ?1) AND (due_to >= ?1 AND \
         (due_from IS NOT NULL OR due_to - ?1 <= 14) OR due_to IS NULL AND ?1 - due_from <= 30)",
        "due_to IS NULL, due_to",
    ),
    (
        "outstanding",
        "state = 0 AND (due_from > ?1 AND (due_to IS NULL OR due_to >= ?1) OR due_from IS NULL \
         AND due_to - ?1 > 14)",
        "coalesce(due_from, due_to)",
    ),
    ("waiting", "state = 1", "since DESC"),
    (
        "open",
        "state = 0 AND due_to IS NULL AND (due_from IS NULL OR ?1 - due_from > 30)",
        "since DESC",
    ),
    ("undertaken", "state = 2", "since DESC"),
    ("kept", "state = 3", "since DESC"),
    ("kept late", "state = 4", "since DESC"),
    ("answered", "state = 5", "since DESC"),
    ("agreed", "state = 6", "since DESC"),
    ("refused", "state = 7", "since DESC"),
    ("withdrawn", "state = 8", "since DESC"),
    ("called off", "state = 9", "since DESC"),
    ("lapsed", "state = 10", "since DESC"),
    ("denied", "state = 11", "since DESC"),
];

/// The condition that a phase is one of these standings on the day `?1`; none is, where there is no such word.
pub(super) fn any_of(standings: &[String]) -> String {
    let wanted = CLASSES
        .iter()
        .filter(|(word, _, _)| standings.iter().any(|s| s == word));
    let all: Vec<String> = wanted.map(|(_, when, _)| format!("({when})")).collect();
    if all.is_empty() {
        return "0".to_owned();
    }
    all.join(" OR ")
}

/// Conditions on parties and kinds, with their values from `?2` on.
fn filter(question: &Question) -> (String, Vec<Value>) {
    let mut sql = String::new();
    let mut values = Vec::new();
    let mut side = |party: &str, sql: &mut String| {
        values.push(Value::from(party.to_owned()));
        let n = values.len() + 1;
        sql.push_str(&format!(
            " AND line IN (SELECT line FROM involved WHERE party = ?{n})"
        ));
    };
    for party in question.party.iter().chain(&question.with) {
        side(party, &mut sql);
    }
    if !question.kinds.is_empty() {
        let kinds: Vec<String> = question
            .kinds
            .iter()
            .map(|k| (*k as i64).to_string())
            .collect();
        sql.push_str(&format!(" AND kind IN ({})", kinds.join(", ")));
    }
    (sql, values)
}

fn at_the_time(db: &Connection, question: &Question, board: &mut Board) -> Result<Vec<Row>> {
    let day = days::number(question.on);
    let (more, values) = filter(question);
    let values = || params_from_iter(std::iter::once(Value::from(day)).chain(values.clone()));
    let everybody = question.party.is_none() && question.with.is_none();
    let now = "since <= ?1 AND until > ?1";
    let cases = CLASSES.iter().enumerate();
    let cases: String = cases
        .map(|(i, (_, when, _))| format!(" WHEN {when} THEN {i}"))
        .collect();
    let table = if everybody { DUE } else { "phases WHERE" };
    let sql = format!("SELECT CASE{cases} END, count(*) FROM {table} {now}{more} GROUP BY 1");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(values())?;
    while let Some(row) = rows.next()? {
        let class: Option<usize> = row
            .get::<_, Option<i64>>(0)?
            .and_then(|n| n.try_into().ok());
        if let Some((word, _, _)) = class.and_then(|n| CLASSES.get(n)) {
            board.counts.insert(word, row.get(1)?);
        }
    }
    if everybody {
        tallied(db, day, &more, board)?;
    }
    let mut found = Vec::new();
    for (word, when, order) in CLASSES {
        let wanted = question.standings.is_empty() || question.standings.iter().any(|w| w == word);
        if !wanted || !board.counts.contains_key(word) {
            continue;
        }
        let has_days = ["overdue", "due", "outstanding"].contains(&word);
        let table = if everybody && has_days {
            DUE
        } else {
            "phases WHERE"
        };
        let sql = format!(
            "SELECT line, since, state, due_from, due_to FROM {table} ({when}) AND {now}{more} \
             ORDER BY {order}, rank, line LIMIT {} OFFSET {}",
            question.limit, question.offset
        );
        let mut statement = db.prepare_cached(&sql)?;
        let rows = statement.query_map(values(), |r| {
            Ok(Row {
                line: r.get(0)?,
                since: r.get(1)?,
                state: State::of(r.get(2)?),
                due: (r.get(3)?, r.get(4)?),
            })
        })?;
        for row in rows {
            found.push(row?);
        }
    }
    Ok(found)
}

/// The open lines that have days, by their own index: few among all.
const DUE: &str = "phases INDEXED BY phases_due WHERE state = 0 \
                   AND (due_from IS NOT NULL OR due_to IS NOT NULL) AND";

/// Counts the lines that the calendar does not touch: by the days on which each phase began and ended.
fn tallied(db: &Connection, day: i64, kinds: &str, board: &mut Board) -> Result<()> {
    let sql = format!("SELECT state, sum(n) FROM tally WHERE day <= ?1{kinds} GROUP BY state");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([day])?;
    while let Some(row) = rows.next()? {
        let state = State::of(row.get(0)?);
        let n: i64 = row.get(1)?;
        if n > 0 {
            let word = standing::standing(state, (None, None), day).as_str();
            // Of the open lines, those with a vague day were counted before.
            *board.counts.entry(word).or_default() += n;
        }
    }
    Ok(())
}

/// What is known today of how things stood then: each line is looked at anew.
fn with_hindsight(
    db: &Connection,
    question: &Question,
    known_by: Date,
    board: &mut Board,
) -> Result<Vec<Row>> {
    let (day, last) = (days::number(question.on), days::number(known_by));
    let (more, values) = filter(question);
    let values = std::iter::once(Value::from(last)).chain(values);
    let sql = format!("SELECT DISTINCT line FROM phases WHERE since <= ?1{more}");
    let mut statement = db.prepare(&sql)?;
    let lines: Vec<i64> = statement
        .query_map(params_from_iter(values), |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut rows = Vec::new();
    for line in lines {
        let said = derive::faces(db, "counted AND line = ?1", [line])?;
        let came = derive::bearing(db, line, derive::WHOLE)?;
        let phases = standing::phases(&said, &came, Some(last));
        let now = phases.iter().find(|p| p.since <= day && day < p.until);
        if let Some(phase) = now {
            let standing = standing::standing(phase.state, phase.due, day);
            *board.counts.entry(standing.as_str()).or_default() += 1;
            let row = Row {
                line,
                since: phase.since,
                state: phase.state,
                due: phase.due,
            };
            rows.push((standing, row));
        }
    }
    rows.sort_by_key(|(standing, row)| (*standing, row.line));
    let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
    let wanted =
        |word: &str| question.standings.is_empty() || question.standings.iter().any(|w| w == word);
    let mut keep = |standing: Standing| {
        let n = listed.entry(standing.as_str()).or_default();
        *n += 1;
        *n > question.offset && *n <= question.offset + question.limit
    };
    let rows = rows
        .into_iter()
        .filter(|(s, _)| wanted(s.as_str()) && keep(*s));
    Ok(rows.map(|(_, row)| row).collect())
}

fn item(db: &Connection, row: Row, on: i64, known_by: i64) -> Result<Item> {
    let standing = standing::standing(row.state, row.due, on);
    let sql = format!(
        "SELECT {MOVE_ROW} FROM moves m WHERE m.line = ?1 AND m.counted ORDER BY m.rank LIMIT 1"
    );
    let mut first = moves(db, &sql, [row.line])?;
    let sql = "SELECT count(*) FROM moves WHERE line = ?1 AND counted AND rank < ?2";
    let n_moves = db
        .prepare_cached(sql)?
        .query_row([row.line, derive::first_rank(known_by + 1)], |r| r.get(0))?;
    Ok(Item {
        standing: standing.as_str(),
        days: match standing {
            Standing::Overdue(n) | Standing::Outstanding(n) => Some(n),
            Standing::Due(n) => n,
            _ => None,
        },
        due_from: row.due.0.and_then(days::day),
        due_to: row.due.1.and_then(days::day),
        since: days::day(row.since),
        first: first.remove(0),
        n_moves,
        closed_by: match standing {
            Standing::Closed(state) => closed_by(db, row.line, state, known_by)?,
            _ => None,
        },
    })
}

fn closed_by(db: &Connection, line: i64, state: State, known_by: i64) -> Result<Option<ClosedBy>> {
    let came = derive::bearing(db, line, derive::WHOLE)?.into_iter();
    let came = came.filter(|(f, tie)| standing::brings(*tie, state) && f.day <= Some(known_by));
    let done = matches!(state, State::Kept | State::KeptLate);
    let sign = if done { -1 } else { 1 };
    let Some((face, tie)) = came.max_by_key(|(f, _)| sign * f.rank) else {
        return Ok(None);
    };
    let sql = format!("SELECT {MOVE_ROW} FROM moves m WHERE m.number = ?1");
    let by = moves(db, &sql, [face.number])?.pop();
    Ok(by.map(|by| ClosedBy {
        relation: tie.as_str(),
        by,
    }))
}

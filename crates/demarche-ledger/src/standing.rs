//! How a matter stands, computed from what was known by a day; nothing here is stored as "overdue".
//!
//! The moves that say the same make one *line*. A line has *phases*: from a day on this is known of it, its
//! due days among it. What the calendar makes of a phase on a given day is its *standing*.

use crate::join::{Face, Tie};
use demarche::record::Kind;

/// What is known of a line, without the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nothing has come of it yet.
    Open = 0,
    /// Open, and waiting for its condition.
    Waiting = 1,
    /// The other side has undertaken what was asked.
    Undertaken = 2,
    /// Done, in time where there was a time.
    Kept = 3,
    /// Done after its last day.
    KeptLate = 4,
    /// Replied to without yes or no.
    Answered = 5,
    /// Accepted, or given way to.
    Agreed = 6,
    Refused = 7,
    /// Taken back by the side it came from.
    Withdrawn = 8,
    /// An arranged meeting that was called off.
    CalledOff = 9,
    /// Its condition cannot come true any more.
    Lapsed = 10,
    /// An allegation that was denied.
    Denied = 11,
}

impl State {
    const ALL: [State; 12] = [
        State::Open,
        State::Waiting,
        State::Undertaken,
        State::Kept,
        State::KeptLate,
        State::Answered,
        State::Agreed,
        State::Refused,
        State::Withdrawn,
        State::CalledOff,
        State::Lapsed,
        State::Denied,
    ];

    /// The state with this number in the store.
    pub(crate) fn of(number: i64) -> State {
        let known = usize::try_from(number).ok().and_then(|n| State::ALL.get(n));
        known.copied().unwrap_or(State::Open)
    }
}

/// How a line stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// The last day is past: so many days.
    Overdue(i64),
    /// Within its days: so many are left; none when there is no last day.
    Due(Option<i64>),
    /// Its days have not begun: so many until they do, or until the last one.
    Outstanding(i64),
    /// Waiting for its condition.
    Waiting,
    /// Nothing has come of it, and no day was named.
    Open,
    /// Closed, one way or another.
    Closed(State),
}

/// Days before a last day from which a thing without a first day is due.
const SOON: i64 = 14;

/// Days after which "in the coming days" is no day any more.
const VAGUE: i64 = 30;

/// What the calendar makes of a state on a day.
pub fn standing(state: State, due: (Option<i64>, Option<i64>), day: i64) -> Standing {
    match state {
        State::Waiting => Standing::Waiting,
        State::Open => match due {
            (_, Some(to)) if day > to => Standing::Overdue(day - to),
            (Some(from), _) if day < from => Standing::Outstanding(from - day),
            (None, Some(to)) if to - day > SOON => Standing::Outstanding(to - day),
            (_, Some(to)) => Standing::Due(Some(to - day)),
            (Some(from), None) if day - from > VAGUE => Standing::Open,
            (Some(_), None) => Standing::Due(None),
            (None, None) => Standing::Open,
        },
        closed => Standing::Closed(closed),
    }
}

impl Standing {
    /// The word of the desk, as filters and exports use it.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Overdue(_) => "overdue",
            Standing::Due(_) => "due",
            Standing::Outstanding(_) => "outstanding",
            Standing::Waiting => "waiting",
            Standing::Open => "open",
            Standing::Closed(state) => match state {
                State::Open => "open",
                State::Waiting => "waiting",
                State::Undertaken => "undertaken",
                State::Kept => "kept",
                State::KeptLate => "kept late",
                State::Answered => "answered",
                State::Agreed => "agreed",
                State::Refused => "refused",
                State::Withdrawn => "withdrawn",
                State::CalledOff => "called off",
                State::Lapsed => "lapsed",
                State::Denied => "denied",
            },
        }
    }

    /// All words that `as_str` gives.
    pub const WORDS: [&'static str; 15] = [
        "overdue",
        "due",
        "outstanding",
        "waiting",
        "open",
        "undertaken",
        "kept",
        "kept late",
        "answered",
        "agreed",
        "refused",
        "withdrawn",
        "called off",
        "lapsed",
        "denied",
    ];
}

/// What was known of a line from a day until another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// First day.
    pub since: i64,
    /// First day that is not in it; `i64::MAX` for the last.
    pub until: i64,
    pub state: State,
    pub due: (Option<i64>, Option<i64>),
}

/// True for moves of which something can come: they have a standing.
pub fn has_standing(face: &Face) -> bool {
    match face.kind {
        Kind::Demand | Kind::Offer | Kind::Commit | Kind::Warn | Kind::Accuse => true,
        Kind::Meet => face.positive && (face.due.0.is_some() || face.due.1.is_some()),
        _ => false,
    }
}

/// The phases of a line: `said` are the moves that say it, `came` those of other lines that bear on it.
///
/// Without `known_by` a thing counts from the day on which it was reported. With it, all that was reported
/// by that day is used, and a thing counts from the day on which it happened: hindsight.
pub fn phases(said: &[Face], came: &[(Face, Tie)], known_by: Option<i64>) -> Vec<Phase> {
    let from = |f: &Face| match known_by {
        None => f.day,
        Some(last) => f.day.filter(|d| *d <= last).and_then(|_| acted_on(f)),
    };
    let said = said.iter().filter_map(|f| Some((from(f)?, News::Said(f))));
    let mut news: Vec<(i64, News)> = said.collect();
    let Some(start) = news.iter().map(|(day, _)| *day).min() else {
        return Vec::new();
    };
    // What came of a thing cannot be known before the thing itself.
    let came = came.iter();
    let came = came.filter_map(|(f, tie)| Some((from(f)?.max(start), News::Came(f, *tie))));
    news.extend(came);
    let now = Phase {
        since: start,
        until: i64::MAX,
        state: State::Open,
        due: (None, None),
    };
    told(Vec::new(), now, news)
}

/// The phases of a line that had `before` until some day; `said` and `came` are those from that day on, by
/// the day of their reports.
pub(crate) fn go_on(mut before: Vec<Phase>, said: &[Face], came: &[(Face, Tie)]) -> Vec<Phase> {
    let Some(last) = before.pop() else {
        return phases(said, came, None);
    };
    let now = Phase {
        until: i64::MAX,
        ..last
    };
    let said = said.iter().filter_map(|f| Some((f.day?, News::Said(f))));
    let came = came.iter();
    let came = came.filter_map(|(f, tie)| Some((f.day?, News::Came(f, *tie))));
    told(before, now, said.chain(came).collect())
}

/// Adds to phases what the news make of the last one.
fn told(mut phases: Vec<Phase>, mut now: Phase, mut news: Vec<(i64, News)>) -> Vec<Phase> {
    news.sort_by_key(|(day, n)| (*day, n.order()));
    for (day, news) in news {
        let before = now;
        now.take(&news);
        if day > now.since && (now.state, now.due) != (before.state, before.due) {
            phases.push(Phase {
                until: day,
                ..before
            });
            now.since = day;
        }
    }
    phases.push(now);
    phases
}

/// What a report adds to a line.
#[derive(Clone, Copy, Debug)]
enum News<'a> {
    Said(&'a Face),
    Came(&'a Face, Tie),
}

impl News<'_> {
    /// What is said stands before what comes of it.
    fn order(&self) -> (bool, i64, Option<Tie>) {
        match self {
            News::Said(face) => (false, face.rank, None),
            News::Came(face, tie) => (true, face.rank, Some(*tie)),
        }
    }
}

impl Phase {
    fn take(&mut self, news: &News) {
        match news {
            News::Said(face) => {
                if face.due.0.is_some() || face.due.1.is_some() {
                    self.due = face.due;
                }
                if self.state == State::Open && !face.condition.is_empty() && self.due.1.is_none() {
                    self.state = State::Waiting;
                }
            }
            News::Came(face, tie) => {
                let Some(state) = self.after(face, *tie) else {
                    return;
                };
                if self.state == State::Waiting && state == State::Open && self.due == (None, None)
                {
                    // The condition has come true: from now on it is due.
                    self.due.0 = acted_on(face);
                }
                self.state = state;
            }
        }
    }

    /// The state after a move that bears on the line; none where it changes nothing.
    fn after(&self, face: &Face, tie: Tie) -> Option<State> {
        let done = matches!(self.state, State::Kept | State::KeptLate);
        Some(match tie {
            // Who tells of it again, and does not say when it was, says nothing of that.
            Tie::Keeps | Tie::Holds if done && face.when == (None, None) => return None,
            Tie::Keeps | Tie::Holds => match (self.due.1, acted_on(face)) {
                (Some(last), Some(day)) if day > last => State::KeptLate,
                _ => State::Kept,
            },
            _ if done => return None,
            Tie::Answers => State::Answered,
            Tie::Refuses => State::Refused,
            Tie::Accepts | Tie::Concedes => State::Agreed,
            Tie::Undertakes => State::Undertaken,
            Tie::Denies => State::Denied,
            Tie::Cancels => State::CalledOff,
            Tie::Withdraws => State::Withdrawn,
            Tie::Forecloses if self.state == State::Waiting => State::Lapsed,
            Tie::Fulfils if self.state == State::Waiting => State::Open,
            Tie::Restates | Tie::Discloses | Tie::Touches => return None,
            Tie::Fulfils | Tie::Forecloses => return None,
        })
    }
}

/// True when a tie of this sort brings about this state.
pub(crate) fn brings(tie: Tie, state: State) -> bool {
    match state {
        State::Open | State::Waiting => false,
        State::Kept | State::KeptLate => matches!(tie, Tie::Keeps | Tie::Holds),
        State::Undertaken => tie == Tie::Undertakes,
        State::Answered => tie == Tie::Answers,
        State::Agreed => matches!(tie, Tie::Accepts | Tie::Concedes),
        State::Refused => tie == Tie::Refuses,
        State::Withdrawn => tie == Tie::Withdraws,
        State::CalledOff => tie == Tie::Cancels,
        State::Lapsed => tie == Tie::Forecloses,
        State::Denied => tie == Tie::Denies,
    }
}

/// The day on which something was done: as said, else as reported.
fn acted_on(face: &Face) -> Option<i64> {
    face.when.1.or(face.when.0).or(face.day)
}

//! The picture of a timeline: lanes by party, moves as shapes, due days as bars, joins as lines.
//!
//! Colours and strokes stand in the style sheet, so the picture follows light and dark; every word is
//! escaped here.

use demarche::record::Kind;
use jiff::civil::Date;
use std::fmt::Write;

/// A move in the picture.
#[derive(Clone, Debug)]
pub(crate) struct Dot {
    pub(crate) number: i64,
    pub(crate) id: String,
    pub(crate) day: Date,
    pub(crate) lane: String,
    pub(crate) kind: Kind,
    /// First and last due day.
    pub(crate) due: Option<(Date, Date)>,
    pub(crate) title: String,
}

const WIDTH: i64 = 1000;
/// Room for the names of the lanes.
const LEFT: i64 = 195;
const RIGHT: i64 = 20;
const TOP: i64 = 34;
/// Height of one row of a lane.
const ROW: i64 = 17;
/// Lanes at most; the quieter parties share the last.
const LANES: usize = 8;
/// Days after the last move up to which a bar is drawn.
const AHEAD: i64 = 45;

/// Where the days stand.
struct Scale {
    first: Date,
    n_days: i64,
}

impl Scale {
    fn x(&self, day: Date) -> i64 {
        let at = between(self.first, day).clamp(0, self.n_days);
        LEFT + at * (WIDTH - LEFT - RIGHT) / self.n_days.max(1)
    }
}

fn between(first: Date, day: Date) -> i64 {
    i64::from((day - first).get_days())
}

/// A lane: its name, its first row and how many rows.
struct Lane {
    name: String,
    rows: Vec<i64>,
}

/// The picture; empty where there is nothing to draw.
pub(crate) fn timeline(dots: &[Dot], links: &[(i64, i64, String)]) -> String {
    let (Some(first), Some(last)) = (
        dots.iter().map(|d| d.day).min(),
        dots.iter().map(|d| d.day).max(),
    ) else {
        return String::new();
    };
    let ahead = dots
        .iter()
        .filter_map(|d| d.due)
        .map(|(_, to)| between(last, to))
        .max();
    let ahead = ahead.unwrap_or(0).clamp(1, AHEAD);
    let scale = Scale {
        first,
        n_days: between(first, last) + ahead,
    };
    let (lanes, places) = lay_out(dots, &scale);
    let mut y = TOP;
    let mut tops = Vec::new();
    for lane in &lanes {
        tops.push(y);
        y += ROW * lane.rows.len() as i64 + 12;
    }
    let at = |i: usize| {
        let (lane, row) = places[i];
        (
            scale.x(dots[i].day),
            tops[lane] + ROW * row as i64 + ROW / 2 + 6,
        )
    };
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg class=\"timeline\" viewBox=\"0 0 {WIDTH} {}\" role=\"group\" \
         aria-labelledby=\"tl-title tl-desc\"><title id=\"tl-title\">Timeline</title>\
         <desc id=\"tl-desc\">{} moves of {} parties; the list below says the same in words.</desc>",
        y + 6,
        dots.len(),
        lanes.len()
    );
    axis(&mut svg, &scale, y);
    names(&mut svg, &lanes, &tops);
    windows(&mut svg, dots, &scale, at);
    let place = |number: i64| dots.iter().position(|d| d.number == number);
    for (parent, child, relation) in links {
        if let (Some(a), Some(b)) = (place(*parent), place(*child)) {
            join(&mut svg, at(a), at(b), relation);
        }
    }
    for (i, dot) in dots.iter().enumerate() {
        shape(&mut svg, dot, at(i));
    }
    svg.push_str("</svg>");
    svg
}

fn names(svg: &mut String, lanes: &[Lane], tops: &[i64]) {
    for (lane, top) in lanes.iter().zip(tops) {
        let height = ROW * lane.rows.len() as i64 + 12;
        let name = escaped(&crate::words::shortened(&lane.name, 20));
        let _ = write!(
            svg,
            "<rect class=\"lane\" x=\"0\" y=\"{top}\" width=\"{WIDTH}\" height=\"{}\"/>\
             <text class=\"lane-name\" x=\"8\" y=\"{}\">{name}</text>",
            height - 4,
            top + height / 2 + 3
        );
    }
}

/// A bar for the due days of each move that has some.
fn windows(svg: &mut String, dots: &[Dot], scale: &Scale, at: impl Fn(usize) -> (i64, i64)) {
    for (i, dot) in dots.iter().enumerate() {
        if let Some((from, to)) = dot.due {
            let (_, y) = at(i);
            let (a, b) = (scale.x(from), scale.x(to));
            let width = (b - a).max(4);
            let _ = write!(
                svg,
                "<rect class=\"window\" x=\"{a}\" y=\"{}\" width=\"{width}\" height=\"7\" \
                 rx=\"2\"/>",
                y - 3
            );
        }
    }
}

/// Lanes in order of their first move, and for each dot its lane and row; dots that would touch stand in
/// rows of their own.
fn lay_out(dots: &[Dot], scale: &Scale) -> (Vec<Lane>, Vec<(usize, usize)>) {
    let mut lanes: Vec<Lane> = Vec::new();
    let mut places = Vec::new();
    for dot in dots {
        let known = lanes.iter().position(|l| l.name == dot.lane);
        let lane = known.unwrap_or_else(|| {
            if lanes.len() < LANES {
                lanes.push(Lane {
                    name: if lanes.len() == LANES - 1 {
                        "Others".to_owned()
                    } else {
                        dot.lane.clone()
                    },
                    rows: Vec::new(),
                });
            }
            lanes.len() - 1
        });
        let x = scale.x(dot.day);
        let rows = &mut lanes[lane].rows;
        let row = rows
            .iter()
            .position(|&busy| x - busy >= 15)
            .unwrap_or_else(|| {
                rows.push(0);
                rows.len() - 1
            });
        rows[row] = x;
        places.push((lane, row));
    }
    (lanes, places)
}

/// A line for each of some days, with the day.
fn axis(svg: &mut String, scale: &Scale, bottom: i64) {
    let n_ticks = scale.n_days.clamp(1, 6);
    let mut last = None;
    for tick in 0..=n_ticks {
        let ahead = jiff::Span::new().days(scale.n_days * tick / n_ticks);
        let Ok(day) = scale.first.checked_add(ahead) else {
            continue;
        };
        if last == Some(day) {
            continue;
        }
        last = Some(day);
        let x = scale.x(day);
        let anchor = if tick == n_ticks { "end" } else { "middle" };
        let words = crate::words::day(day);
        let _ = write!(
            svg,
            "<line class=\"tick\" x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{bottom}\"/>\
             <text class=\"day\" x=\"{x}\" y=\"16\" text-anchor=\"{anchor}\">{words}</text>",
            TOP - 10
        );
    }
}

fn join(svg: &mut String, a: (i64, i64), b: (i64, i64), relation: &str) {
    let bend = ((b.0 - a.0).abs() / 3).clamp(12, 80);
    let _ = write!(
        svg,
        "<path class=\"join\" d=\"M{} {} C{} {} {} {} {} {}\"><title>{}</title></path>",
        a.0,
        a.1,
        a.0 + bend,
        a.1,
        b.0 - bend,
        b.1,
        b.0,
        b.1,
        escaped(relation)
    );
}

/// What is asked or promised is a circle, full for a promise; a refusal is a cross, a deed a square.
fn shape(svg: &mut String, dot: &Dot, (x, y): (i64, i64)) {
    let _ = write!(
        svg,
        "<a tabindex=\"-1\" href=\"/matter/{id}#m-{id}\"><title>{}</title>",
        escaped(&dot.title),
        id = dot.id
    );
    let _ = match dot.kind {
        Kind::Commit | Kind::Agree | Kind::Concede => {
            write!(
                svg,
                "<circle class=\"dot full\" cx=\"{x}\" cy=\"{y}\" r=\"5\"/>"
            )
        }
        Kind::Demand | Kind::Offer => {
            write!(
                svg,
                "<circle class=\"dot ring\" cx=\"{x}\" cy=\"{y}\" r=\"4.5\"/>"
            )
        }
        Kind::Reject | Kind::Deny | Kind::Withhold => write!(
            svg,
            "<path class=\"dot cross\" d=\"M{} {}l9 9m0 -9l-9 9\"/>",
            x - 4,
            y - 4
        ),
        Kind::Warn | Kind::Accuse => write!(
            svg,
            "<path class=\"dot warn\" d=\"M{x} {}l5.5 10h-11z\"/>",
            y - 6
        ),
        Kind::Meet | Kind::Deliver => write!(
            svg,
            "<rect class=\"dot full\" x=\"{}\" y=\"{}\" width=\"9\" height=\"9\"/>",
            x - 4,
            y - 4
        ),
    };
    svg.push_str("</a>");
}

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn dot(number: i64, day: Date, lane: &str) -> Dot {
        Dot {
            number,
            id: format!("id{number}"),
            day,
            lane: lane.to_owned(),
            kind: Kind::Commit,
            due: Some((date(2022, 1, 24), date(2022, 1, 30))),
            title: "<script>".to_owned(),
        }
    }

    #[test]
    fn a_picture_has_lanes_bars_and_joins() {
        let dots = [
            dot(1, date(2022, 1, 21), "Russia & co"),
            dot(2, date(2022, 1, 21), "NATO"),
        ];
        let svg = timeline(&dots, &[(1, 2, "answers".to_owned())]);
        assert_eq!(svg.matches("class=\"lane\"").count(), 2);
        assert_eq!(svg.matches("class=\"window\"").count(), 2);
        assert_eq!(svg.matches("class=\"join\"").count(), 1);
        assert!(svg.contains("Russia &amp; co") && !svg.contains("<script>"));
        assert_eq!(timeline(&[], &[]), "");
    }

    #[test]
    fn many_parties_share_a_lane_and_crowded_days_get_rows() {
        let dots: Vec<Dot> = (0..30)
            .map(|n| dot(n, date(2022, 1, 21), &format!("p{n}")))
            .collect();
        let svg = timeline(&dots, &[]);
        assert_eq!(svg.matches("class=\"lane\"").count(), LANES);
        assert!(svg.contains("Others"));
    }
}

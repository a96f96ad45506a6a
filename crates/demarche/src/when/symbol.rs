//! Values without a report day: what can be said now and counted later ("DCT+W1", "XXXX-03-05").

use super::sense::{Count, Fields, From, Sense, Step, Target};
use super::words::Unit;

/// The symbolic value of a sense whose day is not known.
pub(super) fn symbolic(sense: &Sense) -> String {
    match sense {
        Sense::Date(f) => fields(f),
        Sense::Stepped(step, Target::Unit(unit)) => shifted(base(*step), shift(*step), *unit),
        Sense::Stepped(step, Target::Date(f)) => {
            let which = match shift(*step) {
                0 => "this",
                1 => "next",
                _ => "last",
            };
            format!("{which} {}", fields(f))
        }
        Sense::Today(n) => shifted("DCT", i64::from(*n), Unit::Day),
        Sense::Offset {
            count: Count::Exact(n),
            unit,
            back,
            from,
        } => {
            let base = if *from == From::Report { "DCT" } else { "REF" };
            let sign = if *back { '-' } else { '+' };
            format!("{base}{sign}{}{n}", letter(*unit))
        }
        _ => String::from("XXXX-XX-XX"),
    }
}

fn base(step: Step) -> &'static str {
    match step {
        Step::Same | Step::Before | Step::After => "REF",
        _ => "DCT",
    }
}

fn shift(step: Step) -> i64 {
    match step {
        Step::Last | Step::Before => -1,
        Step::Next | Step::Coming | Step::After => 1,
        Step::This | Step::Same => 0,
    }
}

fn shifted(base: &str, n: i64, unit: Unit) -> String {
    match n {
        0 => format!("{base}/{}", letter(unit)),
        n => {
            let sign = if n < 0 { '-' } else { '+' };
            format!("{base}{sign}{}{}", letter(unit), n.abs())
        }
    }
}

fn letter(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "D",
        other => other.code(),
    }
}

fn fields(f: &Fields) -> String {
    let month = f.month.map_or("XX".into(), |m| format!("{m:02}"));
    if let Some(day) = f.day {
        return format!("XXXX-{month}-{day:02}");
    }
    if f.month.is_some() {
        return format!("XXXX-{month}");
    }
    if let Some(weekday) = f.weekday {
        return format!("XXXX-WXX-{weekday}");
    }
    match (f.season, f.quarter, f.half) {
        (Some(code), _, _) => format!("XXXX-{code}"),
        (_, Some(q), _) => format!("XXXX-Q{q}"),
        (_, _, Some(h)) => format!("XXXX-H{h}"),
        _ => String::from("XXXX-XX-XX"),
    }
}

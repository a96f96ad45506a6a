//! The store while something is written to it, with what is looked at again and again kept at hand.

use super::moves;
use crate::error::Result;
use crate::join::Face;
use rusqlite::Connection;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

/// Faces kept at hand; about thirty megabytes of them.
const MOST: usize = 40_000;

/// The store during one transaction.
pub(crate) struct Work<'a> {
    db: &'a Connection,
    /// Reports that come together speak of much the same earlier moves.
    faces: RefCell<HashMap<i64, Rc<Face>>>,
}

impl Work<'_> {
    pub(crate) fn new(db: &Connection) -> Work<'_> {
        Work {
            db,
            faces: RefCell::default(),
        }
    }

    /// The face of a move.
    pub(super) fn face(&self, number: i64) -> Result<Rc<Face>> {
        if let Some(known) = self.faces.borrow().get(&number) {
            return Ok(Rc::clone(known));
        }
        let face = Rc::new(moves::face(self.db, number)?);
        let mut faces = self.faces.borrow_mut();
        if faces.len() >= MOST {
            faces.clear();
        }
        faces.insert(number, Rc::clone(&face));
        Ok(face)
    }

    /// A move is about to change.
    pub(super) fn forget(&self, number: i64) {
        self.faces.borrow_mut().remove(&number);
    }
}

impl Deref for Work<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.db
    }
}

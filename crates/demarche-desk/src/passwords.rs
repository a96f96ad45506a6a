//! Passwords in a file, hashed with Argon2id (19 MiB, two passes: the first choice of OWASP).
//!
//! One a line, with what it allows: `editor $argon2id$v=19$…`. `demarche serve --hash editor` writes such
//! a line.

use crate::fault::DeskError;
use crate::visit::Role;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::path::Path;

/// Characters of a password at least (ASVS 6.2.1 asks for 8 and recommends 15).
pub(crate) const SHORTEST: usize = 12;
/// Bytes of a password that are looked at at most: hashing takes time with its length.
pub(crate) const LONGEST: usize = 1024;

/// The passwords of a desk.
#[derive(Debug)]
pub(crate) struct Passwords(Vec<(Role, String)>);

fn argon() -> Argon2<'static> {
    // 19 MiB and two passes, written out so that a new version of the crate cannot weaken them.
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A line of the file for a password.
///
/// # Errors
/// When the password is too short or the role unknown.
pub fn hash_line(role: &str, password: &str) -> Result<String, DeskError> {
    if !["reader", "editor"].contains(&role) {
        let why = format!("there is no role “{role}”; the roles are reader and editor");
        return Err(DeskError::Setting(why));
    }
    let n = password.chars().count();
    if n < SHORTEST || password.len() > LONGEST {
        return Err(DeskError::Setting(format!(
            "the password has {n} characters; give at least {SHORTEST}, several words are best"
        )));
    }
    let mut salt = [0u8; 16];
    let failed = |why: String| DeskError::Setting(format!("the password cannot be hashed: {why}"));
    getrandom::fill(&mut salt).map_err(|e| failed(e.to_string()))?;
    let salt = SaltString::encode_b64(&salt).map_err(|e| failed(e.to_string()))?;
    let hash = argon().hash_password(password.as_bytes(), &salt);
    Ok(format!(
        "{role} {}",
        hash.map_err(|e| failed(e.to_string()))?
    ))
}

impl Passwords {
    pub(crate) fn read(path: &Path) -> Result<Passwords, DeskError> {
        let text = std::fs::read_to_string(path).map_err(|e| {
            DeskError::Setting(format!(
                "{}: the passwords cannot be read: {e}",
                path.display()
            ))
        })?;
        Passwords::parse(&text)
            .map_err(|why| DeskError::Setting(format!("{}: {why}", path.display())))
    }

    fn parse(text: &str) -> Result<Passwords, String> {
        let mut all = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = || {
                format!(
                    "line {}: give a role and a hash of Argon2id, as demarche serve --hash editor \
                     writes them",
                    number + 1
                )
            };
            let (role, hash) = line.split_once(' ').ok_or_else(wrong)?;
            let role = match role {
                "reader" => Role::Reader,
                "editor" => Role::Editor,
                _ => return Err(wrong()),
            };
            let known = PasswordHash::new(hash.trim()).map_err(|_| wrong())?;
            if known.algorithm.as_str() != "argon2id" {
                return Err(wrong());
            }
            all.push((role, hash.trim().to_owned()));
        }
        if all.is_empty() {
            return Err("it holds no password; demarche serve --hash editor writes one".to_owned());
        }
        Ok(Passwords(all))
    }

    /// What a password allows; the most where it stands for several. It takes the same time for each.
    pub(crate) fn role_of(&self, password: &str) -> Option<Role> {
        if password.len() > LONGEST {
            return None;
        }
        let mut found = None;
        for (role, hash) in &self.0 {
            let Ok(hash) = PasswordHash::new(hash) else {
                continue;
            };
            let right = argon().verify_password(password.as_bytes(), &hash).is_ok();
            if right && found != Some(Role::Editor) {
                found = Some(*role);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_opens_what_its_line_says() {
        let line = hash_line("reader", "correct horse battery").expect("a line");
        assert!(line.starts_with("reader $argon2id$v=19$m=19456,t=2,p=1$"));
        let passwords = Passwords::parse(&line).expect("passwords");
        assert_eq!(
            passwords.role_of("correct horse battery"),
            Some(Role::Reader)
        );
        assert_eq!(passwords.role_of("wrong"), None);
    }

    #[test]
    fn short_passwords_and_odd_lines_are_refused() {
        assert!(hash_line("editor", "short").is_err());
        assert!(hash_line("king", "long enough a word").is_err());
        for text in [
            "",
            "editor secret",
            "editor $argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
        ] {
            assert!(Passwords::parse(text).is_err(), "{text}");
        }
    }
}

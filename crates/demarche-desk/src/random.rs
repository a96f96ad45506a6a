//! Random words for sessions and tokens, and hashes of them.

use sha2::{Digest, Sha256};

/// 256 random bits in hexadecimal digits.
pub(crate) fn word() -> String {
    let mut bytes = [0u8; 32];
    // Without randomness no session is safe, so nothing may go on.
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    hex(&bytes)
}

/// The bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// SHA-256 over the parts, each preceded by its length.
pub(crate) fn hash(parts: &[&[u8]]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part);
    }
    hex(&sha.finalize())
}

/// True when the two are the same; takes as long whether or not they are.
pub(crate) fn same(a: &str, b: &str) -> bool {
    use subtle::ConstantTimeEq;
    a.len() == b.len() && bool::from(a.as_bytes().ct_eq(b.as_bytes()))
}

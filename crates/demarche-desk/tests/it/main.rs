//! The desk through its boundary: requests in, answers out.

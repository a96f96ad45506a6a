//! The desk through its boundary: requests in, answers out.

mod api;
mod bench;
mod browser;
mod chromium;
mod escape;
mod fetch;
mod forms;
mod pages;
mod safety;
mod written;

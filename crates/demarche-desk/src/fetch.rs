//! Fetching a report from the web, where the desk was started with `--allow-fetch`.
//!
//! Whoever may add reports could otherwise make this machine ask for what only it can reach. So every name
//! is resolved here, each address it has must be one of the open network, and the connection goes to exactly
//! the addresses that were looked at; the same for every redirect. Proxies of the environment are left aside,
//! since they would resolve names by themselves.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use ureq::config::Config;
use ureq::http::{StatusCode, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error, ResponseExt};

/// What may be fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fetch {
    /// Nothing.
    #[default]
    Off,
    /// Pages of the open network.
    Open,
    /// Those, and what one address answers: for tests.
    OpenAnd(SocketAddr),
}

/// Why nothing is fetched where it is off.
pub(crate) const IS_OFF: &str = "this desk fetches nothing; start it with --allow-fetch to let it";
/// Bytes of a page at most; the longest reports have some hundred thousand.
const MOST: u64 = 5 << 20;
/// Time for a page with all of its redirects.
const PATIENCE: Duration = Duration::from_secs(20);
/// Redirects that are followed.
const REDIRECTS: u32 = 5;
/// Bytes of the longest address.
const LONGEST: usize = 2000;

/// A page.
#[derive(Debug)]
pub(crate) struct Page {
    /// Where it was in the end.
    pub(crate) url: String,
    pub(crate) bytes: Vec<u8>,
    /// The media type that it was sent with.
    pub(crate) kind: String,
}

/// Fetches a page; the words say why not.
pub(crate) fn fetch(allowed: Fetch, url: &str) -> Result<Page, String> {
    if allowed == Fetch::Off {
        return Err(IS_OFF.to_owned());
    }
    if url.len() > LONGEST {
        return Err("the address is too long".to_owned());
    }
    let config = Agent::config_builder()
        .proxy(None)
        .timeout_global(Some(PATIENCE))
        .max_redirects(REDIRECTS)
        .http_status_as_error(false)
        .max_response_header_size(64 << 10)
        .user_agent(concat!("demarche/", env!("CARGO_PKG_VERSION")))
        .accept("text/html, text/plain, application/xhtml+xml, application/json, text/markdown")
        .build();
    let agent = Agent::with_parts(
        config,
        DefaultConnector::new(),
        Careful {
            allowed,
            inner: DefaultResolver::default(),
        },
    );
    let mut response = agent.get(url).call().map_err(|e| said(&e))?;
    if response.status() != StatusCode::OK {
        let status = response.status();
        return Err(format!("the server answered {status}"));
    }
    let kind = response.body().mime_type().unwrap_or("").to_owned();
    let url = response.get_uri().to_string();
    let bytes = response.body_mut().with_config().limit(MOST).read_to_vec();
    let bytes = bytes.map_err(|e| said(&e))?;
    Ok(Page { url, bytes, kind })
}

/// Looks at what a name leads to before anything connects to it.
#[derive(Debug)]
struct Careful {
    allowed: Fetch,
    inner: DefaultResolver,
}

impl Resolver for Careful {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let https = uri.scheme_str() == Some("https");
        if !https && uri.scheme_str() != Some("http") {
            return refuse("only addresses with http and https are fetched");
        }
        if uri.authority().is_some_and(|a| a.as_str().contains('@')) {
            return refuse("an address with a name or password in it is not fetched");
        }
        let found = self.inner.resolve(uri, config, timeout)?;
        for address in found.iter() {
            if self.allowed == Fetch::OpenAnd(*address) {
                continue;
            }
            if !is_open(address.ip()) {
                return refuse(format!(
                    "{} leads to {}, which is no address of the open network",
                    uri.host().unwrap_or("the address"),
                    address.ip()
                ));
            }
            if ![80, 443].contains(&address.port()) {
                return refuse("only the usual ports of the web, 80 and 443, are asked");
            }
        }
        Ok(found)
    }
}

/// A reason of ours, on its way through the client.
#[derive(Debug)]
struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

fn refuse<T>(why: impl Into<String>) -> Result<T, Error> {
    Err(Error::Other(Box::new(Refused(why.into()))))
}

/// Why there is no page, without more of this machine's network than is needed.
fn said(error: &Error) -> String {
    match error {
        Error::Other(own) if own.is::<Refused>() => own.to_string(),
        Error::BadUri(_) | Error::Http(_) => {
            "it is no address of the web; give one that begins with https://".to_owned()
        }
        Error::HostNotFound => "no server of this name is known".to_owned(),
        Error::BodyExceedsLimit(_) => format!("the page is larger than {} MB", MOST >> 20),
        Error::TooManyRedirects => format!("it redirects more than {REDIRECTS} times"),
        Error::Timeout(_) => format!("it takes longer than {} seconds", PATIENCE.as_secs()),
        _ => "the server could not be reached, or broke off".to_owned(),
    }
}

/// True for addresses that anybody can reach; false for this machine, its network, those of providers for
/// their own machines, and blocks that carry another address within them.
fn is_open(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_open_v4(ip),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_open_v4(ip),
            None => is_open_v6(ip),
        },
    }
}

fn is_open_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    // Where a provider's machines find their settings, though the address is not reserved.
    let metadata = ip == Ipv4Addr::new(168, 63, 129, 16);
    let shared = a == 100 && b & 0xc0 == 64;
    let protocols = a == 192 && b == 0 && c == 0;
    let relays = a == 192 && b == 88 && c == 99;
    let benchmarks = a == 198 && b & 0xfe == 18;
    let closed = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast();
    !(closed || a == 0 || a >= 240 || shared || protocols || relays || benchmarks || metadata)
}

fn is_open_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    // All that is given out lies in 2000::/3; within it Teredo and other protocols, examples, 6to4.
    let global = a & 0xe000 == 0x2000;
    let protocols = a == 0x2001 && b < 0x200;
    let examples = a == 0x2001 && b == 0xdb8 || a == 0x3fff && b < 0x1000;
    global && !protocols && !examples && a != 0x2002
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_open_network_are_open() {
        for open in [
            "93.184.215.14",
            "8.8.8.8",
            "100.63.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_open(open.parse().expect("an address")), "{open}");
        }
        for closed in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.9.9.9",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.192",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "2001::7f00:1",
            "2001:db8::1",
            "2002:7f00:1::",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_open(closed.parse().expect("an address")), "{closed}");
        }
    }

    #[test]
    fn nothing_is_fetched_unless_it_may() {
        let why = fetch(Fetch::Off, "https://example.org/").expect_err("off");
        assert!(why.contains("--allow-fetch"), "{why}");
    }

    #[test]
    fn this_machine_is_not_asked_under_any_of_its_names() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("it does not wait");
        let port = listener.local_addr().expect("an address").port();
        for host in [
            "127.0.0.1",
            "localhost",
            "127.1",
            "2130706433",
            "0x7f000001",
            "[::ffff:127.0.0.1]",
            "[::1]",
            "0.0.0.0",
        ] {
            fetch(Fetch::Open, &format!("http://{host}:{port}/")).expect_err(host);
        }
        for url in [
            "http://169.254.169.254/latest/meta-data/",
            "https://user:secret@93.184.215.14/",
            "http://93.184.215.14:22/",
            "file:///etc/passwd",
            "ftp://example.org/",
            "//example.org",
            "",
        ] {
            fetch(Fetch::Open, url).expect_err(url);
        }
        let met = listener.accept().map(|_| ());
        assert!(met.is_err(), "somebody connected");
    }
}

//! The listener: connections with limits, and a look now and then at what others wrote.

use crate::desk::{Desk, Options};
use crate::fault::DeskError;
use crate::page::Parties;
use crate::routes::router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use demarche::Reader;
use demarche_ledger::Ledger;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// Connections at a time; more wait.
const CONNECTIONS: usize = 512;
/// Time in which the head of a request must have come.
const HEAD: Duration = Duration::from_secs(10);
/// How often the ledger is looked at for what others wrote.
const LOOK: Duration = Duration::from_millis(500);

/// Opens the desk and serves it until it is interrupted.
///
/// # Errors
/// When the ledger or the address cannot be used.
pub fn serve(options: Options, reader: Reader) -> Result<(), DeskError> {
    let setting = |why: String| DeskError::Setting(why);
    let desk = Desk::open(options, Arc::new(reader))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| setting(format!("no threads could be started: {e}")))?;
    let served = runtime.block_on(async {
        let address = desk.options.listen;
        let listener = TcpListener::bind(address).await.map_err(|e| {
            setting(format!(
                "{address} cannot be used: {e}; name another with --listen"
            ))
        })?;
        let address = listener.local_addr().unwrap_or(address);
        eprintln!("demarche: the desk is at http://{address}/ (Ctrl-C ends it)");
        if desk.options.open {
            open_browser(&format!("http://{address}/"));
        }
        Parties::begin(&desk);
        tokio::spawn(look(desk.clone()));
        tokio::select! {
            () = accept(listener, desk.clone()) => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        Ok(())
    });
    // What is being written is written whole or not at all; nothing else is waited for.
    runtime.shutdown_timeout(Duration::from_secs(2));
    served
}

async fn accept(listener: TcpListener, desk: Arc<Desk>) {
    let app = router(desk);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else {
            return;
        };
        let (stream, peer) = match listener.accept().await {
            Ok(met) => met,
            Err(error) => {
                // Out of file handles, most often; some will be free soon.
                eprintln!("demarche: a connection could not be taken: {error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let app = app.clone();
        tokio::spawn(async move {
            let service = hyper::service::service_fn(move |request: Request<Incoming>| {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                app.clone().oneshot(request)
            });
            let _ = stream.set_nodelay(true);
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEAD);
            // A peer that goes away is no fault.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
            drop(place);
        });
    }
}

/// Others write to the ledger too: `demarche add` in a terminal.
async fn look(desk: Arc<Desk>) {
    let mut ledger: Option<Ledger> = None;
    loop {
        tokio::time::sleep(LOOK).await;
        let path = desk.options.ledger.clone();
        let looked = tokio::task::spawn_blocking(move || {
            let open = match ledger {
                Some(ledger) => Ok(ledger),
                None => Ledger::open_to_read(&path),
            };
            let tip = open.as_ref().ok().and_then(|l| l.tip().ok());
            (open.ok(), tip)
        });
        let Ok((open, tip)) = looked.await else {
            return;
        };
        ledger = open;
        if let Some(tip) = tip {
            desk.moved(tip);
        }
    }
}

/// Opens the page in a browser, where the system has a command for it.
fn open_browser(address: &str) {
    let (command, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut run = std::process::Command::new(command);
    let run = run.args(before).arg(address);
    let quiet = std::process::Stdio::null;
    if run
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn()
        .is_err()
    {
        eprintln!("demarche: no browser could be opened; go to {address}");
    }
}

//! A headless Chromium, driven over its pipe: commands go to file handle 3, answers come from 4, each a
//! line of JSON that ends in a zero byte. Where there is no Chromium, the test says so and is over.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// A browser with one page.
pub(crate) struct Browser {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    number: u64,
    session: Option<String>,
    profile: PathBuf,
    /// What came besides answers: events of the page.
    pub(crate) events: Vec<Value>,
}

/// Where a Chromium is: `DEMARCHE_CHROMIUM`, or on the path.
fn found() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("DEMARCHE_CHROMIUM") {
        return Some(path.into());
    }
    let path = std::env::var_os("PATH")?;
    let places = std::env::split_paths(&path);
    let mut all = places.flat_map(|p| NAMES.map(|n| p.join(n)));
    all.find(|p| p.is_file())
}

impl Browser {
    /// Starts one; none, and a printed line, where there is none.
    pub(crate) fn start(name: &str) -> Option<Browser> {
        let Some(path) = found() else {
            println!("{name}: skipped, no Chromium is installed");
            return None;
        };
        let folder = format!("demarche-chromium-{}-{name}", std::process::id());
        let profile = std::env::temp_dir().join(folder);
        // The shell hands its standard input and output on as the handles that Chromium uses.
        let mut child = Command::new("sh")
            .args([
                "-c",
                "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null",
            ])
            .arg(path)
            .args([
                "--headless=new",
                "--remote-debugging-pipe",
                "--no-sandbox",
                "--disable-gpu",
            ])
            .args([
                "--no-first-run",
                "--disable-background-networking",
                "--lang=en-GB",
            ])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the shell runs");
        let to = child.stdin.take().expect("a pipe");
        let from = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut browser = Browser {
            child,
            to,
            from,
            number: 0,
            session: None,
            profile,
            events: Vec::new(),
        };
        let made = browser.call("Target.createTarget", json!({ "url": "about:blank" }));
        let target = json!({ "targetId": made["targetId"], "flatten": true });
        let session = browser.call("Target.attachToTarget", target);
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        Some(browser)
    }

    /// A command of the protocol, and its answer.
    pub(crate) fn call(&mut self, method: &str, values: Value) -> Value {
        self.number += 1;
        let mut message = json!({ "id": self.number, "method": method, "params": values });
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        self.to
            .write_all(message.to_string().as_bytes())
            .expect("written");
        self.to.write_all(&[0]).expect("written");
        loop {
            let message = self.next();
            if message["id"] == self.number {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            self.events.push(message);
        }
    }

    fn next(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from
            .read_until(0, &mut bytes)
            .expect("the browser answers");
        bytes.pop();
        serde_json::from_slice(&bytes).expect("JSON")
    }

    /// The value of an expression in the page; promises are waited for.
    pub(crate) fn ask(&mut self, expression: &str) -> Value {
        let values = json!({
            "expression": expression, "returnByValue": true, "awaitPromise": true
        });
        let answer = self.call("Runtime.evaluate", values);
        assert!(
            answer["exceptionDetails"].is_null(),
            "{expression}: {answer}"
        );
        answer["result"]["value"].clone()
    }

    /// Opens a page and waits until it is there.
    pub(crate) fn open(&mut self, address: &str) {
        self.call("Page.navigate", json!({ "url": address }));
        let same = format!(
            "location.href.split('#')[0] === {:?}",
            address.split('#').next()
        );
        let same = same.replace("Some(", "").replace("\")", "\"");
        self.until(&format!("{same} && document.readyState === 'complete'"));
    }

    /// Waits until an expression is true, for as long as a slow machine may need.
    pub(crate) fn until(&mut self, expression: &str) {
        let start = Instant::now();
        loop {
            let values = json!({ "expression": expression, "returnByValue": true });
            let answer = self.call("Runtime.evaluate", values);
            if answer["result"]["value"] == true {
                return;
            }
            if start.elapsed() > Duration::from_secs(60) {
                let page = self.ask("location.href + ' ' + document.body.innerText.slice(0, 1500)");
                panic!("never true: {expression}\n{page}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Presses a key: a letter, or the name of a key.
    pub(crate) fn press(&mut self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "ArrowLeft" => 37,
            "ArrowRight" => 39,
            letter => i32::from(letter.to_uppercase().as_bytes()[0]),
        };
        let text = match key {
            "Enter" => Some("\r"),
            letter if letter.len() == 1 => Some(letter),
            _ => None,
        };
        let mut down = json!({
            "type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code
        });
        if let Some(text) = text {
            down["text"] = text.into();
        }
        self.call("Input.dispatchKeyEvent", down);
        let up = json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code });
        self.call("Input.dispatchKeyEvent", up);
    }

    /// Types words where the focus is.
    pub(crate) fn type_words(&mut self, words: &str) {
        self.call("Input.insertText", json!({ "text": words }));
    }

    /// Pages run no script from now on.
    pub(crate) fn without_javascript(&mut self) {
        self.call(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": true }),
        );
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

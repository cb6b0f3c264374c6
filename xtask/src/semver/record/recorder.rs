//! What every program that records requests begins and ends with.

/// The values of a request, and how one is recorded. `Values::full` limits how deep optional values are set.
pub(super) const BEGIN: &str = r##"#![allow(warnings)]

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use sdk::serde_json::{Value, json};
use sdk::testing::{MockReply, MockTransport};

/// How many requests each call makes: one with only what is required, and others with different values of everything.
const ROUNDS: u64 = 4;

struct Values {
    count: u64,
    depth: u32,
    all: bool,
}

impl Values {
    fn number(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    fn text(&mut self) -> String {
        format!("text-{}", self.number())
    }

    fn flag(&mut self) -> bool {
        self.number() % 2 == 0
    }

    fn choose(&mut self, count: u64) -> u64 {
        self.number() % count
    }

    fn full(&self) -> bool {
        self.all && self.depth <= 3
    }

    fn deeper<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> T {
        assert!(self.depth < 24, "no end");
        self.depth += 1;
        let made = make(self);
        self.depth -= 1;
        made
    }

    fn list<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        if self.depth > 3 { Vec::new() } else { vec![make(self), make(self)] }
    }

    fn map<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> BTreeMap<String, T> {
        if self.depth > 3 { BTreeMap::new() } else { BTreeMap::from([(self.text(), make(self))]) }
    }
}

type Call = fn(&sdk::Client, &mut Values) -> Option<sdk::Error>;

fn record(name: &str, call: Call) {
    for round in 0..ROUNDS {
        let reply = json!({"access_token": "token", "token_type": "bearer", "expires_in": 3600});
        let mock = MockTransport::from_fn(move |_| MockReply::new(200).json(&reply));
        let mut values = Values { count: 100 * round, depth: 0, all: round > 0 };
        let ended = catch_unwind(AssertUnwindSafe(|| call(&client(&mock, round), &mut values)));
        let requests: Vec<Value> = mock.requests().iter().map(shown).collect();
        let failed = match ended {
            Ok(Some(error)) if requests.is_empty() => format!("{:?}", error.kind()),
            Err(panic) if requests.is_empty() => match panic.downcast_ref::<String>() {
                Some(message) => message.clone(),
                None => panic.downcast_ref::<&str>().unwrap_or(&"panic").to_string(),
            },
            _ => String::new(),
        };
        println!("{}", json!({"call": name, "round": round, "requests": requests, "failed": failed}));
    }
}

fn shown(request: &sdk::Request) -> Value {
    let headers: Vec<(&str, std::borrow::Cow<'_, str>)> = request
        .headers
        .iter()
        .filter(|(name, _)| *name != "user-agent")
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
        .collect();
    let body = String::from_utf8_lossy(&request.body.to_bytes()).into_owned();
    json!({"method": request.method.as_str(), "url": request.url, "headers": headers, "body": body})
}

"##;

/// The beginning of its last function, which calls all others. It ends after a minute, whatever happens.
pub(super) const MAIN: &str = r#"fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    std::thread::spawn(|| {
        std::thread::sleep(std::time::Duration::from_secs(60));
        eprintln!("it takes too long");
        std::process::exit(1);
    });
"#;

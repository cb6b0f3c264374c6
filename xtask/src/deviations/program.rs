//! The program that decodes the cases with the types of an SDK.

/// The program, without its table of types. Prints a word for each case, and what is wrong with it.
pub(super) const PROGRAM: &str = r#"//! Decodes deviating responses; made by `cargo xtask deviations`.
#![allow(warnings)]

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Api, Call, ClientBuilder, Core, Decode, Operation, Server, decode_json};
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Decoding, Error, Response};
use serde_json::{Value, json};
use std::task::{Context, Poll, Waker};

static API: Api = Api::new("cases", "1.0.0").servers(&[Server::new("https://cases.example")]);
static GET: Operation = Operation::new("cases.get", Method::GET, "/cases");
/// How many cases are made of one example.
const MOST: usize = 2_000;

type Check = fn(&Value);

fn main() {
    let path = std::env::args().nth(1).expect("a file of cases");
    std::panic::set_hook(Box::new(|_| ()));
    for line in std::fs::read_to_string(path).expect("the file can be read").lines() {
        let (index, text) = line.split_once(' ').expect("a line is an index and a text");
        let value: Value = serde_json::from_str(text).expect("the text is JSON");
        TYPES[index.parse::<usize>().expect("the index is a number")](&value);
    }
}

/// One step of a path.
#[derive(Clone)]
enum Step {
    Key(String),
    Index(usize),
}

fn check<T: Decode + 'static>(example: &Value) {
    println!("examples");
    if let Err(fault) = decode_json::<T>(example.to_string().as_bytes()) {
        println!("refused {fault}");
        return;
    }
    let mut paths = Vec::new();
    collect(example, &mut Vec::new(), &mut paths);
    for path in paths.into_iter().take(MOST) {
        let shown = shown(&path);
        if let Some(Step::Key(_)) = path.last() {
            let mut without = example.clone();
            change(&mut without, &path, None);
            case::<T>(&without, &shown, "removed");
        }
        let mut other = example.clone();
        change(&mut other, &path, Some(()));
        case::<T>(&other, &shown, "replaced");
    }
}

fn case<T: Decode + 'static>(value: &Value, path: &str, what: &str) {
    let text = value.to_string();
    let Err(fault) = decode_json::<T>(text.as_bytes()) else {
        return println!("accepted");
    };
    let strict = fault.path();
    if strict != path && !strict.starts_with(path) {
        return println!("strict-elsewhere {path} {what}: {fault}");
    }
    match std::panic::catch_unwind(|| forgiving::<T>(&text)) {
        Err(_) => println!("panicked {path} {what}"),
        Ok(Err(error)) => println!("lost {path} {what}: {error}"),
        Ok(Ok(response)) => match response.deviations() {
            [one] if one.path() == strict => println!("named"),
            others => println!("deviation-elsewhere {path} {what}: {others:?}"),
        },
    }
}

fn forgiving<T: Decode + 'static>(body: &str) -> Result<Response<T>, Error> {
    let body = body.to_owned();
    let mock = MockTransport::from_fn(move |_| MockReply::new(200).json(&body));
    let builder = ClientBuilder::new(&API).transport(mock).decoding(Decoding::Forgiving);
    let core = builder.build()?;
    let mut sending = Call::<T>::json(&core, &GET, &[]).send_with_response();
    match std::pin::Pin::new(&mut sending).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => unreachable!("the mock responds at once"),
    }
}

fn collect(value: &Value, path: &mut Vec<Step>, paths: &mut Vec<Vec<Step>>) {
    let mut below = |step: Step, value: &Value| {
        path.push(step);
        paths.push(path.clone());
        collect(value, path, paths);
        path.pop();
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| below(Step::Key(key.clone()), value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, value)| below(Step::Index(at), value)),
        _ => {}
    }
}

/// Removes what is at a path, or replaces it by another JSON type.
fn change(value: &mut Value, path: &[Step], other: Option<()>) {
    let [step, rest @ ..] = path else { return };
    if rest.is_empty() && other.is_none() {
        if let (Value::Object(members), Step::Key(key)) = (value, step) {
            members.remove(key);
        }
        return;
    }
    let inner = match (value, step) {
        (Value::Object(members), Step::Key(key)) => members.get_mut(key),
        (Value::Array(items), Step::Index(at)) => items.get_mut(*at),
        _ => None,
    };
    let Some(inner) = inner else { return };
    if !rest.is_empty() {
        return change(inner, rest, other);
    }
    *inner = match inner {
        Value::String(_) => json!(7),
        Value::Array(_) | Value::Object(_) => json!(true),
        _ => json!("text"),
    };
}

/// Writes a path as the runtime does.
fn shown(path: &[Step]) -> String {
    let is_plain = |key: &str| {
        key.bytes().enumerate().all(|(at, byte)| match byte {
            b'_' | b'$' => true,
            b'-' => at > 0,
            byte => byte.is_ascii_alphabetic() || (at > 0 && byte.is_ascii_digit()),
        }) && !key.is_empty()
    };
    let step = |step: &Step| match step {
        Step::Key(key) if is_plain(key) => format!(".{key}"),
        Step::Key(key) => format!("[{key:?}]"),
        Step::Index(at) => format!("[{at}]"),
    };
    std::iter::once("$".to_owned()).chain(path.iter().map(step)).collect()
}
"#;

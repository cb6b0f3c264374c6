//! The encoding of parameters, compared with an independent implementation: `vectors.json` contains how swagger-client,
//! the library with which Swagger UI sends requests, serialises each combination of location, style, `explode`,
//! `allowReserved` and value. `cargo xtask wire-vectors` generates the table.
//!
//! `differences.txt` contains the rows that differ intentionally, with what both send; each has one of the reasons
//! below. `UPDATE_GOLDEN=1` rewrites that file.

#![cfg(feature = "testing")]

mod reasons;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Api, Call, ClientBuilder, Operation, Server, Style};
use sdkgen_runtime::serde_json::{self, Value};
use sdkgen_runtime::testing::{MockReply, MockTransport};

/// A row of the table.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    #[serde(rename = "in")]
    place: String,
    style: Option<String>,
    explode: Option<bool>,
    #[serde(default)]
    allow_reserved: bool,
    content: Option<String>,
    name: String,
    kind: String,
    value: Value,
    expected: Option<String>,
}

static API: Api = Api::new("acme", "1").servers(&[Server::new("https://h")]);
static PLAIN: Operation = Operation::new("x", Method::GET, "/x");

/// One operation for each style of a path.
fn in_path(style: Style) -> &'static Operation {
    macro_rules! operation {
        ($style:ident) => {{
            static OPERATION: Operation = Operation::new("x", Method::GET, "/x/{p}/y").path_styles(&[Style::$style]);
            &OPERATION
        }};
    }
    match style {
        Style::SimpleExploded => operation!(SimpleExploded),
        Style::Label => operation!(Label),
        Style::LabelExploded => operation!(LabelExploded),
        Style::Matrix => operation!(Matrix),
        Style::MatrixExploded => operation!(MatrixExploded),
        Style::Json => operation!(Json),
        Style::Text => operation!(Text),
        _ => operation!(Usual),
    }
}

/// The style that generated code uses for a parameter.
fn style(row: &Row) -> Style {
    match (row.content.as_deref(), row.style.as_deref(), row.explode) {
        (Some("application/json"), ..) => Style::Json,
        (Some(_), ..) => Style::Text,
        (_, Some("form"), Some(false)) => Style::FormComma,
        (_, Some("spaceDelimited"), Some(false)) => Style::SpaceDelimited,
        (_, Some("pipeDelimited"), Some(false)) => Style::PipeDelimited,
        (_, Some("deepObject"), _) => Style::DeepObject,
        (_, Some("simple"), Some(true)) => Style::SimpleExploded,
        (_, Some("label"), Some(false)) => Style::Label,
        (_, Some("label"), Some(true)) => Style::LabelExploded,
        (_, Some("matrix"), Some(false)) => Style::Matrix,
        (_, Some("matrix"), Some(true)) => Style::MatrixExploded,
        _ => Style::Usual,
    }
}

/// What we send; an error if the value is rejected.
fn ours(row: &Row) -> Result<Option<String>, String> {
    let mock = MockTransport::from_fn(|_| MockReply::new(200).json("{}"));
    let core = ClientBuilder::new(&API).transport(mock.clone()).build().expect("it has all it needs");
    let (style, name) = (style(row), &*Box::leak(row.name.clone().into_boxed_str()));
    let mut call: Call<Value> = match row.place.as_str() {
        "path" => Call::json(&core, in_path(style), &[&row.value]),
        _ => Call::json(&core, &PLAIN, &[]),
    };
    match row.place.as_str() {
        "query" if row.allow_reserved => call.query_reserved(name, style, &row.value),
        "query" => call.query_styled(name, style, &row.value),
        "header" => call.header_styled(name, style, &row.value),
        "cookie" => call.cookie_styled(name, style, &row.value),
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be built");
    runtime.block_on(call.send().into_future()).map_err(|error| error.to_string())?;
    let request = mock.requests().pop().expect("a request was sent");
    let header = |name| request.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    Ok(match row.place.as_str() {
        "query" => Some(request.raw_query().to_owned()),
        "path" => Some(request.path().trim_start_matches("/x/").trim_end_matches("/y").to_owned()),
        "header" => header(name),
        _ => header("cookie"),
    })
}

fn described(row: &Row) -> String {
    let mut text = format!("in {}", row.place);
    match (&row.content, &row.style) {
        (Some(content), _) => text.push_str(&format!(", content {content}")),
        (None, style) => text.push_str(&format!(", style {}", style.as_deref().unwrap_or_default())),
    }
    text.push_str(row.explode.filter(|explode| *explode).map_or("", |_| ", explode"));
    text.push_str(if row.allow_reserved { ", allowReserved" } else { "" });
    format!("{text}, {}: {}={}", row.kind, row.name, row.value)
}

#[test]
fn every_row_agrees_or_differs_on_purpose() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire");
    let table = std::fs::read_to_string(folder.join("vectors.json")).expect("the table is there");
    let rows: Vec<Row> = serde_json::from_str(&table).expect("the table has rows");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut report = String::new();
    let mut unexplained = String::new();
    for row in &rows {
        let ours = ours(row);
        let theirs = row.expected.clone();
        if ours.as_ref().ok() == Some(&theirs) {
            *counts.entry("agreed").or_default() += 1;
            continue;
        }
        let shown = |text: &Option<String>| text.as_ref().map_or("nothing".to_owned(), |text| format!("`{text}`"));
        let ours_shown = ours.as_ref().map_or_else(|error| format!("refused, {error}"), shown);
        let line = format!("{}\n  theirs: {}\n  ours:   {ours_shown}", described(row), shown(&theirs));
        match reasons::of(row, ours.as_ref().ok().and_then(Option::as_deref)) {
            Some(reason) => {
                *counts.entry(reason.name).or_default() += 1;
                let _ = writeln!(report, "[{}] {line}", reason.name);
            }
            None => {
                let _ = writeln!(unexplained, "{line}");
            }
        }
    }
    assert!(unexplained.is_empty(), "rows that differ without a reason:\n{unexplained}");
    let expected = reasons::REASONS.iter().map(|reason| (reason.name, reason.rows));
    let agreed = rows.len() - reasons::REASONS.iter().map(|reason| reason.rows).sum::<usize>();
    let expected: BTreeMap<&str, usize> = expected.chain([("agreed", agreed)]).collect();
    assert_eq!(counts, expected, "rows that agree and rows for each reason");
    let file = folder.join("differences.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, &report).expect("the file can be written");
    }
    let known = std::fs::read_to_string(&file).expect("the differences are there");
    assert_eq!(report.lines().collect::<Vec<_>>(), known.lines().collect::<Vec<_>>(), "the rows that differ");
}

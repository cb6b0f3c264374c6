//! What requests ask for and send with a lock: the media types that those of the last release asked for and sent.

use sdkgen::surface::Surface;

use super::changes::{document, locked, operation, warnings};
use super::lost::lost;
use super::{generate, surface_of};

/// A document with an operation whose successes have these media types, with their schemas.
fn returns(successes: &[(&str, &str)]) -> String {
    let response =
        |(status, content): &(&str, &str)| format!("'{status}': {{description: It, content: {{{content}}}}}");
    let responses: Vec<String> = successes.iter().map(response).collect();
    document(&format!("/logs: {{get: {{responses: {{{}}}}}}}", responses.join(", ")), "")
}

fn surface(successes: &[(&str, &str)], before: Option<&[(&str, &str)]>) -> Surface {
    let lock = before.map(|before| locked(&returns(before)));
    surface_of(&returns(successes), "", lock.as_ref()).expect("it is an SDK")
}

fn accept(surface: &Surface) -> &str {
    surface.operations["GET /logs"].accept.as_deref().unwrap_or("application/json")
}

const RAW: &str = "application/vnd.raw: {schema: {type: string, format: binary}}";
const MULTIPLEXED: &str = "application/vnd.multiplexed: {schema: {type: string, format: binary}}";
const JSON: &str = "application/json: {schema: {type: object, properties: {a: {type: string}}}}";
const CSV: &str = "text/csv: {schema: {type: string}}";
const EVENTS: &str = "text/event-stream: {schema: {type: object, properties: {a: {type: string}}}}";

/// Returns what requests ask for with and without the lock of the older version.
fn asked(before: &[(&str, &str)], after: &[(&str, &str)]) -> [String; 2] {
    let known = surface(before, None);
    let with = surface(after, Some(before));
    assert_eq!(lost(&known, &with), [""; 0]);
    [&with, &surface(after, None)].map(|surface| accept(surface).to_owned())
}

#[test]
fn a_media_type_that_is_added_is_not_asked_for() {
    let both = |one: &str, other: &str| format!("{one}, {other}");
    let asked = |before: &str, after: &str| asked(&[("200", before)], &[("200", after)]);
    for after in [both(MULTIPLEXED, RAW), both(RAW, MULTIPLEXED)] {
        let [with, without] = asked(RAW, &after);
        assert_eq!(with, "application/vnd.raw, */*;q=0.5");
        assert_eq!(without, "application/vnd.multiplexed, */*;q=0.5", "whatever the order");
    }
    assert_eq!(asked(CSV, &both(JSON, CSV)), ["text/csv, */*;q=0.5", "application/json"]);
    assert_eq!(asked(RAW, &both(JSON, RAW)), ["application/vnd.raw, */*;q=0.5", "application/json"]);
    let hal = "application/hal+json: {schema: {type: object, properties: {a: {type: string}}}}";
    assert_eq!(asked(hal, &both(JSON, hal)), ["application/hal+json", "application/json"]);
}

#[test]
fn a_stream_stays_the_only_one_that_is_asked_for() {
    let lines = "application/jsonl: {schema: {type: object, properties: {a: {type: string}}}}";
    assert_eq!(
        asked(&[("200", EVENTS)], &[("200", &format!("{JSON}, {EVENTS}"))]),
        ["text/event-stream", "application/json"]
    );
    assert_eq!(
        asked(&[("200", lines)], &[("200", &format!("{EVENTS}, {lines}"))]),
        ["application/jsonl", "text/event-stream"]
    );
    let outcome =
        generate(&returns(&[("200", &format!("{EVENTS}, {lines}"))]), "", Some(&locked(&returns(&[("200", lines)]))));
    let message =
        "kept-media-type: responses can be `text/event-stream` now; requests go on asking for `application/jsonl`";
    assert_eq!(warnings(&outcome), [message]);
    let beside = |more: &str| format!("{JSON}, {more}");
    let (before, after) = (beside(lines), beside(&format!("{EVENTS}, {lines}")));
    let before = [("200", before.as_str())];
    let events = |known: Option<&[(&str, &str)]>| {
        surface(&[("200", &after)], known).operations["GET /logs"].accept_events.clone().unwrap_or_default()
    };
    assert_eq!([events(Some(&before)), events(None)], ["application/jsonl", "text/event-stream"]);
}

#[test]
fn each_status_keeps_its_own_media_type() {
    let both = format!("{JSON}, {CSV}");
    let [with, without] = asked(&[("200", JSON), ("206", CSV)], &[("200", &both), ("206", &both)]);
    assert_eq!([with.as_str(), without.as_str()], ["application/json, text/csv, */*;q=0.5", "application/json"]);
    // One that is added is not asked for.
    let vendor = "application/vnd.a+json: {schema: {type: object, properties: {a: {type: string}}}}";
    let [with, without] = asked(&[("200", JSON)], &[("200", JSON), ("206", vendor)]);
    assert_eq!([with.as_str(), without.as_str()], ["application/json", "application/json, application/vnd.a+json"]);
}

/// A document with an operation that takes bodies of these media types.
fn takes(content: &str) -> String {
    let body = format!("requestBody: {{required: true, content: {{{content}}}}}, ");
    document(&operation("/logs", "post", &body, "{type: string}"), "")
}

#[test]
fn a_media_type_of_bodies_that_is_added_is_not_sent() {
    let object = "{schema: {type: object, properties: {a: {type: string}}}}";
    let text = "{schema: {type: string}}";
    let form = format!("application/x-www-form-urlencoded: {object}");
    let sent = |document: &str, lock: Option<&sdkgen::Lock>| {
        let surface = surface_of(document, "", lock).expect("it is an SDK");
        surface.operations["POST /logs"].content_type.clone().unwrap_or_else(|| "application/json".to_owned())
    };
    let cases = [
        (form.clone(), format!("{JSON}, {form}"), ["application/x-www-form-urlencoded", "application/json"]),
        (
            format!("text/csv: {text}"),
            format!("application/xml: {text}, text/csv: {text}"),
            ["text/csv", "application/xml"],
        ),
        (
            format!("text/csv: {text}"),
            format!("text/csv: {text}, application/xml: {text}"),
            ["text/csv", "application/xml"],
        ),
        (
            format!("'*/*': {object}"),
            format!("{form}, '*/*': {object}"),
            ["application/json", "application/x-www-form-urlencoded"],
        ),
    ];
    for (before, after, expected) in cases {
        let (before, after) = (takes(&before), takes(&after));
        let lock = locked(&before);
        assert_eq!([sent(&after, Some(&lock)), sent(&after, None)], expected, "{after}");
        let known = surface_of(&before, "", None).expect("it is an SDK");
        assert_eq!(lost(&known, &surface_of(&after, "", Some(&lock)).expect("it is an SDK")), [""; 0]);
        assert_eq!(warnings(&generate(&after, "", Some(&lock))).len(), 1);
    }
}

#[test]
fn what_is_gone_is_not_asked_for_and_what_is_accepted_is() {
    let gone = surface(&[("200", MULTIPLEXED)], Some(&[("200", RAW)]));
    assert_eq!(accept(&gone), "application/vnd.multiplexed, */*;q=0.5");
    let after = returns(&[("200", &format!("{JSON}, {CSV}"))]);
    let lock = locked(&returns(&[("200", CSV)]));
    let message = "kept-media-type: responses can be `application/json` now; requests go on asking for `text/csv`";
    assert_eq!(warnings(&generate(&after, "", Some(&lock))), [message]);
    let chosen = surface_of(&after, "", None).expect("it is an SDK");
    let accepted = surface_of(&after, "", Some(&lock.accepting(&chosen))).expect("it is an SDK");
    assert_eq!(accept(&accepted), "application/json");
}

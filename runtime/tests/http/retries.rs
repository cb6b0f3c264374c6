//! Which requests are repeated, and when.

use std::time::{Duration, SystemTime};

use sdkgen_runtime::private::{Call, Operation};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Error, ErrorKind, RequestOptions, TransportErrorKind};

use crate::support::{DELETE, builder, client, get, now, ok, post};

fn status(status: u16) -> MockReply {
    MockReply::new(status)
}

/// Sends a request to a mock that returns `replies` and then a success; returns the result and the delays.
fn run(
    call: fn(&sdkgen_runtime::private::Core) -> Call<Value>,
    replies: &[MockReply],
) -> (Result<Value, Error>, Vec<Duration>) {
    let mock = MockTransport::from_fn(|_| ok());
    replies.iter().for_each(|reply| mock.enqueue(reply.clone()));
    let result = now(call(&client(&mock)).send());
    let attempts = result.as_ref().map_or_else(Error::attempts, |_| mock.requests().len() as u32);
    assert_eq!(attempts as usize, mock.requests().len());
    assert_eq!(mock.delays().len() + 1, mock.requests().len());
    assert!(mock.requests().iter().all(|request| *request == mock.requests()[0]), "repetitions are equal");
    (result, mock.delays())
}

fn between(delay: Duration, low: u64, high: u64) -> bool {
    (Duration::from_millis(low)..=Duration::from_millis(high)).contains(&delay)
}

#[test]
fn a_get_is_repeated_with_growing_delays() {
    let (result, delays) = run(get, &[status(500), status(502)]);
    assert!(result.is_ok());
    assert!(between(delays[0], 375, 500) && between(delays[1], 750, 1_000), "{delays:?}");
    let (result, delays) = run(get, &[status(500), status(503), status(504), status(500)]);
    let error = result.unwrap_err();
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts(), delays.len()), (Some(504), 3, 2));
    assert!(error.is_retryable() && error.is_server_error() && error.may_have_been_sent());
    assert_eq!(error.to_string(), "things.get: 504 Gateway Timeout (3 attempts)");
}

#[test]
fn permanent_error_statuses_are_not_repeated() {
    for code in [301, 304, 400, 401, 403, 404, 409, 410, 412, 422, 425, 501] {
        let (result, delays) = run(get, &[status(code)]);
        let error = result.unwrap_err();
        assert_eq!((error.kind(), delays.len()), (ErrorKind::Status, 0), "{code}");
        assert!(!error.is_retryable());
    }
    for code in [408, 429, 500, 502, 503, 504, 529] {
        assert!(run(get, &[status(code)]).0.is_ok(), "{code}");
    }
}

#[test]
fn a_post_is_repeated_only_when_the_server_has_not_acted() {
    for code in [408, 500, 502, 503, 504] {
        let (result, _) = run(post, &[status(code)]);
        let error = result.unwrap_err();
        assert!(error.is_retryable() && error.may_have_been_sent(), "{code}");
    }
    assert!(run(post, &[status(429)]).0.is_ok());
    assert!(run(post, &[status(503).header("retry-after", "1")]).0.is_ok());
    assert!(run(post, &[status(500).header("retry-after", "1")]).0.is_err());
    assert!(run(post, &[MockReply::refused(), MockReply::refused()]).0.is_ok());
    let slow = MockReply::failing(TransportErrorKind::ConnectTimeout, "timed out");
    assert!(run(post, &[slow]).0.is_ok());
    let (result, _) = run(post, &[MockReply::reset()]);
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert!(error.may_have_been_sent() && error.is_retryable() && !error.is_connect());
    assert_eq!(error.to_string(), "things.create: the connection broke: connection reset by peer");
}

#[test]
fn a_refused_connection_was_never_sent() {
    let (result, delays) = run(post, &[MockReply::refused(), MockReply::refused(), MockReply::refused()]);
    let error = result.unwrap_err();
    assert!(error.is_connect() && error.is_retryable() && !error.may_have_been_sent() && !error.is_timeout());
    assert_eq!((error.attempts(), delays.len()), (3, 2));
    let (result, _) = run(get, &[MockReply::reset(), MockReply::refused(), MockReply::refused()]);
    let error = result.unwrap_err();
    assert!(error.is_connect() && error.may_have_been_sent(), "the first attempt counts");
}

#[test]
fn idempotent_methods_survive_a_broken_connection() {
    assert!(run(get, &[MockReply::reset(), MockReply::reset()]).0.is_ok());
    assert!(run(|core| Call::json(core, &DELETE, &[&"a"]), &[MockReply::reset()]).0.is_ok());
}

#[test]
fn what_makes_a_post_repeatable() {
    static DECLARED: Operation =
        Operation::new("things.search", sdkgen_runtime::http::Method::POST, "/things/search").repeatable();
    static KEYED: Operation =
        Operation::new("things.pay", sdkgen_runtime::http::Method::POST, "/payments").takes_idempotency_key();
    let keyed = |core: &_| {
        let mut call: Call<Value> = Call::json(core, &KEYED, &[]);
        call.set_options(RequestOptions::new().idempotency_key("key-1"));
        call
    };
    assert!(run(keyed, &[status(500), MockReply::reset()]).0.is_ok());
    let widened = |core: &_| {
        let mut call = post(core);
        call.set_options(RequestOptions::new().retry_unsafe(true));
        call
    };
    assert!(run(widened, &[status(500)]).0.is_ok());
    let header = |core: &_| {
        let mut call = post(core);
        call.header("Idempotency-Key", &"key-2");
        call
    };
    assert!(run(header, &[status(500)]).0.is_ok());
    assert!(run(|core| Call::json(core, &DECLARED, &[]), &[status(500)]).0.is_ok());
}

#[test]
fn the_server_sets_the_delay() {
    let delays = |name, value: &str| run(get, &[status(429).header(name, value)]).1;
    let date = httpdate(SystemTime::now() + Duration::from_secs(30));
    // A jitter of up to a quarter is added, at most 8 s. Without a delay, the client's own is used.
    for (name, value, low, high) in [
        ("retry-after", "3", 3_000, 3_750),
        ("retry-after-ms", "1500", 1_500, 1_875),
        ("retry-after", "120", 120_000, 128_000),
        ("retry-after", &date, 25_000, 37_500),
        ("retry-after-ms", "1", 37, 51),
        ("retry-after", "0", 375, 500),
        ("retry-after", "-1", 375, 500),
        ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT", 375, 500),
    ] {
        for _ in 0..20 {
            let delay = delays(name, value)[0];
            assert!(between(delay, low, high), "{name}: {value}: {delay:?}");
        }
    }
}

#[test]
fn a_server_that_requests_a_long_delay_is_not_waited_for() {
    let (result, delays) = run(get, &[status(429).header("retry-after", "121")]);
    assert!(result.unwrap_err().is_rate_limited() && delays.is_empty());
}

#[test]
fn the_server_has_the_last_word() {
    let advised = |code, word: &str| status(code).header("x-should-retry", word);
    assert!(run(get, &[advised(500, "false")]).0.is_err());
    assert!(run(get, &[advised(429, "false")]).0.is_err());
    assert!(run(get, &[advised(409, "true")]).0.is_ok());
    assert!(run(post, &[advised(409, "true"), advised(500, "true")]).0.is_ok());
    assert!(run(get, &[advised(500, "TRUE")]).0.is_ok(), "other words change nothing");
    assert!(run(get, &[advised(409, "TRUE")]).0.is_err());
    let error = run(get, &[advised(500, "false")]).0.unwrap_err();
    assert!(!error.is_retryable());
    assert!(run(get, &[advised(401, "true")]).0.unwrap_err().is_unauthorized());
}

#[test]
fn the_number_of_retries_is_a_choice() {
    let attempts = |client: Option<u32>, request: Option<u32>| {
        let mock = MockTransport::from_fn(|_| status(500));
        let builder = builder(&mock);
        let core = client.into_iter().fold(builder, |builder, retries| builder.max_retries(retries)).build().unwrap();
        let mut call = get(&core);
        if let Some(retries) = request {
            call.set_options(RequestOptions::new().max_retries(retries));
        }
        now(call.send()).unwrap_err().attempts()
    };
    assert_eq!(attempts(None, None), 3);
    assert_eq!(attempts(Some(0), None), 1);
    assert_eq!(attempts(Some(4), None), 5);
    assert_eq!(attempts(Some(4), Some(1)), 2);
}

#[test]
fn the_budget_is_shared_and_runs_out() {
    let mock = MockTransport::from_fn(|_| status(500).header("retry-after-ms", "1"));
    let core = builder(&mock).retry_budget(5).build().unwrap();
    let attempts = |core| now(get(core).send()).unwrap_err().attempts();
    let derived = core.with_options(RequestOptions::new());
    assert_eq!([attempts(&core), attempts(&derived), attempts(&core), attempts(&derived)], [3, 3, 2, 1]);
    mock.advance(Duration::from_secs(5));
    assert_eq!([attempts(&core), attempts(&core)], [2, 1], "time refills it");
    (0..5).for_each(|_| mock.enqueue(ok()));
    (0..5).for_each(|_| assert!(now(get(&core).send()).is_ok()));
    assert_eq!(attempts(&core), 2, "successes refill it");
}

#[test]
fn attempts_that_take_too_long() {
    let (mock, silence) = (MockTransport::from_fn(|_| ok()), MockReply::silence());
    mock.enqueue(silence.clone());
    let core = builder(&mock).attempt_timeout(Duration::from_secs(7)).build().unwrap();
    assert!(now(get(&core).send()).is_ok(), "a GET is tried again");
    assert_eq!(mock.delays()[0], Duration::from_secs(7));
    mock.enqueue(silence);
    let error = now(post(&core).send()).unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_sent() && error.attempts() == 1);
    assert_eq!(error.to_string(), "things.create: no complete response within 7s, the time limit of an attempt");
}

#[test]
fn calls_that_take_too_long() {
    let mock = MockTransport::from_fn(|_| MockReply::silence());
    let core = builder(&mock).total_timeout(Duration::from_secs(90)).build().unwrap();
    let error = now(get(&core).send()).unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_sent(), "{error}");
    assert_eq!(error.attempts(), 2, "60 s for the first attempt, what is left for the second");
    assert_eq!(error.to_string(), "things.get: not done within 90s, the time limit of the call (2 attempts)");
    assert_eq!(mock.delays().iter().sum::<Duration>(), Duration::from_secs(90));
}

#[test]
fn no_wait_goes_beyond_the_limit_of_the_call() {
    let mock = MockTransport::from_fn(|_| status(503).header("retry-after", "20"));
    let core = builder(&mock).total_timeout(Duration::from_secs(30)).build().unwrap();
    let error = now(get(&core).send()).unwrap_err();
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(503), 2));
    assert_eq!(mock.delays().len(), 1);
    assert!(between(mock.delays()[0], 20_000, 25_000), "{:?}", mock.delays());
}

/// A date in the format of RFC 9110, section 5.6.7.
fn httpdate(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let time = sdkgen_runtime::jiff::Timestamp::from_second(i64::try_from(seconds).unwrap()).unwrap();
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

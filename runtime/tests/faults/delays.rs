//! Delays that servers ask for, and the resulting delays.

use std::collections::HashSet;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use sdkgen_runtime::jiff::Timestamp;

use crate::lab::{Act, Lab};
use crate::support::{builder, client, create, get};

/// A date in the format of RFC 9110, section 5.6.7, some seconds from now.
fn date(seconds: i64) -> String {
    let now = Timestamp::try_from(SystemTime::now()).unwrap().as_second();
    Timestamp::from_second(now + seconds).unwrap().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// A server that rejects the first request like this, and accepts the second one.
fn busy(status: u16, headers: Vec<(&'static str, String)>) -> Lab {
    Lab::plain(move |request| {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        if request.on_connection == 1 { Act::reply(status, &headers, "") } else { Act::ok("{}") }
    })
}

/// Asserts the time between a request and the previous one: never shorter, and on a busy machine somewhat longer.
fn assert_gap(lab: &Lab, index: usize, low: u64, high: u64) {
    let gap = lab.log().gaps()[index];
    let range = Duration::from_millis(low)..=Duration::from_millis(high + 1_000);
    assert!(range.contains(&gap), "{gap:?} is not within {low} to {high} ms");
}

/// `Retry-After: 0` causes no hot loop: the client's own delays are used, and grow.
#[tokio::test]
async fn zero_is_no_hot_loop() {
    let lab = Lab::plain(|_| Act::reply(429, &[("retry-after", "0")], ""));
    let error = get(&client(&lab), "a").send().await.unwrap_err();
    assert_eq!((error.attempts(), lab.log().requests.len()), (3, 3));
    assert_gap(&lab, 0, 375, 500);
    assert_gap(&lab, 1, 750, 1_000);
}

/// Neither does a very short delay, since the minimum delay grows too.
#[tokio::test]
async fn next_to_nothing_is_no_hot_loop() {
    let lab = Lab::plain(|_| Act::reply(429, &[("retry-after-ms", "1")], ""));
    let core = builder(&lab).max_retries(4).build().unwrap();
    assert_eq!(get(&core, "a").send().await.unwrap_err().attempts(), 5);
    for (index, low) in [37, 75, 150, 300].into_iter().enumerate() {
        assert_gap(&lab, index, low, low * 4 / 3 + 1);
    }
}

/// A date in the past is no delay, so the client's own delay is used.
#[tokio::test]
async fn past_date_is_no_hot_loop() {
    let lab = busy(503, vec![("retry-after", date(-100))]);
    get(&client(&lab), "a").send().await.unwrap();
    assert_gap(&lab, 0, 375, 500);
}

/// A jitter of up to a quarter is added to the delay that the server asks for, and none is subtracted.
#[tokio::test]
async fn delay_has_jitter_on_top() {
    let known = Mutex::new(HashSet::new());
    let lab = Lab::plain(move |request| match known.lock().unwrap().insert(request.target.clone()) {
        true => Act::reply(429, &[("retry-after-ms", "400")], ""),
        false => Act::ok("{}"),
    });
    let core = client(&lab);
    let calls: Vec<_> = (0..12).map(|id| tokio::spawn(get(&core, &id.to_string()).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let log = lab.log();
    let of = |target: &str| log.requests.iter().filter(|other| other.target == target).map(|other| other.at).collect();
    let targets = (0..12).map(|id| format!("/things/{id}"));
    let times: Vec<Vec<_>> = targets.map(|target| of(&target)).collect();
    let mut delays: Vec<_> = times.iter().map(|times| times[1] - times[0]).collect();
    delays.sort();
    assert!(delays[0] >= Duration::from_millis(400), "{delays:?}");
    // That 12 random delays within 100 ms are within 20 ms of each other happens once in a million runs.
    assert!(delays[11] - delays[0] > Duration::from_millis(20), "{delays:?}");
}

/// A date is relative to the server's `Date`, even if its clock is an hour ahead.
#[tokio::test]
async fn date_of_a_clock_that_is_ahead() {
    let lab = busy(503, vec![("date", date(3_600)), ("retry-after", date(3_601))]);
    get(&client(&lab), "a").send().await.unwrap();
    assert_gap(&lab, 0, 1_000, 1_250);
}

/// Or if it is an hour behind.
#[tokio::test]
async fn date_of_a_clock_that_is_behind() {
    let lab = busy(503, vec![("date", date(-3_600)), ("retry-after", date(-3_599))]);
    get(&client(&lab), "a").send().await.unwrap();
    assert_gap(&lab, 0, 1_000, 1_250);
}

/// Without a `Date`, the client's clock is used.
#[tokio::test]
async fn date_without_a_clock() {
    let lab = busy(503, vec![("retry-after", date(2))]);
    get(&client(&lab), "a").send().await.unwrap();
    assert_gap(&lab, 0, 1_000, 2_500);
}

/// If a server asks for more than two minutes, the request is not repeated.
#[tokio::test]
async fn too_much_is_not_waited_for() {
    let lab = Lab::plain(|_| Act::reply(429, &[("retry-after", "121")], ""));
    let error = get(&client(&lab), "a").send().await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!((error.attempts(), error.to_string().as_str()), (1, "things.get: 429 Too Many Requests"));
}

/// Neither is it if the delay exceeds the time limit of the call.
#[tokio::test]
async fn more_than_is_left_is_not_waited_for() {
    let lab = Lab::plain(|_| Act::reply(429, &[("retry-after", "2")], ""));
    let core = builder(&lab).total_timeout(Duration::from_secs(1)).build().unwrap();
    let error = get(&core, "a").send().await.unwrap_err();
    assert!(error.is_rate_limited() && !error.is_timeout());
    assert_eq!(lab.log().requests.len(), 1);
}

/// Invalid values are ignored.
#[tokio::test]
async fn nonsense_is_no_delay() {
    for value in ["soon", "NaN", "1e400", "Someday, 99 Nonsense 2000 99:99:99 GMT"] {
        let lab = busy(503, vec![("retry-after", value.to_owned())]);
        get(&client(&lab), "a").send().await.unwrap();
        assert_gap(&lab, 0, 375, 500);
    }
}

/// A POST that was rejected with 429 is sent again, since the server did not execute it.
#[tokio::test]
async fn post_that_was_rejected() {
    let lab = busy(429, vec![("retry-after-ms", "50".to_owned())]);
    create(&client(&lab)).send().await.unwrap();
    assert_eq!(lab.log().lines(), ["POST /things", "POST /things"]);
    assert_eq!(lab.log().requests[0].body, lab.log().requests[1].body);
}

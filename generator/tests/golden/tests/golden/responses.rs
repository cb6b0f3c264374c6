//! Responses: nothing, text, bytes, pages, failures.

use sdkgen_golden::models::{CreateItem422Error, JobDonePayload, Problem};
use sdkgen_golden::resources::jobs::CreateJobOutput;
use sdkgen_golden::{Error, ErrorKind, RequestOptions};
use sdkgen_runtime::testing::MockReply;

use super::{client, json, responding, sent, silent};

#[tokio::test]
async fn a_response_may_be_empty() {
    let (client, _) = silent();
    assert_eq!(client.items().retrieve("itm_1").await.expect("the call succeeds"), None);
    let (client, _) = responding(r#"{"object":"item","id":"itm_1","name":"n","owner":"o","reaction":"laugh"}"#);
    let item = client.items().retrieve("itm_1").await.expect("the call succeeds").expect("there is one");
    assert_eq!(item.owner.as_deref(), Some("o"));
}

#[tokio::test]
async fn text_and_bytes_are_handed_over_as_they_are() {
    let (client, mock) = client();
    mock.enqueue(MockReply::new(200).header("content-type", "application/octet-stream").body(vec![0, 159, 146, 150]));
    mock.enqueue(MockReply::new(200).header("content-type", "text/plain").body("ünï"));
    assert_eq!(client.items().content("i").await.expect("the call succeeds").as_ref(), [0, 159, 146, 150]);
    assert_eq!(client.items().summary("i").await.expect("the call succeeds"), "ünï");
    assert_eq!(mock.requests()[1].header("accept"), Some("text/plain, */*;q=0.5"));
}

#[tokio::test]
async fn the_whole_response_is_at_hand() {
    let (client, mock) = client();
    mock.enqueue(MockReply::new(200).header("x-request-id", "r-1").json("\"s\""));
    let response = client.whole().strings().update("x").send_with_response().await.expect("the call succeeds");
    assert_eq!((response.status().as_u16(), response.request_id()), (200, Some("r-1")));
    assert_eq!(response.into_inner(), "s");
}

fn item(id: &str) -> String {
    format!(r#"{{"object":"item","id":"{id}","name":"n","owner":null,"reaction":""}}"#)
}

#[tokio::test]
async fn pages_are_walked_forward_and_backward() -> Result<(), Error> {
    let (client, mock) = client();
    let page = |id: &str, next: &str, previous: &str| {
        let cursor = |text: &str| if text.is_empty() { "null".to_owned() } else { format!("{text:?}") };
        let info = format!(
            r#""has_next_page":{},"has_prev_page":{},"end_cursor":{},"start_cursor":{}"#,
            !next.is_empty(),
            !previous.is_empty(),
            cursor(next),
            cursor(previous)
        );
        MockReply::new(200).json(format!(r#"{{"items":[{}],"page_info":{{{info}}}}}"#, item(id)))
    };
    mock.enqueue(page("1", "n1", ""));
    mock.enqueue(page("2", "", "p2"));
    let mut items = client.items().list().limit(1).items();
    let mut seen = Vec::new();
    while let Some(item) = items.try_next().await? {
        seen.push(item.id);
    }
    assert_eq!(seen, ["1", "2"]);
    mock.enqueue(page("2", "", "p2"));
    mock.enqueue(page("1", "n1", ""));
    let mut pages = client.items().list().after("x").pages().backward();
    while let Some(page) = pages.try_next().await? {
        seen.push(page.items[0].id.clone());
    }
    assert_eq!(seen, ["1", "2", "2", "1"]);
    let queries: Vec<String> = mock.requests().iter().map(|request| request.raw_query().to_owned()).collect();
    assert_eq!(queries, ["limit=1", "limit=1&after=n1", "after=x", "before=p2"]);
    Ok(())
}

#[tokio::test]
async fn pages_without_a_flag_end_with_the_cursor() -> Result<(), Error> {
    let (client, mock) = client();
    mock.enqueue(MockReply::new(200).json(r#"{"logs":[{"line":"1"}],"next_page_token":"t1"}"#));
    mock.enqueue(MockReply::new(200).json(r#"{"next_page_token":"t2"}"#));
    mock.enqueue(MockReply::new(200).json(r#"{"logs":[{"line":"2"}],"next_page_token":""}"#));
    let mut logs = client.logs().list().items();
    assert_eq!(logs.try_next().await?.map(|log| log.line).as_deref(), Some("1"));
    assert_eq!(logs.try_next().await?.map(|log| log.line).as_deref(), Some("2"), "an empty page is not the end");
    assert!(logs.try_next().await?.is_none());
    assert_eq!(mock.requests()[2].raw_query(), "page_token=t2");
    Ok(())
}

#[tokio::test]
async fn a_cursor_that_repeats_is_an_error() -> Result<(), Error> {
    let (client, mock) = client();
    let page = r#"{"data":["a"],"pagination":{"after_cursor":"c","has_more":true}}"#;
    (0..3).for_each(|_| mock.enqueue(MockReply::new(200).json(page)));
    let mut notes = client.notes().list().items();
    assert_eq!(notes.try_next().await?.as_deref(), Some("a"));
    assert_eq!(notes.try_next().await?.as_deref(), Some("a"));
    let error = notes.try_next().await.expect_err("the cursor was seen before");
    assert_eq!(error.kind(), ErrorKind::Paging);
    // The walk has not come to its end, and says so each time, without another request.
    let again = notes.try_next().await.expect_err("the walk is not at its end");
    assert_eq!(again.kind(), ErrorKind::Paging);
    assert_eq!(mock.requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn every_kind_of_paging_walks_to_the_end() -> Result<(), Error> {
    let (client, mock) = client();
    let response = |text: &str| mock.enqueue(MockReply::new(200).json(text));
    response(r#"{"traces":[{"id":1},{"id":2}],"total":3}"#);
    response(r#"{"traces":[{"id":3}],"total":3}"#);
    let mut traces = client.paged().offset().items();
    let mut seen = Vec::new();
    while let Some(trace) = traces.try_next().await? {
        seen.push(trace.id);
    }
    response(r#"[{"id":4}]"#);
    let mut traces = client.paged().number().items();
    seen.extend(traces.try_next().await?.map(|trace| trace.id));
    assert!(traces.try_next().await?.is_none(), "a short page is the last");
    mock.enqueue(MockReply::new(200).json("[]").header("link", "</v1/paged/links?page=2>; rel=next"));
    response(r#"[{"id":5}]"#);
    let mut traces = client.paged().links().list().items();
    seen.extend(traces.try_next().await?.map(|trace| trace.id));
    response(r#"{"traces":[{"id":6}],"has_more":true}"#);
    response(r#"{"traces":[{"id":7}],"has_more":false}"#);
    let mut traces = client.paged().last().items();
    seen.extend(traces.try_next().await?.map(|trace| trace.id));
    seen.extend(traces.try_next().await?.map(|trace| trace.id));
    assert!(traces.try_next().await?.is_none());
    assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7]);
    response(r#"{"traces":["a",null],"meta":{"next_cursor":"c"}}"#);
    response(r#"{"traces":["b"],"meta":null}"#);
    let mut names = client.paged().search("q").items();
    assert_eq!(names.try_next().await?.as_deref(), Some("a"));
    assert_eq!(names.try_next().await?.as_deref(), Some("b"), "null is left out");
    assert!(names.try_next().await?.is_none());
    let queries: Vec<_> = mock.requests().iter().map(|request| request.raw_query().to_owned()).collect();
    assert_eq!(queries, ["", "offset=2", "", "", "page=2", "", "starting_after=6", "", ""]);
    assert_eq!(mock.requests()[8].json(), Some(json(r#"{"query":"q","page":{"cursor":"c"}}"#)));
    Ok(())
}

#[tokio::test]
async fn failures_have_typed_bodies() {
    let (client, mock) = client();
    mock.enqueue(
        MockReply::new(409).header("x-request-id", "r-9").json(r#"{"message":"there is one","code":"twice"}"#),
    );
    mock.enqueue(MockReply::new(422).json(r#"{"field":"name"}"#));
    let error = client.items().create("n", None).await.expect_err("it is refused");
    assert!(error.is_conflict());
    assert_eq!((error.request_id(), error.operation()), (Some("r-9"), Some("items.create")));
    assert_eq!(error.body_as::<Problem>().expect("it is a problem").code.as_deref(), Some("twice"));
    assert_eq!(error.to_string(), "items.create: 409 Conflict: there is one (request id r-9)");
    let error = client.items().create("n", None).await.expect_err("it is refused");
    assert_eq!(error.body_as::<CreateItem422Error>().expect("it names the field").field, "name");
}

#[tokio::test]
async fn a_response_that_does_not_fit_says_where() {
    let (client, mock) = client();
    mock.enqueue(MockReply::new(200).json(r#"{"items":[{"id":"1","name":"n"}],"page_info":{}}"#));
    let error = client.items().list().await.expect_err("members are missing");
    assert!(error.is_decode());
    assert!(error.to_string().contains("$.items[0]"), "{error}");
    assert_eq!(sent(&mock).method.as_str(), "GET");
}

#[tokio::test]
async fn a_request_is_tried_again_where_that_is_safe() {
    let (client, mock) = client();
    mock.enqueue(MockReply::new(503));
    mock.enqueue(MockReply::new(204));
    client.items().retrieve("itm_1").await.expect("the second attempt succeeds");
    assert_eq!(mock.requests().len(), 2);
    mock.enqueue(MockReply::new(500));
    let options = RequestOptions::new().max_retries(0);
    assert!(client.items().retrieve("itm_1").options(options).await.is_err());
    assert_eq!(mock.requests().len(), 3);
}

#[tokio::test]
async fn the_status_decides_what_is_returned() {
    let (client, mock) = client();
    mock.enqueue(MockReply::new(202).header("content-type", "text/plain").body("tomorrow"));
    mock.enqueue(MockReply::new(204));
    mock.enqueue(MockReply::new(299).body("new"));
    let call = || client.jobs().create("dig");
    let later = call().await.expect("the call succeeds");
    assert!(matches!(later, CreateJobOutput::Accepted(text) if text == "tomorrow"));
    assert_eq!(mock.requests()[0].body, r#"{"task":"dig"}"#, "what turns the stream on is not sent");
    assert!(matches!(call().await, Ok(CreateJobOutput::NoContent)));
    let response = call().send_with_response().await.expect("the call succeeds");
    assert!(matches!(response.get(), CreateJobOutput::Unrecognized(raw) if raw.status() == 299));
    assert_eq!(mock.requests()[0].header("accept"), Some("application/json, text/plain, */*;q=0.5"));
}

#[tokio::test]
async fn events_lines_and_bytes_come_as_they_arrive() -> Result<(), Error> {
    let (client, mock) = client();
    mock.enqueue(MockReply::new(200).pieces(["data: {\"done\": 1}\n\nda", "ta: {\"done\": 2}\n\n"]));
    mock.enqueue(MockReply::new(200).pieces(["1\n2", "2\n", "3"]));
    mock.enqueue(MockReply::new(200).pieces(["ab", "c"]));
    let mut events = client.jobs().create("dig").send_events().await?;
    let mut done = Vec::new();
    while let Some(event) = events.try_next().await? {
        done.push(event.done);
    }
    assert_eq!(done, [1, 2]);
    let request = &mock.requests()[0];
    assert_eq!(request.header("accept"), Some("text/event-stream"));
    assert_eq!(request.body, r#"{"task":"dig","stream":true}"#);
    let mut lines = client.jobs().log().await?;
    assert_eq!(lines.try_next().await?, Some(1));
    assert_eq!(lines.try_next().await?, Some(22));
    assert_eq!((lines.try_next().await?, lines.try_next().await?), (Some(3), None));
    let mut bytes = client.items().content("i").send_streaming().await?;
    assert_eq!(bytes.try_next().await?.as_deref(), Some(&b"ab"[..]));
    assert_eq!(bytes.bytes().await?, "c");
    Ok(())
}

#[tokio::test]
async fn other_media_types_headers_and_redirects() -> Result<(), Error> {
    let (client, mock) = client();
    mock.enqueue(MockReply::new(200).header("content-type", "text/csv").header("x-seconds", "1.5").body("a,b"));
    mock.enqueue(MockReply::new(302).header("location", "/home"));
    let table = client.jobs().create("dig").send_as("text/csv").await?;
    assert_eq!((table.text()?.as_str(), table.header_as::<f64>("X-Seconds")), ("a,b", Some(1.5)));
    assert_eq!(mock.requests()[0].header("accept"), Some("text/csv"));
    let login = client.jobs().login().send_with_response().await?;
    assert_eq!((login.status().as_u16(), login.header("location")), (302, Some("/home")));
    let event: JobDonePayload = sdkgen_golden::serde_json::from_str(r#"{"job": "j"}"#).expect("it is one");
    assert_eq!(event.job, "j");
    Ok(())
}

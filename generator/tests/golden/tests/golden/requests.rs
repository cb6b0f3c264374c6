//! Requests: every kind of input, where it goes and how it is written.

use std::collections::BTreeMap;

use sdkgen_golden::jiff::Timestamp;
use sdkgen_golden::jiff::civil::date;
use sdkgen_golden::models::{
    BoardColumn, CreateBookingClass, ItemExpand, ItemOrder, ItemPlace, Level, Passenger, Range, Reaction, RecordType,
    Self_, Trace, UpdateUnionBody,
};
use sdkgen_golden::resources::flights::bookings::CreateBookingInputs;
use sdkgen_golden::serde_json::Value;
use sdkgen_golden::{Client, Method, RequestOptions};
use sdkgen_runtime::testing::MockReply;

use super::{body, client, json, responding, sent, silent};

#[tokio::test]
async fn inputs_go_where_the_document_says() {
    let (client, mock) = silent();
    let since: Timestamp = "2024-01-31T12:00:00Z".parse().expect("it is a time");
    client
        .items()
        .parts()
        .retrieve("a/b c", -7, "x&y", "acme")
        .since(since)
        .verbose(true)
        .kinds(["one", "two"])
        .comma([1, 2])
        .space(["a", "b"])
        .pipe(["a", "b"])
        .deep(Range::new(1).to(2))
        .flat(Range::new(3))
        .where_(Range::new(4))
        .x_list(["l", "m"])
        .session("s-1")
        .await
        .expect("the call succeeds");
    let request = sent(&mock);
    assert_eq!(request.method, Method::GET);
    assert_eq!(request.path(), "/v1/items/a%2Fb%20c/parts/-7");
    let query = request.query();
    let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        query,
        [
            ("q", "x&y"),
            ("since", "2024-01-31T12:00:00Z"),
            ("verbose", "true"),
            ("kinds", "one"),
            ("kinds", "two"),
            ("comma", "1,2"),
            ("space", "a b"),
            ("pipe", "a|b"),
            ("deep[from]", "1"),
            ("deep[to]", "2"),
            ("from", "3"),
            ("where", "{\"from\":4}"),
        ]
    );
    assert_eq!(request.header("x-tenant"), Some("acme"));
    assert_eq!(request.header("x-list"), Some("l,m"));
    assert_eq!(request.header("cookie"), Some("session=s-1"));
    assert_eq!(request.header("accept"), Some("*/*"));
    assert_eq!(request.header("authorization"), Some("Bearer token-1"));
    assert!(request.body.is_empty());
}

#[tokio::test]
async fn nothing_is_sent_for_what_was_not_set() {
    let (client, mock) = responding(r#"{"items":[],"page_info":{"has_next_page":false,"has_prev_page":false}}"#);
    client.items().list().await.expect("the call succeeds");
    let request = sent(&mock);
    assert_eq!(request.url, "https://eu.example.com/v1/items");
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("content-type"), None);
}

#[tokio::test]
async fn enumerations_and_lists_stand_in_the_query() {
    let (client, mock) = responding(r#"{"items":[],"page_info":{"has_next_page":false,"has_prev_page":false}}"#);
    let list = client.items().list().order(ItemOrder::AscUpper).trace(Trace::from("new one")).limit(5);
    list.expand([ItemExpand::Owner, ItemExpand::Parts]).await.expect("the call succeeds");
    assert_eq!(sent(&mock).raw_query(), "order=ASC&trace=new%20one&limit=5&expand%5B%5D=owner&expand%5B%5D=parts");
}

#[tokio::test]
async fn a_body_holds_constants_what_is_required_and_what_is_set() {
    let response = r#"{"object":"item","id":"itm_1","name":"ladder","owner":null,"reaction":"+1"}"#;
    let (client, mock) = responding(response);
    let labels = BTreeMap::from([("colour".to_owned(), "red".to_owned())]);
    let item = client
        .items()
        .create("ladder", None)
        .count(3)
        .note("dry")
        .tags(["a", "b"])
        .labels(&labels)
        .reaction(Reaction::Plus1)
        .level(Level::Minus1)
        .pin("1234")
        .due(date(2024, 2, 29))
        .place(ItemPlace::new("Kiel"))
        .await
        .expect("the call succeeds");
    assert_eq!(item.id, "itm_1");
    assert_eq!(
        body(&mock),
        concat!(
            r#"{"object":"item","version":2,"name":"ladder","owner":null,"count":3,"note":"dry","tags":["a","b"],"#,
            r#""labels":{"colour":"red"},"reaction":"+1","level":-1,"pin":"1234","due":"2024-02-29","place":{"city":"Kiel"}}"#
        )
    );
    let request = sent(&mock);
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!((request.method.as_str(), request.path()), ("POST", "/v1/items"));
}

#[tokio::test]
async fn inputs_of_one_name_are_distinguished() {
    let (client, mock) = silent();
    let records = client.zones().records();
    let request = records.create("path", "in body", "body name").query_zone_id("in query").name("query name");
    let request = request.header_name("header name").body_options("o").body_send(true).body_call("c");
    request.type_(RecordType::Aaaa).await.expect("the call succeeds");
    let request = sent(&mock);
    assert_eq!(request.path(), "/v1/zones/path/records");
    assert_eq!(request.raw_query(), "zone_id=in%20query&name=query%20name");
    assert_eq!(request.header("name"), Some("header name"));
    let expected = r#"{"zone_id":"in body","name":"body name","options":"o","send":true,"call":"c","type":"AAAA"}"#;
    assert_eq!(request.json(), Some(json(expected)));
}

#[tokio::test]
async fn many_inputs_come_in_a_struct() {
    let (client, mock) = client();
    mock.enqueue(MockReply::new(500));
    let inputs = CreateBookingInputs::new("north")
        .currency("EUR")
        .from("KEL")
        .to("HAM")
        .day(date(2025, 1, 2))
        .seats(["1A"])
        .class(CreateBookingClass::First)
        .price(None)
        .passenger(Passenger::new("one"))
        .remarks(vec![Some("none".to_owned()), None]);
    let options = RequestOptions::new().max_retries(0).header("x-trace", "1").extra_query("k", "v").extra_body("e", 1);
    let error = client.flights().bookings().create(&inputs).meal("soup").options(options).await;
    assert!(error.expect_err("the server failed").is_server_error());
    let request = sent(&mock);
    assert_eq!(request.path(), "/v1/flights/north/bookings");
    assert_eq!(request.raw_query(), "currency=EUR&k=v");
    assert_eq!(request.header("x-trace"), Some("1"));
    let expected = r#"{"from":"KEL","to":"HAM","day":"2025-01-02","seats":["1A"],"class":"first","price":null,
        "passenger":{"name":"one"},"remarks":["none",null],"meal":"soup","e":1}"#;
    assert_eq!(request.json(), Some(json(expected)));
}

/// As in a program that was written before the API required all of them.
#[tokio::test]
async fn required_inputs_of_a_struct_that_are_not_set_are_not_sent() {
    let (client, mock) = client();
    mock.enqueue(MockReply::new(500));
    let inputs = CreateBookingInputs::new("north").from("KEL");
    let options = RequestOptions::new().max_retries(0);
    let error = client.flights().bookings().create(&inputs).options(options).await;
    assert!(error.expect_err("the server failed").is_server_error());
    let request = sent(&mock);
    assert_eq!((request.path(), request.raw_query()), ("/v1/flights/north/bookings", ""));
    assert_eq!(request.json(), Some(json(r#"{"from":"KEL"}"#)));
}

#[tokio::test]
async fn whole_bodies_are_sent_as_they_are() {
    let (client, mock) = client();
    let whole = client.whole();
    (0..9).for_each(|_| mock.enqueue(MockReply::new(200).json("null")));
    whole.lists().update(["a", "b"]).await.expect("the call succeeds");
    whole.maps().update(BTreeMap::from([("n".to_owned(), 1)])).await.expect("the call succeeds");
    assert_eq!(whole.free().update(json("[null,{}]")).await.expect("any JSON will do"), Value::Null);
    whole.optional().update().await.expect("the call succeeds");
    whole.optional().update().body([1, 2]).await.expect("the call succeeds");
    whole.unions().update("text").await.expect("the call succeeds");
    whole.unions().update(UpdateUnionBody::from(Passenger::new("one"))).await.expect("the call succeeds");
    whole.nothing().update().await.expect("the call succeeds");
    client.items().lend("itm_1").await.expect("the call succeeds");
    let bodies: Vec<String> =
        mock.requests().iter().map(|request| String::from_utf8_lossy(&request.body).into_owned()).collect();
    assert_eq!(
        bodies,
        ["[\"a\",\"b\"]", "{\"n\":1}", "[null,{}]", "", "[1,2]", "\"text\"", "{\"name\":\"one\"}", "{}", ""]
    );
    assert_eq!(mock.requests()[8].path(), "/v1/items/itm_1:lend");
}

#[tokio::test]
async fn a_plain_string_is_a_body_and_a_response() {
    let (client, mock) = responding("\"back\"");
    assert_eq!(client.whole().strings().update("forth").await.expect("the call succeeds"), "back");
    assert_eq!(body(&mock), "\"forth\"");
    let (client, _) = responding("{\"a\":1}\n{\"a\":2}\n");
    let lines = client.whole().strings().update("forth").await.expect("what is no JSON string is returned as it came");
    assert_eq!(lines, "{\"a\":1}\n{\"a\":2}\n");
}

#[tokio::test]
async fn lists_of_structures_are_borrowed() {
    let (client, mock) = responding(r#"{"columns":[]}"#);
    let boards = client.boards().update([BoardColumn::new("left")]).scores([Some(1), None]).grid([vec![0.5], vec![]]);
    assert!(boards.await.expect("the call succeeds").columns.is_empty());
    assert_eq!(body(&mock), r#"{"columns":[{"name":"left"}],"scores":[1,null],"grid":[[0.5],[]]}"#);
}

#[tokio::test]
async fn members_keep_their_wire_names() {
    let (client, mock) = silent();
    let mut value =
        Self_::new("t", "s", "n", "c").encode_field("e").fn_("f").foo_bar("1").foo_bar_mixed("2").empty_field("0");
    value.π = Some("3.14".to_owned());
    client.self_().update(std::slice::from_ref(&value)).await.expect("the call succeeds");
    assert_eq!(
        body(&mock),
        r#"[{"type":"t","self":"s","new":"n","encode":"e","call":"c","fn":"f","foo_bar":"1","fooBar":"2","":"0","π":"3.14"}]"#
    );
}

#[tokio::test]
async fn an_empty_or_dotted_path_value_never_changes_the_path() {
    let (client, mock) = client();
    let error = client.items().retrieve("").await.expect_err("there is no such path");
    assert!(error.is_build(), "{error}");
    let error =
        client.items().retrieve("..").await.expect_err("it would lead elsewhere, or is escaped and refused here");
    assert!(mock.requests().iter().all(|request| request.path() != "/v1/"), "{error}");
}

#[tokio::test]
async fn servers_and_credentials_are_those_of_the_operation() {
    let (client, mock) = client();
    (0..3).for_each(|_| mock.enqueue(MockReply::new(204)));
    client.uploads().create().await.expect("the call succeeds");
    client.items().audit("itm_1").await.expect("the call succeeds");
    client.secured().both().await.expect("the call succeeds");
    let requests = mock.requests();
    assert_eq!(requests[0].url, "https://uploads.example.com/v1/uploads");
    assert_eq!(requests[0].header("authorization"), Some("Bearer token-1"));
    assert_eq!(requests[1].header("authorization"), None, "the operation asks for no credentials");
    assert_eq!(requests[2].header("authorization"), None, "the client has none of the credentials it takes");
}

#[tokio::test]
async fn alternatives_and_combinations_of_credentials_are_met() {
    let mock = sdkgen_runtime::testing::MockTransport::new();
    (0..2).for_each(|_| mock.enqueue(MockReply::new(204)));
    let builder = Client::builder().transport(mock.clone());
    let builder = builder.basic_auth("user", "password").api_key("key-1").query_key("key-2");
    let client = builder.build().expect("a client can be built");
    client.secured().either().await.expect("the call succeeds");
    client.secured().both().await.expect("the call succeeds");
    let requests = mock.requests();
    assert_eq!((requests[0].header("x-api-key"), requests[0].raw_query()), (Some("key-1"), ""));
    assert_eq!(requests[1].header("x-api-key"), Some("key-1"));
    assert_eq!(requests[1].header("authorization"), Some("Basic dXNlcjpwYXNzd29yZA=="));
}

//! What callers and hooks learn of deviations, and where the mode is chosen.

use std::sync::{Arc, Mutex};

use sdkgen_runtime::bytes::Bytes;
use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{
    Api, Call, Case, ClientBuilder, Core, Decode, Fault, Field, Next, Operation, Outcome, Reader, Server, blank,
};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Credential, Decoding, DeviationEffect, ErrorKind, Items, Paginate, RequestOptions, Response};

use crate::models::Line;
use crate::{API, CREATE, builder, core, forgiving, now};

/// Deviations as the hook receives them.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn hook(&self) -> impl Fn(&sdkgen_runtime::Deviation) + Send + Sync + 'static {
        let log = Arc::clone(&self.0);
        move |deviation| log.lock().unwrap().push(deviation.to_string())
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

const BODY: &str = r#"{"level": "high", "price": "12 EUR", "tags": {"a": {"b": "s3cret"}}}"#;

#[test]
fn a_deviation_says_what_was_expected_and_hides_what_was_found() {
    let response = forgiving::<Line>(BODY).unwrap();
    let [level, price, tag] = response.deviations() else { panic!("{:?}", response.deviations()) };
    assert_eq!((price.operation(), price.method(), price.status().as_u16()), ("sessions.create", &Method::POST, 201));
    assert_eq!(price.path_template(), "/accounts/{account}/sessions");
    assert_eq!((price.path(), price.affected_path(), price.effect()), ("$.price", "$.price", DeviationEffect::Neutral));
    assert_eq!((price.expected(), price.found(), price.is_missing()), ("a number", Some("string"), false));
    assert_eq!(price.excerpt(), r#"{"level": "…", "price": "…", "tags": {…}}"#);
    assert_eq!((level.path(), level.effect()), ("$.level", DeviationEffect::LeftOut));
    assert_eq!((tag.path(), tag.excerpt()), ("$.tags.a.b", r#"{"b": "…"}"#));
    assert_eq!(
        level.to_string(),
        "sessions.create: $.level in the 201 response: expected an integer, found a string; it was left out"
    );
    assert_eq!(
        level.to_json(),
        r#"{"operation":"sessions.create","method":"POST","path_template":"/accounts/{account}/sessions","status":201,"#
            .to_owned()
            + r#""path":"$.level","expected":"an integer","found":"string","missing":false,"effect":"left-out","#
            + r#""affected":"$.level"}"#
    );
    let missing = forgiving::<Line>("{}").unwrap();
    let [missing] = missing.deviations() else { panic!("{:?}", missing.deviations()) };
    assert_eq!((missing.expected(), missing.found(), missing.is_missing()), ("a value", None, true));
    // Nothing of the values is shown anywhere.
    let all = format!("{response:?} {:?} {}", response.deviations(), tag.to_json());
    assert!(!all.contains("s3cret") && !all.contains("EUR"), "{all}");
}

#[test]
fn credentials_in_keys_are_redacted() {
    let token = "tok_0123456789abcdef";
    let body = format!(r#"{{"price": 1, "tags": {{"{token}": {{"x": 1000, "{token}": true}}}}}}"#);
    let mock = MockTransport::from_fn(move |_| MockReply::new(200).json(&body));
    static BEARER: Api = Api::new("acme", "1.2.3")
        .servers(&[Server::new("https://api.example.com")])
        .schemes(&[sdkgen_runtime::private::Scheme::bearer("bearer")])
        .security(&[&["bearer"]]);
    let log = Log::default();
    let core = ClientBuilder::new(&BEARER)
        .transport(mock)
        .credential("bearer", Credential::bearer(token))
        .decoding(Decoding::Forgiving)
        .on_deviation(log.hook())
        .build()
        .unwrap();
    let response = now(Call::<Line>::json(&core, &CREATE, &[&"a"]).send_with_response()).unwrap();
    let [first, second] = response.deviations() else { panic!("{:?}", response.deviations()) };
    let shown = format!("{first} {second} {} {} {:?}", first.to_json(), second.excerpt(), log.take());
    assert!(!shown.contains(token) && shown.contains("[redacted]"), "{shown}");
}

#[test]
fn the_hook_gets_each_deviation_once() {
    let log = Log::default();
    let mock = MockTransport::from_fn(|_| MockReply::new(200).json(BODY));
    let core = builder(&mock).on_deviation(log.hook()).build().unwrap();
    let call = || Call::<Line>::json(&core, &CREATE, &[&"a"]);
    // Also without the response.
    assert_eq!(now(call().send()).unwrap().level, None);
    assert_eq!(log.take().len(), 3);
    let response = now(call().send_with_response()).unwrap();
    assert_eq!(log.take().len(), response.deviations().len());
    #[cfg(feature = "blocking")]
    {
        assert_eq!(call().send_blocking().unwrap().level, None);
        assert_eq!(log.take().len(), 3);
    }
    let mut strict = call();
    strict.set_options(RequestOptions::new().decoding(Decoding::Strict));
    assert!(now(strict.send()).unwrap_err().is_decode());
    assert_eq!(log.take(), <[String; 0]>::default());
}

#[test]
fn the_request_takes_precedence_over_the_client_and_that_over_the_sdk() {
    static FORGIVING: Api =
        Api::new("acme", "1.2.3").servers(&[Server::new("https://api.example.com")]).forgiving_decoding();
    let mock = MockTransport::from_fn(|_| MockReply::new(200).json(BODY));
    let sends = |core: &Core, options: RequestOptions| {
        let mut call = Call::<Line>::json(core, &CREATE, &[&"a"]);
        call.set_options(options);
        now(call.send()).is_ok()
    };
    let (strict, forgiving) = (Decoding::Strict, Decoding::Forgiving);
    let none = RequestOptions::new;
    for (api, is_forgiving) in [(&API, false), (&FORGIVING, true)] {
        let core = ClientBuilder::new(api).transport(mock.clone()).build().unwrap();
        assert_eq!(sends(&core, none()), is_forgiving);
        assert!(sends(&core, none().decoding(forgiving)));
        assert!(!sends(&core, none().decoding(strict)));
        let core = ClientBuilder::new(api).transport(mock.clone()).decoding(strict).build().unwrap();
        assert!(!sends(&core, none()));
        assert!(sends(&core.with_options(none().decoding(forgiving)), none()));
        let core = ClientBuilder::new(api).transport(mock.clone()).decoding(forgiving).build().unwrap();
        assert!(sends(&core, none()));
    }
    assert_eq!(Decoding::default(), Decoding::Strict);
}

#[test]
fn a_strict_error_keeps_the_whole_body() {
    let core = core(BODY);
    let mut call = Call::<Line>::json(&core, &CREATE, &[&"a"]);
    call.set_options(RequestOptions::new().decoding(Decoding::Strict));
    let error = now(call.send()).unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, 201));
    assert_eq!(error.body().unwrap(), BODY.as_bytes());
    assert_eq!(error.body_as::<Value>().unwrap()["tags"]["a"]["b"], "s3cret");
    // An endpoint that the SDK does not know.
    let response = now(core.request(Method::GET, "/lines/7")).unwrap();
    assert_eq!(response.json::<Line>().unwrap().level, None);
    assert_eq!(response.json::<Vec<Line>>().unwrap_err().body().unwrap(), BODY.as_bytes());
}

/// A page of numbers.
struct Page {
    items: Vec<i64>,
    others: Vec<i64>,
}

impl Decode for Page {
    fn blank() -> Self {
        Self { items: blank(), others: blank() }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        const FIELDS: &[Field] = &[Field::required("items"), Field::required("others")];
        reader.object(FIELDS, &mut [&mut self.items, &mut self.others])
    }
}

struct List(Call<Page>);

impl Paginate for List {
    type Page = Page;
    type Item = i64;

    fn into_call(self) -> Call<Page> {
        self.0
    }

    fn items(page: Page) -> Vec<i64> {
        page.items
    }

    fn next(page: &Page) -> Next {
        Next::offset("offset", page.items.len()).size("limit", Some(3), None)
    }
}

#[test]
fn items_of_pages_that_do_not_decode_are_left_out_but_counted() {
    static LIST: Operation = Operation::new("numbers.list", Method::GET, "/numbers");
    let log = Log::default();
    let mock = MockTransport::new();
    mock.enqueue(MockReply::new(200).json(r#"{"items": [1, "2", 3], "others": []}"#));
    mock.enqueue(MockReply::new(200).json(r#"{"others": [], "items": [4, 5, 6]}"#));
    mock.enqueue(MockReply::new(200).json(r#"{"others": [true], "items": ["7", null]}"#));
    let core = builder(&mock).on_deviation(log.hook()).build().unwrap();
    let mut items = Items::new(List(Call::json(&core, &LIST, &[])));
    let mut seen = Vec::new();
    while let Some(item) = now(items.try_next()).unwrap() {
        seen.push(item);
    }
    assert_eq!(seen, [1, 3, 4, 5, 6]);
    let queries: Vec<_> = mock.requests().iter().map(|request| request.raw_query().to_owned()).collect();
    assert_eq!(queries, ["", "offset=3", "offset=6"]);
    let log = log.take();
    assert_eq!(log.len(), 4, "{log:?}");
    assert_eq!(
        log[0],
        "numbers.list: $.items[1] in the 200 response: expected an integer, found a string; it was left out"
    );
}

/// The same list by cursors, which a server may send with the last page too.
struct ByCursor(Call<Page>);

impl Paginate for ByCursor {
    type Page = Page;
    type Item = i64;

    fn into_call(self) -> Call<Page> {
        self.0
    }

    fn items(page: Page) -> Vec<i64> {
        page.items
    }

    fn next(page: &Page) -> Next {
        Next::cursor_at("after", "/next").until_empty(page.items.len())
    }
}

#[test]
fn a_page_of_which_everything_is_left_out_is_not_the_last() {
    static LIST: Operation = Operation::new("numbers.list", Method::GET, "/numbers");
    let mock = MockTransport::new();
    mock.enqueue(MockReply::new(200).json(r#"{"items": [1], "others": [], "next": "a"}"#));
    mock.enqueue(MockReply::new(200).json(r#"{"items": ["2", "3"], "others": [], "next": "b"}"#));
    mock.enqueue(MockReply::new(200).json(r#"{"items": [4], "others": [], "next": "c"}"#));
    mock.enqueue(MockReply::new(200).json(r#"{"items": [], "others": [], "next": "d"}"#));
    let core = builder(&mock).build().unwrap();
    let items = now(Items::new(ByCursor(Call::json(&core, &LIST, &[]))).try_collect()).unwrap();
    assert_eq!((items, mock.requests().len()), (vec![1, 4], 4));
}

/// A line, whatever the success status is.
enum Made {
    Line(Line),
    Unrecognized,
}

impl Outcome for Made {
    const CASES: &'static [Case<Self>] = &[Case::of(201, |response| response.json().map(Self::Line))];

    fn unrecognized(_: Response<Bytes>) -> Self {
        Self::Unrecognized
    }
}

#[test]
fn responses_of_several_types_are_decoded_in_the_same_way() {
    let response = forgiving_call(|core| Call::<Made>::outcome(core, &CREATE, &[&"a"]));
    assert!(matches!(response.get(), Made::Line(line) if line.level.is_none()));
    assert_eq!((response.deviations().len(), response.deviation_count()), (3, 3));
    // Without deviations, there are none.
    assert_eq!(forgiving::<Line>(r#"{"price": 1}"#).unwrap().deviation_count(), 0);
}

fn forgiving_call<T: 'static>(call: impl Fn(&Core) -> Call<T>) -> Response<T> {
    now(call(&core(BODY)).send_with_response()).unwrap()
}

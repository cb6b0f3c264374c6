//! Request bodies other than JSON objects: the exact bytes, and how independent parsers read them.

use std::borrow::Cow;

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{BodyFormat, Call, Core, Encode, Encoding, FormStyle, Operation};
use sdkgen_runtime::serde_json::{Value, json};
use sdkgen_runtime::testing::MockTransport;
use sdkgen_runtime::{FileUpload, MultipartForm, Patch, Request, RequestOptions};

use crate::support::{client, now, ok, sent};

const FORM: &str = "application/x-www-form-urlencoded";

static PLAIN: Operation = Operation::new("forms.create", Method::POST, "/forms").body(BodyFormat::Form, FORM);

static STYLED: Operation =
    Operation::new("forms.create", Method::POST, "/forms").body(BodyFormat::Form, FORM).encodings(&[
        Encoding::new("deep").style(FormStyle::Deep),
        Encoding::new("comma").style(FormStyle::Comma),
        Encoding::new("space").style(FormStyle::Space),
        Encoding::new("pipe").style(FormStyle::Pipe),
        Encoding::new("exploded").style(FormStyle::Exploded),
        Encoding::new("json").content_type("application/json"),
        Encoding::new("reserved").allow_reserved(),
    ]);

static PARTS: Operation = Operation::new("parts.create", Method::POST, "/parts")
    .body(BodyFormat::Multipart, "multipart/form-data")
    .encodings(&[
        Encoding::new("photo").content_type("image/png").headers(&[("X-Kind", "scan"), ("X-Bad", "a\nb")]),
        Encoding::new("offer").content_type("application/sdp"),
        Encoding::new("deep").style(FormStyle::Deep),
        Encoding::new("pipe").style(FormStyle::Pipe),
    ]);

/// Sends a request after `fill` has changed it.
fn request(operation: &'static Operation, fill: impl FnOnce(&mut Call<Value>)) -> Request {
    let mock = MockTransport::from_fn(|_| ok());
    let core: Core = client(&mock);
    let mut call = Call::<Value>::json(&core, operation, &[]);
    fill(&mut call);
    sent(&mock, call)
}

fn text(request: &Request) -> &str {
    std::str::from_utf8(&request.body).expect("the body is text")
}

/// The body of a form with one field.
fn form(operation: &'static Operation, name: &'static str, value: &dyn Encode) -> String {
    text(&request(operation, |call| call.body_field(name, value))).to_owned()
}

#[test]
fn a_model_sets_all_fields_and_setters_replace_them() {
    static JSON: Operation = Operation::new("pods.replace", Method::PUT, "/pods");
    let model = json!({"kind": "Pod", "id": 7, "name": "a\"b", "new": {"x": [1, null]}, "none": null});
    let fill = |call: &mut Call<Value>| {
        call.body_field("name", &"before");
        call.body_field("other", &1);
        call.body_model(&model, &["id"]);
        call.body_field("kind", &"Job");
        call.body_field("more", &true);
    };
    let sent = text(&request(&JSON, fill)).to_owned();
    let expected = json!({"kind": "Job", "name": "a\"b", "new": {"x": [1, null]}, "none": null, "more": true});
    assert_eq!(sent.parse::<Value>().expect("it is JSON"), expected, "{sent}");
    assert_eq!(text(&request(&JSON, |call| call.body_model(&json!({}), &[]))), "{}");
    let form = text(&request(&STYLED, |call| {
        call.body_model(&json!({"deep": {"a": [1, 2]}, "comma": ["x", "y"], "json": {"k": 1}, "plain": "a b"}), &[]);
    }))
    .to_owned();
    assert_eq!(form, "deep%5Ba%5D%5B0%5D=1&deep%5Ba%5D%5B1%5D=2&comma=x,y&json=%7B%22k%22%3A1%7D&plain=a+b");
}

#[test]
fn a_body_can_be_sent_in_another_format_at_any_time() {
    static JSON: Operation = Operation::new("notes.create", Method::POST, "/notes");
    const STYLED: &[Encoding] = &[Encoding::new("deep").style(FormStyle::Deep)];
    let request = |fill: &dyn Fn(&mut Call<Value>)| request(&JSON, |call| fill(call));
    let as_form = request(&|call| {
        call.body_field("deep", &json!({"a": 1}));
        call.body_field("text", &"a b");
        call.body_as(BodyFormat::Form, FORM, STYLED);
        call.body_field("more", &true);
        call.body_field("text", &"c");
    });
    assert_eq!(text(&as_form), "deep%5Ba%5D=1&more=true&text=c");
    assert_eq!(as_form.headers["content-type"], FORM);
    let as_patch = request(&|call| {
        call.body_value(&json!([{"op": "remove", "path": "/a"}]));
        call.body_as(BodyFormat::Json, "application/json-patch+json", &[]);
    });
    assert_eq!(text(&as_patch), r#"[{"op":"remove","path":"/a"}]"#);
    assert_eq!(as_patch.headers["content-type"], "application/json-patch+json");
    let as_parts = request(&|call| {
        call.body_field("text", &"a");
        call.body_as(BodyFormat::Multipart, "multipart/form-data", &[]);
    });
    assert!(text(&as_parts).contains("form-data; name=\"text\"\r\n\r\na\r\n"), "{}", text(&as_parts));
    // Without a body there is nothing to send.
    assert!(request(&|call| call.body_as(BodyFormat::Form, FORM, &[])).body.is_empty());
}

#[test]
fn fields_of_a_form_without_a_style() {
    let list = vec!["a,b".to_owned(), "c d".to_owned()];
    let object = json!({"x": 1.5, "y": ["z"], "gone": null});
    let cases: &[(&dyn Encode, &str)] = &[
        (&"a b+c&d=e/ü*-._~", "m=a+b%2Bc%26d%3De%2F%C3%BC*-._%7E"),
        (&"", "m="),
        (&-1_i64, "m=-1"),
        (&true, "m=true"),
        (&Option::<i64>::None, ""),
        (&Patch::<i64>::Absent, ""),
        (&Patch::<i64>::Null, "m="),
        (&list, "m=a%2Cb&m=c+d"),
        (&Vec::<String>::new(), ""),
        (&json!([1, null, {"a": 2}, [3]]), "m=1&m=&m=%7B%22a%22%3A2%7D&m=%5B3%5D"),
        (&object, "m=%7B%22x%22%3A1.5%2C%22y%22%3A%5B%22z%22%5D%2C%22gone%22%3Anull%7D"),
    ];
    for (value, expected) in cases {
        assert_eq!(form(&PLAIN, "m", *value), *expected);
    }
    let request = request(&PLAIN, |call| call.body_field("m", &1_i64));
    assert_eq!(request.header("content-type"), Some(FORM));
}

#[test]
fn fields_of_a_form_with_a_style() {
    let list = vec!["a,b".to_owned(), "c d".to_owned()];
    let object = json!({"x": 1, "y": "a b", "z": [1, 2]});
    let deep = json!({"a": {"b": {"c": "d e"}}, "list": [{"id": 1}, "x"], "unset": null, "none": [], "ok": true});
    let cases: &[(&'static str, &dyn Encode, &str)] = &[
        (
            "deep",
            &deep,
            "deep%5Ba%5D%5Bb%5D%5Bc%5D=d+e&deep%5Blist%5D%5B0%5D%5Bid%5D=1&deep%5Blist%5D%5B1%5D=x&deep%5Bunset%5D=&deep%5Bok%5D=true",
        ),
        ("deep", &list, "deep%5B0%5D=a%2Cb&deep%5B1%5D=c+d"),
        ("deep", &"", "deep="),
        ("deep", &json!({}), ""),
        ("comma", &list, "comma=a%2Cb,c+d"),
        ("comma", &object, "comma=x,1,y,a+b,z,%5B1%2C2%5D"),
        ("comma", &Vec::<String>::new(), ""),
        ("space", &list, "space=a%2Cb%20c+d"),
        ("pipe", &list, "pipe=a%2Cb%7Cc+d"),
        ("exploded", &object, "x=1&y=a+b&z=1&z=2"),
        ("exploded", &list, "exploded=a%2Cb&exploded=c+d"),
        ("json", &list, "json=%5B%22a%2Cb%22%2C%22c+d%22%5D"),
        ("json", &"a", "json=%22a%22"),
        ("reserved", &"a/b?c=[d] &+%#ü", "reserved=a/b?c=[d]%20%26%2B%25#%C3%BC"),
    ];
    for (name, value, expected) in cases {
        assert_eq!(form(&STYLED, name, *value), *expected, "{name}");
    }
}

#[test]
fn a_form_reads_back() {
    let request = request(&STYLED, |call| {
        call.body_field("reserved", &"a/b?c=[d] &+%#ü");
        call.body_field("deep", &json!({"a": ["x & y", "ü"]}));
        call.body_field("plain", &"1");
        call.body_field("plain", &"2 = 3");
    });
    let read: Vec<(Cow<'_, str>, Cow<'_, str>)> = url::form_urlencoded::parse(&request.body).collect();
    let expected = [("reserved", "a/b?c=[d] &+%#ü"), ("deep[a][0]", "x & y"), ("deep[a][1]", "ü"), ("plain", "2 = 3")];
    assert_eq!(read, expected.map(|(name, value)| (name.into(), value.into())));
}

#[test]
fn whole_forms_and_empty_ones() {
    let whole = request(&STYLED, |call| call.body_value(&json!({"deep": {"a": 1}, "n": [1, 2], "null": null})));
    assert_eq!(text(&whole), "deep%5Ba%5D=1&n=1&n=2&null=");
    let empty = request(&PLAIN, Call::body_object);
    assert_eq!((text(&empty), empty.header("content-type")), ("", Some(FORM)));
    let none = request(&PLAIN, |_| ());
    assert_eq!((text(&none), none.header("content-type")), ("", None));
    let extra = request(&PLAIN, |call| {
        call.body_field("a", &1_i64);
        call.set_options(RequestOptions::new().extra_body("b", json!({"c": 1})).extra_body("a", 2));
    });
    assert_eq!(text(&extra), "b=%7B%22c%22%3A1%7D&a=2");
    let mock = MockTransport::new();
    let mut call = Call::<Value>::json(&client(&mock), &PLAIN, &[]);
    call.body_value(&vec![1_i64]);
    let error = now(call.send()).unwrap_err();
    assert!(error.is_build() && error.to_string().contains("needs an object"), "{error}");
}

/// The parts of a body as an independent parser reads them: name, file name, media type, bytes.
type Seen = (Option<String>, Option<String>, Option<String>, Vec<u8>);

async fn parsed(request: &Request) -> Vec<Seen> {
    let content_type = request.header("content-type").expect("there is a content type");
    let boundary = multer::parse_boundary(content_type).expect("it has a boundary");
    let body = request.body.to_bytes();
    let mut reader = multer::Multipart::new(once(body), boundary);
    let mut seen = Vec::new();
    while let Some(field) = reader.next_field().await.expect("the next part reads") {
        let (name, file) = (field.name().map(str::to_owned), field.file_name().map(str::to_owned));
        let media_type = field.content_type().map(ToString::to_string);
        seen.push((name, file, media_type, field.bytes().await.expect("the part reads").to_vec()));
    }
    seen
}

/// A stream of one piece.
fn once(
    body: sdkgen_runtime::bytes::Bytes,
) -> impl futures_core::Stream<Item = Result<sdkgen_runtime::bytes::Bytes, std::io::Error>> + Send {
    struct Once(Option<sdkgen_runtime::bytes::Bytes>);
    impl futures_core::Stream for Once {
        type Item = Result<sdkgen_runtime::bytes::Bytes, std::io::Error>;
        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(self.0.take().map(Ok))
        }
    }
    Once(Some(body))
}

fn of(name: &str, file: Option<&str>, media_type: Option<&str>, bytes: &[u8]) -> Seen {
    let owned = |text: &str| text.to_owned();
    (Some(owned(name)), file.map(owned), media_type.map(owned), bytes.to_vec())
}

#[test]
fn parts_on_the_wire() {
    let fill = |call: &mut Call<Value>| {
        call.body_field("title", &"A \"title\"");
        call.body_file("photo", &FileUpload::from(&[0xff, 0xd8, b'\r', b'\n']).name("my \"photo\"\r\n.png"));
        call.body_field("place", &json!({"city": "X"}));
    };
    let first = request(&PARTS, fill);
    let content_type = first.header("content-type").expect("there is a content type");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("it has a boundary");
    assert!(boundary.len() <= 70 && boundary.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    let mut expected = Vec::new();
    let parts: [&[u8]; 4] = [
        b"\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA \"title\"\r\n",
        b"\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"my %22photo%22%0D%0A.png\"\r\n\
          Content-Type: image/png\r\nX-Kind: scan\r\n\r\n\xff\xd8\r\n\r\n",
        b"\r\nContent-Disposition: form-data; name=\"place\"\r\nContent-Type: application/json\r\n\r\n{\"city\":\"X\"}\r\n",
        b"--\r\n",
    ];
    for part in parts {
        expected.extend_from_slice(format!("--{boundary}").as_bytes());
        expected.extend_from_slice(part);
    }
    assert_eq!(first.body, expected);
    assert_eq!(request(&PARTS, fill), first, "equal requests are equal byte for byte");
    let other = request(&PARTS, |call| call.body_field("title", &"B"));
    assert_ne!(other.header("content-type"), first.header("content-type"));
}

#[test]
fn parts_read_back() {
    let request = request(&PARTS, |call| {
        call.body_field("name", &"ü");
        call.body_field("numbers", &vec![1_i64, 2]);
        call.body_field("list", &json!([{"a": 1}, "x"]));
        call.body_field("deep", &json!({"a": ["b"]}));
        call.body_field("pipe", &vec![1_i64, 2]);
        call.body_field("offer", &"v=0");
        call.body_field("gone", &Option::<i64>::None);
        call.body_field("null", &Patch::<i64>::Null);
        call.body_file("photo", &FileUpload::from("replaced"));
        call.body_file("photo", &FileUpload::from(vec![0, 1]).content_type("image/gif"));
        call.body_files("pages", &[FileUpload::from("one").name("1.txt"), FileUpload::from(&b"two"[..])]);
        call.set_options(RequestOptions::new().extra_body("extra", json!(true)));
    });
    let expected = [
        of("name", None, None, "ü".as_bytes()),
        of("numbers", None, None, b"1"),
        of("numbers", None, None, b"2"),
        of("list", None, Some("application/json"), br#"{"a":1}"#),
        of("list", None, None, b"x"),
        of("deep[a][0]", None, None, b"b"),
        of("pipe", None, None, b"1|2"),
        of("offer", None, Some("application/sdp"), b"v=0"),
        of("null", None, None, b""),
        of("photo", Some("photo"), Some("image/gif"), &[0, 1]),
        of("pages", Some("1.txt"), Some("application/octet-stream"), b"one"),
        of("pages", Some("pages"), Some("application/octet-stream"), b"two"),
        of("extra", None, None, b"true"),
    ];
    assert_eq!(now(parsed(&request)), expected);
}

#[test]
fn a_boundary_occurs_in_no_part() {
    let plain = request(&PARTS, |call| call.body_field("a", &"x"));
    let boundary = |request: &Request| multer::parse_boundary(request.header("content-type").unwrap_or_default());
    // The body can be parsed whatever the parts contain, such as another boundary or the first candidate for their own.
    let known = boundary(&plain).expect("it has a boundary");
    let hostile = format!("\r\n--{known}--\r\n--{known}\r\n");
    let request = request(&PARTS, |call| call.body_field("a", &hostile));
    assert_eq!(now(parsed(&request)), [of("a", None, None, hostile.as_bytes())]);
}

#[test]
fn parts_given_as_a_whole_and_no_parts_at_all() {
    let form = MultipartForm::new().file("a", "1").text("b", "2");
    let map = request(&PARTS, |call| {
        call.body_parts(&form);
        call.body_field("c", &3_i64);
    });
    let octets = Some("application/octet-stream");
    assert_eq!(
        now(parsed(&map)),
        [of("a", Some("a"), octets, b"1"), of("b", None, None, b"2"), of("c", None, None, b"3")]
    );
    let empty = request(&PARTS, Call::body_object);
    assert_eq!(now(parsed(&empty)), []);
}

#[test]
fn a_media_type_cannot_smuggle_headers() {
    let bad = FileUpload::from("x").content_type("image/png\r\nX-Evil: 1");
    let mock = MockTransport::new();
    let mut call = Call::<Value>::json(&client(&mock), &PARTS, &[]);
    call.body_file("photo", &bad);
    let error = now(call.send()).unwrap_err();
    assert!(error.is_build() && error.to_string().contains("the file `photo`"), "{error}");
    static ANY: Operation =
        Operation::new("any", Method::PUT, "/any").body(BodyFormat::Bytes, "application/octet-stream");
    let mut call = Call::<Value>::json(&client(&mock), &ANY, &[]);
    call.body_upload(&bad);
    assert!(now(call.send()).unwrap_err().is_build());
    assert!(mock.requests().is_empty());
}

#[test]
fn parts_of_other_kinds_have_no_names() {
    static RELATED: Operation =
        Operation::new("related", Method::POST, "/related").body(BodyFormat::Multipart, "multipart/related");
    let request = request(&RELATED, |call| {
        call.body_field("metadata", &json!({"a": 1}));
        call.body_field("note", &"x");
        call.body_file("media", &FileUpload::from("y").content_type("image/png"));
    });
    let content_type = request.header("content-type").expect("there is a content type");
    let boundary = content_type.strip_prefix("multipart/related; boundary=").expect("it has a boundary");
    let expected = "--B\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n\
        --B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nx\r\n\
        --B\r\nContent-Type: image/png\r\n\r\ny\r\n--B--\r\n";
    assert_eq!(text(&request), expected.replace('B', boundary));
}

#[test]
fn whole_bodies() {
    static MERGE: Operation =
        Operation::new("m", Method::PATCH, "/m").body(BodyFormat::Json, "application/merge-patch+json");
    let merge = request(&MERGE, |call| call.body_field("a", &Patch::<i64>::Null));
    assert_eq!((text(&merge), merge.header("content-type")), ("{\"a\":null}", Some("application/merge-patch+json")));

    static LINES: Operation =
        Operation::new("l", Method::POST, "/l").body(BodyFormat::JsonLines, "application/x-ndjson");
    let lines = request(&LINES, |call| call.body_value(&json!([{"a": "x\ny"}, 2])));
    assert_eq!((text(&lines), lines.header("content-type")), ("{\"a\":\"x\\ny\"}\n2\n", Some("application/x-ndjson")));

    static XML: Operation = Operation::new("x", Method::DELETE, "/x").body(BodyFormat::Text, "text/xml");
    let xml = request(&XML, |call| call.body_value(&"<a b=\"c\">\u{e9}</a>"));
    assert_eq!((text(&xml), xml.header("content-type")), ("<a b=\"c\">\u{e9}</a>", Some("text/xml")));

    static ZIP: Operation = Operation::new("z", Method::PUT, "/z").body(BodyFormat::Bytes, "application/zip");
    let zip = request(&ZIP, |call| call.body_bytes(&vec![0, 159, 146].into()));
    assert_eq!((&zip.body[..], zip.header("content-type")), (&[0, 159, 146][..], Some("application/zip")));
    let plain = request(&ZIP, |call| call.body_upload(&FileUpload::from("x")));
    assert_eq!(plain.header("content-type"), Some("application/zip"));
    let explicit = request(&ZIP, |call| call.body_upload(&FileUpload::from("x").content_type("image/png")));
    assert_eq!((text(&explicit), explicit.header("content-type")), ("x", Some("image/png")));
}

#[test]
fn a_body_of_another_type_replaces_the_fields() {
    let options = RequestOptions::new().body("text/csv", "a,b");
    let replaced = request(&PLAIN, |call| {
        call.body_field("a", &1_i64);
        call.set_options(options.clone());
        call.set_options(RequestOptions::new().max_retries(1));
    });
    assert_eq!((text(&replaced), replaced.header("content-type")), ("a,b", Some("text/csv")));
    let mock = MockTransport::from_fn(|_| ok());
    let derived = client(&mock).with_options(options);
    let mut call = Call::<Value>::json(&derived, &PLAIN, &[]);
    call.body_field("a", &1_i64);
    assert_eq!(text(&sent(&mock, call)), "a=1", "it counts for one request only");
    let mut call = Call::<Value>::json(&client(&mock), &PLAIN, &[]);
    call.set_options(RequestOptions::new().body("a\nb", "x"));
    assert!(now(call.send()).unwrap_err().is_build());
}

#[test]
fn uploads_show_no_contents() {
    let upload = FileUpload::from("SEKRET").name("a.txt");
    let shown = format!("{upload:?} {:?}", RequestOptions::new().body("text/plain", "SEKRET"));
    assert!(!shown.contains("SEKRET") && shown.contains("a.txt"), "{shown}");
}

#[test]
fn a_form_put_together_by_hand() {
    let form = MultipartForm::new().text("a", "1").text("a", "2").json("b", json!({"c": 3})).file("d", vec![4]);
    assert_eq!(format!("{form:?}"), r#"MultipartForm { parts: ["a", "a", "b", "d"], .. }"#);
    let request = request(&PLAIN, |call| call.set_options(RequestOptions::new().multipart(form)));
    let expected = [
        of("a", None, None, b"1"),
        of("a", None, None, b"2"),
        of("b", None, Some("application/json"), br#"{"c":3}"#),
        of("d", Some("d"), Some("application/octet-stream"), &[4]),
    ];
    assert_eq!(now(parsed(&request)), expected);
    let mock = MockTransport::new();
    let mut call = Call::<Value>::json(&client(&mock), &PLAIN, &[]);
    let bad = MultipartForm::new().file("a", FileUpload::from("x").content_type("a\nb"));
    call.set_options(RequestOptions::new().multipart(bad));
    assert!(now(call.send()).unwrap_err().is_build());
}

//! Uploads in pieces, as the server received them.

use std::path::PathBuf;

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{BodyFormat, Call, Core, Operation};
use sdkgen_runtime::{ErrorKind, FileUpload};

use crate::lab::{Act, Lab, Step};
use crate::support::client;

static FORM: Operation =
    Operation::new("files.create", Method::POST, "/files").body(BodyFormat::Multipart, "multipart/form-data");
static PUT: Operation =
    Operation::new("files.put", Method::PUT, "/file").body(BodyFormat::Bytes, "application/octet-stream");

/// Larger than all buffers between client and server.
fn bytes() -> Vec<u8> {
    (0..3_000_001_u32).map(|at| (at % 251) as u8).collect()
}

/// The bytes as a file of the name `a.bin`, in a folder of its own for each test.
fn path(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("uploads-{test}"));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("a.bin");
    std::fs::write(&path, bytes()).unwrap();
    path
}

/// The same file, in memory and on disk.
fn files(test: &str) -> [FileUpload; 2] {
    [FileUpload::new(bytes()).name("a.bin"), FileUpload::from_path(path(test)).unwrap()]
}

fn form(core: &Core, file: &FileUpload) -> Call<()> {
    let mut call = Call::empty(core, &FORM, &[]);
    call.body_field("title", &"A file");
    call.body_file("file", file);
    call
}

/// The content type contains the boundary of the parts, and the length is announced.
#[track_caller]
fn assert_form(content_type: &str, length: Option<&str>, body: &[u8]) {
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("it names the boundary");
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA file\r\n--{boundary}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    let expected = [head.as_bytes(), &bytes(), format!("\r\n--{boundary}--\r\n").as_bytes()].concat();
    assert!(body == expected, "{} bytes instead of {}", body.len(), expected.len());
    assert_eq!(length, Some(&*expected.len().to_string()));
}

/// A form with a file arrives in full, with its length, over every protocol.
#[tokio::test]
async fn a_form_arrives_whole() {
    for file in files("form") {
        for lab in [Lab::plain(|_| Act::ok("{}")), Lab::tls(|_| Act::ok("{}")), Lab::http2(|_| Act::ok("{}"))] {
            form(&client(&lab), &file).send().await.unwrap();
            let log = lab.log();
            let [request] = &log.requests[..] else { panic!("one request: {:?}", log.lines()) };
            let content_type = request.header("content-type").unwrap();
            assert_form(content_type, request.header("content-length"), &request.body);
            assert!(request.header("transfer-encoding").is_none());
        }
    }
}

/// A file as the whole body arrives in full, with its length.
#[tokio::test]
async fn a_put_file_arrives_whole() {
    for file in files("put") {
        for lab in [Lab::plain(|_| Act::ok("{}")), Lab::http2(|_| Act::ok("{}"))] {
            let mut call: Call<()> = Call::empty(&client(&lab), &PUT, &[]);
            call.body_upload(&file);
            call.send().await.unwrap();
            let request = lab.log().requests[0].clone();
            assert!(request.body == bytes());
            assert_eq!(request.header("content-length"), Some("3000001"));
        }
    }
}

/// A file that became shorter fails the call, which is not repeated: it would fail again.
#[tokio::test]
async fn a_file_that_changes_is_an_error() {
    let path = path("shorter");
    let file = FileUpload::from_path(&path).unwrap();
    std::fs::write(&path, b"short").unwrap();
    let lab = Lab::plain(|_| Act::ok("{}"));
    let mut call: Call<()> = Call::empty(&client(&lab), &PUT, &[]);
    call.body_upload(&file);
    let error = call.send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Build, 1), "{error:?}");
    let mut text = String::new();
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    while let Some(next) = cause {
        text.push_str(&format!("{next}\n"));
        cause = next.source();
    }
    assert!(text.contains("the file became shorter while it was sent"), "{text}");
}

/// A form that is sent again after a 503 or a redirect is the same byte for byte.
#[tokio::test]
async fn a_form_is_repeated_as_it_was() {
    for file in files("repeated") {
        let lab = Lab::plain(|request| match request.number {
            1 => Act::reply(503, &[("retry-after", "0")], ""),
            2 => Act::reply(307, &[("location", "/moved")], ""),
            _ => Act::ok("{}"),
        });
        form(&client(&lab), &file).send().await.unwrap();
        let log = lab.log();
        assert_eq!(log.lines(), ["POST /files", "POST /files", "POST /moved"]);
        for request in &log.requests {
            assert_form(request.header("content-type").unwrap(), request.header("content-length"), &request.body);
            assert!(request.body == log.requests[0].body);
        }
    }
}

/// A form whose connection breaks in the middle is not sent again.
#[tokio::test]
async fn a_broken_upload_is_not_doubled() {
    for file in files("broken") {
        let lab = Lab::early(|_| Act::new().pause(50).then(Step::Break));
        let error = form(&client(&lab), &file).send().await.unwrap_err();
        assert_eq!((error.attempts(), error.may_have_been_sent()), (1, true));
    }
}

/// Two large forms have different boundaries, so that the author of a file cannot predict the boundary.
#[tokio::test]
async fn boundaries_are_unpredictable() {
    let lab = Lab::plain(|_| Act::ok("{}"));
    let core = client(&lab);
    for _ in 0..2 {
        form(&core, &FileUpload::new(bytes())).send().await.unwrap();
    }
    let types: Vec<_> =
        lab.log().requests.iter().map(|request| request.header("content-type").map(str::to_owned)).collect();
    assert_ne!(types[0], types[1]);
}

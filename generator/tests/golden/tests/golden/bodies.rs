//! Bodies that are no JSON objects: the exact bytes that are sent.

use std::collections::BTreeMap;

use sdkgen_golden::models::Range;
use sdkgen_golden::{FileUpload, Method, MultipartForm, RequestOptions};

use super::{body, sent, silent};

#[tokio::test]
async fn forms_are_written_as_their_encodings_say() {
    let (client, mock) = silent();
    let labels = BTreeMap::from([("a b".to_owned(), "c&d".to_owned())]);
    let request = client.uploads().forms().create("Zoë").note(None).range(Range::new(1).to(2));
    let request = request.labels(&labels).kinds(["x", "y"]).place(Range::new(3));
    request.await.expect("the call succeeds");
    let request = sent(&mock);
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    let expected = "mode=plain&name=Zo%C3%AB&note=&range%5Bfrom%5D=1&range%5Bto%5D=2\
                    &labels%5Ba+b%5D=c%26d&kinds=x,y&place=%7B%22from%22%3A3%7D";
    assert_eq!(body(&mock), expected);
}

#[tokio::test]
async fn files_are_parts() {
    let (client, mock) = silent();
    let photo = FileUpload::new(vec![1, 2]).name("photo.png");
    let request = client.uploads().files().create(photo, "A title").pages(["one", "two"]).range(Range::new(1));
    request.await.expect("the call succeeds");
    let content_type = sent(&mock).header("content-type").map(str::to_owned).expect("there is a content type");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("it has a boundary");
    let expected = "--B\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"photo.png\"\r\n\
        Content-Type: image/png\r\n\r\n\u{1}\u{2}\r\n\
        --B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA title\r\n\
        --B\r\nContent-Disposition: form-data; name=\"pages\"; filename=\"pages\"\r\n\
        Content-Type: application/octet-stream\r\n\r\none\r\n\
        --B\r\nContent-Disposition: form-data; name=\"pages\"; filename=\"pages\"\r\n\
        Content-Type: application/octet-stream\r\n\r\ntwo\r\n\
        --B\r\nContent-Disposition: form-data; name=\"range\"\r\nContent-Type: application/json\r\n\r\n{\"from\":1}\r\n\
        --B--\r\n";
    assert_eq!(body(&mock), expected.replace("--B", &format!("--{boundary}")));
}

#[tokio::test]
async fn bytes_text_and_lines_are_whole_bodies() {
    let (client, mock) = silent();
    client.uploads().bytes().update(vec![0, 255]).await.expect("the call succeeds");
    let request = sent(&mock);
    assert_eq!((request.method.clone(), &request.body[..]), (Method::PUT, &[0, 255][..]));
    assert_eq!(request.header("content-type"), Some("application/octet-stream"));

    let (client, mock) = silent();
    let image = FileUpload::new("x").content_type("image/webp");
    client.uploads().image().update(image).await.expect("the call succeeds");
    assert_eq!((body(&mock).as_str(), sent(&mock).header("content-type")), ("x", Some("image/webp")));

    let (client, mock) = silent();
    client.uploads().report("<a/>").await.expect("the call succeeds");
    assert_eq!((body(&mock).as_str(), sent(&mock).header("content-type")), ("<a/>", Some("text/xml")));

    let (client, mock) = silent();
    let request = client.uploads().lines().create().body(&[Range::new(1), Range::new(2)]);
    request.await.expect("the call succeeds");
    assert_eq!(body(&mock), "{\"from\":1}\n{\"from\":2}\n");
}

#[tokio::test]
async fn other_media_types_are_reached_by_options() {
    let (client, mock) = silent();
    let lines = || client.uploads().lines().create().body(&[Range::new(1)]);
    lines().options(RequestOptions::new().body("text/csv", "from\n1\n")).await.expect("the call succeeds");
    assert_eq!((body(&mock).as_str(), sent(&mock).header("content-type")), ("from\n1\n", Some("text/csv")));

    let (client, mock) = silent();
    let form = MultipartForm::new().text("from", "1");
    let request = client.uploads().lines().create().options(RequestOptions::new().multipart(form));
    request.await.expect("the call succeeds");
    assert!(body(&mock).contains("name=\"from\"\r\n\r\n1\r\n"));
}

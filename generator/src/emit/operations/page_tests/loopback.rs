//! The emitted server of `tests/paging.rs`: returns the pages of a list over a connection of this machine, and refuses
//! requests that do not carry what leads to the page. Knows no operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::plan::{HERE, ID, ITEMS, PAGE};
use crate::emit::Cx;
use crate::ir::{KeyLocation, SchemeKind};

/// The module of the server.
pub(super) fn module(cx: Cx<'_>, token_paths: &[String]) -> TokenStream {
    let krate = &cx.names.krate;
    let (list, read, serve) = (list(), read(), serve());
    let (received, checks, rest) = (received(), checks(), rest(cx));
    quote! {
        #[doc = " A server on loopback that returns the pages of a list, and refuses requests that do not lead to them."]
        mod loopback {
            use std::collections::BTreeMap;
            use std::fmt::Debug;
            use std::io::{BufRead, BufReader, Read, Write};
            use std::net::{TcpListener, TcpStream};
            use std::thread;
            use std::time::Duration;

            use #krate::serde_json::{self, Value, value::RawValue};
            use #krate::{Client, Error, Items, Paginate};

            type Fault = Box<dyn std::error::Error + Send + Sync>;

            #[doc = " The most time for a list, and for reading a request."]
            const LIMIT: Duration = Duration::from_secs(20);
            #[doc = " What ends the server."]
            const END: &str = "end";
            #[doc = " The paths at which the client requests its token."]
            const TOKEN_PATHS: &[&str] = &[#(#token_paths),*];

            #list
            #read
            #serve
            #received
            #checks
            #rest
        }
    }
}

/// The list, and the functions that the tests call.
fn list() -> TokenStream {
    quote! {
        #[doc = " The properties of a line, each as JSON."]
        type Line = BTreeMap<&'static str, &'static RawValue>;

        #[doc = " A list that is served page by page."]
        pub struct List {
            server: TcpListener,
            #[doc = " Its `method`, an `item` with a mark for the identifier, and `keyed` if items are those of a map."]
            facts: Line,
            #[doc = " For each page its `items` (a number, or identifiers), its `body` with a mark for them, a `header`,"]
            #[doc = " and what the request for it carries: a `query` parameter or, at a JSON `pointer` of the body, a"]
            #[doc = " `value` (nothing if there is none), or else the query of the `url` with this number."]
            pages: Vec<Line>,
        }

        #[doc = " Returns a client, and the list that lines of JSON describe: one for itself, and one for each page."]
        pub fn list(lines: &'static str) -> Result<(List, Client), Box<dyn std::error::Error>> {
            let server = TcpListener::bind(("127.0.0.1", 0))?;
            let client = super::client(&server)?;
            let mut pages = lines.lines().map(serde_json::from_str).collect::<Result<Vec<Line>, _>>()?;
            let facts = pages.remove(0);
            Ok((List { server, facts, pages }, client))
        }

        #[doc = " Returns the text that is a property of a line."]
        fn text(line: &Line, name: &str) -> Option<String> {
            serde_json::from_str(line.get(name)?.get()).ok()
        }

        #[doc = " Returns the identifiers of the items of a page, as JSON."]
        fn identifiers(page: &Line) -> Result<Vec<&'static str>, Fault> {
            let items = page["items"].get();
            if let Ok(number) = serde_json::from_str(items) {
                return Ok(vec![""; number]);
            }
            Ok(serde_json::from_str::<Vec<&RawValue>>(items)?.into_iter().map(RawValue::get).collect())
        }
    }
}
/// Reads a list with a client, while its pages are served.
fn read() -> TokenStream {
    quote! {
        async fn count<P: Paginate>(mut items: Items<P>) -> Result<usize, Error> {
            let mut number = 0;
            while items.try_next().await?.is_some() {
                number += 1;
            }
            Ok(number)
        }

        impl List {
            #[doc = " Reads the list to its end; fails unless the requests were those that the pages lead to."]
            pub async fn read<P: Paginate>(self, items: Items<P>) -> super::Outcome {
                let address = self.server.local_addr()?;
                let pages = self.pages.len();
                let identifiers = self.pages.iter().map(identifiers).collect::<Result<Vec<_>, _>>();
                let expected = identifiers.map_err(|fault| fault.to_string())?.concat().len();
                let serving = thread::spawn(move || self.serve());
                let received = count(items.timeout(LIMIT)).await;
                // After a fault the server is gone.
                if let Ok(mut stream) = TcpStream::connect(address) {
                    stream.write_all(END.as_bytes())?;
                }
                let served = serving.join().map_err(|_| "the server panicked")?.map_err(|fault| fault.to_string())?;
                assert_eq!(received?, expected, "number of items");
                assert_eq!(served, pages, "number of requests");
                Ok(())
            }
        }
    }
}

/// Serves the pages.
fn serve() -> TokenStream {
    let (here, items, id) = (HERE, quoted(ITEMS), quoted(ID));
    quote! {
        impl List {
            #[doc = " Responds to requests until the test ends or one is wrong; returns how many pages were sent."]
            fn serve(&self) -> Result<usize, Fault> {
                let origin = format!("http://{}", self.server.local_addr()?);
                let mut first = None;
                let mut served = 0;
                loop {
                    let (stream, _) = self.server.accept()?;
                    let Some(request) = Received::read(&stream)? else { continue };
                    if request.method == END {
                        return Ok(served);
                    }
                    if TOKEN_PATHS.contains(&request.path.as_str()) {
                        let token = r#"{"access_token":"test-token","token_type":"bearer","expires_in":3600}"#;
                        respond(&stream, "200 OK", "", token)?;
                        continue;
                    }
                    let first = first.get_or_insert_with(|| request.clone());
                    match self.page(served, &request, first) {
                        Ok(page) => {
                            let here = format!("{origin}{}", first.path);
                            let header = text(page, "header").map(|header| header + "\r\n");
                            let header = header.unwrap_or_default().replace(#here, &here);
                            // Items may be alike, but no page is the same as another one.
                            let body = self.body(page)?.replace(#here, &here) + &" ".repeat(served);
                            respond(&stream, "200 OK", &header, &body)?;
                            served += 1;
                        }
                        Err(fault) => {
                            respond(&stream, "500 Internal Server Error", "", "{}")?;
                            return Err(format!("request {}: {fault}", served + 1).into());
                        }
                    }
                }
            }

            #[doc = " Returns the next page if the request is the one for it."]
            fn page(&self, index: usize, request: &Received, first: &Received) -> Result<&Line, Fault> {
                let page = self.pages.get(index).ok_or("the page before was the last one")?;
                equal("the method", Some(&request.method), text(&self.facts, "method").as_ref())?;
                request.check(page, first)?;
                Ok(page)
            }

            fn body(&self, page: &Line) -> Result<String, Fault> {
                let is_keyed = self.facts.contains_key("keyed");
                let item = |(index, id): (usize, &str)| {
                    let item = self.facts["item"].get().replace(#id, id);
                    if is_keyed { format!("\"key-{index}\":{item}") } else { item }
                };
                let items = identifiers(page)?.into_iter().enumerate().map(item).collect::<Vec<_>>().join(",");
                let items = if is_keyed { format!("{{{items}}}") } else { format!("[{items}]") };
                Ok(page["body"].get().replace(#items, &items))
            }
        }

        fn respond(mut stream: &TcpStream, status: &str, header: &str, body: &str) -> Result<(), Fault> {
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n"
            );
            stream.write_all(format!("{head}{header}\r\n{body}").as_bytes())?;
            Ok(())
        }
    }
}

fn received() -> TokenStream {
    quote! {
        #[doc = " A request."]
        #[derive(Clone)]
        struct Received {
            method: String,
            path: String,
            query: Vec<(String, String)>,
            body: Value,
        }

        impl Received {
            #[doc = " Reads a request; `None` if the connection was closed before one."]
            fn read(stream: &TcpStream) -> Result<Option<Self>, Fault> {
                stream.set_read_timeout(Some(LIMIT))?;
                let mut reader = BufReader::new(stream);
                let mut line = String::new();
                if reader.read_line(&mut line)? == 0 {
                    return Ok(None);
                }
                let mut words = line.split_whitespace().map(str::to_owned);
                let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
                let (path, query) = target.split_once('?').unwrap_or((&target, ""));
                let pairs = query.split('&').filter(|pair| !pair.is_empty());
                let query = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
                let query = query.map(|(name, value)| (decoded(name), decoded(value))).collect();
                let mut length = 0;
                loop {
                    let mut line = String::new();
                    if reader.read_line(&mut line)? <= 2 {
                        break;
                    }
                    let header = line.split_once(':');
                    if let Some((_, value)) = header.filter(|(name, _)| name.eq_ignore_ascii_case("content-length")) {
                        length = value.trim().parse()?;
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body)?;
                let body = serde_json::from_slice(&body).unwrap_or_default();
                Ok(Some(Self { method, path: path.to_owned(), query, body }))
            }
        }

        #[doc = " Decodes `%20` and `+` of a query."]
        fn decoded(text: &str) -> String {
            let mut bytes = Vec::new();
            let mut rest = text.as_bytes();
            while let [first, after @ ..] = rest {
                let hex = after.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
                let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
                bytes.push(byte.unwrap_or(if *first == b'+' { b' ' } else { *first }));
                rest = if byte.is_some() { &after[2..] } else { after };
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
    }
}

fn checks() -> TokenStream {
    let page = PAGE;
    quote! {
        impl Received {
            #[doc = " Fails unless the request carries what leads to the page, and is like the first one otherwise."]
            fn check(&self, page: &Line, first: &Self) -> Result<(), Fault> {
                let value = page.get("value").map(|value| serde_json::from_str::<Value>(value.get())).transpose()?;
                if let Some(name) = text(page, "query") {
                    let found = self.query.iter().filter(|(known, _)| *known == name);
                    let found = found.map(|(_, value)| value.as_str()).collect();
                    equal(&name, found, Vec::from_iter(value.as_ref().and_then(Value::as_str)))?;
                } else if let Some(pointer) = text(page, "pointer") {
                    equal(&pointer, self.body.pointer(&pointer), value.as_ref())?;
                } else if let Some(number) = text(page, "url") {
                    let is_own = |(name, _): &&(String, String)| !IN_QUERY.contains(&name.as_str());
                    let found = self.query.iter().filter(is_own);
                    let found = found.map(|(name, value)| (name.as_str(), value.as_str())).collect();
                    equal("the query", found, vec![(#page, number.as_str())])?;
                }
                equal("the path", &self.path, &first.path)?;
                equal("the rest of the request", self.rest(page), first.rest(page))
            }
        }

        fn equal<T: PartialEq + Debug>(what: &str, found: T, expected: T) -> Result<(), Fault> {
            if found == expected {
                return Ok(());
            }
            Err(format!("{what} is {found:?} instead of {expected:?}").into())
        }
    }
}

/// What is the same for all requests of a list.
fn rest(cx: Cx<'_>) -> TokenStream {
    let in_query = cx.api.schemes.iter().filter_map(|scheme| match &scheme.kind {
        SchemeKind::ApiKey { location: KeyLocation::Query, name } => Some(name.as_str()),
        _ => None,
    });
    quote! {
        #[doc = " The query parameters that are credentials."]
        const IN_QUERY: &[&str] = &[#(#in_query),*];

        impl Received {
            #[doc = " Returns the query and the body without what leads to the page."]
            fn rest(&self, page: &Line) -> (Vec<(String, String)>, Value) {
                let (mut query, mut body) = (self.query.clone(), self.body.clone());
                if let Some(name) = text(page, "query") {
                    query.retain(|(known, _)| *known != name);
                } else if let Some(pointer) = text(page, "pointer") {
                    remove(&mut body, &pointer);
                } else {
                    query.clear();
                }
                (query, body)
            }
        }

        #[doc = " Removes what is at a JSON Pointer, and objects that are empty then."]
        fn remove(value: &mut Value, pointer: &str) {
            let Some((parent, key)) = pointer.rsplit_once('/') else { return };
            let key = key.replace("~1", "/").replace("~0", "~");
            let object = value.pointer_mut(parent).and_then(Value::as_object_mut);
            let is_empty = object.is_none_or(|object| {
                object.remove(&key);
                object.is_empty()
            });
            if parent.is_empty() && is_empty {
                *value = Value::Null;
            } else if is_empty {
                remove(value, parent);
            }
        }
    }
}

/// Returns a mark as it is in JSON.
fn quoted(mark: &str) -> String {
    format!("\"{mark}\"")
}

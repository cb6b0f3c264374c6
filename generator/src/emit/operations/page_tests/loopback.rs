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
    let (types, walk, serve) = (types(), walk(), serve());
    let (received, checks, rest) = (received(), checks(), rest(cx));
    quote! {
        #[doc = " A server on loopback that returns the pages of a list, and refuses requests that do not lead to them."]
        mod loopback {
            use std::fmt::Debug;
            use std::io::{BufRead, BufReader, Read, Write};
            use std::net::{TcpListener, TcpStream};
            use std::thread;
            use std::time::Duration;

            use #krate::serde_json::{self, Value};
            use #krate::{Error, Items, Paginate};

            type Fault = Box<dyn std::error::Error + Send + Sync>;

            #[doc = " The most time for a list, and for reading a request."]
            const LIMIT: Duration = Duration::from_secs(20);
            #[doc = " What ends the server."]
            const END: &str = "end";
            #[doc = " The paths at which the client requests its token."]
            const TOKEN_PATHS: &[&str] = &[#(#token_paths),*];

            #types
            #walk
            #serve
            #received
            #checks
            #rest
        }
    }
}

fn types() -> TokenStream {
    quote! {
        #[doc = " What a request has to carry."]
        pub enum Sent {
            #[doc = " Whatever the test sets: it is the first request, and URLs lead to the others."]
            Anything,
            #[doc = " This text in a query parameter; `None` if there is no such parameter."]
            Query(&'static str, Option<&'static str>),
            #[doc = " This JSON at a JSON Pointer of the body; `None` if nothing is there."]
            Body(&'static str, Option<&'static str>),
            #[doc = " The query of the URL with this number."]
            Url(&'static str),
        }

        #[doc = " A page, and what the request for it has to carry."]
        pub struct Page {
            pub sent: Sent,
            #[doc = " Its JSON, with a mark for the items and for the URL of this page."]
            pub body: &'static str,
            pub header: Option<(&'static str, &'static str)>,
            #[doc = " The identifiers of the items, as JSON."]
            pub items: &'static [&'static str],
        }

        #[doc = " A list that is served page by page."]
        pub struct List {
            pub method: &'static str,
            #[doc = " The JSON of an item, with a mark for its identifier."]
            pub item: &'static str,
            #[doc = " Whether the items are the values of a map."]
            pub keyed: bool,
            pub pages: &'static [Page],
        }
    }
}

/// The function that the tests call.
fn walk() -> TokenStream {
    quote! {
        #[doc = " Reads a list to its end; fails unless the requests were those that the pages lead to."]
        pub async fn walk<P: Paginate>(server: TcpListener, list: List, items: Items<P>) -> super::Outcome {
            let address = server.local_addr()?;
            let expected: usize = list.pages.iter().map(|page| page.items.len()).sum();
            let pages = list.pages.len();
            let serving = thread::spawn(move || list.serve(&server));
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

        async fn count<P: Paginate>(mut items: Items<P>) -> Result<usize, Error> {
            let mut number = 0;
            while items.try_next().await?.is_some() {
                number += 1;
            }
            Ok(number)
        }
    }
}

fn serve() -> TokenStream {
    let (here, items, id) = (HERE, quoted(ITEMS), quoted(ID));
    quote! {
        impl List {
            #[doc = " Responds to requests until the test ends or one is wrong; returns how many pages were sent."]
            fn serve(&self, server: &TcpListener) -> Result<usize, Fault> {
                let origin = format!("http://{}", server.local_addr()?);
                let mut first = None;
                let mut served = 0;
                loop {
                    let (stream, _) = server.accept()?;
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
                            let header = page.header.map(|(name, value)| format!("{name}: {value}\r\n"));
                            let header = header.unwrap_or_default().replace(#here, &here);
                            // Items may be alike, but no page is the same as another one.
                            let body = self.body(page).replace(#here, &here) + &" ".repeat(served);
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
            fn page(&self, index: usize, request: &Received, first: &Received) -> Result<&Page, Fault> {
                let page = self.pages.get(index).ok_or("the page before was the last one")?;
                equal("the method", request.method.as_str(), self.method)?;
                request.check(&page.sent, first)?;
                Ok(page)
            }

            fn body(&self, page: &Page) -> String {
                let item = |(index, id): (usize, &&str)| {
                    let item = self.item.replace(#id, id);
                    if self.keyed { format!("\"key-{index}\":{item}") } else { item }
                };
                let items = page.items.iter().enumerate().map(item).collect::<Vec<_>>().join(",");
                let items = if self.keyed { format!("{{{items}}}") } else { format!("[{items}]") };
                page.body.replace(#items, &items)
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
            fn check(&self, sent: &Sent, first: &Self) -> Result<(), Fault> {
                match sent {
                    Sent::Anything => {}
                    Sent::Query(name, value) => {
                        let found = self.query.iter().filter(|(known, _)| known == name);
                        equal(name, found.map(|(_, value)| value.as_str()).collect(), Vec::from_iter(*value))?;
                    }
                    Sent::Body(pointer, value) => {
                        let expected: Option<Value> = value.map(serde_json::from_str).transpose()?;
                        equal(pointer, self.body.pointer(pointer), expected.as_ref())?;
                    }
                    Sent::Url(number) => {
                        let is_own = |(name, _): &&(String, String)| !IN_QUERY.contains(&name.as_str());
                        let found = self.query.iter().filter(is_own);
                        let found = found.map(|(name, value)| (name.as_str(), value.as_str())).collect();
                        equal("the query", found, vec![(#page, *number)])?;
                    }
                }
                equal("the path", &self.path, &first.path)?;
                equal("the rest of the request", self.rest(sent), first.rest(sent))
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
            fn rest(&self, sent: &Sent) -> (Vec<(String, String)>, Value) {
                let (mut query, mut body) = (self.query.clone(), self.body.clone());
                match sent {
                    Sent::Anything | Sent::Url(_) => query.clear(),
                    Sent::Query(name, _) => query.retain(|(known, _)| known != name),
                    Sent::Body(pointer, _) => remove(&mut body, pointer),
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

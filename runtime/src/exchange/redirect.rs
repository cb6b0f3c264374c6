//! Chooses which redirects are followed, and what is sent along. Knows nothing of transports or of kinds of
//! credentials.
//!
//! A redirect within the origin (scheme, host and port) is followed with all headers and the body. A redirect to
//! another origin is followed only with the headers in [`HARMLESS`] and without a body, so that neither credentials nor
//! data reach a server that the caller did not choose; it is never followed from `https` to `http`. Query parameters of
//! the new URL that contain a credential are removed; a URL that contains a credential elsewhere is not followed.
//!
//! 301 and 302 are followed for GET and HEAD only: turning a POST into a GET, as browsers do, would be another request.
//! 303 changes the method to GET; 307 and 308 keep the method and the body. A redirect that is not followed is an error
//! of kind [`Status`](crate::ErrorKind::Status).

use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderName, Method, StatusCode};
use url::Url;

use crate::redact::Redactor;
use crate::request::Request;
use crate::request::url::same_origin;
use crate::transport::Reply;

/// The headers that are sent to another origin.
const HARMLESS: [HeaderName; 3] = [ACCEPT, ACCEPT_LANGUAGE, USER_AGENT];

/// What to do with a response.
#[derive(Debug)]
pub(crate) enum Redirect {
    /// It is not a redirect.
    No,
    /// Send another request.
    To(Box<Next>),
    /// It is a redirect that must not be followed.
    Refused(&'static str),
}

#[derive(Debug)]
pub(crate) struct Next {
    pub(crate) request: Request,
    /// Whether it is sent to another origin.
    pub(crate) foreign: bool,
}

/// Returns what to do with the response to `request`.
pub(crate) fn of(request: &Request, reply: &Reply, credentials: &dyn Fn() -> Redactor) -> Redirect {
    let safe = matches!(request.method, Method::GET | Method::HEAD);
    let keep = match reply.status {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND if safe => true,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => {
            return Redirect::Refused("the redirect was not followed, since it would turn the request into a GET");
        }
        StatusCode::SEE_OTHER => safe,
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        _ => return Redirect::No,
    };
    let Some(mut target) = target(request, reply) else {
        return Redirect::Refused("the redirect has no valid location");
    };
    let foreign = !same_origin(&request.url, target.as_str());
    if foreign && request.url.starts_with("https:") && target.scheme() != "https" {
        return Redirect::Refused("the redirect leads from https to http");
    }
    if foreign && !strip(&mut target, &credentials()) {
        return Redirect::Refused(
            "the redirect to another origin was not followed, since its URL contains a credential",
        );
    }
    let mut next = Request::new(Method::GET, target);
    next.headers.clone_from(&request.headers);
    if keep {
        next.method = request.method.clone();
        next.body = request.body.clone();
    } else {
        [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING].iter().for_each(|name| drop(next.headers.remove(name)));
    }
    if foreign && (!next.body.is_empty() || !matches!(next.method, Method::GET | Method::HEAD)) {
        return Redirect::Refused(
            "the redirect to another origin was not followed, since the request is not a plain GET",
        );
    }
    if foreign {
        next.headers = harmless(&next.headers);
    }
    Redirect::To(Box::new(Next { request: next, foreign }))
}

fn target(request: &Request, reply: &Reply) -> Option<Url> {
    let location = reply.headers.get(LOCATION)?.to_str().ok()?;
    let mut target = Url::parse(&request.url).ok()?.join(location).ok()?;
    target.set_fragment(None);
    // A user name in the URL would be sent as a credential.
    let plain = target.username().is_empty() && target.password().is_none();
    (plain && matches!(target.scheme(), "http" | "https")).then_some(target)
}

/// Removes the query parameters that contain credentials; returns whether the URL then contains none.
fn strip(target: &mut Url, credentials: &Redactor) -> bool {
    let kept = |pair: &&str| {
        let value = pair.split_once('=').map_or(*pair, |(_, value)| value);
        !credentials.finds(value, true)
    };
    if let Some(query) = target.query() {
        let pairs: Vec<&str> = query.split('&').filter(kept).collect();
        let rest = pairs.join("&");
        if rest.len() != query.len() {
            target.set_query(Some(&*rest).filter(|rest| !rest.is_empty()));
        }
    }
    !credentials.finds(target.as_str(), false)
}

fn harmless(headers: &HeaderMap) -> HeaderMap {
    let kept = HARMLESS.iter().filter_map(|name| Some((name.clone(), headers.get(name)?.clone())));
    kept.collect()
}

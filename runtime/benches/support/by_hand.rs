//! The same calls as a careful person writes them with reqwest and serde. Knows nothing of the runtime.

use std::error::Error;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use rustls::crypto::ring;

use super::api::TOKEN;
use super::models::{Issue, Label, LabelPage, NewLabel};

type Failure = Box<dyn Error + Send + Sync>;

/// A client of the API.
#[derive(Clone)]
pub(crate) struct ByHand {
    client: reqwest::Client,
    base_url: String,
}

impl ByHand {
    /// Sets up a client.
    pub(crate) fn new(base_url: String) -> Self {
        // A provider that is there already is the same one.
        let _ = ring::default_provider().install_default();
        let token = HeaderValue::from_str(&format!("Bearer {TOKEN}")).expect("the token fits into a header");
        let headers =
            HeaderMap::from_iter([(AUTHORIZATION, token), (ACCEPT, HeaderValue::from_static("application/json"))]);
        let client = reqwest::Client::builder().user_agent("bench/1.0.0").default_headers(headers).build();
        Self { client: client.expect("the client can be set up"), base_url }
    }

    /// `GET /issues/{number}`.
    pub(crate) async fn get_issue(&self, number: i64) -> Result<Issue, Failure> {
        let url = format!("{}/issues/{number}?expand=author", self.base_url);
        let response = self.client.get(url).send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }

    /// `POST /labels`.
    pub(crate) async fn create_label(&self, label: &NewLabel) -> Result<Label, Failure> {
        let request = self.client.post(format!("{}/labels", self.base_url));
        let request = request.header(CONTENT_TYPE, "application/json").body(serde_json::to_vec(label)?);
        let response = request.send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }

    /// `GET /labels`, page after page.
    pub(crate) async fn count_labels(&self) -> Result<i64, Failure> {
        let (mut count, mut after) = (0, None::<String>);
        loop {
            let cursor = after.map(|after| format!("&after={after}")).unwrap_or_default();
            let url = format!("{}/labels?limit=10{cursor}", self.base_url);
            let response = self.client.get(url).send().await?.error_for_status()?;
            let page: LabelPage = serde_json::from_slice(&response.bytes().await?)?;
            count += page.items.len() as i64;
            after = page.next;
            if after.is_none() {
                return Ok(count);
            }
        }
    }
}

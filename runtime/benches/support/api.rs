//! An API in the shape that the generator emits: two operations and a list with pages. Knows no server.

use sdkgen_runtime::Items;
use sdkgen_runtime::private::{
    Api, Call, ClientBuilder, Core, Credential, Method, Next, Operation, Paginate, Scheme, Server,
};

use super::models::{Issue, Label, LabelPage, NewLabel};

static API: Api = Api::new("bench", "1.0.0")
    .servers(&[Server::new("http://127.0.0.1")])
    .schemes(&[Scheme::bearer("token")])
    .security(&[&["token"]]);
static GET_ISSUE: Operation = Operation::new("issues.get", Method::GET, "/issues/{number}");
static CREATE_LABEL: Operation = Operation::new("labels.create", Method::POST, "/labels");
static LIST_LABELS: Operation = Operation::new("labels.list", Method::GET, "/labels");

/// What every request is sent with.
pub(crate) const TOKEN: &str = "a-token-of-usual-length-0123456789";

/// Starts setting up a client.
pub(crate) fn builder(base_url: &str) -> ClientBuilder {
    ClientBuilder::new(&API).base_url(base_url).credential("token", Credential::bearer(TOKEN))
}

/// `GET /issues/{number}`.
pub(crate) fn get_issue(core: &Core, number: i64) -> Call<Issue> {
    let mut call = Call::json(core, &GET_ISSUE, &[&number]);
    call.query("expand", &"author");
    call
}

/// `POST /labels`, with the fields of its body one by one.
pub(crate) fn create_label(core: &Core, label: &NewLabel) -> Call<Label> {
    let mut call = Call::json(core, &CREATE_LABEL, &[]);
    call.body_field("name", &label.name);
    call.body_field("color", &label.color);
    call.body_field("description", &label.description);
    call
}

/// `GET /labels`, all pages of it.
pub(crate) fn list_labels(core: &Core) -> Items<ListLabels> {
    let mut call = Call::json(core, &LIST_LABELS, &[]);
    call.query("limit", &10_i64);
    Items::new(ListLabels { call })
}

/// A request for the list.
pub(crate) struct ListLabels {
    call: Call<LabelPage>,
}

impl Paginate for ListLabels {
    type Page = LabelPage;
    type Item = Label;

    fn into_call(self) -> Call<LabelPage> {
        self.call
    }

    fn items(page: LabelPage) -> Vec<Label> {
        page.items
    }

    fn next(page: &LabelPage) -> Next {
        Next::cursor_only("after", page.next.as_deref())
    }
}

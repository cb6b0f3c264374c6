//! Calls over the loopback interface on one persistent connection, compared with the same calls written by hand with
//! reqwest and serde: time and allocations of the client's thread alone.
//!
//! ```text
//! cargo bench -p sdkgen-runtime --bench calls
//! ```

mod support;

use divan::{AllocProfiler, Bencher};
use sdkgen_runtime::private::Core;
use tokio::runtime::{Builder, Runtime};

use support::by_hand::ByHand;
use support::models::{Issue, Label, NewLabel};
use support::server::{ITEMS, PAGES};
use support::{api, server};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn ours() -> Core {
    api::builder(&format!("http://{}", server::start(None))).build().expect("the client can be set up")
}

fn by_hand() -> ByHand {
    ByHand::new(format!("http://{}", server::start(None)))
}

fn new_label() -> NewLabel {
    NewLabel { name: "area/codec".to_owned(), color: "00ff00".to_owned(), description: Some("All of it".to_owned()) }
}

mod get {
    use super::*;

    #[divan::bench(sample_count = 300, sample_size = 10)]
    fn ours(bencher: Bencher<'_, '_>) {
        let (runtime, core) = (runtime(), super::ours());
        let call = || -> Issue { runtime.block_on(api::get_issue(&core, 4).send()).expect("the call succeeds") };
        call();
        bencher.bench_local(call);
    }

    #[divan::bench(sample_count = 300, sample_size = 10)]
    fn reqwest_by_hand(bencher: Bencher<'_, '_>) {
        let (runtime, client) = (runtime(), by_hand());
        let call = || -> Issue { runtime.block_on(client.get_issue(4)).expect("the call succeeds") };
        call();
        bencher.bench_local(call);
    }
}

mod post {
    use super::*;

    #[divan::bench(sample_count = 300, sample_size = 10)]
    fn ours(bencher: Bencher<'_, '_>) {
        let (runtime, core, label) = (runtime(), super::ours(), new_label());
        let call =
            || -> Label { runtime.block_on(api::create_label(&core, &label).send()).expect("the call succeeds") };
        call();
        bencher.bench_local(call);
    }

    #[divan::bench(sample_count = 300, sample_size = 10)]
    fn reqwest_by_hand(bencher: Bencher<'_, '_>) {
        let (runtime, client, label) = (runtime(), by_hand(), new_label());
        let call = || -> Label { runtime.block_on(client.create_label(&label)).expect("the call succeeds") };
        call();
        bencher.bench_local(call);
    }
}

mod a_thousand_pages {
    use super::*;

    #[divan::bench(sample_count = 5, sample_size = 1)]
    fn ours(bencher: Bencher<'_, '_>) {
        let (runtime, core) = (runtime(), super::ours());
        bencher.bench_local(|| {
            let mut items = api::list_labels(&core);
            let count = runtime.block_on(async {
                let mut count = 0;
                while items.try_next().await.expect("the call succeeds").is_some() {
                    count += 1;
                }
                count
            });
            assert_eq!(count, PAGES as i64 * ITEMS);
        });
    }

    #[divan::bench(sample_count = 5, sample_size = 1)]
    fn reqwest_by_hand(bencher: Bencher<'_, '_>) {
        let (runtime, client) = (runtime(), by_hand());
        bencher.bench_local(|| {
            let count = runtime.block_on(client.count_labels()).expect("the call succeeds");
            assert_eq!(count, PAGES as i64 * ITEMS);
        });
    }
}

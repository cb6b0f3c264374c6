//! Time limits of futures, kept by the clock of a transport. Knows nothing of requests.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use crate::transport::Transport;

/// Waits for `work` for at most `limit`; returns `None` if the limit passes first.
///
/// The timer is started only if `work` is not ready at once. The work is borrowed, since a future that is passed by
/// value is stored twice in the future that awaits it.
pub(crate) fn within<'a, T>(
    transport: &'a dyn Transport,
    limit: Duration,
    mut work: Pin<&'a mut (impl Future<Output = T> + Send + ?Sized)>,
) -> impl Future<Output = Option<T>> + Send {
    let mut timer = None;
    poll_fn(move |context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        let timer = timer.get_or_insert_with(|| transport.sleep(limit));
        timer.as_mut().poll(context).map(|()| None)
    })
}

//! Blocks a thread without an async runtime until a future completes. Knows nothing of requests.
//!
//! One thread, started on first use, drives all blocking calls of the process, and the caller waits for its result. A
//! blocking call therefore works on any thread. On a thread of a tokio runtime it blocks that thread like any other
//! blocking function, but does not depend on it.

/// Returns whether this is the thread that drives blocking calls.
#[cfg(feature = "blocking")]
pub(crate) fn on_driver() -> bool {
    driver::IS_DRIVER.get()
}

/// Returns whether this is the thread that drives blocking calls.
#[cfg(not(feature = "blocking"))]
pub(crate) fn on_driver() -> bool {
    false
}

#[cfg(feature = "blocking")]
pub(crate) use self::driver::wait;

#[cfg(feature = "blocking")]
mod driver {
    use std::cell::Cell;
    use std::future::pending;
    use std::sync::{OnceLock, mpsc};
    use std::thread;

    use tokio::runtime::{Builder, Handle};

    use crate::Error;

    thread_local! {
        pub(super) static IS_DRIVER: Cell<bool> = const { Cell::new(false) };
    }

    /// Waits for `work`.
    ///
    /// # Errors
    ///
    /// Fails if the driving thread cannot be started or is gone, or if this is that very thread.
    pub(crate) fn wait<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Result<T, Error> {
        if IS_DRIVER.get() {
            return Err(Error::build("a blocking call was made while another one was being driven"));
        }
        static DRIVER: OnceLock<Result<Handle, String>> = OnceLock::new();
        let driver = DRIVER
            .get_or_init(start)
            .as_ref()
            .map_err(|problem| Error::build(format!("the thread for blocking calls cannot be started: {problem}")))?;
        let (sender, receiver) = mpsc::sync_channel(1);
        driver.spawn(async move {
            // The receiver exists until it has the result.
            let _ = sender.send(work.await);
        });
        receiver.recv().map_err(|_| Error::build("the request was abandoned, since its transport panicked"))
    }

    fn start() -> Result<Handle, String> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
        let handle = runtime.handle().clone();
        let drive = move || {
            IS_DRIVER.set(true);
            runtime.block_on(pending::<()>());
        };
        thread::Builder::new().name("sdkgen-blocking".to_owned()).spawn(drive).map_err(|error| error.to_string())?;
        Ok(handle)
    }
}

//! Does the same with many things on several threads.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// The stack of a thread, in bytes: texts and types are nested as deeply as the document.
const STACK: usize = 64 << 20;

/// What was made and not taken yet, by the index of its item.
type Waiting<R> = Mutex<BTreeMap<usize, R>>;

/// Gives `take` what `work` makes of each item, in the order of the items, as soon as all before it are taken: few of
/// them exist at a time. Calls `progress` on this thread with the number of items that were begun.
pub(super) fn each<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    take: impl FnMut(R) + Send,
    progress: &mut dyn FnMut(usize),
) {
    let begun = AtomicUsize::new(0);
    let waiting = Waiting::default();
    let taker = Mutex::new(Taker { next: 0, take });
    let begin = || {
        let index = begun.fetch_add(1, Ordering::Relaxed);
        items.get(index).map(|item| (index, item))
    };
    let make = |index: usize, item: &T| {
        let made = work(item);
        lock(&waiting).insert(index, made);
        // If another thread is taking, it takes this one too, or the next call does.
        if let Ok(mut taker) = taker.try_lock() {
            taker.all(&waiting);
        }
    };
    let all = || std::iter::from_fn(begin).for_each(|(index, item)| make(index, item));
    thread::scope(|scope| {
        let others = thread::available_parallelism().map_or(0, |all| all.get() - 1).min(items.len() / 4);
        let start = || thread::Builder::new().stack_size(STACK).spawn_scoped(scope, all);
        // This thread works as well: if there are fewer threads than requested, they do all of it.
        let others: Vec<_> = (0..others).filter_map(|_| start().ok()).collect();
        while let Some((index, item)) = begin() {
            progress(index);
            make(index, item);
        }
        // What a thread that failed has not made is made below.
        others.into_iter().for_each(|other| drop(other.join()));
    });
    let mut taker = taker.into_inner().unwrap_or_else(PoisonError::into_inner);
    while let Some(item) = items.get(taker.next) {
        lock(&waiting).entry(taker.next).or_insert_with(|| work(item));
        taker.all(&waiting);
    }
}

/// Who takes what was made.
struct Taker<F> {
    /// The index of what is taken next.
    next: usize,
    take: F,
}

impl<F> Taker<F> {
    /// Takes what is there in order.
    fn all<R>(&mut self, waiting: &Waiting<R>)
    where
        F: FnMut(R),
    {
        let first = |next: usize| lock(waiting).remove(&next);
        while let Some(made) = first(self.next) {
            self.next += 1;
            (self.take)(made);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn the_order_stays() {
        let items: Vec<usize> = (0..1000).collect();
        let (mut last, mut taken) = (None, Vec::new());
        each(&items, |item| item * 2, |double| taken.push(double), &mut |begun| last = Some(begun));
        assert!(taken.iter().enumerate().all(|(index, double)| *double == index * 2) && taken.len() == 1000);
        assert!(last.is_none_or(|last| last < 1000));
        each(&[] as &[usize], |item| *item, |_| unreachable!("there are no items"), &mut |_| ());
    }
}

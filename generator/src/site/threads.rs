//! Does the same with many things on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The stack of a thread, in bytes: texts and types are nested as deeply as the document.
const STACK: usize = 64 << 20;

/// Returns what `work` makes of each item, in the order of the items. Calls `progress` on this thread with the number
/// of items that were begun.
pub(super) fn map<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    progress: &mut dyn FnMut(usize),
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let index = next.fetch_add(1, Ordering::Relaxed);
        items.get(index).map(|item| (index, item))
    };
    let all = || std::iter::from_fn(take).map(|(index, item)| (index, work(item))).collect::<Vec<_>>();
    let mut made: Vec<Option<R>> = items.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let others = thread::available_parallelism().map_or(0, |all| all.get() - 1).min(items.len() / 4);
        let start = || thread::Builder::new().stack_size(STACK).spawn_scoped(scope, all);
        // This thread works as well: if there are fewer threads than requested, they do all of it.
        let others: Vec<_> = (0..others).filter_map(|_| start().ok()).collect();
        while let Some((index, item)) = take() {
            progress(index);
            made[index] = Some(work(item));
        }
        let others = others.into_iter().filter_map(|other| other.join().ok());
        others.flatten().for_each(|(index, result)| made[index] = Some(result));
    });
    // What a thread that failed has not made is made here.
    made.into_iter().zip(items).map(|(result, item)| result.unwrap_or_else(|| work(item))).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn the_order_stays() {
        let items: Vec<usize> = (0..1000).collect();
        let mut last = None;
        let made = map(&items, |item| item * 2, &mut |begun| last = Some(begun));
        assert!(made.iter().enumerate().all(|(index, double)| *double == index * 2) && made.len() == 1000);
        assert!(last.is_none_or(|last| last < 1000));
        assert!(map(&[] as &[usize], |item| *item, &mut |_| ()).is_empty());
    }
}

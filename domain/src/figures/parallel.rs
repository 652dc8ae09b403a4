//! Sharing work between the machine's cores, where there are several and the work is large enough to be worth it.
//!
//! Results do not depend on how the work was shared. In a browser there is one core and everything runs in place.

use std::num::NonZero;
use std::sync::LazyLock;

/// Fewer items than this are done in place: starting a thread costs some tens of microseconds.
pub(super) const WORTH_SHARING: usize = 4_096;

/// How many threads to use for so many items of which one thread should have at least `least`.
fn threads(items: usize, least: usize) -> usize {
    // Asked once: on Linux the answer is read from several files.
    static CORES: LazyLock<usize> = LazyLock::new(|| std::thread::available_parallelism().map_or(1, NonZero::get));
    let worth = items / least.max(1);
    if cfg!(target_family = "wasm") || worth < 2 { 1 } else { worth.min(*CORES) }
}

/// Runs `work` over parts of a slice; every part in order, the parts at the same time.
pub(super) fn chunks<T: Send>(items: &mut [T], work: impl Fn(&mut [T]) + Sync) {
    let threads = threads(items.len(), WORTH_SHARING);
    if threads == 1 {
        work(items);
        return;
    }
    let size = items.len().div_ceil(threads);
    std::thread::scope(|scope| {
        for part in items.chunks_mut(size) {
            scope.spawn(|| work(part));
        }
    });
}

/// Runs `work` over parts of a slice, of at least `least` items each, and gives the results in the order of the parts. `work` is
/// told where its part begins.
pub(super) fn map_chunks<T: Sync, R: Send>(
    items: &[T],
    least: usize,
    work: impl Fn(usize, &[T]) -> R + Sync,
) -> Vec<R> {
    let threads = threads(items.len(), least);
    if threads == 1 {
        return vec![work(0, items)];
    }
    let size = items.len().div_ceil(threads);
    let work = &work;
    std::thread::scope(|scope| {
        let part = |(number, part)| scope.spawn(move || work(number * size, part));
        let parts: Vec<_> = items.chunks(size).enumerate().map(part).collect();
        parts.into_iter().map(joined).collect()
    })
}

/// Runs `work` over a few large things that rest on so many items each, and gives the results in their order.
pub(super) fn map_each<T: Send, R: Send>(things: Vec<T>, items: usize, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    if threads(items, WORTH_SHARING) == 1 {
        return things.into_iter().map(work).collect();
    }
    let work = &work;
    std::thread::scope(|scope| {
        let each: Vec<_> = things.into_iter().map(|thing| scope.spawn(move || work(thing))).collect();
        each.into_iter().map(joined).collect()
    })
}

/// Does two things at the same time where there are many items to do them with.
pub(super) fn both<A: Send, B>(items: usize, one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    if threads(items, WORTH_SHARING) == 1 {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (joined(one), other)
    })
}

/// A thread's result; its panic goes on here.
fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Sorts numbers: parts of them at the same time, then merged.
pub(super) fn sorted(mut numbers: Vec<u64>) -> Vec<u64> {
    chunks(&mut numbers, <[u64]>::sort_unstable);
    // A stable sort finds the sorted parts and merges them; of one part it only sees that it is in order.
    numbers.sort();
    numbers
}

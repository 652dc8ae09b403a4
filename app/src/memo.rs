//! What was computed for one state of the ledger and is asked for again and again until somebody writes.

use std::sync::{Arc, Mutex};

/// Most answers kept; the oldest makes room.
const MOST: usize = 8;

/// A few answers by their questions. A question holds the ledger's version, so an answer can never be stale.
#[derive(Debug)]
pub struct Memo<Question, Answer>(Arc<Mutex<Kept<Question, Answer>>>);

type Kept<Question, Answer> = Vec<(Question, Arc<Answer>)>;

impl<Question, Answer> Clone for Memo<Question, Answer> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<Question, Answer> Default for Memo<Question, Answer> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<Question: PartialEq, Answer> Memo<Question, Answer> {
    /// The answer to a question: the one kept, or computed now and kept.
    pub fn get(&self, question: Question, compute: impl FnOnce() -> Answer) -> Arc<Answer> {
        if let Ok(kept) = self.0.lock()
            && let Some((_, answer)) = kept.iter().find(|(asked, _)| *asked == question)
        {
            return Arc::clone(answer);
        }
        let answer = Arc::new(compute());
        if let Ok(mut kept) = self.0.lock() {
            if kept.len() == MOST {
                kept.remove(0);
            }
            kept.push((question, Arc::clone(&answer)));
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_computed_once_and_the_oldest_makes_room() {
        let memo: Memo<usize, usize> = Memo::default();
        assert_eq!(*memo.get(0, || 10), 10);
        assert_eq!(*memo.get(0, || unreachable!("it is kept")), 10);
        for question in 1..=MOST {
            memo.get(question, || question);
        }
        assert_eq!(*memo.get(0, || 20), 20, "the oldest had to go");
    }
}

//! Dragging a card to another stage.
//!
//! A dropped card is laid in the column it was dropped on, and its own move form opens there, filled in: the stage is the
//! column's, the date is today, the reason is asked when the server said it needs one. The form is sent the ordinary way, by
//! its button. Escape or "cancel" puts the card back. The form in each card is also the way without a pointer.
//!
//! What it reads, all of it written by `components::board`:
//!
//! | Attribute | On | Means |
//! |---|---|---|
//! | `data-card`, `data-name`, `data-movable` | card | its id, the startup's name, whether it may be dragged |
//! | `data-stage`, `data-stage-name` | column | the value its forms post, the name in messages |
//! | `data-cards` | list in a column | where a dropped card is laid |
//! | `data-move` | `details` in a card | holds the form |
//! | `data-move-stage`, `data-move-date`, `data-move-reason`, `data-move-cancel` | in the form | its parts |
//! | `data-needs-reason` | option | choosing it makes the reason required |
//!
//! What it writes: `draggable` and `data-dragging` on cards, `data-over` on columns, `required` on the reason.

use leptos::prelude::*;

/// Wraps the board and lets its cards be dragged. The words may hold `{name}` and `{stage}`.
#[island]
pub fn BoardDrag(
    /// Said when a card was laid in a column and only the date is left to confirm.
    placed: String,
    /// Said when a reason is needed as well.
    placed_needs_reason: String,
    /// Said when the card was put back.
    put_back: String,
    /// The board.
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<leptos::html::Div>::new();
    let said = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    hand::take(frame, said, hand::Words { placed, placed_needs_reason, put_back });
    #[cfg(not(feature = "hydrate"))]
    let _ = (placed, placed_needs_reason, put_back);
    view! {
        <div class="board-drag" node_ref=frame>
            {children()}
            <p class="ds-sr-only" role="status">{move || said.get()}</p>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod hand {
    use std::cell::RefCell;
    use std::rc::Rc;

    use leptos::ev;
    use leptos::html::Div;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, Node};

    use crate::islands::dom::{all, closest, find, mark};

    /// What the island says, with `{name}` and `{stage}` to be filled in.
    pub(super) struct Words {
        pub(super) placed: String,
        pub(super) placed_needs_reason: String,
        pub(super) put_back: String,
    }

    /// A card that left its place: where it lay.
    struct Lifted {
        card: Element,
        column: Node,
        before: Option<Node>,
    }

    #[derive(Default)]
    struct State {
        /// The card in the hand.
        dragged: Option<Element>,
        /// The card laid in another column and not yet sent.
        laid: Option<Lifted>,
    }

    struct Board {
        state: RefCell<State>,
        said: RwSignal<String>,
        words: Words,
    }

    /// Makes the cards draggable and listens on the frame for all of them.
    pub(super) fn take(frame: NodeRef<Div>, said: RwSignal<String>, words: Words) {
        let board = Rc::new(Board { state: RefCell::default(), said, words });
        frame.on_load(move |frame| {
            for card in all(&frame, "[data-card][data-movable]") {
                mark(&card, "draggable", true);
            }
            listen(&frame, &ev::dragstart, &board, |board, event: ev::DragEvent| board.lift(&event));
            listen(&frame, &ev::dragover, &board, |board, event| board.hover(&event));
            listen(&frame, &ev::dragend, &board, |board, event| board.let_go(&event));
            listen(&frame, &ev::drop, &board, |board, event| board.lay(&event));
            listen(&frame, &ev::change, &board, |_, event| ask_reason(&event));
            listen(&frame, &ev::click, &board, |board, event| {
                if closest(&event, "[data-move-cancel]").is_some() {
                    board.put_back();
                }
            });
            listen(&frame, &ev::keydown, &board, |board, event| {
                if event.key() == "Escape" {
                    board.put_back();
                }
            });
        });
    }

    fn listen<E>(frame: &Element, event: &E, board: &Rc<Board>, act: fn(&Board, E::EventType))
    where
        E: ev::EventDescriptor + 'static,
        E::EventType: wasm_bindgen::convert::FromWasmAbi + AsRef<wasm_bindgen::JsValue> + JsCast + 'static,
    {
        let board = Rc::clone(board);
        let act = move |event: Event| act(&board, event.unchecked_into());
        let closure = wasm_bindgen::closure::Closure::<dyn FnMut(Event)>::new(act);
        // The page outlives its islands, so the listeners stay for as long as it does.
        let _ = frame.add_event_listener_with_callback(&event.name(), closure.into_js_value().unchecked_ref());
    }

    impl Board {
        fn lift(&self, event: &ev::DragEvent) {
            let Some(card) = closest(event, "[data-card][data-movable]") else { return };
            if let Some(data) = event.data_transfer() {
                data.set_effect_allowed("move");
                // Firefox starts no drag without data.
                let _ = data.set_data("text/plain", &card.get_attribute("data-name").unwrap_or_default());
            }
            mark(&card, "data-dragging", true);
            self.state.borrow_mut().dragged = Some(card);
        }

        /// The column under the pointer, if the card in the hand may go there.
        fn target(&self, event: &Event) -> Option<(Element, Element)> {
            let card = self.state.borrow().dragged.clone()?;
            let column = closest(event, "[data-stage]")?;
            let stage = column.get_attribute("data-stage")?;
            let legal: Option<Element> = find(&card, &format!("option[value=\"{stage}\"]"));
            (legal.is_some() && !column.contains(Some(&card))).then_some((card, column))
        }

        fn hover(&self, event: &Event) {
            clear_over(event);
            if let Some((_, column)) = self.target(event) {
                event.prevent_default();
                mark(&column, "data-over", true);
            }
        }

        fn let_go(&self, event: &Event) {
            clear_over(event);
            if let Some(card) = self.state.borrow_mut().dragged.take() {
                mark(&card, "data-dragging", false);
            }
        }

        fn lay(&self, event: &Event) {
            let Some((card, column)) = self.target(event) else { return };
            event.prevent_default();
            self.let_go(event);
            // One move at a time: a card laid earlier and not sent goes home first.
            self.put_back();
            let (Some(list), Some(home)) = (find::<Element>(&column, "[data-cards]"), card.parent_node()) else {
                return;
            };
            self.state.borrow_mut().laid =
                Some(Lifted { card: card.clone(), column: home, before: card.next_sibling() });
            let _ = list.prepend_with_node_1(&card);
            let stage = column.get_attribute("data-stage").unwrap_or_default();
            let needs_reason = open_form(&card, &stage);
            let words = if needs_reason { &self.words.placed_needs_reason } else { &self.words.placed };
            self.say(words, &card, &column.get_attribute("data-stage-name").unwrap_or_default());
        }

        /// Puts a card that was laid but not sent back where it lay.
        fn put_back(&self) {
            let Some(laid) = self.state.borrow_mut().laid.take() else { return };
            let _ = laid.column.insert_before(&laid.card, laid.before.as_ref());
            if let Some(details) = find::<Element>(&laid.card, "[data-move]") {
                mark(&details, "open", false);
            }
            if let Some(cancel) = find::<Element>(&laid.card, "[data-move-cancel]") {
                mark(&cancel, "hidden", true);
            }
            if let Some(summary) = find::<HtmlElement>(&laid.card, "summary") {
                let _ = summary.focus();
            }
            self.say(&self.words.put_back, &laid.card, "");
        }

        fn say(&self, words: &str, card: &Element, stage: &str) {
            let name = card.get_attribute("data-name").unwrap_or_default();
            self.said.set(words.replace("{name}", &name).replace("{stage}", stage));
        }
    }

    /// Opens a card's form with this stage chosen, and stands on what is left to say. Whether a reason is needed.
    fn open_form(card: &Element, stage: &str) -> bool {
        if let Some(details) = find::<Element>(card, "[data-move]") {
            mark(&details, "open", true);
        }
        if let Some(select) = find::<HtmlSelectElement>(card, "[data-move-stage]") {
            select.set_value(stage);
        }
        if let Some(cancel) = find::<Element>(card, "[data-move-cancel]") {
            mark(&cancel, "hidden", false);
        }
        let needs_reason = reason_follows(card);
        let stand: Option<HtmlElement> =
            find(card, if needs_reason { "[data-move-reason]" } else { "[data-move-date]" });
        if let Some(stand) = stand {
            let _ = stand.focus();
        }
        needs_reason
    }

    /// Makes the reason required when the chosen stage needs one.
    fn reason_follows(card: &Element) -> bool {
        let needs_reason = find::<Element>(card, "option[data-needs-reason]:checked").is_some();
        if let Some(reason) = find::<HtmlInputElement>(card, "[data-move-reason]") {
            reason.set_required(needs_reason);
        }
        needs_reason
    }

    fn ask_reason(event: &Event) {
        if let Some(card) = closest(event, "[data-card]") {
            reason_follows(&card);
        }
    }

    fn clear_over(event: &Event) {
        if let Some(frame) = closest(event, "[data-board]") {
            for column in all(&frame, "[data-over]") {
                mark(&column, "data-over", false);
            }
        }
    }
}

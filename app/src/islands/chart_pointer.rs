//! Reading a chart off with a finger, a mouse or the arrow keys.
//!
//! Wraps one chart. The points are the rows of the chart's own table, so nothing is sent twice: a row knows how far along the
//! axis it lies, and its cells under their column heads are what is read out. A range input below the drawing is the way by
//! keyboard and for those who listen; moving over the drawing moves it along.
//!
//! What it reads, all of it written by `charts::frame`:
//!
//! | Attribute | On | Means |
//! |---|---|---|
//! | `data-at` | table row | how far along the axis, in ten-thousandths |
//! | `data-width`, `data-left`, `data-right` | drawing | its width and the ends of its plot, in its own units |
//! | `data-cross` | line in a drawing | the cross-hair |
//! | `data-chart-slot` | empty box under the drawing | where the range and the read-out go, so that nothing jumps |
//!
//! What it writes: `x1` and `x2` of the cross-hairs, `data-read` on its own frame while something is read.

use leptos::prelude::*;

/// Wraps a chart and reads the point nearest to the pointer.
#[island]
pub fn ChartPointer(
    /// The name of the range input: `Les av kurven`.
    label: String,
    /// The chart.
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<leptos::html::Div>::new();
    let bar = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    reader::take(frame, bar);
    view! {
        <div class="chart-pointer" node_ref=frame>
            {children()}
            <div class="chart-pointer__bar" hidden=true node_ref=bar>
                <input class="chart-pointer__range" type="range" min="0" max="0" step="1" aria-label=label />
                <p class="chart-pointer__text" aria-hidden="true"></p>
            </div>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod reader {
    use std::rc::Rc;

    use leptos::html::Div;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::{Element, Event, HtmlInputElement, MouseEvent};

    use crate::islands::dom::{all, closest, find, mark, whole};

    struct Reader {
        frame: Element,
        range: HtmlInputElement,
        text: Element,
        /// The rows of the table that lie on the axis, from left to right: where, and which.
        rows: Vec<(i32, Element)>,
        heads: Vec<String>,
    }

    /// Finds the parts, shows the range and listens.
    pub(super) fn take(frame: NodeRef<Div>, bar: NodeRef<Div>) {
        bar.on_load(move |bar| {
            let Some(frame) = frame.get_untracked() else { return };
            let (Some(range), Some(text)) = (find::<HtmlInputElement>(&bar, "input"), find(&bar, "p")) else { return };
            let mut rows: Vec<(i32, Element)> =
                all(&frame, "tr[data-at]").into_iter().filter_map(|row| Some((whole(&row, "data-at")?, row))).collect();
            if rows.is_empty() {
                return;
            }
            rows.sort_by_key(|(at, _)| *at);
            let heads = all(&frame, "thead th").iter().filter_map(|head| head.text_content()).collect();
            let last = rows.len() - 1;
            range.set_max(&last.to_string());
            range.set_value(&last.to_string());
            if let Some(slot) = find::<Element>(&frame, "[data-chart-slot]") {
                let _ = slot.append_child(&bar);
            }
            bar.set_hidden(false);
            // The last point is read from the start, so that the box holds what it is for.
            let reader = Rc::new(Reader { frame: frame.unchecked_into(), range, text, rows, heads });
            reader.read(last);
            let follow = Rc::clone(&reader);
            listen(&reader.frame, "pointermove", move |event| follow.point(&event));
            let follow = Rc::clone(&reader);
            listen(&reader.range, "input", move |_| follow.show(follow.range.value().parse().unwrap_or(0)));
            let follow = Rc::clone(&reader);
            listen(&reader.range, "focus", move |_| follow.show(follow.range.value().parse().unwrap_or(0)));
        });
    }

    fn listen(on: &Element, name: &str, act: impl FnMut(Event) + 'static) {
        // The page outlives its islands, so the listeners stay for as long as it does.
        let closure = Closure::<dyn FnMut(Event)>::new(act).into_js_value();
        let _ = on.add_event_listener_with_callback(name, closure.unchecked_ref());
    }

    impl Reader {
        /// Reads the point nearest to the pointer, when it is over a drawing.
        fn point(&self, event: &Event) {
            let Some(drawing) = closest(event, "svg[data-left]") else { return };
            let Some(pointer) = event.dyn_ref::<MouseEvent>() else { return };
            let (Some(left), Some(right), Some(width)) =
                (whole(&drawing, "data-left"), whole(&drawing, "data-right"), whole(&drawing, "data-width"))
            else {
                return;
            };
            let shown = drawing.get_bounding_client_rect();
            let x = (f64::from(pointer.client_x()) - shown.left()) * f64::from(width) / shown.width();
            let along = (x - f64::from(left)) / f64::from(right - left) * 10_000.0;
            #[expect(clippy::cast_possible_truncation, reason = "a place on the screen; saturates when it is far off")]
            let along = along as i32;
            let nearest =
                (0..self.rows.len()).min_by_key(|index| self.rows[*index].0.saturating_sub(along).saturating_abs());
            if let Some(nearest) = nearest {
                self.range.set_value(&nearest.to_string());
                self.show(nearest);
            }
        }

        /// Moves the cross-hairs to a row and reads it out.
        fn show(&self, index: usize) {
            let Some((at, _)) = self.rows.get(index) else { return };
            for drawing in all(&self.frame, "svg[data-left]") {
                let (Some(left), Some(right)) = (whole(&drawing, "data-left"), whole(&drawing, "data-right")) else {
                    continue;
                };
                let x = (left + (right - left) * at / 10_000).to_string();
                if let Some(cross) = find::<Element>(&drawing, "[data-cross]") {
                    let _ = cross.set_attribute("x1", &x);
                    let _ = cross.set_attribute("x2", &x);
                }
            }
            mark(&self.frame, "data-read", true);
            self.read(index);
        }

        /// Reads a row out: each cell under the head of its column.
        fn read(&self, index: usize) {
            let Some((_, row)) = self.rows.get(index) else { return };
            let mut text = String::new();
            for (index, cell) in all(row, "th,td").iter().enumerate() {
                if index > 0 {
                    text.push_str(" · ");
                }
                if let Some(head) = self.heads.get(index) {
                    text.push_str(head);
                    text.push_str(": ");
                }
                text.push_str(&cell.text_content().unwrap_or_default());
            }
            self.text.set_text_content(Some(&text));
            let _ = self.range.set_attribute("aria-valuetext", &text);
        }
    }
}

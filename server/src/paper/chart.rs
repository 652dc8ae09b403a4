//! Drawings of numbers, as shapes before any format. They read in grey: what differs, differs in lightness or in its line.

use chrono::NaiveDate;
use domain::format;
use domain::words::Locale;

use super::{Cell, Column, Table, Value, words};

/// One of the numbers of a step: its day, its height, the lower and the upper end.
type Height<'a> = &'a dyn Fn(&(f64, f64, f64, f64)) -> f64;

/// A drawing with the words that stand for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What somebody who does not see it is told. The data follow as a table.
    pub alternative: String,
    /// How its numbers are read.
    pub unit: Unit,
    /// What is drawn.
    pub kind: Kind,
}

/// How numbers of a drawing are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// As they are, with one decimal at most.
    Number,
    /// Shares between 0 and 1, as percentages.
    Share,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A bar for each thing: the documented part dark, the value lighter, what is not known as an outline.
    Bars(Vec<Bar>),
    /// A curve that goes down in steps, with its interval as a band. Of each step: years, height, lower and upper end.
    Steps(Vec<(f64, f64, f64, f64)>),
    /// What was reached against what was agreed.
    Path {
        /// What was agreed by which day.
        target: Vec<(NaiveDate, f64)>,
        /// What was reached by which day: documented, value, ceiling.
        reached: Vec<(NaiveDate, f64, f64, f64)>,
        /// What is to be expected: lower and upper end.
        forecast: Vec<(NaiveDate, f64, f64)>,
    },
}

/// A thing with its three levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is.
    pub name: String,
    /// The documented part.
    pub floor: f64,
    /// The value.
    pub point: f64,
    /// With what is not known.
    pub ceiling: f64,
}

/// How dark a shape is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Text.
    Text,
    /// Text that stands back.
    Soft,
    /// Lines of a grid.
    Grid,
    /// The darkest area.
    Dark,
    /// A lighter one.
    Middle,
    /// A band behind the rest.
    Pale,
}

/// Where a text stands on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// Ends there.
    End,
}

/// A shape; points count from the upper left corner of the drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A filled area.
    Area(Vec<(f32, f32)>, Ink),
    /// A line: its points, darkness, width, and whether it is dashed.
    Line(Vec<(f32, f32)>, Ink, f32, bool),
    /// A text of one line: where its foot stands, size, anchor, darkness.
    Text(f32, f32, f32, Anchor, Ink, String),
}

/// Shapes with the height they need.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// Points.
    pub height: f32,
    /// What is drawn, the hindmost first.
    pub shapes: Vec<Shape>,
}

/// How wide a text of a size is.
pub type Measure<'a> = &'a dyn Fn(&str, f32) -> f32;

const SMALL: f32 = 8.5;

impl Chart {
    /// The data of the drawing.
    pub fn table(&self, locale: Locale) -> Table {
        let number = |value: f64| self.cell(locale, value);
        let day = |day: NaiveDate| Cell::of(format::date(locale, day), Value::Date(day));
        let (columns, rows) = match &self.kind {
            Kind::Bars(bars) => (
                vec![
                    Column::words(""),
                    Column::numbers(words::floor(locale)),
                    Column::numbers(words::point(locale)),
                    Column::numbers(words::ceiling(locale)),
                ],
                bars.iter()
                    .map(|bar| vec![Cell::text(&bar.name), number(bar.floor), number(bar.point), number(bar.ceiling)])
                    .collect(),
            ),
            Kind::Steps(steps) => (
                vec![
                    Column::numbers(words::years(locale)),
                    Column::numbers(words::point(locale)),
                    Column::numbers(words::low(locale)),
                    Column::numbers(words::high(locale)),
                ],
                steps
                    .iter()
                    .map(|(years, height, low, high)| {
                        let years = Cell::of(format::number(locale, *years, 2), Value::Number(*years));
                        vec![years, number(*height), number(*low), number(*high)]
                    })
                    .collect(),
            ),
            Kind::Path { target, reached, forecast } => {
                let mut days: Vec<NaiveDate> = (target.iter().map(|one| one.0))
                    .chain(reached.iter().map(|one| one.0))
                    .chain(forecast.iter().map(|one| one.0))
                    .collect();
                days.sort_unstable();
                days.dedup();
                let none = || Cell::text("–");
                let rows = days
                    .into_iter()
                    .map(|on| {
                        let agreed = target.iter().find(|one| one.0 == on).map_or_else(none, |one| number(one.1));
                        let mut row = vec![day(on), agreed];
                        match reached.iter().find(|one| one.0 == on) {
                            Some((_, floor, point, ceiling)) => {
                                row.extend([number(*floor), number(*point), number(*ceiling)]);
                            }
                            None => row.extend([none(), none(), none()]),
                        }
                        if !forecast.is_empty() {
                            let band = forecast.iter().find(|one| one.0 == on);
                            row.push(band.map_or_else(none, |one| number(one.1)));
                            row.push(band.map_or_else(none, |one| number(one.2)));
                        }
                        row
                    })
                    .collect();
                let mut columns = vec![Column::words(words::day(locale)), Column::numbers(words::target(locale))];
                columns
                    .extend([words::floor(locale), words::point(locale), words::ceiling(locale)].map(Column::numbers));
                if !forecast.is_empty() {
                    let forecast = words::forecast(locale);
                    columns.push(Column::numbers(format!("{forecast}, {}", words::low(locale).to_lowercase())));
                    columns.push(Column::numbers(format!("{forecast}, {}", words::high(locale).to_lowercase())));
                }
                (columns, rows)
            }
        };
        Table { caption: words::data_of(locale, &self.title), columns, rows, source: None }
    }

    /// The shapes for a width in points.
    pub fn draw(&self, locale: Locale, width: f32, measure: Measure<'_>) -> Drawing {
        match &self.kind {
            Kind::Bars(bars) => self.bars(locale, bars, width, measure),
            Kind::Steps(steps) => self.steps(locale, steps, width, measure),
            Kind::Path { target, reached, forecast } => self.path(locale, target, reached, forecast, width, measure),
        }
    }

    fn text(&self, locale: Locale, value: f64) -> String {
        match self.unit {
            Unit::Number => format::number(locale, value, 1),
            Unit::Share => format::percent(locale, value, 1),
        }
    }

    fn cell(&self, locale: Locale, value: f64) -> Cell {
        let exact = match self.unit {
            Unit::Number => Value::Number(value),
            Unit::Share => Value::Share(value),
        };
        Cell::of(self.text(locale, value), exact)
    }

    fn bars(&self, locale: Locale, bars: &[Bar], width: f32, measure: Measure<'_>) -> Drawing {
        let names = bars.iter().map(|bar| measure(&bar.name, SMALL)).fold(0.0, f32::max).min(width * 0.35) + 8.0;
        let values = bars.iter().map(|bar| measure(&self.text(locale, bar.point), SMALL)).fold(0.0, f32::max) + 8.0;
        let most = bars.iter().map(|bar| bar.ceiling.max(bar.point)).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        let least = bars.iter().map(|bar| bar.floor.min(bar.point)).fold(0.0, f64::min);
        let scale = (width - names - values) / small(most - least);
        let at = |value: f64| names + small(value - least) * scale;
        let mut drawing = Drawing::default();
        let mut y = 2.0;
        for bar in bars {
            let name = short(&bar.name, SMALL, names - 8.0, measure);
            drawing.shapes.push(Shape::Text(0.0, y + 11.0, SMALL, Anchor::Start, Ink::Text, name));
            drawing.shapes.push(Shape::Area(block(at(0.0), y, at(bar.point), y + 15.0), Ink::Middle));
            drawing.shapes.push(Shape::Area(block(at(0.0), y + 3.0, at(bar.floor), y + 12.0), Ink::Dark));
            if bar.ceiling > bar.point {
                let mut frame = block(at(bar.point), y + 0.5, at(bar.ceiling), y + 14.5);
                frame.push(frame[0]);
                drawing.shapes.push(Shape::Line(frame, Ink::Soft, 0.8, true));
            }
            let end = at(bar.ceiling.max(bar.point).max(0.0)) + 4.0;
            let value = self.text(locale, bar.point);
            drawing.shapes.push(Shape::Text(end, y + 11.0, SMALL, Anchor::Start, Ink::Text, value));
            y += 22.0;
        }
        drawing.shapes.push(Shape::Line(vec![(at(0.0), 0.0), (at(0.0), y - 4.0)], Ink::Text, 0.8, false));
        let marks = [
            (Mark::Area(Ink::Dark), words::floor(locale)),
            (Mark::Area(Ink::Middle), words::point(locale)),
            (Mark::Frame, words::ceiling(locale)),
        ];
        drawing.height = legend(&mut drawing.shapes, y + 4.0, &marks, measure);
        drawing
    }

    fn steps(&self, locale: Locale, steps: &[(f64, f64, f64, f64)], width: f32, measure: Measure<'_>) -> Drawing {
        let last = steps.iter().map(|one| one.0).fold(1.0, f64::max);
        let most = if self.unit == Unit::Share { 1.0 } else { nice(steps.iter().map(|one| one.3).fold(0.0, f64::max)) };
        let plot = Plot { left: 38.0, right: width - 8.0, top: 8.0, bottom: 150.0, last, least: 0.0, most };
        let mut drawing = Drawing::default();
        self.grid(locale, &plot, &mut drawing.shapes);
        let years = last.ceil().max(1.0);
        let every = (years / 8.0).ceil().max(1.0);
        let mut year = 0.0;
        while year <= last + 1e-9 {
            let text = format::number(locale, year, 0);
            drawing.shapes.push(Shape::Text(plot.x(year), plot.bottom + 12.0, SMALL, Anchor::Middle, Ink::Soft, text));
            year += every;
        }
        let end = words::years(locale).to_lowercase();
        drawing.shapes.push(Shape::Text(plot.right, plot.bottom + 24.0, SMALL, Anchor::End, Ink::Soft, end));
        let stairs = |height: Height<'_>| {
            let mut points: Vec<(f32, f32)> = Vec::with_capacity(steps.len() * 2);
            for step in steps {
                let (x, y) = (plot.x(step.0), plot.y(height(step)));
                if let Some((_, before)) = points.last().copied() {
                    points.push((x, before));
                }
                points.push((x, y));
            }
            points
        };
        let mut band = stairs(&|step| step.3);
        band.extend(stairs(&|step| step.2).into_iter().rev());
        drawing.shapes.push(Shape::Area(band, Ink::Pale));
        drawing.shapes.push(Shape::Line(stairs(&|step| step.1), Ink::Dark, 1.6, false));
        let marks = [(Mark::Line, words::point(locale)), (Mark::Area(Ink::Pale), words::interval(locale))];
        drawing.height = legend(&mut drawing.shapes, plot.bottom + 30.0, &marks, measure);
        drawing
    }

    fn path(
        &self,
        locale: Locale,
        target: &[(NaiveDate, f64)],
        reached: &[(NaiveDate, f64, f64, f64)],
        forecast: &[(NaiveDate, f64, f64)],
        width: f32,
        measure: Measure<'_>,
    ) -> Drawing {
        let days = || {
            (target.iter().map(|one| one.0))
                .chain(reached.iter().map(|one| one.0))
                .chain(forecast.iter().map(|one| one.0))
        };
        let (Some(first), Some(end)) = (days().min(), days().max()) else { return Drawing::default() };
        #[expect(clippy::cast_precision_loss, reason = "days of a contract are far below 2^52")]
        let since = |day: NaiveDate| (day - first).num_days() as f64;
        let values = || {
            (target.iter().map(|one| one.1))
                .chain(reached.iter().flat_map(|one| [one.1, one.2, one.3]))
                .chain(forecast.iter().flat_map(|one| [one.1, one.2]))
        };
        let most = nice(values().fold(1.0, f64::max));
        let least = values().fold(0.0, f64::min);
        let plot = Plot {
            left: 38.0,
            right: width - 24.0,
            top: 8.0,
            bottom: 150.0,
            last: since(end).max(1.0),
            least: if least < 0.0 { -nice(-least) } else { 0.0 },
            most,
        };
        let mut drawing = Drawing::default();
        self.grid(locale, &plot, &mut drawing.shapes);
        for day in [first, first + (end - first) / 2, end] {
            drawing.shapes.push(Shape::Text(
                plot.x(since(day)),
                plot.bottom + 12.0,
                SMALL,
                Anchor::Middle,
                Ink::Soft,
                format::date(locale, day),
            ));
        }
        let at = |day: NaiveDate, value: f64| (plot.x(since(day)), plot.y(value));
        let mut marks = vec![(Mark::Line, words::point(locale)), (Mark::Dashes, words::target(locale))];
        if forecast.len() > 1 {
            let mut band: Vec<(f32, f32)> = forecast.iter().map(|one| at(one.0, one.2)).collect();
            band.extend(forecast.iter().rev().map(|one| at(one.0, one.1)));
            drawing.shapes.push(Shape::Area(band, Ink::Pale));
            marks.push((Mark::Area(Ink::Pale), words::forecast(locale)));
        }
        drawing.shapes.push(Shape::Line(target.iter().map(|one| at(one.0, one.1)).collect(), Ink::Text, 1.2, true));
        for (day, floor, _, ceiling) in reached {
            drawing.shapes.push(Shape::Line(vec![at(*day, *floor), at(*day, *ceiling)], Ink::Middle, 4.0, false));
        }
        drawing.shapes.push(Shape::Line(reached.iter().map(|one| at(one.0, one.2)).collect(), Ink::Dark, 1.8, false));
        for (day, _, point, _) in reached {
            let (x, y) = at(*day, *point);
            drawing.shapes.push(Shape::Area(block(x - 2.0, y - 2.0, x + 2.0, y + 2.0), Ink::Dark));
        }
        drawing.height = legend(&mut drawing.shapes, plot.bottom + 18.0, &marks, measure);
        drawing
    }

    fn grid(&self, locale: Locale, plot: &Plot, shapes: &mut Vec<Shape>) {
        for part in 0..=4 {
            let value = plot.least + (plot.most - plot.least) * f64::from(part) / 4.0;
            let y = plot.y(value);
            shapes.push(Shape::Line(vec![(plot.left, y), (plot.right, y)], Ink::Grid, 0.6, false));
            let text = self.text(locale, value);
            shapes.push(Shape::Text(plot.left - 5.0, y + 3.0, SMALL, Anchor::End, Ink::Soft, text));
        }
    }
}

/// Where values lie on the drawing.
struct Plot {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    last: f64,
    least: f64,
    most: f64,
}

impl Plot {
    fn x(&self, value: f64) -> f32 {
        self.left + (self.right - self.left) * small(value / self.last)
    }

    fn y(&self, value: f64) -> f32 {
        self.bottom - (self.bottom - self.top) * small((value - self.least) / (self.most - self.least))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a drawing needs no more digits")]
fn small(value: f64) -> f32 {
    if value.is_finite() { value as f32 } else { 0.0 }
}

/// The next round number upwards, so that a scale has round marks.
fn nice(most: f64) -> f64 {
    if most <= 0.0 || !most.is_finite() {
        return 1.0;
    }
    let power = 10f64.powf(most.log10().floor());
    [1.0, 2.0, 4.0, 5.0, 8.0, 10.0].into_iter().map(|step| step * power).find(|top| *top >= most).unwrap_or(most)
}

fn block(left: f32, top: f32, right: f32, bottom: f32) -> Vec<(f32, f32)> {
    vec![(left, top), (right, top), (right, bottom), (left, bottom)]
}

/// A text cut to a width.
pub(super) fn short(text: &str, size: f32, width: f32, measure: Measure<'_>) -> String {
    let mut used = 0.0;
    let fits = |character: &char| {
        used += measure(character.encode_utf8(&mut [0; 4]), size);
        used <= width
    };
    let kept: String = text.chars().take_while(fits).collect();
    if kept.len() == text.len() {
        kept
    } else {
        kept.chars().take(kept.chars().count().saturating_sub(1)).chain(['…']).collect()
    }
}

enum Mark {
    Area(Ink),
    Frame,
    Line,
    Dashes,
}

/// Draws what the shapes mean; gives the height of the whole.
fn legend(shapes: &mut Vec<Shape>, top: f32, marks: &[(Mark, &str)], measure: Measure<'_>) -> f32 {
    let mut x = 0.0;
    for (mark, name) in marks {
        let mut frame = block(x, top + 1.0, x + 14.0, top + 10.0);
        match mark {
            Mark::Area(ink) => shapes.push(Shape::Area(frame, *ink)),
            Mark::Frame => {
                frame.push(frame[0]);
                shapes.push(Shape::Line(frame, Ink::Soft, 0.8, true));
            }
            Mark::Line => {
                shapes.push(Shape::Line(vec![(x, top + 5.5), (x + 14.0, top + 5.5)], Ink::Dark, 1.8, false));
            }
            Mark::Dashes => {
                shapes.push(Shape::Line(vec![(x, top + 5.5), (x + 14.0, top + 5.5)], Ink::Text, 1.2, true));
            }
        }
        shapes.push(Shape::Text(x + 18.0, top + 9.0, SMALL, Anchor::Start, Ink::Soft, (*name).to_owned()));
        x += 18.0 + measure(name, SMALL) + 16.0;
    }
    top + 14.0
}

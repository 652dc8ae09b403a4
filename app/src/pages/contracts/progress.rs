//! How far a target has come, as a reader may see it: numbers that would tell of single startups are held back.

use std::collections::BTreeMap;

use domain::access::policy::withheld;
use domain::contracts::terms::Kind;
use domain::contracts::{Out, Progress, Target, words as rules};
use domain::figures::{Unit, definition};
use domain::format;
use domain::geography::region_set;
use domain::ids::{ContractId, StartupId};
use domain::words::Locale;
use leptos::prelude::*;
use store::contracts::TargetStanding;

use super::chart;
use crate::components::{LevelBar, Levels, Notice, NoticeKind, ScrollTable};
use crate::cx::Cx;
use crate::paths;
use crate::question::Sight;
use crate::words as shared;

domain::catalogue! {
    pub(super) mod w {
        x_of(x: &str, n: &str) => { nb: "{x} av {n}", nn: "{x} av {n}", en: "{x} of {n}" }
        jobs(n: &str) => { nb: "{n} nye arbeidsplasser", nn: "{n} nye arbeidsplassar", en: "{n} new jobs" }
        named(name: &str, n: &str) => { nb: "{name}: {n}", nn: "{name}: {n}", en: "{name}: {n}" }
        of_region(region: &str) => { nb: " ({region})", nn: " ({region})", en: " ({region})" }
        by(on: &str) => { nb: "innen {on}", nn: "innan {on}", en: "by {on}" }
        since(on: &str) => { nb: "regnet fra utgangen av {on}", nn: "rekna frå utgangen av {on}", en: "counted from the end of {on}" }
        rule(definition: &str) => { nb: "Definisjon: {definition}", nn: "Definisjon: {definition}", en: "Definition: {definition}" }
        now => { nb: "Nå", nn: "No", en: "Now" }
        path_now(n: &str) => { nb: "Avtalt bane i dag: {n}", nn: "Avtalt bane i dag: {n}", en: "Agreed path today: {n}" }
        on_path => { nb: "I rute", nn: "I rute", en: "On the path" }
        behind => { nb: "Etter avtalt bane", nn: "Etter avtalt bane", en: "Behind the path" }
        at_risk(high: &str, target: &str) => {
            nb: "Målet står i fare: selv øvre ende av prognosen, {high}, er under målet på {target}.",
            nn: "Målet står i fare: sjølv øvre ende av prognosen, {high}, er under målet på {target}.",
            en: "The target is at risk: even the upper end of the forecast, {high}, is below the target of {target}." }
        band(low: &str, high: &str, on: &str, quarters: &str) => {
            nb: "Prognose: mellom {low} og {high} innen {on} (80 av 100 forløp, fra {quarters} kvartalers historie).",
            nn: "Prognose: mellom {low} og {high} innan {on} (80 av 100 forløp, frå {quarters} kvartal med historie).",
            en: "Forecast: between {low} and {high} by {on} (80 of 100 courses, from {quarters} quarters of history)." }
        too_few => {
            nb: "Så få bedrifter er med at tallet ville røpe dem. Det vises når det er fem eller flere.",
            nn: "Så få bedrifter er med at talet ville røpe dei. Det blir vist når det er fem eller fleire.",
            en: "So few startups are in it that the figure would tell of them. It is shown when there are five or more." }
        nothing => { nb: "Ingenting å regne ut fra ennå.", nn: "Ingenting å rekne ut frå enno.", en: "Nothing to compute it from yet." }
        rests_on(n: &str, out: &str) => {
            nb: "{n} bedrifter er med. {out} mangler opplysninger og er utelatt.",
            nn: "{n} bedrifter er med. {out} manglar opplysningar og er utelatne.",
            en: "{n} startups are in it. {out} lack facts and are left out." }
        how => { nb: "Slik er det regnet", nn: "Slik er det rekna", en: "How it is counted" }
        symbols => { nb: "I symboler", nn: "I symbol", en: "In symbols" }
        rows_in => { nb: "Bedriftene som er med", nn: "Bedriftene som er med", en: "The startups in it" }
        rows_out => { nb: "Bedriftene som er utelatt", nn: "Bedriftene som er utelatne", en: "The startups left out" }
        reasons => { nb: "Hvorfor bedrifter er utelatt", nn: "Kvifor bedrifter er utelatne", en: "Why startups are left out" }
        startup => { nb: "Bedrift", nn: "Bedrift", en: "Startup" }
        change => { nb: "Endring", nn: "Endring", en: "Change" }
        reason => { nb: "Grunn", nn: "Grunn", en: "Reason" }
        many => { nb: "Antall", nn: "Tal", en: "Number" }
        fewer => { nb: "færre enn 5", nn: "færre enn 5", en: "fewer than 5" }
        partly => { nb: "en del av tiden telles under en annen avtale", nn: "ein del av tida blir talt under ein annan avtale", en: "part of the time is counted under another contract" }
        unseen => { nb: "(ikke vist)", nn: "(ikkje vist)", en: "(not shown)" }
    }
}

/// A target's progress as a reader may see it.
pub(crate) enum Told<'a> {
    /// In full.
    Shown(&'a Progress),
    /// It rests on so few startups that the reader does not see.
    Withheld,
    /// It cannot be told at all.
    Untold(domain::contracts::Unmeasured),
}

/// A target's progress as a reader may see it.
pub(crate) fn told<'a>(sight: &Sight, target: &'a TargetStanding) -> Told<'a> {
    match &target.progress {
        Err(why) => Told::Untold(*why),
        Ok(progress) => {
            let unseen = progress.rows_in.iter().filter(|row| !sight.sees(row.startup)).count();
            if withheld(unseen).is_some() { Told::Withheld } else { Told::Shown(progress) }
        }
    }
}

/// A number of a target: jobs, hours, or a share.
pub(super) fn amount(locale: Locale, target: &Target, value: f64) -> String {
    match target.kind() {
        Some(Kind::Level) => format::percent(locale, value, 0),
        _ => format::number(locale, value, 1),
    }
}

/// What is promised, in words: `150 nye arbeidsplasser (Romerike) innen 31.12.2027`.
pub(crate) fn promise(locale: Locale, target: &Target) -> String {
    let known = definition(&target.definition.id);
    let number = amount(locale, target, target.amount);
    let mut text = match known.as_ref().map(|known| known.unit()) {
        Some(Unit::Jobs) => w::jobs(locale, &number),
        Some(_) => w::named(locale, &known.map(|known| known.title(locale)).unwrap_or_default(), &number),
        None => w::named(locale, &target.definition.id.0, &number),
    };
    if let Some(region) = target.scope.region.as_ref().and_then(region_set) {
        text.push_str(&w::of_region(locale, region.name(locale)));
    }
    format!("{text} {}", w::by(locale, &format::date(locale, target.due_on)))
}

/// A target on one line: `42 av 150`.
pub(crate) fn short_standing(locale: Locale, sight: &Sight, target: &TargetStanding) -> Option<String> {
    match told(sight, target) {
        Told::Shown(progress) => {
            let point = progress.point?;
            let number = |value| amount(locale, &progress.target, value);
            Some(w::x_of(locale, &number(point), &number(progress.target.amount)))
        }
        Told::Withheld | Told::Untold(_) => None,
    }
}

/// One target in short: what is promised, how far it has come as a bar, where it may end.
pub(crate) fn target_line(locale: Locale, sight: &Sight, target: &TargetStanding) -> AnyView {
    let progress = match told(sight, target) {
        Told::Untold(why) => return view! { <p class="muted">{why.text(locale)}</p> }.into_any(),
        Told::Withheld => return view! { <p class="muted">{w::too_few(locale)}</p> }.into_any(),
        Told::Shown(progress) => progress,
    };
    let number = |value: f64| amount(locale, &progress.target, value);
    let promised = promise(locale, &progress.target);
    let Some(levels) = levels(locale, progress) else {
        return view! { <p>{promised}": "{w::nothing(locale)}</p> }.into_any();
    };
    let state = if progress.is_on_path() == Some(true) { w::on_path(locale) } else { w::behind(locale) };
    let path = w::path_now(locale, &number(progress.path));
    let band = target.band.as_ref().ok().and_then(|band| {
        let end = band.end()?;
        let quarters = format::count(locale, band.quarters);
        Some(w::band(locale, &number(end.low), &number(end.high), &format::date(locale, end.on), &quarters))
    });
    view! {
        <p><strong>{promised}</strong></p>
        <LevelBar levels=levels/>
        <p>{state}". "{path}". "{band}</p>
    }
    .into_any()
}

/// The three levels of a target as a bar that ends at the target.
fn levels(locale: Locale, progress: &Progress) -> Option<Levels> {
    let (floor, point, ceiling) = (progress.floor?, progress.point?, progress.ceiling?);
    let number = |value: f64| amount(locale, &progress.target, value);
    Some(Levels {
        floor,
        point,
        ceiling,
        scale: Some(progress.target.amount.max(ceiling)),
        floor_text: (shared::floor(locale).to_owned(), number(floor)),
        point_text: (shared::point(locale).to_owned(), number(point)),
        ceiling_text: (shared::ceiling(locale).to_owned(), number(ceiling)),
    })
}

/// One target: what is promised, how far it has come, where it may end, and what that rests on.
pub(super) fn target_view(
    cx: &Cx,
    sight: &Sight,
    place: usize,
    target: &TargetStanding,
    titles: &BTreeMap<ContractId, String>,
) -> AnyView {
    let locale = cx.locale;
    let progress = match told(sight, target) {
        Told::Untold(why) => return view! { <p class="muted">{why.text(locale)}</p> }.into_any(),
        Told::Withheld => {
            let promised = target.progress.as_ref().map(|progress| promise(locale, &progress.target));
            return view! {
                <h3 class="ds-heading" data-size="sm">{promised.unwrap_or_default()}</h3>
                <p class="muted">{w::too_few(locale)}</p>
            }
            .into_any();
        }
        Told::Shown(progress) => progress,
    };
    let number = |value: f64| amount(locale, &progress.target, value);
    let heading = promise(locale, &progress.target);
    let Some((levels, point)) = levels(locale, progress).zip(progress.point) else {
        return view! {
            <h3 class="ds-heading" data-size="sm">{heading}</h3>
            <p class="muted">{w::nothing(locale)}</p>
        }
        .into_any();
    };
    let band = match &target.band {
        Ok(band) => band.end().map(|end| {
            let quarters = format::count(locale, band.quarters);
            w::band(locale, &number(end.low), &number(end.high), &format::date(locale, end.on), &quarters)
        }),
        Err(why) => Some(why.text(locale)),
    };
    let risk = target.is_at_risk().then(|| {
        let high = target.band.as_ref().ok().and_then(|band| band.end()).map_or(0.0, |end| end.high);
        w::at_risk(locale, &number(high), &number(progress.target.amount))
    });
    let basis = match progress.of {
        Some((x, n)) => {
            let share = shared::x_of_n(locale, &format::number(locale, x, 0), &format::number(locale, n, 0));
            let interval = progress.interval.map(|interval| {
                let low = format::number(locale, interval.low * 100.0, 0);
                shared::interval(locale, &low, &format::percent(locale, interval.high, 0))
            });
            format!("{share}. {}", interval.unwrap_or_default())
        }
        None => w::rests_on(
            locale,
            &format::count(locale, progress.rows_in.len()),
            &format::count(locale, progress.unknown()),
        ),
    };
    let state = if progress.is_on_path() == Some(true) { w::on_path(locale) } else { w::behind(locale) };
    let path = w::path_now(locale, &number(progress.path));
    let since = w::since(locale, &format::date(locale, progress.target.baseline_on));
    let rule = w::rule(locale, &format!("{}@{}", progress.target.definition.id.0, progress.target.definition.version));
    let chart = (progress.target.kind() == Some(Kind::Increase)).then(|| chart::course(locale, sight, place, target));
    let counted = definition(&progress.target.definition.id).map(|known| known.rule(locale)).unwrap_or_default();
    let once = (progress.target.kind() == Some(Kind::Increase)).then(|| {
        view! {
            <p>{rules::progress(locale)}</p>
            <p>{rules::once(locale)}</p>
            <p>{rules::forecast(locale)}</p>
            <p><strong>{w::symbols(locale)}</strong>": "<code>{rules::once_formula()}</code></p>
        }
    });
    view! {
        <h3 class="ds-heading" data-size="sm">{heading}</h3>
        {risk.map(|text| view! { <Notice kind=NoticeKind::Warning>{text}</Notice> })}
        <p class="figure-card__value">
            <span class="figure-card__number">{number(point)}</span>
            <span class="figure-card__unit">{state}</span>
        </p>
        <LevelBar levels=levels/>
        <p>{path}". "{basis}</p>
        {band.map(|text| view! { <p>{text}</p> })}
        {chart}
        <details class="ds-details fold">
            <summary>{w::how(locale)}</summary>
            <div>
                <p>{since}". "{rule}</p>
                <p>{counted}</p>
                {once}
            </div>
        </details>
        {rows(locale, sight, progress, titles)}
    }
    .into_any()
}

/// What the progress rests on: by name for those who see the startups, in numbers for others.
fn rows(
    locale: Locale,
    sight: &Sight,
    progress: &Progress,
    titles: &BTreeMap<ContractId, String>,
) -> impl IntoView + use<> {
    let why = |why: Out| {
        let title = match why {
            Out::CountedUnder(id) => titles.get(&id).map(String::as_str),
            Out::Figure(_) => None,
        };
        shared::at_start(&why.text(locale, title))
    };
    let link = |startup: StartupId| {
        let known = sight.ledger().startup(startup);
        match known {
            Some(known) => {
                let name = known.profile.name.clone();
                view! { <a class="ds-link" href=paths::startup(startup)>{name}</a> }.into_any()
            }
            None => view! { <span class="muted">{w::unseen(locale)}</span> }.into_any(),
        }
    };
    let within: Vec<_> = progress
        .rows_in
        .iter()
        .filter(|row| sight.sees(row.startup))
        .map(|row| {
            let partly = row.partly.is_some().then(|| view! { <span class="muted">" "{w::partly(locale)}</span> });
            view! {
                <tr>
                    <th scope="row">{link(row.startup)}{partly}</th>
                    <td class="number">{amount(locale, &progress.target, row.point)}</td>
                </tr>
            }
        })
        .collect();
    let out: Vec<_> = progress
        .rows_out
        .iter()
        .filter(|row| sight.sees(row.startup))
        .map(|row| view! { <tr><th scope="row">{link(row.startup)}</th><td>{why(row.why)}</td></tr> })
        .collect();
    let unseen = progress.rows_out.iter().any(|row| !sight.sees(row.startup));
    // Whoever sees no startups sees how many there are, and of fewer than five not even that.
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for row in progress.rows_out.iter().filter(|_| unseen) {
        *reasons.entry(why(row.why)).or_default() += 1;
    }
    let reasons: Vec<_> = reasons
        .into_iter()
        .map(|(reason, many)| {
            let many = if many < 5 { w::fewer(locale).to_owned() } else { format::count(locale, many) };
            view! { <tr><th scope="row">{reason}</th><td class="number">{many}</td></tr> }
        })
        .collect();
    let table = |title: &'static str, last: &'static str, number: bool, rows: AnyView| {
        view! {
            <details class="ds-details fold">
                <summary>{title}</summary>
                <div>
                    <ScrollTable label=title>
                        <table class="ds-table" data-size="sm">
                            <thead>
                                <tr>
                                    <th scope="col">{if number || last == w::reason(locale) { w::startup(locale) } else { w::reason(locale) }}</th>
                                    <th scope="col" class:number=number>{last}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </ScrollTable>
                </div>
            </details>
        }
    };
    let shown_in = (!within.is_empty()).then(|| table(w::rows_in(locale), w::change(locale), true, within.into_any()));
    let shown_out = (!out.is_empty()).then(|| table(w::rows_out(locale), w::reason(locale), false, out.into_any()));
    let counted = (!reasons.is_empty()).then(|| table(w::reasons(locale), w::many(locale), false, reasons.into_any()));
    view! { {shown_in}{shown_out}{counted} }
}

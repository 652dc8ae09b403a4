//! `funding.leverage`: how many kroner of external capital were raised for each public krone paid.
//!
//! Its unit is kroner per krone. A row's contribution is the capital, and [`Work::paid_ore`](super::Work) of its basis the public money:
//! the value is the sum of the ones divided by the sum of the others, so that a startup weighs as much as the money it got.

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::example::{Example, Expected};
use super::funding::{self, basis};
use super::parameter::Parameter;
use super::scope::Question;
use super::{Figure, FigureId, OutReason, RowIn, RowOut, Unit, period, sums};
use crate::format;
use crate::words::Locale;

/// External capital per public krone paid, in the startups that were paid any.
pub(super) struct FundingLeverage;

impl Definition for FundingLeverage {
    fn id(&self) -> FigureId {
        FigureId("funding.leverage".to_owned())
    }

    fn unit(&self) -> Unit {
        Unit::Ratio
    }

    fn title(&self, locale: Locale) -> String {
        words::title(locale).to_owned()
    }

    fn rule(&self, locale: Locale) -> String {
        words::rule(locale).to_owned()
    }

    fn parameters(&self) -> Vec<Parameter> {
        funding::parameters()
    }

    fn apart(&self, locale: Locale) -> &'static str {
        words::apart(locale)
    }

    /// 900,000 came after 600,000; what D raised before its first payment does not count.
    fn example(&self) -> Example {
        let expected = Expected { value: 1.5, floor: 0.0, ceiling: 1.5, numerator: 900_000.0, n: 2 };
        Example { id: "funding.leverage", more: funding::MONEY, expected }
    }

    fn formula(&self) -> String {
        "Σ_i Σ_{ rounds c of i : first payment to i ≤ day_c ≤ D } amount_c / Σ_i Σ_{ payments p to i : S ≤ day_p ≤ D } amount_p".to_owned()
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        let period = period::text(locale, figure);
        let unknown = funding::unknown(locale, figure);
        let Some(value) = figure.value else {
            return match unknown {
                Some(unknown) => words::nothing(locale, &period, &unknown),
                None => words::nobody(locale, &period),
            };
        };
        let lead = words::lead(
            locale,
            &format::number(locale, value, 2),
            &period::startups(locale, figure.n),
            &funding::region(locale, figure),
            &period,
            &format::kroner(locale, figure.numerator),
            &format::kroner(locale, figure.denominator()),
        );
        match unknown {
            Some(unknown) => format!("{lead} {}", words::without(locale, &unknown)),
            None => lead,
        }
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        let stay = case.stay()?;
        let paid = funding::paid(case, stay.admitted_on);
        let Some(first_on) = paid.first_on.filter(|_| paid.unpriced.is_some() || paid.ore > 0) else {
            return Err(OutReason::NoFunding.into());
        };
        let raised = funding::capital(case, first_on);
        case.in_region(raised.most())?;
        if paid.unpriced.is_some() || raised.unpriced.is_some() {
            return Err(LeftOut::up_to(OutReason::NoRate, raised.most()));
        }
        Ok(Counted {
            contribution: sums::kroner(raised.ore),
            floor: sums::kroner(raised.documented),
            ceiling: sums::kroner(raised.ore),
            basis: basis(stay, &raised, Some(paid.ore)),
        })
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        let paid = rows_in.iter().filter_map(|row| row.basis.work.as_ref()?.paid_ore).fold(0, i64::saturating_add);
        let whole = sums::add_up_kroner(rows_in, rows_out);
        let per_krone = |kroner: Option<f64>| (paid > 0).then_some(kroner? / sums::kroner(paid));
        Totals {
            value: per_krone(whole.value),
            floor: per_krone(whole.floor),
            ceiling: per_krone(whole.ceiling),
            ..whole
        }
    }
}

crate::catalogue! {
    /// The words of `funding.leverage`.
    mod words {
        title => { nb: "Ekstern kapital per offentlig krone", nn: "Ekstern kapital per offentleg krone", en: "External capital per public krone" }
        rule => {
            nb: "Kroner i ekstern kapital for hver offentlige krone som er utbetalt, i bedriftene som har fått utbetalt noe i perioden. Bare kapital fra og med dagen for bedriftens første utbetaling teller. Kapitalen i alle bedriftene legges sammen og deles på alt som er utbetalt til dem. Lån og tilskudd teller likt, og det som er betalt tilbake, trekkes ikke fra. En bedrift med beløp i fremmed valuta uten kurs er utelatt. Tallet viser hva som fulgte etter pengene, ikke hva pengene utløste.",
            nn: "Kroner i ekstern kapital for kvar offentlege krone som er utbetalt, i bedriftene som har fått utbetalt noko i perioden. Berre kapital frå og med dagen for den første utbetalinga til bedrifta tel. Kapitalen i alle bedriftene blir lagd saman og delt på alt som er utbetalt til dei. Lån og tilskot tel likt, og det som er betalt tilbake, blir ikkje trekt frå. Ei bedrift med beløp i framand valuta utan kurs er utelaten. Talet viser kva som følgde etter pengane, ikkje kva pengane løyste ut.",
            en: "Kroner of external capital for each public krone paid, in the startups that were paid any in the period. Only capital from the day of a startup's first payment on counts. The capital of all of them is added up and divided by all that was paid to them. Loans and grants count alike, and what was paid back is not deducted. A startup with an amount in a foreign currency without a rate is left out. The figure shows what followed the money, not what the money caused." }
        apart => {
            nb: "Ikke med en effekt: det viser hva som fulgte etter pengene, ikke hva de utløste. Ikke med et hus som også teller offentlig egenkapital eller lån som kapital.",
            nn: "Ikkje med ein effekt: det viser kva som følgde etter pengane, ikkje kva dei løyste ut. Ikkje med eit hus som òg tel offentleg eigenkapital eller lån som kapital.",
            en: "Not with an effect: it shows what followed the money, not what the money caused. Not with a house that counts public equity or loans as capital." }
        lead(value: &str, startups: &str, region: &str, period: &str, capital: &str, paid: &str) => {
            nb: "For hver offentlige krone som er utbetalt til {startups}{region} {period}, har de hentet {value} kroner i ekstern kapital etterpå ({capital} mot {paid}).",
            nn: "For kvar offentlege krone som er utbetalt til {startups}{region} {period}, har dei henta {value} kroner i ekstern kapital etterpå ({capital} mot {paid}).",
            en: "For each public krone paid to {startups}{region} {period}, they raised {value} kroner of external capital afterwards ({capital} against {paid})." }
        nobody(period: &str) => {
            nb: "Ingen offentlige penger er utbetalt {period}, så det er ingenting å regne ekstern kapital mot.",
            nn: "Ingen offentlege pengar er utbetalte {period}, så det er ingenting å rekne ekstern kapital mot.",
            en: "No public money was paid {period}, so there is nothing to set external capital against." }
        without(startups: &str) => {
            nb: "Uten kjent kurs eller sted: {startups}.",
            nn: "Utan kjend kurs eller stad: {startups}.",
            en: "Without a known rate or place: {startups}." }
        nothing(period: &str, startups: &str) => {
            nb: "Det finnes ikke grunnlag for et tall {period}: kurs eller sted mangler for {startups}.",
            nn: "Det finst ikkje grunnlag for eit tal {period}: kurs eller stad manglar for {startups}.",
            en: "There is nothing to compute a figure from {period}: the rate or the place is missing for {startups}." }
    }
}

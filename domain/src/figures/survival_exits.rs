//! `survival.exits`, the press figure: alive today among those that have exited.

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::example::{Example, Expected};
use super::parameter::Parameter;
use super::scope::Question;
use super::{Figure, FigureId, OutReason, RowIn, RowOut, Unit, share};
use crate::format;
use crate::words::Locale;

/// Alive at the date among the startups that have left the house. Back in the house is not exited.
pub(super) struct SurvivalExits;

impl Definition for SurvivalExits {
    fn id(&self) -> FigureId {
        FigureId("survival.exits".to_owned())
    }

    fn unit(&self) -> Unit {
        Unit::Share
    }

    fn title(&self, locale: Locale) -> String {
        words::title(locale).to_owned()
    }

    fn rule(&self, locale: Locale) -> String {
        words::rule(locale).to_owned()
    }

    fn parameters(&self) -> Vec<Parameter> {
        share::parameters()
    }

    fn apart(&self, locale: Locale) -> &'static str {
        words::apart(locale)
    }

    fn example(&self) -> Example {
        let expected = Expected { value: 2.0 / 3.0, floor: 2.0 / 3.0, ceiling: 2.0 / 3.0, numerator: 2.0, n: 3 };
        Example { id: "survival.exits", more: &[], expected }
    }

    fn formula(&self) -> String {
        "#{ i exited ≤ D, alive at D } / #{ i exited ≤ D, status known }".to_owned()
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        share::sentence(locale, figure, &words::clause(locale, &format::date(locale, figure.query.as_of)))
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        let stay = case.stay()?;
        if stay.exited_on.is_none() {
            return Err(OutReason::NotExited.into());
        }
        share::row(case, stay)
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        share::add_up(rows_in, rows_out)
    }
}

crate::catalogue! {
    /// The words of `survival.exits`.
    mod words {
        title => {
            nb: "I live av dem som har gått ut", nn: "I live av dei som har gått ut", en: "Alive among exits" }
        rule => {
            nb: "Av bedriftene som har gått ut av huset: andelen som er i live på datoen. I live betyr vist i virksomhet de siste 15 månedene; konkurs, avviklet, slettet, gitt opp og sovende er ikke i live. Ukjente og innfusjonerte er utelatt. Bedrifter av ulik alder er slått sammen, så tallet kan ikke settes ved siden av en landsstatistikk for en bestemt alder.",
            nn: "Av bedriftene som har gått ut av huset: delen som er i live på datoen. I live tyder vist i verksemd dei siste 15 månadene; konkurs, avvikla, sletta, gitt opp og sovande er ikkje i live. Ukjende og innfusjonerte er utelatne. Bedrifter av ulik alder er slått saman, så talet kan ikkje setjast ved sida av ein landsstatistikk for ein bestemt alder.",
            en: "Of the startups that have left the house: the share alive at the date. Alive means shown active in the last 15 months; bankrupt, wound up, struck off, abandoned and dormant are not alive. Unknown and merged ones are left out. Startups of different ages are pooled, so the figure cannot be set beside a national statistic for one age." }
        apart => {
            nb: "Ikke med en landsstatistikk: den gjelder én alder, og her er alle aldre slått sammen. Ikke med «I live av alle tatt opp», som også teller dem som døde i huset og dem som fortsatt er inne.",
            nn: "Ikkje med ein landsstatistikk: han gjeld éin alder, og her er alle aldrar slått saman. Ikkje med «I live av alle tekne opp», som òg tel dei som døydde i huset og dei som framleis er inne.",
            en: "Not with a national statistic: that is about one age, and here all ages are pooled. Not with “Alive among all admitted”, which also counts those that died in the house and those still in it." }
        clause(date: &str) => {
            nb: "av bedriftene som har gått ut, er i live per {date}",
            nn: "av bedriftene som har gått ut, er i live per {date}",
            en: "of the startups that have left are alive as at {date}" }
    }
}

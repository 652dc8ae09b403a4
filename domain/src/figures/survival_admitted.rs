//! `survival.admitted`: alive today among all ever admitted.

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::example::{Example, Expected};
use super::parameter::Parameter;
use super::scope::Question;
use super::{Figure, FigureId, RowIn, RowOut, Unit, share};
use crate::format;
use crate::words::Locale;

/// Alive at the date among all startups ever admitted, in the house or out.
pub(super) struct SurvivalAdmitted;

impl Definition for SurvivalAdmitted {
    fn id(&self) -> FigureId {
        FigureId("survival.admitted".to_owned())
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
        let expected = Expected { value: 0.75, floor: 0.75, ceiling: 0.75, numerator: 3.0, n: 4 };
        Example { id: "survival.admitted", more: &[], expected }
    }

    fn formula(&self) -> String {
        "#{ i admitted ≤ D, alive at D } / #{ i admitted ≤ D, status known }".to_owned()
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        share::sentence(locale, figure, &words::clause(locale, &format::date(locale, figure.query.as_of)))
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        share::row(case, case.stay()?)
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        share::add_up(rows_in, rows_out)
    }
}

crate::catalogue! {
    /// The words of `survival.admitted`.
    mod words {
        title => {
            nb: "I live av alle tatt opp", nn: "I live av alle tekne opp", en: "Alive among all admitted" }
        rule => {
            nb: "Av alle bedrifter som noen gang er tatt opp: andelen som er i live på datoen, enten de er inne eller har gått ut. I live betyr vist i virksomhet de siste 15 månedene. Ukjente og innfusjonerte er utelatt. Tallet stiger når mange nye tas opp, uten at flere overlever.",
            nn: "Av alle bedrifter som nokon gong er tekne opp: delen som er i live på datoen, anten dei er inne eller har gått ut. I live tyder vist i verksemd dei siste 15 månadene. Ukjende og innfusjonerte er utelatne. Talet stig når mange nye blir tekne opp, utan at fleire overlever.",
            en: "Of all startups ever admitted: the share alive at the date, in the house or out. Alive means shown active in the last 15 months. Unknown and merged ones are left out. The figure rises when many new ones are admitted, without more of them surviving." }
        apart => {
            nb: "Ikke med en landsstatistikk: den gjelder én alder, og her er alle aldre slått sammen. Ikke med sitt eget tall fra et annet år uten å si hvor mange som er tatt opp imellom: nye bedrifter løfter det uten at flere overlever.",
            nn: "Ikkje med ein landsstatistikk: han gjeld éin alder, og her er alle aldrar slått saman. Ikkje med sitt eige tal frå eit anna år utan å seie kor mange som er tekne opp imellom: nye bedrifter lyfter det utan at fleire overlever.",
            en: "Not with a national statistic: that is about one age, and here all ages are pooled. Not with its own figure of another year without saying how many were admitted in between: new startups raise it without more of them surviving." }
        clause(date: &str) => {
            nb: "av alle bedrifter som er tatt opp, er i live per {date}",
            nn: "av alle bedrifter som er tekne opp, er i live per {date}",
            en: "of all startups ever admitted are alive as at {date}" }
    }
}

//! What the guard says.

use super::judge::figure_of;
use super::{Cited, Claim, Guarded, Open, Says, Verdict, Why, offer};
use crate::benchmarks;
use crate::format;
use crate::words::Locale;

pub(super) use texts::{contributed, footnote, part};

impl Why {
    /// The sentence a person reads.
    #[must_use]
    pub const fn text(self, locale: Locale) -> &'static str {
        match self {
            Self::NoAge => texts::no_age(locale),
            Self::NoDenominator => texts::no_denominator(locale),
            Self::WrongComparator => texts::wrong_comparator(locale),
            Self::TooFew => texts::too_few(locale),
            Self::CreatedNotContributed => texts::created(locale),
            Self::Promise => texts::promise(locale),
            Self::NoPeriod => texts::no_period(locale),
            Self::NoFigure => texts::no_figure(locale),
            Self::NoMeasure => texts::no_measure(locale),
            Self::NoPlace => texts::no_place(locale),
            Self::NoAverage => texts::no_such_average(locale),
        }
    }
}

impl Open {
    /// The question that the sentence leaves open.
    #[must_use]
    pub const fn text(self, locale: Locale) -> &'static str {
        match self {
            Self::WhoIsCounted => texts::who(locale),
            Self::AtWhatAge => texts::age(locale),
            Self::AliveByWhatTest => texts::test(locale),
            Self::WhichAverage => texts::average(locale),
            Self::JobsWhen => texts::when(locale),
            Self::NetOrGross => texts::net(locale),
            Self::HeadsOrFte => texts::heads(locale),
            Self::PlaceOfWhat => texts::place(locale),
            Self::AsOfWhen => texts::as_of(locale),
            Self::WhoElse => texts::who_else(locale),
        }
    }
}

impl Claim {
    /// What the figures say to the claim, in one or more sentences.
    #[must_use]
    pub fn answer(&self, locale: Locale, figures: &[Cited<'_>]) -> String {
        let named = |index: Option<usize>| {
            let cited = figures.get(index?)?;
            Some((cited.told(locale)?.title, offer::sentence(locale, cited, figures)?))
        };
        let figure = named(figure_of(&self.verdict));
        let (title, sentence) = figure.clone().unwrap_or_default();
        let mut text = match &self.verdict {
            Verdict::Supported { .. } => texts::supported(locale, &sentence),
            Verdict::OtherDefinition { .. } => texts::other(locale, &title, &sentence),
            Verdict::NotSupported { .. } if figure.is_some() => texts::not_supported(locale, &sentence),
            Verdict::NotSupported { .. } => Why::NoFigure.text(locale).to_owned(),
            Verdict::CannotBeSaid { why, .. } => {
                let mut text = texts::cannot(locale).to_owned();
                for why in why {
                    text.push(' ');
                    text.push_str(why.text(locale));
                }
                if figure.is_some() {
                    text.push(' ');
                    text.push_str(&texts::nearest(locale, &sentence));
                }
                text
            }
        };
        match self.says {
            Says::Comparison { years } => {
                text.push(' ');
                text.push_str(&averages(locale, years));
            }
            Says::Average { share, years } => {
                for (row, at) in benchmarks::with_value(share, years).take(2) {
                    let Some(sentence) = row.sentence(locale, at) else { continue };
                    let differs: Vec<String> =
                        row.differs(Some(at)).into_iter().map(|differs| differs.text(locale)).collect();
                    text.push(' ');
                    text.push_str(&texts::is_row(locale, &sentence, &differs.join(" ")));
                }
            }
            _ => {}
        }
        text
    }
}

/// What a house's survival may be compared with: the fairest national row at the age, or at none, and what sets it apart.
fn averages(locale: Locale, years: Option<u32>) -> String {
    let percent = |share: f64| format::percent(locale, share, 1);
    // Where no age is said, most press figures are meant to be about five years.
    let span = benchmarks::span(years.unwrap_or(5))
        .map(|(low, high)| texts::span(locale, &years.unwrap_or(5).to_string(), &percent(low), &percent(high)));
    let fairest = match years {
        Some(years) => benchmarks::fairest(years).map(|(row, _)| (row, years)),
        None => benchmarks::rows().first().and_then(|row| Some((row, row.points.last()?.years))),
    };
    let fairest = fairest.and_then(|(row, at)| {
        let differs: Vec<String> = row.differs(Some(at)).into_iter().map(|differs| differs.text(locale)).collect();
        Some(texts::fairest(locale, &row.sentence(locale, at)?, &differs.join(" ")))
    });
    match (fairest, span) {
        (None, None) => texts::no_average(locale).to_owned(),
        (fairest, span) => [span, fairest].into_iter().flatten().collect::<Vec<_>>().join(" "),
    }
}

impl Guarded {
    /// The whole answer as plain text: each claim with its verdict and what it leaves open, and the text that can stand with its
    /// footnotes.
    #[must_use]
    pub fn report(&self, locale: Locale, figures: &[Cited<'_>]) -> String {
        let mut lines: Vec<String> = Vec::new();
        if self.claims.is_empty() {
            lines.push(texts::nothing(locale).to_owned());
        }
        for claim in &self.claims {
            lines.push(format!("«{}»: {}", claim.text, claim.answer(locale, figures)));
            lines.extend(claim.open.iter().map(|open| format!("  – {}", open.text(locale))));
        }
        if !self.passed.is_empty() {
            let numbers = self.passed.iter().map(|number| format!("«{number}»")).collect::<Vec<_>>();
            lines.push(texts::passed(locale, &numbers.join(", ")));
        }
        if let Some(offer) = &self.offer {
            lines.push(format!("{} {}", texts::instead(locale), offer.text));
            lines.extend(offer.footnotes.iter().map(|note| format!("  [{}] {}", note.number, note.text)));
        }
        lines.join("\n")
    }
}

crate::catalogue! {
    /// The words of the guard.
    pub(super) mod texts {
        supported(sentence: &str) => {
            nb: "Tallene bærer påstanden: {sentence}",
            nn: "Tala ber påstanden: {sentence}",
            en: "The figures carry the claim: {sentence}" }
        other(title: &str, sentence: &str) => {
            nb: "Tallene bærer påstanden på en annen definisjon enn den er ordlagt for («{title}»), og det må stå: {sentence}",
            nn: "Tala ber påstanden på ein annan definisjon enn han er ordlagd for («{title}»), og det må stå: {sentence}",
            en: "The figures carry the claim on another definition than it is worded for (“{title}”), and that must be said: {sentence}" }
        not_supported(sentence: &str) => {
            nb: "Tallene sier noe annet: {sentence}", nn: "Tala seier noko anna: {sentence}", en: "The figures say otherwise: {sentence}" }
        cannot => { nb: "Kan ikke sies slik.", nn: "Kan ikkje seiast slik.", en: "It cannot be said like this." }
        nearest(sentence: &str) => {
            nb: "Det nærmeste tallet er: {sentence}", nn: "Det næraste talet er: {sentence}", en: "The nearest figure is: {sentence}" }
        span(years: &str, low: &str, high: &str) => {
            nb: "Ved {years} års alder går landstallene fra {low} til {high}.",
            nn: "Ved {years} års alder går landstala frå {low} til {high}.",
            en: "At age {years} the national figures run from {low} to {high}." }
        fairest(sentence: &str, differs: &str) => {
            nb: "Den rimeligste raden: {sentence} {differs}",
            nn: "Den rimelegaste rada: {sentence} {differs}",
            en: "The fairest row: {sentence} {differs}" }
        no_average => {
            nb: "For den alderen er det ikke noe landstall her å sammenligne med.",
            nn: "For den alderen er det ikkje noko landstal her å samanlikne med.",
            en: "For that age there is no national figure here to compare with." }
        is_row(sentence: &str, differs: &str) => {
            nb: "Verdien finnes her: {sentence} {differs}",
            nn: "Verdien finst her: {sentence} {differs}",
            en: "The value is this one: {sentence} {differs}" }
        no_such_average => {
            nb: "Ingen av landstallene her har den verdien ved den alderen: si hvilken tabell, selskapsform, alder og hvilket fødselsår den gjelder.",
            nn: "Ingen av landstala her har den verdien ved den alderen: sei kva tabell, selskapsform, alder og kva fødselsår han gjeld.",
            en: "None of the national figures here has that value at that age: say of which table, legal form, age and birth year it is." }
        passed(numbers: &str) => {
            nb: "Lest som tid eller som noe annet enn en påstand: {numbers}.",
            nn: "Lese som tid eller som noko anna enn ein påstand: {numbers}.",
            en: "Read as a time, or as something other than a claim: {numbers}." }
        nothing => {
            nb: "Her er det ingen tall eller påstander å prøve.",
            nn: "Her er det ingen tal eller påstandar å prøve.",
            en: "There are no numbers or claims to test here." }
        instead => { nb: "Dette kan stå:", nn: "Dette kan stå:", en: "This can stand:" }
        no_age => {
            nb: "En overlevelsesrate uten alder sier ingenting: andelen faller med årene, så si etter hvor mange år.",
            nn: "Ein overlevingsrate utan alder seier ingenting: delen fell med åra, så sei etter kor mange år.",
            en: "A survival rate without an age says nothing: the share falls with the years, so say after how many." }
        no_denominator => {
            nb: "Det står ikke av hvem: av alle som er tatt opp, eller bare av dem som har gått ut.",
            nn: "Det står ikkje av kven: av alle som er tekne opp, eller berre av dei som har gått ut.",
            en: "It does not say of whom: of all admitted, or only of those that have left." }
        wrong_comparator => {
            nb: "«Landsgjennomsnittet» finnes ikke: det avhenger av selskapsform, størrelse, alder og hvilken serie det er. Sammenlign bare med bedrifter av samme alder, form og start, som også levde da de kunne ha blitt tatt opp.",
            nn: "«Landsgjennomsnittet» finst ikkje: det kjem an på selskapsform, storleik, alder og kva serie det er. Samanlikn berre med bedrifter av same alder, form og start, som òg levde då dei kunne ha vorte tekne opp.",
            en: "There is no one “national average”: it hangs on legal form, size, age and which series it is. Compare only with firms of the same age, form and start that were also alive when they could have been admitted." }
        no_place => {
            nb: "Det står ikke hvilke kommuner stedet er, og her finnes ikke noe regionsett for det.",
            nn: "Det står ikkje kva kommunar staden er, og her finst ikkje noko regionsett for han.",
            en: "It does not say which municipalities the place is, and there is no region set of it here." }
        too_few => {
            nb: "Det er for få eller for usikkert: under ti bedrifter, eller et intervall på mer enn 30 prosentpoeng.",
            nn: "Det er for få eller for usikkert: under ti bedrifter, eller eit intervall på meir enn 30 prosentpoeng.",
            en: "There are too few or it is too uncertain: fewer than ten startups, or an interval of more than 30 percentage points." }
        created => {
            nb: "Det er ikke vist at huset har skapt arbeidsplassene: grunnlaget er bedrifter som huset har hjulpet, ofte sammen med andre. Skriv «bidratt til».",
            nn: "Det er ikkje vist at huset har skapt arbeidsplassane: grunnlaget er bedrifter som huset har hjelpt, ofte saman med andre. Skriv «bidrege til».",
            en: "It is not shown that the house created the jobs: they are in startups that the house helped, often together with others. Write “contributed to”." }
        promise => {
            nb: "Et løfte er ikke et tall som kan åpnes: si hvilken definisjon det skal måles med, fra hvilken dag og i hvilket område.",
            nn: "Ein lovnad er ikkje eit tal som kan opnast: sei kva definisjon det skal målast med, frå kva dag og i kva område.",
            en: "A promise is not a figure that can be opened: say by which definition it is to be measured, from which day and in which region." }
        no_period => {
            nb: "Tallet gjelder ikke den tiden setningen nevner.",
            nn: "Talet gjeld ikkje den tida setninga nemner.",
            en: "The figure is not about the time that the sentence names." }
        no_figure => {
            nb: "Ingen tall her måler dette.", nn: "Ingen tal her måler dette.", en: "No figure here measures this." }
        no_measure => {
            nb: "Dette kan ikke måles: si hva som er størst eller best, og mot hvem.",
            nn: "Dette kan ikkje målast: sei kva som er størst eller best, og mot kven.",
            en: "This cannot be measured: say what is largest or best, and against whom." }
        who => {
            nb: "Hvem er talt med: bare de som kom ut, alle som ble tatt opp, også de som døde underveis?",
            nn: "Kven er talde med: berre dei som kom ut, alle som vart tekne opp, òg dei som døydde undervegs?",
            en: "Who is counted: only those that came out, all that were admitted, also those that died on the way?" }
        age => {
            nb: "Ved hvilken alder: etter hvor mange år, eller i live i dag uansett alder?",
            nn: "Ved kva alder: etter kor mange år, eller i live i dag same kva alder?",
            en: "At what age: after how many years, or alive today at any age?" }
        test => {
            nb: "I live etter hvilken prøve: registrert, i virksomhet, eller kjent av noen?",
            nn: "I live etter kva prøve: registrert, i verksemd, eller kjend av nokon?",
            en: "Alive by what test: registered, active, or known to somebody?" }
        average => {
            nb: "Sammenlignet med hvilket gjennomsnitt: for hvilken selskapsform, alder og hvilket fødselsår?",
            nn: "Samanlikna med kva gjennomsnitt: for kva selskapsform, alder og kva fødselsår?",
            en: "Compared with which average: of which legal form, age and birth year?" }
        when => {
            nb: "Arbeidsplasser når: på det meste, da bedriften gikk ut, eller i dag?",
            nn: "Arbeidsplassar når: på det meste, då bedrifta gjekk ut, eller i dag?",
            en: "Jobs when: at the most, when the startup left, or today?" }
        net => {
            nb: "Er det som fantes ved opptaket trukket fra, og det som er tapt siden?",
            nn: "Er det som fanst ved opptaket trekt frå, og det som er tapt sidan?",
            en: "Is what was there at admission deducted, and what was lost since?" }
        heads => {
            nb: "Hoder eller årsverk, med eller uten gründerne selv?",
            nn: "Hovud eller årsverk, med eller utan gründerane sjølve?",
            en: "Heads or full-time equivalents, with or without the founders?" }
        place => {
            nb: "Hva ligger på stedet: arbeidsstedet, forretningsadressen, eller adressen ved opptaket?",
            nn: "Kva ligg på staden: arbeidsstaden, forretningsadressa, eller adressa ved opptaket?",
            en: "What is in the place: the workplace, the registered office, or the address at admission?" }
        as_of => { nb: "Per hvilken dato?", nn: "Per kva dato?", en: "As at which date?" }
        who_else => {
            nb: "Hvem andre har støttet de samme bedriftene?",
            nn: "Kven andre har støtta dei same bedriftene?",
            en: "Who else supported the same startups?" }
        contributed => {
            nb: "Tallet sier hva som har hendt i bedriftene huset har bidratt til, ikke hva som hadde hendt uten huset.",
            nn: "Talet seier kva som har hendt i bedriftene huset har bidrege til, ikkje kva som hadde hendt utan huset.",
            en: "The figure says what has happened in the startups to which the house contributed, not what would have happened without it." }
        part(part: &str, of: &str, percent: &str, place: &str) => {
            nb: "Det er {part} av {of}, altså {percent}, på arbeidssteder i {place}.",
            nn: "Det er {part} av {of}, altså {percent}, på arbeidsstader i {place}.",
            en: "That is {part} of {of}, or {percent}, by workplace in {place}." }
        footnote(title: &str, definition: &str, date: &str, known: &str, rule: &str) => {
            nb: "{title} ({definition}) per {date}, etter det som var kjent {known}. {rule}",
            nn: "{title} ({definition}) per {date}, etter det som var kjent {known}. {rule}",
            en: "{title} ({definition}) as at {date}, by what was known on {known}. {rule}" }
    }
}

//! What sets national figures apart, in words.

use super::{Differs, Row, Series};
use crate::format;
use crate::words::Locale;

impl Series {
    /// Its letter and what it counts.
    #[must_use]
    pub const fn text(self, locale: Locale) -> &'static str {
        match self {
            Self::A => texts::series_a(locale),
            Self::B => texts::series_b(locale),
        }
    }
}

impl Differs {
    /// The sentence that stands beside the row.
    #[must_use]
    pub fn text(self, locale: Locale) -> String {
        match self {
            Self::FromBirth => texts::from_birth(locale).to_owned(),
            Self::FromAge(age) => texts::from_age(locale, &age.to_string()),
            Self::Age(years) => texts::age(locale, &years.to_string()),
            Self::OldSeries => texts::old_series(locale).to_owned(),
            Self::OneForm => texts::one_form(locale).to_owned(),
            Self::AllForms => texts::all_forms(locale).to_owned(),
            Self::OtherForm => texts::other_form(locale).to_owned(),
            Self::Place => texts::place(locale).to_owned(),
            Self::Industry => texts::industry(locale).to_owned(),
            Self::Picked => texts::picked(locale).to_owned(),
            Self::Cohort(year) => texts::cohort(locale, &year.to_string()),
        }
    }
}

impl Differs {
    /// The same in a word or two, where the sentence stands elsewhere.
    #[must_use]
    pub fn label(self, locale: Locale) -> String {
        match self {
            Self::FromBirth => texts::label_birth(locale).to_owned(),
            Self::FromAge(age) => texts::label_from_age(locale, &age.to_string()),
            Self::Age(years) => texts::label_age(locale, &years.to_string()),
            Self::OldSeries => texts::label_series(locale).to_owned(),
            Self::OneForm => texts::label_one_form(locale).to_owned(),
            Self::AllForms => texts::label_all_forms(locale).to_owned(),
            Self::OtherForm => texts::label_other_form(locale).to_owned(),
            Self::Place => texts::label_place(locale).to_owned(),
            Self::Industry => texts::label_industry(locale).to_owned(),
            Self::Picked => texts::label_picked(locale).to_owned(),
            Self::Cohort(year) => texts::label_cohort(locale, &year.to_string()),
        }
    }
}

impl Row {
    /// It with birth year and series: `Aksjeselskap født 2018 (SSB, serie B)`.
    #[must_use]
    pub fn title(&self, locale: Locale) -> String {
        let series = match self.series {
            Series::A => "A",
            Series::B => "B",
        };
        texts::title(locale, self.name(locale), &self.cohort.to_string(), series)
    }

    /// A value of it in a sentence that says of whom, at what age and by which series: `55 % av aksjeselskap født 2018 …`.
    #[must_use]
    pub fn sentence(&self, locale: Locale, years: u32) -> Option<String> {
        let share = format::percent(locale, self.at(years)?, if self.whole() { 0 } else { 1 });
        let (title, years) = (self.title(locale), years.to_string());
        Some(match self.alive_at {
            0 => texts::alive(locale, &title, &share, &years),
            age => texts::alive_still(locale, &title, &share, &years, &age.to_string()),
        })
    }

    /// Whether it was published in whole per cent.
    fn whole(&self) -> bool {
        self.points.iter().all(|point| ((point.share * 100.0).round() - point.share * 100.0).abs() < 1e-9)
    }
}

crate::catalogue! {
    /// The words of national figures.
    mod texts {
        series_a => {
            nb: "Serie A (avsluttet): alle nyregistrerte foretak, også de som aldri kom i gang.",
            nn: "Serie A (avslutta): alle nyregistrerte føretak, òg dei som aldri kom i gang.",
            en: "Series A (discontinued): all newly registered enterprises, also those that never got going." }
        series_b => {
            nb: "Serie B (dagens): foretak som var aktive i det året de ble født.",
            nn: "Serie B (dagens): føretak som var aktive i det året dei vart fødde.",
            en: "Series B (present): enterprises that were active in their birth year." }
        title(name: &str, cohort: &str, series: &str) => {
            nb: "{name}, født {cohort} (SSB, serie {series})", nn: "{name}, fødde {cohort} (SSB, serie {series})", en: "{name}, born {cohort} (Statistics Norway, series {series})" }
        alive(title: &str, share: &str, years: &str) => {
            nb: "{title}: {share} levde {years} år etter at de ble født.",
            nn: "{title}: {share} levde {years} år etter at dei vart fødde.",
            en: "{title}: {share} were alive {years} years after birth." }
        alive_still(title: &str, share: &str, years: &str, age: &str) => {
            nb: "{title}: {share} av dem som levde ved {age} års alder, levde også {years} år senere.",
            nn: "{title}: {share} av dei som levde ved {age} års alder, levde òg {years} år seinare.",
            en: "{title}: {share} of those alive at age {age} were alive {years} years later too." }
        label_birth => { nb: "fra fødselen", nn: "frå fødselen", en: "from birth" }
        label_from_age(age: &str) => { nb: "fra {age} års alder", nn: "frå {age} års alder", en: "from age {age}" }
        label_age(years: &str) => { nb: "til {years} års alder", nn: "til {years} års alder", en: "up to age {years}" }
        label_series => { nb: "avsluttet serie", nn: "avslutta serie", en: "discontinued series" }
        label_one_form => { nb: "bare aksjeselskap", nn: "berre aksjeselskap", en: "limited companies only" }
        label_all_forms => { nb: "alle selskapsformer", nn: "alle selskapsformer", en: "all legal forms" }
        label_other_form => { nb: "annen selskapsform", nn: "anna selskapsform", en: "another legal form" }
        label_place => { nb: "ett fylke", nn: "eitt fylke", en: "one county" }
        label_industry => { nb: "én næring", nn: "éi næring", en: "one industry" }
        label_picked => { nb: "plukket ut etter størrelse", nn: "plukka ut etter storleik", en: "picked by size" }
        label_cohort(year: &str) => { nb: "født {year}", nn: "fødde {year}", en: "born {year}" }
        from_birth => {
            nb: "Teller fra fødselen. Husets bedrifter levde allerede da de ble tatt opp, så de stiller foran.",
            nn: "Tel frå fødselen. Bedriftene i huset levde allereie då dei vart tekne opp, så dei stiller framfor.",
            en: "Counts from birth. The house's startups were alive when they were admitted, which puts them ahead." }
        from_age(age: &str) => {
            nb: "Teller fra {age} års alder, altså av dem som allerede levde. Det ligner mest på et opptak.",
            nn: "Tel frå {age} års alder, altså av dei som allereie levde. Det liknar mest på eit opptak.",
            en: "Counts from age {age}, so of those already alive. That is most like an admission." }
        age(years: &str) => {
            nb: "Gjelder {years} års alder, ikke alderen til husets tall.",
            nn: "Gjeld {years} års alder, ikkje alderen til talet frå huset.",
            en: "Is about age {years}, not the age of the house's figure." }
        old_series => {
            nb: "Av den avsluttede serien: der teller også registrerte foretak som aldri kom i gang, og nivået ligger langt lavere enn i dagens. Seriene kan ikke skjøtes.",
            nn: "Av den avslutta serien: der tel òg registrerte føretak som aldri kom i gang, og nivået ligg langt lågare enn i dagens. Seriane kan ikkje skøytast.",
            en: "Of the discontinued series, in which registered firms that never got going count too; its level lies far below the present one. The two cannot be joined." }
        one_form => {
            nb: "Bare aksjeselskap, som de fleste av husets bedrifter er.",
            nn: "Berre aksjeselskap, som dei fleste bedriftene i huset er.",
            en: "Limited companies only, as most of the house's startups are." }
        all_forms => {
            nb: "Alle selskapsformer, mest enkeltpersonforetak. Husets bedrifter er mest aksjeselskap, som lever lenger.",
            nn: "Alle selskapsformer, mest enkeltpersonføretak. Bedriftene i huset er mest aksjeselskap, som lever lenger.",
            en: "All legal forms, mostly sole proprietors. The house's startups are mostly limited companies, which live longer." }
        other_form => {
            nb: "En annen selskapsform enn de fleste av husets bedrifter har.",
            nn: "Ei anna selskapsform enn dei fleste bedriftene i huset har.",
            en: "Another legal form than most of the house's startups have." }
        place => {
            nb: "Ett fylke, men alle selskapsformer.", nn: "Eitt fylke, men alle selskapsformer.", en: "One county, but all legal forms." }
        industry => {
            nb: "Én næring, men alle selskapsformer.", nn: "Éi næring, men alle selskapsformer.", en: "One industry, but all legal forms." }
        picked => {
            nb: "Plukket ut etter størrelse i startåret: et hus velger også ut, men etter andre ting.",
            nn: "Plukka ut etter storleik i startåret: eit hus vel òg ut, men etter andre ting.",
            en: "Picked by size in the birth year: a house picks too, but by other things." }
        cohort(year: &str) => {
            nb: "Bare foretak født i {year}.", nn: "Berre føretak fødde i {year}.", en: "Only firms born in {year}." }
    }
}

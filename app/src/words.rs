//! Words that more than one page uses. A page's own words stand in the page's own file.

domain::catalogue! {
    /// The shared words of the pages.
    mod shared {
        /// First link of every page.
        skip_to_content => { nb: "Hopp til innholdet", nn: "Hopp til innhaldet", en: "Skip to content" }
        /// Label of the navigation.
        main_navigation => { nb: "Hovedmeny", nn: "Hovudmeny", en: "Main menu" }
        /// Link to the house today.
        nav_home => { nb: "Huset i dag", nn: "Huset i dag", en: "Today" }
        /// Link to the pipeline.
        nav_pipeline => { nb: "Løpet", nn: "Løpet", en: "Pipeline" }
        /// Link to calls for applications.
        nav_calls => { nb: "Utlysninger", nn: "Utlysingar", en: "Calls" }
        /// Link to the reports to those who pay.
        nav_reports => { nb: "Rapporter", nn: "Rapportar", en: "Reports" }
        /// Link to the figures.
        nav_figures => { nb: "Tall", nn: "Tal", en: "Figures" }
        /// Link to imports.
        nav_imports => { nb: "Import og eksport", nn: "Import og eksport", en: "Import and export" }
        /// Link to export, for those who may not import.
        nav_export => { nb: "Eksport", nn: "Eksport", en: "Export" }
        /// Link to programmes.
        nav_programmes => { nb: "Programmer", nn: "Program", en: "Programmes" }
        /// Legend.
        shortcuts => { nb: "Tastatursnarveier", nn: "Tastatursnarvegar", en: "Keyboard shortcuts" }
        /// Choice.
        shortcuts_on => { nb: "På", nn: "På", en: "On" }
        /// Choice.
        shortcuts_off => { nb: "Av", nn: "Av", en: "Off" }
        /// Link to people and roles.
        nav_people => { nb: "Folk", nn: "Folk", en: "People" }
        /// Link to awards across startups.
        nav_funding => { nb: "Penger", nn: "Pengar", en: "Funding" }
        /// Link to the audit log.
        nav_audit => { nb: "Logg", nn: "Logg", en: "Audit log" }
        /// The navigation at the end of every page.
        open_to_all => { nb: "Åpent for alle", nn: "Ope for alle", en: "Open to everybody" }
        /// Link in it.
        open_house => { nb: "Huset", nn: "Huset", en: "The house" }
        /// Link in it.
        open_published => { nb: "Publiserte tall", nn: "Publiserte tal", en: "Published figures" }
        /// Link in it.
        open_definitions => { nb: "Definisjoner", nn: "Definisjonar", en: "Definitions" }
        /// Link in it.
        open_benchmarks => { nb: "Nasjonale tall", nn: "Nasjonale tal", en: "National figures" }
        /// Link in it.
        open_guard => { nb: "Prøv en setning", nn: "Prøv ei setning", en: "Check a sentence" }
        /// Link in it.
        open_verify => { nb: "Etterprøv en fil", nn: "Etterprøv ei fil", en: "Verify a file" }
        /// Link in it.
        open_data => { nb: "Åpne data", nn: "Opne data", en: "Open data" }
        /// Link in it.
        open_api => { nb: "For programmer", nn: "For program", en: "For programs" }
        /// What opens the places that do not stand in the first row.
        nav_more => { nb: "Mer", nn: "Meir", en: "More" }
        /// Link to the first page of a mentor.
        nav_home_mentor => { nb: "Min dag", nn: "Dagen min", en: "My day" }
        /// Link to the day of somebody who runs a programme.
        nav_contracts => { nb: "Avtaler", nn: "Avtalar", en: "Contracts" }
        /// In the main menu.
        nav_my_day => { nb: "Min dag", nn: "Dagen min", en: "My day" }
        /// Link to the first page of a founder.
        nav_home_founder => { nb: "Min bedrift", nn: "Mi bedrift", en: "My startup" }
        /// Link to the first page of somebody who judges applications.
        nav_home_evaluator => { nb: "Søknader", nn: "Søknader", en: "Applications" }
        /// Link to the first page of somebody who pays.
        nav_home_funder => { nb: "Programmet", nn: "Programmet", en: "The programme" }
        /// Where a role holds, when it holds everywhere.
        whole_house => { nb: "hele huset", nn: "heile huset", en: "the whole house" }
        /// Link and title.
        sign_in => { nb: "Logg inn", nn: "Logg inn", en: "Sign in" }
        /// Button.
        sign_out => { nb: "Logg ut", nn: "Logg ut", en: "Sign out" }
        /// In place of a role.
        no_role => { nb: "ingen rolle nå", nn: "inga rolle no", en: "no role now" }
        /// Under every page of signing in.
        mail_never_asks => {
            nb: "Vi ber aldri om koden på telefon eller i en e-post.",
            nn: "Vi ber aldri om koden på telefon eller i ein e-post.",
            en: "We never ask for the code by telephone or in a mail." }
        /// A limit was reached.
        try_again(at: &str) => {
            nb: "Det er prøvd for mange ganger. Prøv igjen etter {at}. Ingenting er gått tapt.",
            nn: "Det er prøvd for mange gonger. Prøv att etter {at}. Ingenting er gått tapt.",
            en: "Too many tries. Try again after {at}. Nothing was lost." }
        /// A form that came back after signing in.
        held => {
            nb: "Du var logget ut da du sendte dette. Ingenting ble lagret, men det du skrev står her. Se over og send det på nytt.",
            nn: "Du var logga ut då du sende dette. Ingenting vart lagra, men det du skreiv står her. Sjå over og send det på nytt.",
            en: "You were signed out when you sent this. Nothing was saved, but what you wrote is here. Look it over and send it again." }
        /// Link that moves a startup on.
        move_on => { nb: "Flytt", nn: "Flytt", en: "Move" }
        /// Column: when something was entered here.
        recorded => { nb: "Registrert", nn: "Registrert", en: "Recorded" }
        /// A number outside of what it may be.
        between(least: &str, most: &str) => { nb: "Skriv et tall fra {least} til {most}.", nn: "Skriv eit tal frå {least} til {most}.", en: "Write a number from {least} to {most}." }
        /// The list of what asks for attention, in the navigation.
        nav_attention => { nb: "Oppmerksomhet", nn: "Merksemd", en: "Attention" }
        /// How many things ask for it.
        asking(n: &str) => { nb: "{n} venter", nn: "{n} ventar", en: "{n} waiting" }
        /// Label of the links between a person's own pages.
        my_pages => { nb: "Mine sider", nn: "Mine sider", en: "My pages" }
        /// Column.
        role => { nb: "Rolle", nn: "Rolle", en: "Role" }
        /// Column.
        person => { nb: "Person", nn: "Person", en: "Person" }
        /// Label.
        name => { nb: "Navn", nn: "Namn", en: "Name" }
        /// Shown on every page of the demo.
        demo_bar => {
            nb: "Demohus: alle bedrifter og personer er oppdiktet.",
            nn: "Demohus: alle bedrifter og personar er oppdikta.",
            en: "Demo house: every startup and person is invented." }
        /// What the product says of itself at the foot.
        footer_line => {
            nb: "Hvert tall her kan åpnes helt ned til bedriftene det hviler på.",
            nn: "Kvart tal her kan opnast heilt ned til bedriftene det kviler på.",
            en: "Every figure here can be opened down to the startups it rests on." }
        /// Link and title.
        accessibility => { nb: "Tilgjengelighet", nn: "Tilgjenge", en: "Accessibility" }
        /// Legend.
        language => { nb: "Språk", nn: "Språk", en: "Language" }
        /// Legend.
        colours => { nb: "Farger", nn: "Fargar", en: "Colours" }
        /// Choice.
        scheme_auto => { nb: "Som enheten", nn: "Som eininga", en: "As the device" }
        /// Choice.
        scheme_light => { nb: "Lyst", nn: "Lyst", en: "Light" }
        /// Choice.
        scheme_dark => { nb: "Mørkt", nn: "Mørkt", en: "Dark" }
        /// Label and column.
        startup => { nb: "Bedrift", nn: "Bedrift", en: "Startup" }
        /// Label and column.
        programme => { nb: "Program", nn: "Program", en: "Programme" }
        /// Label and column.
        cohort => { nb: "Kull", nn: "Kull", en: "Cohort" }
        /// Label and column.
        sector => { nb: "Bransje", nn: "Bransje", en: "Sector" }
        /// Label and column.
        stage => { nb: "Steg", nn: "Steg", en: "Stage" }
        /// Label and column.
        mentor => { nb: "Mentor", nn: "Mentor", en: "Mentor" }
        /// Label and column.
        employees => { nb: "Ansatte", nn: "Tilsette", en: "Employees" }
        /// Label and column.
        reason => { nb: "Grunn", nn: "Grunn", en: "Reason" }
        /// Label and column.
        date => { nb: "Dato", nn: "Dato", en: "Date" }
        /// Label of a date from which something counts.
        effective_on => { nb: "Gjelder fra", nn: "Gjeld frå", en: "Takes effect on" }
        /// Label and column.
        source => { nb: "Kilde", nn: "Kjelde", en: "Source" }
        /// Label and column.
        evidence => { nb: "Dokumentasjon", nn: "Dokumentasjon", en: "Evidence" }
        /// Label and column.
        region => { nb: "Region", nn: "Region", en: "Region" }
        /// Label.
        as_of => { nb: "Per dato", nn: "Per dato", en: "As at" }
        /// Label.
        known_at => { nb: "Slik vi visste det", nn: "Slik vi visste det", en: "As known on" }
        /// Choice that filters nothing.
        all => { nb: "Alle", nn: "Alle", en: "All" }
        /// Choice of nothing.
        none => { nb: "Ingen", nn: "Ingen", en: "None" }
        /// Button of a filter form.
        show => { nb: "Vis", nn: "Vis", en: "Show" }
        /// Link that clears a filter.
        clear => { nb: "Nullstill", nn: "Nullstill", en: "Clear" }
        /// Button.
        save => { nb: "Lagre", nn: "Lagre", en: "Save" }
        /// Button and link.
        cancel => { nb: "Avbryt", nn: "Avbryt", en: "Cancel" }
        /// A part of a whole, always shown with a share.
        x_of_n(x: &str, n: &str) => { nb: "{x} av {n}", nn: "{x} av {n}", en: "{x} of {n}" }
        /// The uncertainty of a share.
        interval(low: &str, high: &str) => {
            nb: "95 % intervall: {low}–{high}", nn: "95 % intervall: {low}–{high}", en: "95% interval: {low}–{high}" }
        /// The date of a figure.
        as_at(date: &str) => { nb: "per {date}", nn: "per {date}", en: "as at {date}" }
        /// A level of a figure.
        floor => { nb: "Dokumentert minst", nn: "Dokumentert minst", en: "Documented at least" }
        /// A level of a figure.
        point => { nb: "Tallet", nn: "Talet", en: "The figure" }
        /// A level of a figure.
        ceiling => { nb: "Høyst", nn: "Høgst", en: "At most" }
        /// Above an error summary.
        mend_this => { nb: "Rett dette før du lagrer:", nn: "Rett dette før du lagrar:", en: "Mend this before you save:" }
        /// A field left empty.
        required => { nb: "Fyll ut dette feltet.", nn: "Fyll ut dette feltet.", en: "Fill in this field." }
        /// A time of day that does not read as one.
        not_a_time => {
            nb: "Skriv et klokkeslett som 09:30.", nn: "Skriv eit klokkeslett som 09:30.", en: "Write a time such as 09:30." }
        /// A field that is not a date.
        not_a_date => {
            nb: "Dette er ikke en dato. Skriv den som 31.12.2023.",
            nn: "Dette er ikkje ein dato. Skriv han som 31.12.2023.",
            en: "This is not a date. Write it as 2023-12-31." }
        /// A field that is not a whole number.
        not_a_number => {
            nb: "Skriv et helt tall, null eller større.",
            nn: "Skriv eit heilt tal, null eller større.",
            en: "Write a whole number, zero or more." }
        /// A field that is not a number with at most two decimals.
        not_a_decimal => {
            nb: "Skriv et tall med høyst to desimaler, for eksempel 2,5.",
            nn: "Skriv eit tal med høgst to desimalar, til dømes 2,5.",
            en: "Write a number with at most two decimals, such as 2.5." }
        /// An organisation number that is too short or holds something else.
        not_nine_digits => {
            nb: "Et organisasjonsnummer har ni sifre, for eksempel 923 609 016.",
            nn: "Eit organisasjonsnummer har ni siffer, til dømes 923 609 016.",
            en: "An organisation number has nine digits, such as 923 609 016." }
        /// An organisation number with a slip.
        wrong_check_digit => {
            nb: "Kontrollsifferet stemmer ikke, så et siffer er skrevet feil. Sammenlign med registeret.",
            nn: "Kontrollsifferet stemmer ikkje, så eit siffer er skrive feil. Samanlikn med registeret.",
            en: "The check digit does not fit, so a digit is mistyped. Compare with the register." }
        /// A web address that is none.
        not_an_address => {
            nb: "Skriv hele adressen, med https:// foran.",
            nn: "Skriv heile adressa, med https:// framfor.",
            en: "Write the whole address, beginning with https://." }
        /// A place nobody knows, or several places of one name.
        unknown_municipality(name: &str) => {
            nb: "«{name}» er ikke navnet på én kommune. Skriv nummeret, for eksempel 3205.",
            nn: "«{name}» er ikkje namnet på éin kommune. Skriv nummeret, til dømes 3205.",
            en: "“{name}” does not name one municipality. Write its number, such as 3205." }
        /// A line of places that cannot be read.
        place_line(line: &str) => {
            nb: "«{line}»: skriv kommunen og antallet, for eksempel Lillestrøm 4.",
            nn: "«{line}»: skriv kommunen og talet, til dømes Lillestrøm 4.",
            en: "“{line}”: write the municipality and the number, such as Lillestrøm 4." }
        /// Not in Norway.
        abroad => { nb: "utlandet", nn: "utlandet", en: "abroad" }
        /// A baseline typed with a move that does not admit.
        baseline_elsewhere => {
            nb: "Tallet på ansatte hører til opptaket, og dette steget tar ikke opp. Velg opptaket, eller tøm feltet.",
            nn: "Talet på tilsette høyrer til opptaket, og dette steget tek ikkje opp. Vel opptaket, eller tøm feltet.",
            en: "The number of employees belongs to the admission, and this stage does not admit. Choose the admission, or empty the field." }
        /// Caption of a chart's table.
        same_data => { nb: "Samme tall som tabell", nn: "Same tal som tabell", en: "The same numbers as a table" }
        /// Something is not known.
        unknown => { nb: "ukjent", nn: "ukjent", en: "unknown" }
        /// One startup.
        one_startup => { nb: "1 bedrift", nn: "1 bedrift", en: "1 startup" }
        /// Number of startups, other than one.
        many_startups(n: &str) => { nb: "{n} bedrifter", nn: "{n} bedrifter", en: "{n} startups" }
        /// One day.
        one_day => { nb: "1 dag", nn: "1 dag", en: "1 day" }
        /// Number of days, other than one.
        many_days(n: &str) => { nb: "{n} dager", nn: "{n} dagar", en: "{n} days" }
        /// Knowledge of a figure.
        as_known_on(date: &str) => { nb: "slik vi visste det {date}", nn: "slik vi visste det {date}", en: "as known on {date}" }
        /// Hint of the field.
        known_at_hint => {
            nb: "Tom: alt vi vet nå", nn: "Tom: alt vi veit no", en: "Empty: everything known now" }
        /// Label.
        admitted_from => { nb: "Tatt opp fra", nn: "Teken opp frå", en: "Admitted from" }
        /// Label.
        admitted_to => { nb: "Tatt opp til", nn: "Teken opp til", en: "Admitted to" }
        /// Label.
        since => { nb: "Skjedd fra og med", nn: "Hendt frå og med", en: "Happened since" }
        /// Hint of the field.
        since_hint => {
            nb: "Gjelder møter, svar og søknader", nn: "Gjeld møte, svar og søknader", en: "For meetings, answers and applications" }
        /// Unit of meetings.
        meetings => { nb: "møter", nn: "møte", en: "meetings" }
        /// Unit of hours.
        hours => { nb: "timer", nn: "timar", en: "hours" }
        /// Unit of days.
        days_unit => { nb: "dager", nn: "dagar", en: "days" }
        /// Unit of a ratio of money.
        per_krone => { nb: "kroner per offentlig krone", nn: "kroner per offentleg krone", en: "kroner per public krone" }
        /// Unit of startups.
        startups_unit => { nb: "bedrifter", nn: "bedrifter", en: "startups" }
        /// Of how many startups a voluntary answer is known.
        said_by(n: &str, all: &str) => {
            nb: "oppgitt av {n} av {all} bedrifter", nn: "oppgitt av {n} av {all} bedrifter", en: "said by {n} of {all} startups" }
        /// Label.
        measure => { nb: "Tell i", nn: "Tel i", en: "Count in" }
        /// Choice.
        measure_heads => { nb: "ansatte (hoder)", nn: "tilsette (hovud)", en: "employees (heads)" }
        /// Choice.
        measure_fte => { nb: "årsverk", nn: "årsverk", en: "full-time equivalents" }
        /// Choice.
        with_founders => { nb: "Tell arbeidende gründere med", nn: "Tel arbeidande gründarar med", en: "Count working founders too" }
        /// Choice.
        fractional => { nb: "Del arbeidsplassene på alle programmer som har støttet bedriften", nn: "Del arbeidsplassane på alle program som har støtta bedrifta", en: "Divide jobs by all programmes that supported the startup" }
        /// Opens the filter of a page.
        ask_otherwise => { nb: "Spør på en annen måte", nn: "Spør på ein annan måte", en: "Ask another way" }
        /// What a sum of jobs rests on.
        in_startups(startups: &str) => { nb: "i {startups}", nn: "i {startups}", en: "in {startups}" }
        /// What a curve rests on.
        deaths_of(x: &str, n: &str) => {
            nb: "{x} av {n} nedlagt", nn: "{x} av {n} nedlagde", en: "{x} of {n} closed" }
        /// Link that opens a figure.
        open_figure => { nb: "Åpne tallet", nn: "Opne talet", en: "Open the figure" }
        /// Unit of jobs.
        jobs => { nb: "arbeidsplasser", nn: "arbeidsplassar", en: "jobs" }
        /// Mark of a percentage that should not be quoted.
        too_uncertain => {
            nb: "For usikkert til å siteres: få bedrifter eller bredt intervall.",
            nn: "For usikkert til å siterast: få bedrifter eller breitt intervall.",
            en: "Too uncertain to quote: few startups or a wide interval." }
        /// Column.
        rows_in_short => { nb: "Med", nn: "Med", en: "In" }
        /// Column.
        rows_out_short => { nb: "Utenfor", nn: "Utanfor", en: "Left out" }
        /// Column.
        days_in_stage => { nb: "I steget", nn: "I steget", en: "In stage" }
        /// Label of page links.
        pages => { nb: "Sider", nn: "Sider", en: "Pages" }
        /// Link.
        previous => { nb: "Forrige", nn: "Førre", en: "Previous" }
        /// Link.
        next => { nb: "Neste", nn: "Neste", en: "Next" }
        /// Link to a CSV.
        as_csv => { nb: "Last ned som CSV", nn: "Last ned som CSV", en: "Download as CSV" }
    }
}

pub use shared::*;

/// Number of startups: `116 bedrifter`, `1 bedrift`.
#[must_use]
pub fn startups(locale: domain::words::Locale, n: &str) -> String {
    if n == "1" { one_startup(locale).to_owned() } else { many_startups(locale, n) }
}

/// Number of days: `14 dager`, `1 dag`.
#[must_use]
pub fn days(locale: domain::words::Locale, n: &str) -> String {
    if n == "1" { one_day(locale).to_owned() } else { many_days(locale, n) }
}

/// A text as the beginning of a line: its first letter large.
#[must_use]
pub fn at_start(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Why a text is not an organisation number, as a sentence.
#[must_use]
pub const fn organisation_number_error(
    locale: domain::words::Locale,
    error: domain::organisation::OrganisationNumberError,
) -> &'static str {
    use domain::organisation::OrganisationNumberError::{NotNineDigits, WrongCheckDigit};
    match error {
        NotNineDigits => not_nine_digits(locale),
        WrongCheckDigit => wrong_check_digit(locale),
    }
}

#[cfg(test)]
mod tests {
    use domain::words::Locale;

    #[test]
    fn one_is_not_many() {
        assert_eq!(super::days(Locale::Nb, "1"), "1 dag");
        assert_eq!(super::days(Locale::Nb, "21"), "21 dager");
        assert_eq!(super::startups(Locale::En, "1"), "1 startup");
        assert_eq!(super::at_start("årsverk"), "Årsverk");
        assert_eq!(super::at_start(""), "");
    }
}

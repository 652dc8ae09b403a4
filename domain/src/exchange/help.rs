//! The sheet of the template that explains the others.

use super::profile::{Field, Profile, SheetRule};
use super::table::{Cell, Table, TableRow};
use super::workbook::sheet_name;
use crate::facts::{AidBasis, AwardStatus, Instrument, LifeEventKind, MeetingKind, Outcome, Source, UpdateEvent};
use crate::pipeline::Phase;
use crate::words::Locale;

crate::catalogue! {
    /// The words of the help sheet.
    mod words {
        sheet_title => { nb: "hjelp", nn: "hjelp", en: "help" }
        intro => {
            nb: "Fyll ut de arkene du trenger; tomme ark kan stå. Datoer som 31.05.2019 eller 2019-05-31. Kolonner merket «ja» må fylles ut.",
            nn: "Fyll ut dei arka du treng; tomme ark kan stå. Datoar som 31.05.2019 eller 2019-05-31. Kolonner merkte «ja» må fyllast ut.",
            en: "Fill in the sheets you need; empty ones may stay. Dates such as 31.05.2019 or 2019-05-31. Columns marked \"yes\" must be filled." }
        sheet => { nb: "Ark", nn: "Ark", en: "Sheet" }
        column => { nb: "Kolonne", nn: "Kolonne", en: "Column" }
        required => { nb: "Må fylles ut", nn: "Må fyllast ut", en: "Required" }
        yes => { nb: "ja", nn: "ja", en: "yes" }
        meaning => { nb: "Betydning", nn: "Tyding", en: "Meaning" }
        startup => { nb: "Bedriften: ekstern id, organisasjonsnummer eller navn", nn: "Bedrifta: ekstern id, organisasjonsnummer eller namn", en: "The startup: external id, organisation number or name" }
        external_id => { nb: "Bedriftens id i ditt eget system", nn: "Bedrifta sin id i ditt eige system", en: "The startup's id in your own system" }
        name => { nb: "Navnet", nn: "Namnet", en: "The name" }
        sector => { nb: "Bransje, med dine egne ord", nn: "Bransje, med dine eigne ord", en: "The sector, in your own words" }
        website => { nb: "Nettstedet", nn: "Nettstaden", en: "The website" }
        number => { nb: "Ni siffer, med gyldig kontrollsiffer", nn: "Ni siffer, med gyldig kontrollsiffer", en: "Nine digits, with a valid check digit" }
        programme => { nb: "Programmet; lages når det ikke finnes", nn: "Programmet; blir laga når det ikkje finst", en: "The programme; made when there is none" }
        cohort => { nb: "Kullet; lages når det ikke finnes", nn: "Kullet; blir laga når det ikkje finst", en: "The cohort; made when there is none" }
        day => { nb: "En dato", nn: "Ein dato", en: "A date" }
        enrolment => { nb: "Valgfri nøkkel for oppholdet, den samme i begge ark; trengs når en bedrift har flere opphold i et program", nn: "Valfri nøkkel for opphaldet, den same i begge ark; trengst når ei bedrift har fleire opphald i eit program", en: "A key of your choice for the stay, the same in both sheets; needed when a startup has several stays in a programme" }
        stage => { nb: "Steget, med kortnavn eller navn", nn: "Steget, med kortnamn eller namn", en: "The stage, by short name or name" }
        from_stage => { nb: "Steget før; kan stå tomt", nn: "Steget før; kan stå tomt", en: "The stage before; may stay empty" }
        one_of(names: &str) => { nb: "En av: {names}", nn: "Ein av: {names}", en: "One of: {names}" }
        valid_on => { nb: "Dagen det gjelder", nn: "Dagen det gjeld", en: "The day on which it was so" }
        employees => { nb: "Antall ansatte: et helt tall eller et spenn som 1–4. Gründere uten lønn regnes ikke med", nn: "Talet på tilsette: eit heilt tal eller eit spenn som 1–4. Gründerar utan løn blir ikkje rekna med", en: "Employees: a whole number or a span such as 1–4. Founders without a salary are not counted" }
        fte => { nb: "Årsverk for de samme ansatte", nn: "Årsverk for dei same tilsette", en: "Full-time equivalents of the same employees" }
        founders => { nb: "Gründere som arbeider i bedriften uten å være ansatt", nn: "Gründerar som arbeider i bedrifta utan å vere tilsette", en: "Founders who work in it without being employees" }
        split => { nb: "Ansatte per kommune: 3205:5; 0301:2", nn: "Tilsette per kommune: 3205:5; 0301:2", en: "Employees by municipality: 3205:5; 0301:2" }
        date_known => { nb: "false når dagen hendelsen skjedde er ukjent; datoen er da dagen det ble sett", nn: "false når dagen hendinga skjedde er ukjend; datoen er då dagen det vart sett", en: "false when nobody knows the day it happened; the date is then the day it was seen" }
        municipality => { nb: "Kommunenummer, kommunenavn eller abroad", nn: "Kommunenummer, kommunenamn eller abroad", en: "A municipality's number or name, or abroad" }
        amount => { nb: "Beløp i hele kroner (eller annen valuta)", nn: "Beløp i heile kroner (eller annan valuta)", en: "The amount in whole units of the currency" }
        currency => { nb: "NOK når tomt; eller EUR, USD", nn: "NOK når tomt; eller EUR, USD", en: "NOK when empty; or EUR, USD" }
        scheme => { nb: "Ordningens navn", nn: "Namnet på ordninga", en: "The scheme's name" }
        giver => { nb: "Hvem som gir tilskuddet", nn: "Kven som gjev tilskotet", en: "Who gives the award" }
        private_giver => { nb: "Ja når giveren er privat", nn: "Ja når givaren er privat", en: "Yes when the giver is private" }
        gross_grant => { nb: "Bruttotilskuddsekvivalenten i lån, garantier og egenkapital, i radens valuta", nn: "Bruttotilskotsekvivalenten i lån, garantiar og eigenkapital, i valutaen til rada", en: "The gross grant equivalent of a loan, a guarantee or equity, in the row's currency" }
        eur_rate => { nb: "Kroner for en euro på tilsagnsdagen: 11,4206", nn: "Kroner for ein euro på tilsegnsdagen: 11,4206", en: "Kroner for a euro on the day of the award: 11.4206" }
        eur_rate_on => { nb: "Dagen kursen gjelder", nn: "Dagen kursen gjeld", en: "The day of the rate" }
        eur_rate_source => { nb: "Hvor kursen er hentet", nn: "Kvar kursen er henta", en: "Where the rate comes from" }
        supporter => { nb: "Navnet på et annet program eller en annen inkubator som har støttet bedriften", nn: "Namnet på eit anna program eller ein annan inkubator som har støtta bedrifta", en: "The name of another programme or incubator that supported the startup" }
        minutes => { nb: "Hvor lenge møtet varte, i hele minutter", nn: "Kor lenge møtet varte, i heile minutt", en: "How long the meeting was, in whole minutes" }
        founders_said => { nb: "Antall gründere", nn: "Talet på gründerar", en: "The number of founders" }
        leaders_said => { nb: "Antall daglige ledere; tomt når det ikke er sagt", nn: "Talet på daglege leiarar; tomt når det ikkje er sagt", en: "The number of leaders; empty when nobody said" }
        women_said => { nb: "Hvor mange av dem som er kvinner; tomt når det ikke er sagt. Det er frivillig", nn: "Kor mange av dei som er kvinner; tomt når det ikkje er sagt. Det er frivillig", en: "How many of them are women; empty when nobody said. It is voluntary" }
        due_on => { nb: "Fristen for å svare", nn: "Fristen for å svare", en: "Until when an answer was asked for" }
        evidence => { nb: "Hva som dokumenterer det: lenke eller henvisning", nn: "Kva som dokumenterer det: lenkje eller tilvising", en: "What shows it: a link or a reference" }
        reason => { nb: "Hvorfor: ved avslutning, rettelse eller tilbaketrekking", nn: "Kvifor: ved avslutning, retting eller tilbaketrekking", en: "Why: of an end, a correction or a withdrawal" }
        ours => { nb: "Fylles ut av eksporten; la stå tomt i nye rader", nn: "Blir fylt ut av eksporten; lat stå tomt i nye rader", en: "Filled in by the export; leave it empty in new rows" }
        eye => { nb: "Bare til å lese; importeres ikke", nn: "Berre til å lese; blir ikkje importert", en: "For reading only; it is not imported" }
    }
}

/// The help sheet of a profile.
pub(super) fn table(profile: &Profile, locale: Locale) -> Table {
    let mut rows: Vec<Vec<String>> = vec![
        vec![words::intro(locale).to_owned()],
        [words::sheet, words::column, words::required, words::meaning].map(|word| word(locale).to_owned()).to_vec(),
    ];
    rows.extend(profile.sheets.iter().flat_map(|rule| explain(rule, locale)));
    let numbered = (1u32..).zip(rows);
    let rows = numbered.map(|(number, cells)| TableRow {
        number,
        cells: cells.iter().map(|cell| Cell::from(cell.as_str())).collect(),
    });
    Table { sheet: words::sheet_title(locale).to_owned(), rows: rows.collect() }
}

fn explain(rule: &SheetRule, locale: Locale) -> impl Iterator<Item = Vec<String>> + '_ {
    rule.columns.iter().map(move |column| {
        let required = if column.required { words::yes(locale) } else { "" };
        let header = column.headers.first().cloned().unwrap_or_default();
        vec![sheet_name(rule).to_owned(), header, required.to_owned(), meaning(column.field, locale)]
    })
}

fn meaning(field: Field, locale: Locale) -> String {
    let codes =
        |codes: &mut dyn Iterator<Item = &'static str>| words::one_of(locale, &codes.collect::<Vec<_>>().join(", "));
    let text = match field {
        Field::Phase => return codes(&mut Phase::ALL.iter().map(|phase| phase.code())),
        Field::StageKind => return codes(&mut super::read::STAGE_KINDS.iter().map(|(code, _)| *code)),
        Field::Outcome => return codes(&mut Outcome::ALL.iter().map(|outcome| outcome.code())),
        Field::Source => return codes(&mut Source::ALL.iter().map(|source| source.code())),
        Field::Event => return codes(&mut LifeEventKind::ALL.iter().map(|kind| kind.code())),
        Field::AwardStatus => return codes(&mut AwardStatus::ALL.iter().map(|status| status.code())),
        Field::Instrument => return codes(&mut Instrument::ALL.iter().map(|instrument| instrument.code())),
        Field::AidBasis => return codes(&mut AidBasis::ALL.iter().map(|basis| basis.code())),
        Field::MeetingKind => return codes(&mut MeetingKind::ALL.iter().map(|kind| kind.code())),
        Field::UpdateEvent => return codes(&mut UpdateEvent::ALL.iter().map(|event| event.code())),
        Field::Startup => words::startup(locale),
        Field::ExternalId => words::external_id(locale),
        Field::Name | Field::CompanyName | Field::ProgrammeName | Field::NameNb | Field::NameNn | Field::NameEn => {
            words::name(locale)
        }
        Field::Sector => words::sector(locale),
        Field::Website => words::website(locale),
        Field::OrganisationNumber => words::number(locale),
        Field::Programme => words::programme(locale),
        Field::Cohort | Field::Batch => words::cohort(locale),
        Field::StartsOn
        | Field::EndsOn
        | Field::AppliedOn
        | Field::AdmittedOn
        | Field::ExitedOn
        | Field::FoundedOn
        | Field::IncorporatedOn
        | Field::StatusOn => words::day(locale),
        Field::Enrolment => words::enrolment(locale),
        Field::Stage | Field::Status => words::stage(locale),
        Field::FromStage => words::from_stage(locale),
        Field::ValidOn => words::valid_on(locale),
        Field::Employees => words::employees(locale),
        Field::Fte => words::fte(locale),
        Field::WorkingFounders => words::founders(locale),
        Field::Split => words::split(locale),
        Field::DateKnown => words::date_known(locale),
        Field::Municipality => words::municipality(locale),
        Field::Amount => words::amount(locale),
        Field::Currency => words::currency(locale),
        Field::Scheme => words::scheme(locale),
        Field::Giver => words::giver(locale),
        Field::PrivateGiver => words::private_giver(locale),
        Field::GrossGrant => words::gross_grant(locale),
        Field::EurRate => words::eur_rate(locale),
        Field::EurRateOn => words::eur_rate_on(locale),
        Field::EurRateSource => words::eur_rate_source(locale),
        Field::Supporter => words::supporter(locale),
        Field::Minutes => words::minutes(locale),
        Field::Founders => words::founders_said(locale),
        Field::WomenFounders | Field::WomenLeaders => words::women_said(locale),
        Field::Leaders => words::leaders_said(locale),
        Field::DueOn => words::due_on(locale),
        Field::Evidence => words::evidence(locale),
        Field::Reason => words::reason(locale),
        Field::StartupId
        | Field::CreatedAt
        | Field::WithdrawnAt
        | Field::Fact
        | Field::Award
        | Field::RecordedAt
        | Field::RecordedBy
        | Field::Round
        | Field::Supersedes
        | Field::Withdrawn => words::ours(locale),
        Field::Ignore => words::eye(locale),
    };
    text.to_owned()
}

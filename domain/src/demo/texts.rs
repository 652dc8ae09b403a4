//! What the people of the demo write, in bokmål.

pub(super) const DECLINED: [&str; 6] = [
    "Ideen er god, men teamet har ikke tid til å arbeide med den nå. Oppfordret til å søke igjen.",
    "Etablert virksomhet uten nyskaping. Henvist til etablerertjenesten i kommunen.",
    "Fant ikke et marked som betaler. Fikk tilbud om idéverksted.",
    WITHDRAWN,
    "Utenfor vårt fagområde. Henvist til en inkubator som kan faget.",
    "Søkeren flyttet fra regionen før opptaket.",
];

/// What those write who take their application back.
pub(super) const WITHDRAWN: &str = "Trakk søknaden etter første samtale.";

pub(super) const GRADUATED: [&str; 5] = [
    "Avtaleperioden er over. Bedriften står på egne bein.",
    "Milepælene er nådd: betalende kunder og egne lokaler.",
    "Flyttet ut til egne lokaler etter fullført program.",
    "Ferdig med programmet. Fortsetter som alumnus.",
    "Har fått investor og klarer seg uten oppfølging.",
];

pub(super) const PREPROGRAMME_DONE: [&str; 3] = [
    "Fullførte forprogrammet.",
    "Fullførte forprogrammet og vil søke inkubatoren.",
    "Ideen er prøvd på ti kunder. Forprogrammet er ferdig.",
];

pub(super) const LEFT: [&str; 4] = [
    "Gründeren tok fast jobb og driver videre på kveldstid.",
    "Ønsket ikke å fornye avtalen.",
    "Fant at tilbudet ikke passet bransjen.",
    "Gikk over til en inkubator nærmere kundene sine.",
];

pub(super) const ACQUIRED: [&str; 2] = [
    "Kjøpt av en større aktør. Driver videre med samme team.",
    "Solgt til en industriell eier. Arbeidsplassene ble igjen.",
];

pub(super) const DISCONTINUED: [&str; 4] = [
    "Gikk tom for penger før første kunde.",
    "Gründerne gikk hver til sitt.",
    "Markedet var mindre enn antatt. Lagt ned etter samråd med mentor.",
    "Testene viste at løsningen ikke virker godt nok.",
];

pub(super) const SENT_BACK: [&str; 3] = [
    "Kundene ville ha noe annet. Tilbake for å finne problemet på nytt.",
    "Piloten ble avlyst. Må validere på nytt.",
    "Medgründeren sluttet. Begynner på nytt med ny idé i samme selskap.",
];

pub(super) const LATE_MOVE: &str = "Ført i etterkant. Flyttingen skjedde på møtet denne datoen.";

pub(super) const HEADCOUNT_CORRECTED: [&str; 3] = [
    "Innleide var talt med. Rettet etter gjennomgang av a-meldingen.",
    "Gründerne var ført som ansatte. Rettet etter samtale.",
    "Tastefeil. Rettet mot lønnslisten.",
];

pub(super) const HEADCOUNT_WITHDRAWN: &str = "Ført på feil bedrift.";

pub(super) const EXIT_CORRECTED: &str = "Sluttdatoen var dagen det ble registrert. Avtalen gikk ut tidligere.";

pub(super) const DEATH_DATED: &str = "Datoen for kjennelsen er funnet i registeret.";

pub(super) const PLACE_CORRECTED: &str = "Postadressen var ført som arbeidssted.";

pub(super) const MEETING_CORRECTED: &str = "Varte kortere enn avtalt. Rettet etter kalenderen.";

pub(super) const MEETING_TWICE: &str = "Ført to ganger.";

pub(super) const ATTENDANCE: &str = "Deltakerliste";

/// Other programmes that startups of the house went through too.
pub(super) const SUPPORTERS: [&str; 6] = [
    "Vekstverket Akselerator",
    "Fjordspiren Inkubator",
    "Studentspranget",
    "Nordavind Energilab",
    "Skogbrynet Næringshage",
    "Helsebrua Akselerator",
];

/// Who records, as a role.
pub(super) mod by {
    pub(in super::super) const MANAGER: &str = "Daglig leder";
    pub(in super::super) const MENTOR: &str = "Mentor";
    pub(in super::super) const FOUNDER: &str = "Gründer";
    pub(in super::super) const REGISTER: &str = "Registersynk";
    pub(in super::super) const SYSTEM: &str = "Oppdateringsrunde";
}

//! The words of reports.

crate::catalogue! {
    /// Headings of the parts, and what a new report says in them.
    pub mod words {
        /// A heading.
        summary => { nb: "Sammendrag", nn: "Samandrag", en: "Summary" }
        /// A heading.
        activity => { nb: "Aktivitet", nn: "Aktivitet", en: "Activity" }
        /// A heading.
        results => { nb: "Resultater", nn: "Resultat", en: "Results" }
        /// A heading.
        deviations => { nb: "Avvik", nn: "Avvik", en: "Deviations" }
        /// A heading.
        plan => { nb: "Planen videre", nn: "Planen vidare", en: "The plan ahead" }
        /// Begins the summary.
        about(programme: &str) => {
            nb: "Rapporten gjelder {programme}. Hvert tall er publisert, og fotnoten sier hvor det kan etterprøves.",
            nn: "Rapporten gjeld {programme}. Kvart tal er publisert, og fotnoten seier kvar det kan etterprøvast.",
            en: "This report is about {programme}. Every number is published, and its footnote says where it can be checked.",
        }
        /// Until somebody writes otherwise.
        no_deviation => { nb: "Ingen avvik er meldt.", nn: "Ingen avvik er melde.", en: "No deviations are reported." }
        /// Until somebody writes otherwise.
        no_plan => { nb: "Planen er uendret.", nn: "Planen er uendra.", en: "The plan is unchanged." }
    }
}

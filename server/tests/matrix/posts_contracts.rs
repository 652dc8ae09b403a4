//! Forms of contracts. What a form is about is made for it first, so that one accepted form takes nothing away from the next.

use domain::contracts::{Funder, Terms};
use domain::figures::{FigureId, Scope};
use domain::ids::{ContractId, ProgrammeId};
use domain::publication::DefinitionVersion;
use store::contracts::Signing;

use super::{Fields, NOWHERE, Posts, fields};
use crate::cast::{day, root};

/// A contract that can be agreed, of a programme.
pub fn terms(programme: ProgrammeId, title: &str) -> Terms {
    let (from, to) = (day(2024, 1, 1), day(2025, 12, 31));
    let target = domain::contracts::Target {
        definition: DefinitionVersion { id: FigureId("jobs.net".to_owned()), version: 1 },
        scope: Scope { programme: Some(programme), ..Scope::default() },
        baseline_on: from,
        amount: 10.0,
        due_on: to,
        path: Vec::new(),
    };
    Terms {
        funder: Funder { name: format!("{title} kommune"), number: None },
        programme,
        title: title.to_owned(),
        case_number: String::new(),
        minor: 100_000,
        instalments: Vec::new(),
        from_on: from,
        to_on: to,
        targets: vec![target],
        conditions: String::new(),
        reports: vec![day(2025, 1, 15)],
        lists: std::collections::BTreeSet::new(),
    }
}

impl Posts<'_> {
    /// A form that is about contracts; `None` for any other.
    pub(super) async fn contracts(&self, path: &str, label: &str) -> Option<Fields> {
        let drafts = matches!(path, "/act/redraft-contract" | "/act/drop-contract" | "/act/sign-contract");
        let form = match path {
            "/act/draft-contract" => self.typed(match label {
                "of a" => self.cast.programmes[0].to_string(),
                "of b" => self.cast.programmes[1].to_string(),
                _ => NOWHERE.to_owned(),
            }),
            "/act/redraft-contract" | "/act/amend-contract" => {
                let (id, programme) = self.made(label, drafts).await;
                let mut form = self.typed(programme);
                form.push(("contract".to_owned(), id));
                for (field, value) in [("signed_on", "2024-02-01"), ("holds_from", "2024-03-01"), ("reason", "matrix")]
                {
                    form.push((format!("terms[{field}]"), value.to_owned()));
                }
                form
            }
            "/act/drop-contract" => fields([("contract", self.made(label, drafts).await.0)]),
            "/act/sign-contract" => {
                fields([("contract", self.made(label, drafts).await.0), ("signed_on", "2024-01-01".to_owned())])
            }
            "/act/record-payment" => fields([
                ("contract", self.made(label, drafts).await.0),
                ("paid_on", "2024-02-01".to_owned()),
                ("kroner", "500".to_owned()),
            ]),
            "/act/hand-in-report" => fields([
                ("contract", self.made(label, drafts).await.0),
                ("due_on", "2025-01-15".to_owned()),
                ("handed_in_on", "2024-06-01".to_owned()),
            ]),
            "/act/close-contract" => fields([
                ("contract", self.made(label, drafts).await.0),
                ("closed_on", "2024-06-01".to_owned()),
                ("reason", "matrix".to_owned()),
            ]),
            _ => return None,
        };
        Some(form)
    }

    /// A contract for one form, and its programme.
    async fn made(&self, label: &str, draft: bool) -> (String, String) {
        let [a, b] = self.cast.programmes;
        let programme = if label == "in b" { b } else { a };
        // The contract that the cast's funder pays by is signed already; the others are new for each form.
        if label == "own of the funder" {
            return (self.cast.contracts[0].to_string(), a.to_string());
        }
        if label == "nowhere" {
            return (NOWHERE.to_owned(), a.to_string());
        }
        let title = format!("Matrix {}", self.next());
        let id: ContractId = self.house.store.draft_contract(&root(), terms(programme, &title)).await.unwrap();
        if !draft {
            self.house.store.sign_contract(&root(), id, Signing { on: day(2023, 12, 1) }).await.unwrap();
        }
        (id.to_string(), programme.to_string())
    }

    /// Terms as the form writes them.
    fn typed(&self, programme: String) -> Fields {
        let list = [
            ("programme", programme),
            ("funder", "Matrix kommune".to_owned()),
            ("title", format!("Matrix {}", self.next())),
            ("from_on", "2024-01-01".to_owned()),
            ("to_on", "2025-12-31".to_owned()),
            ("amount", "1 000".to_owned()),
            ("reports", "2025-01-15".to_owned()),
            ("target0_definition", "jobs.net".to_owned()),
            ("target0_amount", "10".to_owned()),
            ("target0_baseline", "2024-01-01".to_owned()),
            ("target0_due", "2025-12-31".to_owned()),
        ];
        list.into_iter().map(|(field, value)| (format!("terms[{field}]"), value)).collect()
    }
}

//! Forms of public money and of schemes.

use domain::facts::{AidBasis, AwardStatus, FundingAward, Instrument, Source};
use domain::funding::Scheme;
use store::funding::{AwardStep, NewScheme};

use super::{Fields, Posts, fields, kroner};
use crate::cast::{day, root};
use crate::pages::NOWHERE;

impl Posts<'_> {
    /// A step of an award, a scheme, or one taken away.
    pub(super) async fn funded(&self, path: &str, label: &str) -> Fields {
        let store = &self.house.store;
        if path == "/act/scheme" {
            let name = format!("Matrix {}", self.next());
            return fields([("name", name), ("giver", "Matrix".to_owned())]);
        }
        if path == "/act/scheme-remove" {
            let id = match label {
                "nowhere" => NOWHERE.to_owned(),
                _ => {
                    let scheme = Scheme {
                        key: String::new(),
                        name: format!("Matrix {}", self.next()),
                        giver: "Matrix".to_owned(),
                        private: false,
                        instrument: Instrument::Grant,
                        basis: AidBasis::Unknown,
                        valid_from: None,
                        valid_to: None,
                        source: None,
                        verified: false,
                    };
                    store.add_scheme(&root(), NewScheme { scheme }).await.unwrap().to_string()
                }
            };
            return fields([("scheme", id)]);
        }
        let (of, award_of) = label.split_once(" with ").map_or((label, None), |(of, other)| (of, Some(other)));
        let mut form = fields([
            ("startup", self.startup(of).to_string()),
            ("on", "2024-06-01".to_owned()),
            ("status", "applied".to_owned()),
            ("scheme_other", format!("Matrix {}", self.next())),
            ("amount", "1000".to_owned()),
        ]);
        if let Some(other) = award_of {
            // An award of another startup's.
            let step = AwardStep {
                on: day(2024, 5, 1),
                body: FundingAward::plain("Matrix", AwardStatus::Applied, kroner(100)),
                source: Source::Mentor,
                evidence: None,
                case_number: None,
                over_ceiling: None,
                road_freight: false,
            };
            let (award, _) = store.record_award_step(&root(), self.startup(other), step).await.unwrap();
            form.push(("award".to_owned(), award.to_string()));
        }
        form
    }
}

//! Where the demo's startups work, with the number each place had on a date.

use chrono::NaiveDate;

use crate::geography::Municipality;

/// A place with its numbers: until 2019, 2020 to 2023, and from 2024.
pub(super) type Place = [&'static str; 3];

pub(super) const SKEDSMO: Place = ["0231", "3030", "3205"];
const FET: Place = ["0227", "3030", "3205"];
const SORUM: Place = ["0226", "3030", "3205"];
const LORENSKOG: Place = ["0230", "3029", "3222"];
const RAELINGEN: Place = ["0228", "3027", "3224"];
const NITTEDAL: Place = ["0233", "3031", "3232"];
const AURSKOG_HOLAND: Place = ["0221", "3026", "3226"];
const ROMSKOG: Place = ["0121", "3026", "3226"];
const ULLENSAKER: Place = ["0235", "3033", "3209"];
const EIDSVOLL: Place = ["0237", "3035", "3240"];
const NES: Place = ["0236", "3034", "3228"];
const NANNESTAD: Place = ["0238", "3036", "3238"];
const GJERDRUM: Place = ["0234", "3032", "3230"];
const HURDAL: Place = ["0239", "3037", "3242"];
const ENEBAKK: Place = ["0229", "3028", "3220"];
const NORDRE_FOLLO: Place = ["0213", "3020", "3207"];
const BAERUM: Place = ["0219", "3024", "3201"];
pub(super) const OSLO: Place = ["0301", "0301", "0301"];
pub(super) const BERGEN: Place = ["1201", "4601", "4601"];
/// Renumbered in 2020 and split in 2024: a move there before 2024 is ambiguous today.
pub(super) const AALESUND: Place = ["1504", "1507", "1508"];

/// Where startups begin, and how many of a hundred do.
pub(super) const HOMES: [(Place, usize); 18] = [
    (SKEDSMO, 29),
    (FET, 5),
    (SORUM, 7),
    (LORENSKOG, 9),
    (RAELINGEN, 5),
    (NITTEDAL, 5),
    (AURSKOG_HOLAND, 3),
    (ROMSKOG, 1),
    (ULLENSAKER, 8),
    (EIDSVOLL, 3),
    (NES, 3),
    (NANNESTAD, 2),
    (GJERDRUM, 2),
    (HURDAL, 1),
    (ENEBAKK, 2),
    (NORDRE_FOLLO, 2),
    (BAERUM, 2),
    (OSLO, 11),
];

/// The number a place had on a date.
pub(super) fn number(place: &Place, on: NaiveDate) -> Option<Municipality> {
    use chrono::Datelike;
    let column = match on.year() {
        ..2020 => 0,
        2020..2024 => 1,
        _ => 2,
    };
    Municipality::parse(place[column]).ok()
}

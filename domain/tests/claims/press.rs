//! Sentences as municipalities, incubators and their annual reports write them: what the guard makes of each.
//!
//! Every number is answered: it stands in a claim, or it is told that it was read as something else.

use domain::words::Locale::{self, En, Nb, Nn};

use crate::guarded;

/// Language, text, claims in short, and the numbers that are no claims.
type Case = (Locale, &'static str, &'static [&'static str], &'static [&'static str]);

#[test]
fn sentences_of_the_trade() {
    const CASES: &[Case] = &[
        (
            Nb,
            "Inkubatoren har siden oppstarten i 2014 bidratt til over 500 arbeidsplasser i regionen.",
            &["over 500 arbeidsplasser i regionen => cannot NoPlace"],
            &["2014"],
        ),
        (Nb, "Bedriftene i Gründerhuset sysselsetter til sammen 640 personer.", &["640 => yes jobs.stock"], &[]),
        (
            Nb,
            "Kommunens satsing på gründere har gitt 512 nye arbeidsplasser.",
            &["512 nye arbeidsplasser => cannot CreatedNotContributed jobs.net"],
            &[],
        ),
        (
            Nb,
            "73 % av bedriftene som har vært gjennom programmet, er fortsatt aktive.",
            &["73 % => cannot NoDenominator survival.exits"],
            &[],
        ),
        (
            Nb,
            "Sju av ti bedrifter overlever de første fem årene.",
            &["Sju av ti bedrifter overlever => no survival.fixed(5)"],
            &["fem"],
        ),
        (
            Nb,
            "Ni av ti oppstartsbedrifter er fremdeles i drift etter ett år.",
            &["Ni av ti oppstartsbedrifter er fremdeles i drift => no survival.fixed(1)"],
            &[],
        ),
        (
            Nb,
            "Bare hver fjerde bedrift har gått konkurs.",
            &["hver fjerde bedrift har gått konkurs => yes survival.admitted"],
            &[],
        ),
        (Nb, "Tre av fire gründere lykkes.", &["Tre av fire => cannot NoFigure"], &[]),
        (
            Nb,
            "Overlevelsesgraden etter fem år er 58 prosent, mot 26,5 prosent på landsbasis.",
            &[
                "58 prosent => yes survival.fixed(5)",
                "26,5 prosent => cannot WrongComparator",
                "på landsbasis => no survival.fixed(5)",
            ],
            &["fem"],
        ),
        (
            Nb,
            "Etter tre år er 60 prosent av bedriftene i live, mens landssnittet er 40 prosent.",
            &[
                "60 prosent av bedriftene i live => cannot TooFew survival.fixed(3)",
                "mens landssnittet => cannot WrongComparator survival.fixed(3)",
                "40 prosent => cannot WrongComparator",
            ],
            &["tre"],
        ),
        (Nb, "I snitt har hver bedrift skapt 4,2 arbeidsplasser.", &["4,2 => cannot NoFigure"], &[]),
        (Nb, "Bedriftene har hentet inn 120 millioner kroner i kapital.", &["120 millioner => cannot NoFigure"], &[]),
        (
            Nb,
            "For hver krone fra kommunen har bedriftene hentet 7 kroner i privat kapital.",
            &["7 => cannot NoFigure"],
            &[],
        ),
        (Nb, "Hver arbeidsplass har kostet kommunen 45 000 kroner.", &["45 000 => cannot NoFigure"], &[]),
        (Nb, "I fjor tok vi opp 24 nye bedrifter.", &["24 nye bedrifter => cannot NoPeriod survival.admitted"], &[]),
        (Nb, "I 2023 fikk 31 gründere veiledning.", &["31 => cannot NoFigure"], &["2023"]),
        (Nb, "Over 1200 timer mentoring er gitt.", &["Over 1200 => cannot NoFigure"], &[]),
        (Nb, "43 prosent av gründerne er kvinner.", &["43 prosent => cannot NoFigure"], &[]),
        (
            Nb,
            "Andelen kvinnelige gründere har økt fra 28 til 43 prosent.",
            &["28 til 43 prosent => cannot NoFigure"],
            &[],
        ),
        (Nb, "Antall arbeidsplasser er doblet siden 2019.", &["doblet => cannot NoFigure"], &["2019"]),
        (Nb, "Sysselsettingen økte med 12 % i 2023.", &["12 % => cannot NoFigure"], &["2023"]),
        (Nb, "Omsetningen i bedriftene passerte 1 milliard kroner.", &["1 => cannot NoFigure"], &[]),
        (
            Nb,
            "290 av arbeidsplassene ligger på Romerike.",
            &["290 av arbeidsplassene ligger på Romerike => other jobs.net/romerike"],
            &[],
        ),
        (
            Nb,
            "57 prosent av de nye jobbene har kommet på Romerike.",
            &["57 prosent av de nye jobbene har kommet på Romerike => other jobs.net/romerike"],
            &[],
        ),
        (
            Nb,
            "Av de 512 arbeidsplassene ligger 290 på Romerike.",
            &["512 arbeidsplassene => other jobs.net", "290 på Romerike => yes jobs.net/romerike"],
            &[],
        ),
        (
            Nb,
            "Målet er 150 nye arbeidsplasser innen 2027.",
            &["150 nye arbeidsplasser => cannot Promise jobs.net"],
            &["2027"],
        ),
        (
            Nb,
            "Kommunen har bevilget 3,5 millioner kroner per år i tre år.",
            &["3,5 millioner => cannot NoFigure"],
            &["tre"],
        ),
        (Nb, "Business Lillestrøm er blant de beste inkubatorene i landet.", &["beste => cannot NoMeasure"], &[]),
        (
            Nb,
            "Overlevelsen er langt høyere enn snittet for norske oppstartsbedrifter.",
            &["er langt høyere enn snittet => cannot NoAge+WrongComparator"],
            &[],
        ),
        (Nb, "Nesten halvparten av bedriftene holder til på Romerike.", &["Nesten halvparten => cannot NoFigure"], &[]),
        (Nb, "Det er registrert 200 bedrifter i porteføljen.", &["200 bedrifter => yes survival.admitted"], &[]),
        (Nb, "Totalt 700 årsverk er skapt gjennom inkubatoren.", &["700 årsverk => no jobs.net/fte"], &[]),
        (Nb, "Hele 92 prosent er i live etter ett år!", &["92 prosent er i live => yes survival.fixed(1)"], &[]),
        (
            Nb,
            "Siden 2014: 500 jobber. 73 %. 200 bedrifter.",
            &["500 jobber => no jobs.stock", "73 % => cannot NoFigure", "200 bedrifter => yes survival.admitted"],
            &["2014"],
        ),
        (Nb, "512 arbeidsplasser (netto) per 31.12.2023", &["512 arbeidsplasser => yes jobs.net"], &["31.12.2023"]),
        (
            Nb,
            "Rundt regnet fem hundre mennesker har fått jobb.",
            &["fem hundre mennesker har fått jobb => other jobs.net"],
            &[],
        ),
        (
            Nb,
            "Vi er stolte av at 73 % av bedriftene våre overlever.",
            &["73 % av bedriftene våre overlever => cannot NoAge+NoDenominator survival.exits"],
            &[],
        ),
        (
            Nn,
            "Sidan oppstarten i 2014 har gründerhuset medverka til meir enn 500 arbeidsplassar.",
            &["meir enn 500 arbeidsplassar => yes jobs.net"],
            &["2014"],
        ),
        (Nn, "Verksemdene sysselset i dag 640 personar.", &["640 => yes jobs.stock"], &[]),
        (
            Nn,
            "Åtte av ti verksemder overlever det første året.",
            &["Åtte av ti verksemder overlever => no survival.fixed(1)"],
            &[],
        ),
        (
            Nn,
            "58 prosent av verksemdene er i live fem år etter opptaket.",
            &["58 prosent av verksemdene er i live => yes survival.fixed(5)"],
            &["fem"],
        ),
        (
            Nn,
            "Berre kvar fjerde verksemd har gått konkurs.",
            &["kvar fjerde verksemd har gått konkurs => yes survival.admitted"],
            &[],
        ),
        (
            Nn,
            "Over halvparten av arbeidsplassane ligg på Romerike.",
            &["Over halvparten av arbeidsplassane ligg på Romerike => yes jobs.stock/romerike"],
            &[],
        ),
        (
            Nn,
            "I fjor vart 24 verksemder tekne opp i programmet.",
            &["24 verksemder => cannot NoPeriod survival.admitted"],
            &[],
        ),
        (Nn, "Kommunen har løyvd 2 millionar kroner.", &["2 millionar => cannot NoFigure"], &[]),
        (Nn, "Talet på arbeidsplassar auka med 40 frå 2022 til 2023.", &["40 => cannot NoFigure"], &["2022 til 2023"]),
        (Nn, "43 prosent av gründerane er kvinner, og det er vi glade for.", &["43 prosent => cannot NoFigure"], &[]),
        (
            Nn,
            "Dei har skapt om lag 500 arbeidsplassar sidan 2014.",
            &["om lag 500 arbeidsplassar => cannot CreatedNotContributed jobs.net"],
            &["2014"],
        ),
        (En, "Our portfolio companies employ 640 people.", &["640 => yes jobs.stock"], &[]),
        (
            En,
            "Since inception, our alumni have created 512 jobs and raised €40m.",
            &["512 jobs => cannot CreatedNotContributed jobs.net", "40 => cannot NoFigure"],
            &[],
        ),
        (
            En,
            "73% of our graduates are still in business.",
            &["73% of our graduates are still in business => yes survival.exits"],
            &[],
        ),
        (
            En,
            "The incubator has supported 200 companies since 2014.",
            &["200 companies => yes survival.admitted"],
            &["2014"],
        ),
        (
            En,
            "The 5-year survival rate of our startups is 58%, compared with 26.5% nationally.",
            &["58% => yes survival.fixed(5)", "26.5% => cannot WrongComparator"],
            &["5"],
        ),
        (
            En,
            "One in four of our companies has failed.",
            &["One in four of our companies has failed => yes survival.admitted"],
            &[],
        ),
        (
            En,
            "Three quarters of the companies we admitted are still trading.",
            &["Three quarters of the companies we admitted are still trading => yes survival.admitted"],
            &[],
        ),
        (En, "Every krone of public money has attracted seven in private capital.", &[], &["seven"]),
        (
            En,
            "We provided 1,250 hours of mentoring to 85 founders.",
            &["1,250 => cannot NoFigure", "85 => cannot NoFigure"],
            &[],
        ),
        (
            En,
            "Net job creation stood at 512 as of 31 December 2023.",
            &["512 => cannot CreatedNotContributed jobs.net"],
            &["31", "2023"],
        ),
        (
            En,
            "More than 90 per cent of tenants survive their first year.",
            &["More than 90 per cent of tenants survive => yes survival.fixed(1)"],
            &[],
        ),
        (
            En,
            "The programme generated 430 full-time equivalent jobs.",
            &["430 full-time => cannot CreatedNotContributed jobs.net/fte"],
            &[],
        ),
        (En, "Alumni companies have a combined turnover of NOK 1.2bn.", &["1.2 => cannot NoFigure"], &[]),
        (
            En,
            "Our success rate is 73 percent – well above the national average of 40 percent.",
            &[
                "73 percent => cannot NoAge+NoDenominator survival.exits",
                "above the national average => cannot NoAge+WrongComparator survival.exits",
                "40 percent => cannot NoAge+WrongComparator",
            ],
            &[],
        ),
        (
            Nb,
            "58 % overlever fem år, dobbelt så mange som landsgjennomsnittet på 26,5 %.",
            &[
                "58 % overlever => yes survival.fixed(5)",
                "dobbelt => cannot NoFigure",
                "mange som landsgjennomsnittet => no survival.fixed(5)",
                "26,5 % => cannot WrongComparator",
            ],
            &["fem"],
        ),
        (
            Nb,
            "Vi har hjulpet 200 bedrifter, og 150 av dem lever i dag.",
            &["200 bedrifter => yes survival.admitted", "150 av dem => yes survival.admitted"],
            &[],
        ),
    ];
    let mut wrong = String::new();
    for (language, text, claims, numbers) in CASES {
        let (found, verdicts) = guarded(text);
        if found.language != *language || verdicts != *claims || found.passed != *numbers {
            wrong.push_str(&format!("{text}\n  {:?} {verdicts:#?} {:?}\n", found.language, found.passed));
        }
    }
    assert!(CASES.len() >= 60 && wrong.is_empty(), "\n{wrong}");
}

#[test]
fn no_number_in_digits_is_passed_over_in_silence() {
    for text in [
        "Side 4: 17 av 23 på 3. plass, 2,5 ganger så mange, kl. 10.30, §7 og 1.2.2023.",
        "12 % av 34 er 56, 7–8 timer, +9, 10/11, 0 og 1 000 000.",
        "In 2023, 4 of 5; 6x more, 7k, #8, £9 and 10th.",
    ] {
        let (found, _) = guarded(text);
        let answered = found.claims.iter().map(|claim| claim.span.clone()).chain(found.numbers.iter().cloned());
        let answered: Vec<std::ops::Range<usize>> = answered.collect();
        for (at, _) in text.char_indices().filter(|(_, letter)| letter.is_ascii_digit()) {
            assert!(answered.iter().any(|span| span.contains(&at)), "{text}: {}", &text[at..]);
        }
    }
}

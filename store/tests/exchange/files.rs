//! Bytes of all kinds: the same sheet in every encoding and format, and what is no sheet at all.

use domain::exchange::{Answers, Cell, Table};
use encoding_rs::WINDOWS_1252;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use store::exchange::{FileError, read_tables};

use crate::common::{self, House};
use crate::{HOUSE, SHEET, file, sheet};

/// The same house as a workbook: typed numbers, days by format, a formula, a title above the header.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("dd.mm.yyyy");
    workbook.add_worksheet().set_name("Les meg").unwrap().write_string(0, 0, "Bare til intern bruk").unwrap();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Bedrifter").unwrap();
    sheet.write_string(0, 0, "Bedriftene i huset").unwrap();
    for (column, header) in (0u16..).zip(SHEET.trim().split(';')) {
        sheet.write_string(2, column, header).unwrap();
    }
    for (row, line) in (3u32..).zip(HOUSE.lines()) {
        for (column, cell) in (0u16..).zip(line.split(';')) {
            let parts: Vec<&str> = cell.split('.').collect();
            if let [day, month, year] = parts.as_slice()
                && let (Ok(day), Ok(month), Ok(year)) = (day.parse(), month.parse(), year.parse())
            {
                let day = ExcelDateTime::from_ymd(year, month, day).unwrap();
                sheet.write_datetime_with_format(row, column, day, &date).unwrap();
            } else if let Ok(number) = cell.replace(' ', "").parse::<f64>()
                && !cell.starts_with('0')
            {
                sheet
                    .write_formula(row, column, Formula::new(format!("={number}+0")).set_result(number.to_string()))
                    .unwrap();
            } else {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

common::on_both! {
    async fn one_sheet_says_the_same_in_every_encoding_and_format(house: House) {
        let text = format!("{SHEET}{HOUSE}");
        let expected = house.store.preview_file(sheet(HOUSE), &Answers::default()).await.unwrap();
        assert!(expected.plan.is_ready(), "{:?}", expected.plan.errors);
        assert_eq!(expected.report.startups_new, 4);
        let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for (name, bytes) in [
            ("windows-1252", WINDOWS_1252.encode(&text).0.into_owned()),
            ("utf-16", utf16),
            ("utf-8 with mark", [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat()),
            ("commas", text.replace(';', ",").into_bytes()),
            ("tabs", text.replace(';', "\t").into_bytes()),
            ("windows line ends", text.replace('\n', "\r\n").into_bytes()),
            ("workbook", workbook()),
        ] {
            let preview = house.store.preview_file(file("ark", "sheet", "2024-06-30", bytes), &Answers::default()).await.unwrap();
            assert!(preview.plan.is_ready(), "{name}: {:?}", preview.plan.errors);
            assert_eq!(preview.report.facts, expected.report.facts, "{name}");
            let names = |preview: &store::exchange::Preview| {
                let facts = preview.plan.startups.iter().map(|startup| {
                    let facts: Vec<_> = startup.facts.iter().map(|fact| (fact.kind, fact.valid_on, format!("{:?}", fact.body).len())).collect();
                    (startup.profile.name.clone(), startup.profile.sector.clone(), startup.companies.first().map(|company| company.number), facts)
                });
                facts.collect::<Vec<_>>()
            };
            assert_eq!(names(&preview), names(&expected), "{name}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_said_in_one_sentence() {
    let good = workbook();
    assert_eq!(read_tables(b"", "x.csv"), Err(FileError::Empty));
    assert_eq!(read_tables(b" \n;;\n", "x.csv"), Err(FileError::Empty));
    assert_eq!(read_tables(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], "x.xls"), Err(FileError::OldExcel));
    assert_eq!(read_tables(b"\x89PNG\r\n\x1a\n\0", "x.png"), Err(FileError::NeitherNor));
    assert!(matches!(read_tables(&good[..good.len() / 2], "x.xlsx"), Err(FileError::Damaged(_))));
    assert!(matches!(read_tables(b"PK\x03\x04", "x.xlsx"), Err(FileError::Damaged(_))));
    assert_eq!(read_tables(&vec![b'x'; store::exchange::LARGEST_FILE + 1], "x.csv"), Err(FileError::TooLarge));
    for locale in domain::words::Locale::ALL {
        assert!(!FileError::TooManyCells.text(locale).is_empty());
    }
}

#[test]
fn a_cell_at_the_far_corner_does_not_fill_the_memory() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "Navn").unwrap();
    sheet.write_string(1, 0, "Korn AS").unwrap();
    sheet.write_string(1_048_575, 0, "Sist AS").unwrap();
    let far = workbook.save_to_buffer().unwrap();
    let tables = read_tables(&far, "x.xlsx").unwrap();
    let rows: Vec<u32> = tables[0].rows.iter().map(|row| row.number).collect();
    assert_eq!(rows, [1, 2, 1_048_576]);

    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(1_048_575, 16_383, "x").unwrap();
    let corner = workbook.save_to_buffer().unwrap();
    assert_eq!(read_tables(&corner, "x.xlsx"), Err(FileError::TooManyCells));
}

#[test]
fn a_workbook_that_unpacks_without_end_is_refused() {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("[Content_Types].xml", options).unwrap();
    archive.start_file("xl/workbook.xml", options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..260 {
        archive.write_all(&zeros).unwrap();
    }
    let bomb = archive.finish().unwrap().into_inner();
    assert!(bomb.len() < store::exchange::LARGEST_FILE);
    assert_eq!(read_tables(&bomb, "x.xlsx"), Err(FileError::TooLarge));
}

#[test]
fn failed_formulas_and_typed_cells_come_over() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_boolean(0, 0, true).unwrap();
    sheet.write_number(0, 1, 2.5).unwrap();
    sheet.write_formula(0, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_datetime_with_format(0, 3, ExcelDateTime::from_ymd(2019, 5, 31).unwrap(), &day).unwrap();
    let tables = read_tables(&workbook.save_to_buffer().unwrap(), "x.xlsx").unwrap();
    let cells = &tables[0].rows[0].cells;
    assert_eq!(cells[..2], [Cell::Bool(true), Cell::Number(2.5)]);
    assert!(matches!(&cells[2], Cell::Error(text) if text == "#DIV/0!"), "{:?}", cells[2]);
    assert_eq!(cells[3], Cell::Date("2019-05-31".parse().unwrap()));
}

/// A workbook of one sheet of these rows, as a program writes it that calculates nothing.
fn bare_workbook(rows: &str) -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packages = "http://schemas.openxmlformats.org/package/2006/relationships";
    for (name, text) in [
        ("[Content_Types].xml", String::from("<Types/>")),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{packages}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Ark1\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{packages}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_formula_that_was_never_calculated_is_not_read_as_empty() {
    let inline = |text: &str| format!("<is><t>{text}</t></is>");
    let rows = format!(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\">{}</c></row>\
         <row r=\"2\"><c r=\"A2\"><f>SUM(B2:C2)</f></c><c r=\"B2\"><f>2+3</f><v></v></c><c r=\"C2\"><f>2+3</f><v>5</v></c>\
         <c r=\"D2\" t=\"str\"><f>IF(A2=\"\",\"\",1)</f><v></v></c><c r=\"E2\"><v></v></c>\
         <c r=\"F2\"><f t=\"shared\" ref=\"F2:F3\" si=\"0\">A2*2</f></c></row>\
         <row r=\"3\"><c r=\"F3\"><f t=\"shared\" si=\"0\"/></c></row>",
        inline("Navn")
    );
    let tables = read_tables(&bare_workbook(&rows), "x.xlsx").unwrap();
    let error = |text: &str| Cell::Error(text.to_owned());
    assert_eq!(tables[0].rows[1].cells[..3], [error("=SUM(B2:C2)"), error("=2+3"), Cell::Number(5.0)]);
    // An empty text is a result, and an empty cell is empty.
    assert_eq!(tables[0].rows[1].cells[3..], [Cell::Empty, Cell::Empty, error("=A2*2")]);
    assert_eq!(tables[0].rows[2].cells.last(), Some(&error("=…")));
}

common::on_both! {
    async fn a_number_that_was_never_calculated_stops_the_file(house: House) {
        let text = |cell: &str, text: &str| format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
        let rows = format!(
            "<row r=\"1\">{}{}{}</row><row r=\"2\">{}{}<c r=\"C2\"><f>2+3</f></c></row>",
            text("A1", "Navn"), text("B1", "Opptak"), text("C1", "Ansatte 2020"), text("A2", "Korn AS"), text("B2", "2019-03-01")
        );
        let upload = file("ark.xlsx", "sheet", "2024-06-30", bare_workbook(&rows));
        let preview = house.store.preview_file(upload, &Answers::default()).await.unwrap();
        let [error] = preview.plan.errors.as_slice() else { panic!("{:?}", preview.plan.errors) };
        assert_eq!(error.expected, domain::exchange::Expected::WorkingFormula);
        assert_eq!((error.place.row, &*error.place.column, error.value.as_str()), (2, "Ansatte 2020", "=2+3"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), text in "[ -~\n;,\"\tæøå]{0,300}") {
        let _ = read_tables(&bytes, "a/b.csv");
        let tables = read_tables(text.as_bytes(), ".csv");
        prop_assert!(matches!(tables, Ok(_) | Err(FileError::Empty | FileError::OpenQuote { .. })), "{tables:?}");
    }

    #[test]
    fn no_damage_to_a_workbook_makes_the_reader_panic(at in any::<prop::sample::Index>(), with in any::<u8>(), cut in any::<prop::sample::Index>()) {
        static GOOD: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(workbook);
        let mut bytes = GOOD.clone();
        let place = at.index(bytes.len());
        bytes[place] = with;
        let tables: Result<Vec<Table>, FileError> = read_tables(&bytes, "x.xlsx");
        drop(tables);
        let _ = read_tables(&GOOD[..cut.index(GOOD.len())], "x.xlsx");
    }
}

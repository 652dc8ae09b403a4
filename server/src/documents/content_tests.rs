use std::io::{Cursor, Write as _};

use domain::documents::{DocumentKind, Unfit};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{MOST_UNPACKED, check};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
const SLIDES: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn types(main: &str) -> String {
    format!("<?xml version=\"1.0\"?><Types><Override PartName=\"/x.xml\" ContentType=\"{main}\"/></Types>")
}

fn office(main: &str) -> Vec<u8> {
    zipped(&[("[Content_Types].xml", types(main).as_bytes()), ("word/document.xml", b"<w/>")])
}

fn odf(main: &str) -> Vec<u8> {
    zipped(&[("mimetype", main.as_bytes()), ("content.xml", b"<o/>")])
}

fn png() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89".to_vec();
    png.extend(b"\0\0\0\0IEND\xaeB`\x82");
    png
}

fn judged(kind: DocumentKind, bytes: &[u8]) -> Result<(), Unfit> {
    check(kind, &mut Cursor::new(bytes))
}

#[test]
fn each_kind_is_taken_as_what_it_is() {
    use DocumentKind as K;
    let taken: [(K, Vec<u8>); 13] = [
        (K::Pdf, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\nendobj\ntrailer\n%%EOF\n".to_vec()),
        (K::Docx, office(WORD)),
        (K::Xlsx, office(SHEET)),
        (K::Pptx, office(SLIDES)),
        (K::Odt, odf("application/vnd.oasis.opendocument.text")),
        (K::Ods, odf("application/vnd.oasis.opendocument.spreadsheet")),
        (K::Odp, odf("application/vnd.oasis.opendocument.presentation")),
        (K::Png, png()),
        (K::Jpeg, b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\xff\xd9".to_vec()),
        (K::Webp, b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0".to_vec()),
        (K::Csv, "navn;ansatte\r\nÅrvak;4\r\n".as_bytes().to_vec()),
        (K::Txt, b"Stj\xf8rdal i Windows-1252".to_vec()),
        (K::Markdown, "# Møte\n\n- <b>notat</b> | a < b\n".as_bytes().to_vec()),
    ];
    for (kind, bytes) in taken {
        assert_eq!(judged(kind, &bytes), Ok(()), "{kind:?}");
    }
}

#[test]
fn a_name_does_not_make_a_file_what_it_is_not() {
    use DocumentKind as K;
    let html = b"  \n<!DOCTYPE html><script>alert(1)</script>".to_vec();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    let exe = [b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".as_slice(), &[0; 64]].concat();
    let elf = [b"\x7fELF\x02\x01\x01\0".as_slice(), &[0; 64]].concat();
    let mut polyglot = b"%PDF-1.4\n%%EOF\n".to_vec();
    polyglot.extend(zipped(&[("evil.html", b"<script>")]));
    let mut image_and_zip = png();
    image_and_zip.extend(office(WORD));
    let late_pdf = [b"<html>".as_slice(), b"%PDF-1.4"].concat();
    let refused: Vec<(&str, K, Vec<u8>, Unfit)> = vec![
        ("html as png", K::Png, html.clone(), Unfit::Markup),
        ("html as pdf", K::Pdf, html.clone(), Unfit::Markup),
        ("html as text", K::Txt, html.clone(), Unfit::Markup),
        ("html as markdown", K::Markdown, html.clone(), Unfit::Markup),
        ("html as docx", K::Docx, html, Unfit::Markup),
        ("svg as png", K::Png, svg.clone(), Unfit::Markup),
        ("svg as csv", K::Csv, svg, Unfit::Markup),
        ("marked svg as text", K::Txt, "\u{feff}<SVG/>".as_bytes().to_vec(), Unfit::Markup),
        ("exe as pdf", K::Pdf, exe.clone(), Unfit::Executable),
        ("exe as docx", K::Docx, exe.clone(), Unfit::Executable),
        ("exe as text", K::Txt, exe, Unfit::Executable),
        ("elf as png", K::Png, elf, Unfit::Executable),
        ("script as text", K::Txt, b"#!/bin/sh\nrm -rf /".to_vec(), Unfit::Executable),
        ("pdf that is a zip too", K::Pdf, polyglot, Unfit::NotAsNamed(K::Pdf)),
        ("png that is a docx too", K::Png, image_and_zip.clone(), Unfit::NotAsNamed(K::Png)),
        ("docx that begins as a png", K::Docx, image_and_zip, Unfit::NotAsNamed(K::Docx)),
        ("pdf that begins as a page", K::Pdf, late_pdf, Unfit::Markup),
        ("jpeg as png", K::Png, b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(), Unfit::NotAsNamed(K::Png)),
        ("pdf as text", K::Txt, b"%PDF-1.7\n".to_vec(), Unfit::NotAsNamed(K::Txt)),
        ("zip as text", K::Csv, office(SHEET), Unfit::NotAsNamed(K::Csv)),
        ("xlsx as docx", K::Docx, office(SHEET), Unfit::NotAsNamed(K::Docx)),
        ("plain zip as docx", K::Docx, zipped(&[("a.txt", b"a")]), Unfit::NotAsNamed(K::Docx)),
        ("ods as odt", K::Odt, odf("application/vnd.oasis.opendocument.spreadsheet"), Unfit::NotAsNamed(K::Odt)),
        ("docx as odt", K::Odt, office(WORD), Unfit::NotAsNamed(K::Odt)),
        ("old word as docx", K::Docx, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(), Unfit::OldOffice),
        ("nothing", K::Pdf, Vec::new(), Unfit::Empty),
        ("bytes as text", K::Txt, b"a\0b".to_vec(), Unfit::NotText),
        ("a strange byte far down", K::Csv, [vec![b'a'; 200_000], vec![7]].concat(), Unfit::NotText),
    ];
    for (what, kind, bytes, why) in refused {
        assert_eq!(judged(kind, &bytes), Err(why), "{what}");
    }
}

#[test]
fn an_office_file_with_macros_is_told_so_whatever_it_is_called() {
    use DocumentKind as K;
    let enabled = "application/vnd.ms-word.document.macroEnabled.main+xml";
    let macros: Vec<(&str, K, Vec<u8>)> = vec![
        ("renamed docm", K::Docx, office(enabled)),
        (
            "vba project in a docx",
            K::Docx,
            zipped(&[("[Content_Types].xml", types(WORD).as_bytes()), ("word/vbaProject.bin", b"x")]),
        ),
        (
            "the same in capitals",
            K::Xlsx,
            zipped(&[("[Content_Types].xml", types(SHEET).as_bytes()), ("xl/VBAPROJECT.BIN", b"x")]),
        ),
        (
            "old macro sheet",
            K::Xlsx,
            zipped(&[("[Content_Types].xml", types(SHEET).as_bytes()), ("xl/macrosheets/sheet1.xml", b"x")]),
        ),
        (
            "basic in an odt",
            K::Odt,
            zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("Basic/Standard/Module1.xml", b"x")]),
        ),
    ];
    for (what, kind, bytes) in macros {
        assert_eq!(judged(kind, &bytes), Err(Unfit::Macros), "{what}");
    }
}

#[test]
fn what_is_cut_off_is_not_taken_for_whole_wherever_it_is_cut() {
    for (kind, whole) in [(DocumentKind::Docx, office(WORD)), (DocumentKind::Png, png())] {
        for length in 1..whole.len() {
            assert!(judged(kind, &whole[..length]).is_err(), "{kind:?} cut at {length} of {}", whole.len());
        }
    }
}

#[test]
fn what_unpacks_to_too_much_is_not_opened() {
    // The central directory says so; nobody has to write it.
    let mut bomb = office(WORD);
    let at = (0..bomb.len() - 4).rfind(|at| bomb[*at..].starts_with(b"PK\x01\x02")).unwrap();
    let claimed = u32::try_from(MOST_UNPACKED + 1).unwrap().to_le_bytes();
    bomb[at + 24..at + 28].copy_from_slice(&claimed);
    assert_eq!(judged(DocumentKind::Docx, &bomb), Err(Unfit::Bomb));
    // More entries than any office file has.
    let mut many = office(WORD);
    let end = many.len() - 22;
    many[end + 8..end + 12].copy_from_slice(&[0x20, 0x4e, 0x20, 0x4e]);
    assert_eq!(judged(DocumentKind::Docx, &many), Err(Unfit::Bomb));
    // A description that goes on for ever is read no further than it has to be.
    let mut long = types(WORD).into_bytes();
    long.resize(50_000_000, b' ');
    assert_eq!(judged(DocumentKind::Docx, &zipped(&[("[Content_Types].xml", &long)])), Ok(()));
}

#[test]
fn no_bytes_whatever_make_it_stumble() {
    // A whole office file with each byte changed in turn: taken or refused, and nothing else.
    let whole = office(WORD);
    for at in 0..whole.len() {
        for with in [0x00, 0xff, whole[at] ^ 0x80] {
            let mut bytes = whole.clone();
            bytes[at] = with;
            let _ = judged(DocumentKind::Docx, &bytes);
        }
    }
}

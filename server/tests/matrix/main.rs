//! Who may have what, asked of the real server over HTTP: every page, every form and every file, by everybody, with what is theirs and
//! with what is not. What is served and not in the table fails; so does what is in the table and not served.

#[cfg(test)]
mod canary;
#[cfg(test)]
mod cast;
#[cfg(test)]
mod client;
#[cfg(test)]
#[path = "../common/database.rs"]
mod database;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod house;
#[cfg(test)]
mod judging;
#[cfg(test)]
mod labels;
#[cfg(test)]
mod mails;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod needles;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod posts;
#[cfg(test)]
#[path = "../../src/http/routes.rs"]
mod routes;
#[cfg(test)]
mod table;
#[cfg(test)]
mod written;

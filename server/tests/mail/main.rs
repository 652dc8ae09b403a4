//! Mail, with the real binary: it arrives whatever happens to the server, and nobody reads what is not theirs.

#[cfg(test)]
#[path = "../common/database.rs"]
mod database;
#[cfg(test)]
mod house;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod post_office;

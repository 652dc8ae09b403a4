//! The policy: the design's table cell by cell, and properties of what is seen over random houses.

#[cfg(test)]
mod house;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod table;
#[cfg(test)]
mod who;

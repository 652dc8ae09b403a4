//! grobunn
fn main() {}

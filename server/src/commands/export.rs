//! stub
use clap::Args; use crate::failure::Failure; use crate::config::Config;
/// stub
#[derive(Debug, Args)] pub struct Export { file: String }
impl Export { /// stub
pub async fn run(self, _c: &Config) -> Result<(), Failure> { Err(Failure::input(self.file)) } }

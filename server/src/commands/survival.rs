//! stub
use clap::Args; use crate::failure::Failure; use crate::config::Config;
/// stub
#[derive(Debug, Args)] pub struct Survival { file: String }
impl Survival { /// stub
pub fn run(self) -> Result<(), Failure> { let _: Option<Config> = None; Err(Failure::input(self.file)) } }

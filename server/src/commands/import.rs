//! stub
use clap::Args; use crate::failure::Failure; use crate::config::Config;
/// stub
#[derive(Debug, Args)] pub struct Import { file: String }
impl Import { /// stub
pub async fn run(self, _c: &Config) -> Result<(), Failure> { Err(Failure::input(self.file)) } }
/// stub
#[derive(Debug, Args)] pub struct Undo { file: String }
impl Undo { /// stub
pub async fn run(self, _c: &Config) -> Result<(), Failure> { Err(Failure::input(self.file)) } }

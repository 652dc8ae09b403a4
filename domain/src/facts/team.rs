//! Who founds and leads a startup, in numbers.

use serde::{Deserialize, Serialize};

/// How many found and lead a startup from the fact's `valid_on` on, and how many of them are women.
///
/// Numbers and no persons: the figure that rests on them must outlive the erasure of everybody in it. What was not said is `None`,
/// never zero: to say so is voluntary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Team {
    /// Founders.
    pub founders: u32,
    /// Women among the founders.
    pub women_founders: Option<u32>,
    /// Leaders: those who run the company from day to day.
    pub leaders: Option<u32>,
    /// Women among the leaders.
    pub women_leaders: Option<u32>,
}

impl Team {
    /// The most founders or leaders that a team can state.
    pub const MOST: u32 = 1_000;

    /// Checks a team against itself.
    ///
    /// # Errors
    /// What it contradicts.
    pub const fn check(&self) -> Result<(), TeamError> {
        let leaders = match self.leaders {
            Some(leaders) => leaders,
            None => 0,
        };
        if self.founders > Self::MOST || leaders > Self::MOST {
            return Err(TeamError::TooMany);
        }
        if let Some(women) = self.women_founders
            && women > self.founders
        {
            return Err(TeamError::MoreWomenThanFounders);
        }
        match (self.leaders, self.women_leaders) {
            (None, Some(_)) => Err(TeamError::LeadersMissing),
            (Some(leaders), Some(women)) if women > leaders => Err(TeamError::MoreWomenThanLeaders),
            _ => Ok(()),
        }
    }
}

/// What a team contradicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TeamError {
    /// More people than a team has.
    #[error("a team has at most {} founders and leaders", Team::MOST)]
    TooMany,
    /// More women than founders.
    #[error("more women than founders")]
    MoreWomenThanFounders,
    /// More women than leaders.
    #[error("more women than leaders")]
    MoreWomenThanLeaders,
    /// Women among leaders of whom nothing was said.
    #[error("women among the leaders were stated, the leaders were not")]
    LeadersMissing,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_never_more_than_the_whole() {
        let team = |founders, women_founders, leaders, women_leaders| {
            Team { founders, women_founders, leaders, women_leaders }.check()
        };
        assert_eq!(team(2, Some(2), Some(1), Some(0)), Ok(()));
        assert_eq!(team(2, None, None, None), Ok(()));
        assert_eq!(team(0, Some(0), Some(0), Some(0)), Ok(()));
        assert_eq!(team(1, Some(2), None, None), Err(TeamError::MoreWomenThanFounders));
        assert_eq!(team(1, None, Some(1), Some(2)), Err(TeamError::MoreWomenThanLeaders));
        assert_eq!(team(1, None, None, Some(0)), Err(TeamError::LeadersMissing));
        assert_eq!(team(Team::MOST + 1, None, None, None), Err(TeamError::TooMany));
        assert_eq!(team(1, None, Some(Team::MOST + 1), None), Err(TeamError::TooMany));
    }
}

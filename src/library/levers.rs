//! The levers that a decision maker can pull: which settings each moves, what it costs, and what it may do besides.

/// What a lever costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostKind {
    /// Money.
    Cash,
    /// Hours of staff, taken from the service.
    StaffHours,
    /// Attention of leaders.
    Attention,
    /// A later start.
    Delay,
    /// Goodwill: political capital.
    Goodwill,
    /// Choice taken from staff.
    Autonomy,
}

/// A lever.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lever {
    /// Its name in the sources.
    pub name: &'static str,
    /// What it does.
    pub does: &'static str,
    /// The settings it moves, each as `table.key=value` when it is pulled in full; `initiative.` stands for the initiative's table.
    pub moves: &'static [&'static str],
    /// What it costs.
    pub costs: &'static [CostKind],
    /// What it may do besides.
    pub besides: &'static str,
    /// Rows of the requirements catalogue.
    pub rows: &'static [&'static str],
}

/// All of them.
pub const LEVERS: &[Lever] = &[];

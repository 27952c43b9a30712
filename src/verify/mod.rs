pub struct Check {
    pub pass: bool,
}
pub fn checks() -> Vec<Check> {
    vec![]
}
pub fn table(_: &[Check]) -> String {
    String::new()
}

pub struct Look {
    pub width: usize,
    pub colour: bool,
    pub unicode: bool,
}
pub fn screen(d: &crate::decide::Digest<'_>, _l: &Look) -> String {
    let mut s = String::new();
    for x in &d.summaries {
        let m = &crate::observe::MEASURES[x.measure];
        s += &format!(
            "{} {} {} {:.4} [{:.4}, {:.4}] {}\n",
            d.subjects[x.subject].name,
            x.initiative,
            m.name,
            x.mean.mean,
            x.mean.interval.0,
            x.mean.interval.1,
            x.mean.runs
        );
    }
    s
}

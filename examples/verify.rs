use std::time::Instant;

fn main() {
    let mut all = Vec::new();
    for limit in takehold::verify::LIMITS {
        let start = Instant::now();
        all.extend(limit.checks());
        eprintln!("{}: {:.2} s", limit.name, start.elapsed().as_secs_f64());
    }
    print!("{}", takehold::verify::table(&all));
}

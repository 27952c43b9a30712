use super::*;
use crate::scenario::Source;

const HEAD: &str = "title = \"T\"\nquestion = \"Q\"\nscenario = \"ward\"\n";

fn experiment(text: &str) -> Experiment {
    match read_experiment(Source::new("e.toml", format!("{HEAD}{text}")), None) {
        Ok((experiment, _)) => experiment,
        Err(problems) => panic!("{problems}"),
    }
}

fn labels(experiment: &Experiment) -> Vec<String> {
    (0..experiment.points()).map(|number| experiment.point(number).levels.join(" ")).collect()
}

#[test]
fn a_full_factorial_has_every_combination_the_last_factor_fastest() {
    let found = experiment(
        "[designs.d.factors.a]\nkey = \"x.a\"\nvalues = [1, 2]\n\
         [designs.d.factors.b]\nkey = \"x.b\"\nvalues = [\"u\", true, 0.5]\n",
    );
    assert_eq!(labels(&found), ["1 u", "1 true", "1 0.5", "2 u", "2 true", "2 0.5"]);
    assert_eq!(found.point(4).sets, ["x.a=2", "x.b=true"]);
    assert_eq!(found.cuts(), [6]);
}

#[test]
fn ranges_are_divided_with_both_ends() {
    let found = experiment(
        "[designs.d.factors.a]\nkey = \"a\"\nfrom = \"1 /week\"\nto = \"100 /week\"\nscale = \"log\"\nsteps = 3\n\
         [designs.d.factors.b]\nkey = \"b\"\nfrom = 0\nto = 1\nsteps = 2\n",
    );
    // Tables have the number alone, the scenario gets its unit.
    assert_eq!(labels(&found), ["1 0", "1 1", "10 0", "10 1", "100 0", "100 1"]);
    assert_eq!(found.point(2).sets, ["a=\"10 /week\"", "b=0.0"]);
}

#[test]
fn a_zip_takes_values_side_by_side_and_designs_are_crossed() {
    let found = experiment(
        "[designs.z]\nkind = \"zip\"\n[designs.z.factors.a]\nkey = \"a\"\nvalues = [1, 2]\n\
         [designs.z.factors.b]\nkey = \"b\"\nvalues = [3, 4]\n\
         [designs.w.factors.c]\nkey = \"c\"\nvalues = [5, 6, 7]\n",
    );
    assert_eq!(found.factors(), ["a", "b", "c"]);
    assert_eq!(labels(&found), ["1 3 5", "1 3 6", "1 3 7", "2 4 5", "2 4 6", "2 4 7"]);
}

#[test]
fn named_levels_change_several_keys_or_none() {
    let found = experiment(
        "[fixed.population]\nstaff = 40\n[run]\nreplicates = 2\n[designs.d.factors.style.levels.silent]\n\
         [designs.d.factors.style.levels.coached]\nleaders.style = \"coaching\"\n\"resources.slack\" = 0.2\nmechanisms.habit = false\n",
    );
    assert_eq!(labels(&found), ["silent", "coached"]);
    assert_eq!(found.point(0).sets, ["run.replicates=2", "population.staff=40"]);
    assert_eq!(
        found.point(1).sets[2..],
        ["leaders.style=\"coaching\"", "resources.slack=0.2", "mechanisms.habit=false"]
    );
}

#[test]
fn a_latin_hypercube_hits_every_part_once_and_a_further_factor_changes_no_other() {
    let factor = |name: &str| format!("[designs.d.factors.{name}]\nkey = \"x.{name}\"\nfrom = 0\nto = 64\n");
    let head = "[designs.d]\nkind = \"latin-hypercube\"\npoints = 64\nseed = 5\n";
    let two = experiment(&format!("{head}{}{}", factor("a"), factor("b")));
    let values = |found: &Experiment, factor: usize| -> Vec<f64> {
        (0..64).map(|at| found.point(at).levels[factor].parse().unwrap()).collect()
    };
    for factor in 0..2 {
        let mut parts: Vec<u32> = values(&two, factor).iter().map(|value| *value as u32).collect();
        assert!(parts.windows(2).any(|pair| pair[0] > pair[1]), "in order");
        parts.sort_unstable();
        assert_eq!(parts, (0..64).collect::<Vec<u32>>());
    }
    assert_ne!(values(&two, 0), values(&two, 1));
    let three = experiment(&format!("{head}{}{}{}", factor("c"), factor("a"), factor("b")));
    assert_eq!(values(&two, 0), values(&three, 1));
}

#[test]
fn a_sobol_sequence_is_even_after_every_doubling_alone_and_in_pairs() {
    let factors: String =
        (0..12).map(|at| format!("[designs.s.factors.f{at}]\nkey = \"x.f{at}\"\nfrom = 0\nto = 1\n")).collect();
    let text = |points: u32| format!("[designs.s]\nkind = \"sobol\"\npoints = {points}\nseed = 9\n{factors}");
    let found = experiment(&text(256));
    let design = &found.designs[0];
    for factor in 0..12 {
        for doubling in 0..=8 {
            let parts = 1u64 << doubling;
            let mut hit = vec![0; parts as usize];
            (0..parts).for_each(|at| hit[(uniform(design, factor, at) * parts as f64) as usize] += 1);
            assert!(hit.iter().all(|hits| *hits == 1), "factor {factor}, {parts} points: {hit:?}");
        }
    }
    // The first two dimensions are a net of quality 0: each of the 16 by 16 cells holds one of 256 points.
    let mut cells = [0; 256];
    for at in 0..256 {
        let cell = |factor| (uniform(design, factor, at) * 16.0) as usize;
        cells[cell(0) * 16 + cell(1)] += 1;
    }
    assert!(cells.iter().all(|hits| *hits == 1));
    // More points go on where fewer ended.
    let longer = experiment(&text(512));
    assert!((0..256).all(|at| longer.point(at) == found.point(at)));
    assert_eq!(found.cuts(), [1, 2, 4, 8, 16, 32, 64, 128, 256]);
}

#[test]
fn a_sobol_sequence_changes_slowest_whatever_stands_first() {
    let found = experiment(
        "[designs.levers.factors.a]\nkey = \"a\"\nvalues = [1, 2, 3]\n[designs.worlds]\nkind = \"sobol\"\npoints = 4\n\
         [designs.worlds.factors.u]\nkey = \"u\"\nfrom = 0\nto = 1\n",
    );
    assert_eq!(found.factors(), ["u", "a"]);
    assert_eq!(found.cuts(), [3, 6, 12]);
    let first: Vec<String> = (0..3).map(|at| found.point(at).levels[0].clone()).collect();
    assert!(first.iter().all(|level| *level == first[0]));
}

#[test]
fn whole_numbers_and_values_have_equal_shares() {
    let found = experiment(
        "[designs.d]\nkind = \"latin-hypercube\"\npoints = 60\n\
         [designs.d.factors.n]\nkey = \"n\"\nfrom = 1\nto = 6\nwhole = true\n\
         [designs.d.factors.v]\nkey = \"v\"\nvalues = [\"x\", \"y\", \"z\"]\n",
    );
    let count = |factor: usize, level: &str| (0..60).filter(|at| found.point(*at).levels[factor] == level).count();
    assert!((1..=6).all(|n| count(0, &n.to_string()) == 10));
    assert!(["x", "y", "z"].iter().all(|v| count(1, v) == 20));
}

#[test]
fn whole_numbers_may_be_spaced_by_ratios() {
    let found = experiment(
        "[designs.d]\nkind = \"latin-hypercube\"\npoints = 100\n[designs.d.factors.n]\nkey = \"n\"\nfrom = 1\nto = 99\n\
         whole = true\nscale = \"log\"\n",
    );
    // From 1 to below 10 is half of the way from 1 to 100.
    let low = (0..100).filter(|at| found.point(*at).levels[0].parse::<u32>().unwrap() < 10).count();
    assert_eq!(low, 50);
}

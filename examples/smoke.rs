use cpu_time::ProcessTime;
use std::ops::ControlFlow;
use takehold::dice::Dice;
use takehold::engine::{Course, Named, Rules, State, run};
use takehold::mechanisms::*;
use takehold::quantities::*;
use takehold::world::*;

fn main() {
    let all = std::env::args().nth(1).as_deref() == Some("all");
    for (posts, weeks, reps) in [(1000u32, 520u32, 100u32), (100_000, 520, 1), (1_000_000, 60, 1)] {
        let dice = Dice::of_world(1, 0);
        let roster = Roster::plain(posts);
        let population = Population { template: Template::Plain, unlikeness: Multiple::of(0.0), ..Default::default() };
        let ties = TieSettings { network: Network::Random, ..Default::default() };
        let world = World::build(&roster, &population, &ties, &dice);
        let course = if all {
            Course {
                initiatives: vec![Named {
                    name: "x".into(),
                    item: Initiative {
                        baseline: Share::of(0.05),
                        starts: Weeks::of(0.0),
                        funded: Weeks::of(260.0),
                        pull: Rate::of(0.01),
                        ..Default::default()
                    },
                }],
                ..Default::default()
            }
        } else {
            let initiative = Initiative {
                baseline: Share::of(0.01),
                organic: Some(Rate::of(0.0)),
                push: Rate::of(0.0),
                pull: Rate::of(-libm::log1p(-0.02)),
                lapse: Rate::of(-libm::log1p(-0.02)),
                lapse_floor: Rate::of(0.0),
                newcomers: Some(Share::of(0.0)),
                ..Default::default()
            };
            Course {
                mechanisms: Mechanisms {
                    contagion: Some(Contagion { form: Form::Count, ..Default::default() }),
                    turnover: Some(Turnover {
                        rate: Some(Rate::of(-libm::log1p(-0.0025))),
                        vacancy: Weeks::of(0.0),
                        ..Default::default()
                    }),
                    ..Mechanisms::none()
                },
                initiatives: vec![Named { name: "x".into(), item: initiative }],
                events: vec![],
            }
        };
        let rules = Rules::new(&course, &world, &dice).unwrap();
        let mut state = State::default();
        let mut best = f64::MAX;
        let mut shares = vec![];
        for _ in 0..3 {
            let t = ProcessTime::now();
            shares = vec![0.0; weeks as usize + 1];
            for rep in 0..reps {
                let dice = Dice::of_run(1, 0, rep);
                let _ = run(&rules, &world, &dice, weeks, &mut state, |s| {
                    let n: u32 = (0..world.cells.len()).map(|c| s.pursuits[0].counts.truly(c)).sum();
                    shares[s.week as usize] += n as f64 / posts as f64 / reps as f64;
                    ControlFlow::Continue(())
                });
            }
            best = best.min(t.elapsed().as_nanos() as f64 / (posts as f64 * weeks as f64 * reps as f64));
        }
        println!(
            "{posts}x{reps}: {best:.2} ns/person-week; bytes/person {:.0} ties {:.0}",
            state.bytes() as f64 / posts as f64,
            world.ties.bytes() as f64 / posts as f64
        );
        for w in [26, 52, 104, 156, 208, 260, 312, 520] {
            if w <= weeks as usize {
                print!(" {w}: {:.3}", shares[w]);
            }
        }
        println!();
    }
}

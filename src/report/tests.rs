//! Screens as a stranger sees them, and what must hold of every one of them.

use super::*;
use crate::decide::Digest;
use crate::scenario::{Scenario, Source, read};
use crate::study::{Hooks, Plan, Results, study};
use std::sync::atomic::AtomicBool;

/// Two wards over three years, of few mechanisms. Whatever moves the numbers is stated, so that the screens do not move
/// with the defaults.
const WARDS: &str = "title = \"A huddle on two wards\"\nquestion = \"Does effort on embedding keep it going?\"\n\
    run = { length = \"3 years\", replicates = 5 }\npopulation = { template = \"ward\", units = 2, unlikeness = 1.6 }\n\
    [mechanisms]\nnorm = false\nleadership = false\nsuccession = false\ntime = false\nincentives = false\n\
    enforcement = false\nmotivation = false\nfatigue = false\n\
    persuasion = false\ntrap = false\ndata = false\nresults = false\nside_effects = false\nsponsor = false\n\
    capability = false\npolicy = false\ntransfer = false\nattention.weight = 2.2\nembedding.lead_matters = 1.0\n\
    [initiatives.huddle]\nstarts = \"13 weeks\"\nfunded = \"1 year\"\n\
    push = \"0.01 /week\"\npull = \"0.02 /week\"\nlapse = \"0.12 /week\"\n";

const EMBED: &str = "[arms.embed]\ninitiatives.huddle.embedding_effort = 0.8\n";

fn ran(text: &str, sets: &[&str], stopped: bool) -> (Scenario, Results) {
    let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
    let (scenario, _) = read(Source::new("a.toml", text), &sets).unwrap();
    let stop = AtomicBool::new(stopped);
    let results = study(&scenario, false, &Hooks { weeks_done: &|_| {}, stop: &stop }).unwrap();
    (scenario, results)
}

fn told<T>((scenario, results): &(Scenario, Results), tell: impl Fn(&Digest<'_>) -> T) -> T {
    let subjects = Plan::new(scenario).into_subjects();
    tell(&Digest::new(scenario, &subjects, results))
}

/// Whatever the study, the screen fits, has no undefined number, and says the same with colour, in ASCII and in one line.
fn checked(of: &(Scenario, Results)) -> String {
    told(of, |digest| {
        for width in [0, 60, 80, 133, 1000] {
            for unicode in [true, false] {
                let plain = Look { width, colour: false, unicode };
                let text = screen(digest, &plain);
                for line in text.lines() {
                    let room = width.clamp(60, 160);
                    assert!(line.chars().count() <= room, "{} in {room}: {line}", line.chars().count());
                }
                assert!(!text.contains("NaN") && !text.contains(" inf"), "{text}");
                assert!(unicode || text.is_ascii(), "{text}");
                let coloured = screen(digest, &Look { colour: true, ..plain });
                assert_eq!(without_colour(&coloured), text);
            }
        }
        let line = one_line(digest);
        assert!(!line.contains('\n') && !line.contains("NaN"), "{line}");
        let picture = picture(digest);
        assert!(!picture.contains("NaN") && !picture.contains("inf"), "{picture}");
        for tag in ["svg", "text", "g", "title", "desc"] {
            let opened = picture.matches(&format!("<{tag}>")).count() + picture.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, picture.matches(&format!("</{tag}>")).count(), "{tag}");
        }
        screen(digest, &Look::default()).replace("\n   ", "\n ").split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

fn without_colour(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |text, part| text + part.split_once('m').map_or("", |(_, rest)| rest))
}

#[test]
fn two_arms() {
    let text = told(&ran(&format!("{WARDS}{EMBED}"), &[], false), |digest| screen(digest, &Look::default()));
    insta::assert_snapshot!(text, @"
    A huddle on two wards
    Does effort on embedding keep it going?

    72 posts in 2 units, 1 organisation, over 3 years. 2 arms × 5 replicates ×
    1 world = 10 runs, each beside a twin without the programme (same dice). Seed 1.
    To explore and compare options under the stated assumptions; not a forecast.

    huddle, funded for 1 year from week 13
     > Better: 12 months after the funding ended embed has 26 points more gain left
       than base (95 % interval 17–36).
     > In base, 55 % of target staff practised at the peak; 12 months after the
       funding ended 15 of the 48 points gained over doing nothing are left: about
       31 % (95 % interval 20–46 %).

                            twin   gain left  kept     spread  weakest
    arm    peak  end  +12m  +12m      (95 %)     %  end, +12m  at end
    base     55   54    22     7  15 (10–19)    31     50,  0  30? scientists
    embed    62   60    49     7  41 (31–51)    77     80, 40  40? scientists
    % of target staff who truly practise: at the peak, at the end of the funding,
    12 months later; twin: doing nothing. Gain left: points over the twin. Kept:
    part of the gain at the end. Spread: % of units where more than half practise.

            tired   measured  pounds   hours  leaders'   pounds for who
    arm    at end  over true  a post  a post     hours  still practises
    base        –          –     120      31       2.9           11,000
    embed       –          –     120      33       3.5             4300
    Tired: mean fatigue in %. Measured over true: points of quality. Pounds and
    hours are for each target post over the run, at the unit prices of [costs], and
    assumed; what was spent in goodwill and autonomy is in summary.csv.

    Gain left 12 months on, in points, against base (paired runs, margin 3):
    arm    points  95 %   verdict
    embed     +26  17–36  better

           base (reference)                        embed
     80 % ┤   ┊         ┊                    80 % ┤   ┊         ░
          │   ┊         ░                         │   ┊        ░░░░░░░░░░░
          │   ┊        ░░░                        │   ┊      ░⢀⡠⠢⢄⢀⢀⢀⡀░░░░░░░  ░
          │   ┊    ░░⢀⠔⠊⠑⢄                        │   ┊    ░░⡔⠊░░░⠁⠁⠁⠈⠉⠉⠉⠒⠒⠤⣀⡀⢀⣀⣀⣀⢀
       40 ┤   ┊   ░⡤⠊⠁░░┊⠘⠤⣀░░                 40 ┤   ┊   ░⡔⠊░░░┊ ░    ░   ░░⠈⠁░  ⠁
          │   ┊ ░⡠⠋░░   ┊   ⠉⠒⠤⡀░░   ░            │   ┊ ░⡠⠋░░   ┊
          │   ┊ ⡔⠁      ┊      ⠈⠑⠢⠒⠢⣀░░░ ░░       │   ┊ ⡔⠁      ┊
          │   ⢀⠜░       ┊            ⠉⠉⠒⠒⠉⠑       │   ⢀⠜░       ┊
        0 ┤⠉⠑⠊⠁⠁⠁⠁⠁⠂⠁⠂⠂⠁⠁⠁⠁⠁⠁⠁⠂⠁⠂⠂⠂⠁⠁⠂⠂⠂⠂⠁⠁     0 ┤⠉⠑⠊⠁⠁⠁⠁⠁⠂⠁⠂⠂⠁⠁⠁⠁⠁⠁⠁⠂⠁⠂⠂⠂⠁⠁⠂⠂⠂⠂⠁⠁
          └┴──━━━━━━━┷━━━───────┴─────────┴       └┴──━━━━━━━┷━━━───────┴─────────┴
           0         1          2         3        0         1          2         3
    ⠒⠒ mean, ░░ 5–95 % of runs, ⠂⠂ doing nothing, ━━ funded (from ┊ to ┊). Up: % of
    target staff who truly practise; across: years.
    - Time after the funding until half the gain is lost (median run): base
      27 weeks; embed more than the about 1.8 years the run goes on (not within the
      run in 4 of 5 runs).
    - Weakest with a question mark: lowest on average, but in fewer than four runs
      of five (scientists in 3 of 5 runs of base; scientists in 3 of 5 runs of
      embed).

    Intervals are over 5 replicates in one world: chance alone. They hold neither
    how other organisations would differ nor doubt about the model's assumptions.
    ");
}

#[test]
fn one_arm_in_ascii() {
    let look = Look { unicode: false, ..Look::default() };
    let text = told(&ran(WARDS, &[], false), |digest| screen(digest, &look));
    insta::assert_snapshot!(text, @"
    A huddle on two wards
    Does effort on embedding keep it going?

    72 posts in 2 units, 1 organisation, over 3 years. 1 arm x 5 replicates x
    1 world = 5 runs, each beside a twin without the programme (same dice). Seed 1.
    To explore and compare options under the stated assumptions; not a forecast.

    huddle, funded for 1 year from week 13
     > At its peak 55 % of target staff practised; 12 months after the funding ended
       15 of the 48 points gained over doing nothing are left: about 31 % (95 %
       interval 20-46 %).

                           twin   gain left  kept     spread  weakest
    arm   peak  end  +12m  +12m      (95 %)     %  end, +12m  at end
    base    55   54    22     7  15 (10-19)    31     50,  0  30? scientists
    % of target staff who truly practise: at the peak, at the end of the funding,
    12 months later; twin: doing nothing. Gain left: points over the twin. Kept:
    part of the gain at the end. Spread: % of units where more than half practise.

           tired   measured  pounds   hours  leaders'   pounds for who
    arm   at end  over true  a post  a post     hours  still practises
    base       -          -     120      31       2.9           11,000
    Tired: mean fatigue in %. Measured over true: points of quality. Pounds and
    hours are for each target post over the run, at the unit prices of [costs], and
    assumed; what was spent in goodwill and autonomy is in summary.csv.

           base
     80 % +      |                       |
          |      |                       |
          |      |                   ::::::
          |      |                ::::::#:::
          |      |           :::::######:###:::
       40 +      |        :::#####::::::::::######::::
          |      |    :::####::::::::    |   :::::######::::         ::
          |      |   ::##:::::           |         :::::###########::::::::: :::::
          |      ::::##::                |                 ::::::::################
          |##########.:. . . . . . . . . . . . . . . . . . . . . . . .:.:.:.:.:.:.:
        0 +:  :: ::                      |
          ++-----======+===========+======-----+----------+-----------+-----------+
           0           0.5         1           1.5        2           2.5         3
    ## mean, :: 5-95 % of runs, .. doing nothing, == funded (from | to |). Up: % of
    target staff who truly practise; across: years.
    - Time after the funding until half the gain is lost (median run): 27 weeks.
    - Weakest with a question mark: lowest on average, but in fewer than four runs
      of five (scientists in 3 of 5 runs).

    Intervals are over 5 replicates in one world: chance alone. They hold neither
    how other organisations would differ nor doubt about the model's assumptions.
    ");
}

#[test]
fn a_line_for_logs() {
    let line = told(&ran(&format!("{WARDS}{EMBED}"), &[], false), one_line);
    insta::assert_snapshot!(line, @"base 15 points left 12 months on (10–19), 31 % of the gain; embed +26 (17–36): better | 10 of 10 runs");
}

#[test]
fn one_run_has_no_interval_and_says_so() {
    let text = checked(&ran(&format!("{WARDS}{EMBED}"), &["run.replicates=1"], false));
    assert!(text.contains("Not comparable: with one run of embed and base a difference cannot be told from chance."));
    assert!(text.contains("one run, so how sure this is cannot be told"), "{text}");
    assert!(text.contains("effect and chance cannot be told apart"));
}

#[test]
fn what_cannot_be_told_comes_first_with_the_runs_that_would_tell() {
    let sets = ["run.replicates=2", "arms.embed.initiatives.huddle.embedding_effort=0.3"];
    let text = checked(&ran(&format!("{WARDS}{EMBED}"), &sets, false));
    assert!(text.contains("> Cannot tell apart yet: 12 months after"), "{text}");
    assert!(text.contains("runs of each arm would tell, if the difference stays as it is; 2 were made."), "{text}");
    assert!(text.contains("With 2 runs the intervals themselves are rough"), "{text}");
}

#[test]
fn a_run_that_ends_too_soon() {
    let text = checked(&ran(&format!("{WARDS}{EMBED}"), &["run.length=70 weeks"], false));
    assert!(text.contains("Not comparable: what is left 12 months after the funding lies beyond the end"), "{text}");
    assert!(text.contains("the run ends 5 weeks after it"), "{text}");
    let one = format!("{WARDS}{EMBED}initiatives.huddle.funded = \"2 years\"\n");
    let text = checked(&ran(&one, &["run.length=120 weeks"], false));
    assert!(text.contains("embed: the run ends less than 12 months after the funding"), "{text}");
    assert!(text.contains("does not end at the same time in all arms"), "{text}");
}

#[test]
fn a_programme_without_effect() {
    let sets = ["initiatives.huddle.push=0 /week", "mechanisms.attention=false", "mechanisms.induction=false"];
    let text = checked(&ran(&format!("{WARDS}[arms.same]\n"), &sets, false));
    assert!(text.contains("too little to say what part of it lasts"), "{text}");
    assert!(text.contains("the gain at the end is below 5 points") || text.contains("The gain at the end is below"));
    assert!(text.contains("No meaningful difference: same keeps exactly as much as base, in every run."), "{text}");
}

#[test]
fn evaluators_are_told_beside_the_truth() {
    let results = "mechanisms.results.observation=0.2";
    let sets = [results, "mechanisms.results.noise=0", "initiatives.huddle.benefit=0", "initiatives.huddle.sites=0.5"];
    let system = "population.units=16";
    let seen = WARDS.replace("results = false\n", "");
    let text = checked(&ran(&seen, &[sets.as_slice(), &[system]].concat(), false));
    // Nothing is gained, and whoever looks at those who are watched says that something is.
    assert!(
        text.contains("base had truly changed quality of care by 0.0 points; evaluators would have concluded"),
        "{text}"
    );
    assert!(text.contains("controlled +4.8 (") && text.contains("(\"better\" in 5 of 5 runs)"), "{text}");
    assert!(text.contains("not possible here:") && text.contains("stepped wedge (all units start at once)"), "{text}");
    assert!(!checked(&ran(WARDS, &[], false)).contains("evaluators"));
}

#[test]
fn stopped_at_once_and_failed() {
    let text = checked(&ran(&format!("{WARDS}{EMBED}"), &[], true));
    assert!(text.contains("INTERRUPTED: 0 of 10 runs were finished (0 of 10 twins)."), "{text}");
    assert!(text.contains("No run of base was finished: nothing can be said."), "{text}");
    let (scenario, mut results) = ran(&format!("{WARDS}{EMBED}"), &[], false);
    results.rows[1].outcome = Some(Err("out of\u{1b}[2J bounds".into()));
    results.rows[2].outcome = None;
    results.interrupted = true;
    let text = checked(&(scenario, results));
    assert!(text.contains("INTERRUPTED: 8 of 10 runs were finished (10 of 10 twins); all that follows is from those."));
    assert!(text.contains("FAILED: 1 of 20 runs (twins counted)"), "{text}");
    assert!(text.contains("base-w0-r1: out of\\u{1b}[2J bounds"), "{text}");
}

#[test]
fn no_initiative_and_several() {
    let none = "title = \"T\"\nquestion = \"Q?\"\nrun = { length = \"20 weeks\", replicates = 2 }\n\
        population = { template = \"plain\", staff = 20 }\n";
    assert!(checked(&ran(none, &[], false)).contains("There is no initiative in this scenario"));
    let more = "[initiatives.late]\nstarts = \"26 weeks\"\nfunded = \"1 year\"\ntargets = [\"nurses\", \"doctors\"]\n\
        practice = \"something <else> & more\"\n[arms.embed.initiatives.only-here]\nstarts = \"0 weeks\"\nfunded = \"30 weeks\"\n";
    let text = checked(&ran(&format!("{WARDS}{more}"), &[], false));
    assert!(text.contains("late (something <else> & more), for nurses and doctors, funded for 1 year"), "{text}");
    assert!(text.contains("only-here, funded for 30 weeks from the start > At its peak"), "{text}");
}

#[test]
fn many_arms() {
    let names = ["b", "c", "d", "e", "f", "a-name-as-long-as-a-name-may-well-be-40"];
    let arms = names.iter().enumerate().map(|(index, name)| {
        format!("[arms.{name}]\ninitiatives.huddle.embedding_effort = {}\n", 0.15 * (index + 1) as f64)
    });
    let text = checked(&ran(&(WARDS.to_string() + &arms.collect::<String>()), &["run.replicates=3"], false));
    assert!(text.contains("Cannot tell which arm keeps most:") || text.contains("No single best arm:"), "{text}");
    assert!(text.contains("Against base: "), "{text}");
    assert!(text.contains("Shown are 4 of 7 arms"), "{text}");
    assert!(text.contains("6 comparisons, each with a 95 % interval"), "{text}");
}

#[test]
fn several_worlds() {
    let sets = ["run.replicates=1", "run.worlds=3", "arms.embed.population.unlikeness=0.5"];
    let text = checked(&ran(&format!("{WARDS}{EMBED}"), &sets, false));
    assert!(text.contains("Intervals are over 3 worlds"), "{text}");
    assert!(text.contains("Not all arms have the same population and ties"), "{text}");
    assert!(text.contains("ahead, %"), "{text}");
}

#[test]
fn somebody_elses_words_stay_words() {
    let sets = ["question=Is <b>this</b> & \u{9b}31m \"that\"?"];
    let of = ran(WARDS, &sets, false);
    told(&of, |digest| {
        assert!(!screen(digest, &Look::default()).contains('\u{9b}'));
        let picture = picture(digest);
        assert!(picture.contains("Is &lt;b&gt;this&lt;/b&gt; &amp; \\u{9b}31m &quot;that&quot;?"), "{picture}");
    });
}

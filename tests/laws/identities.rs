//! Nothing comes of nothing: a mechanism at zero strength is the mechanism absent, an arm that changes nothing is the
//! other arm, and being watched is not being changed. All to the bit, every post in every week.

use super::lives::*;
use takehold::dice::Dice;
use takehold::engine::*;
use takehold::mechanisms::*;
use takehold::quantities::*;
use takehold::world::{self, Initiative, Tier};

type Change = fn(&mut Mechanisms);

const ZERO: LogHazard = LogHazard::of(0.0);

/// Each mechanism at zero strength, and absent. In company of all others and alone, with the organic rate stated and
/// with it worked out.
fn nothing_comes_of(zero: Change, absent: Change) {
    nothing_comes_of_where(|_| {}, zero, absent);
}

/// The same in a course that is changed beforehand.
fn nothing_comes_of_where(stated: fn(&mut Course), zero: Change, absent: Change) {
    for (number, company) in [Mechanisms::default(), Mechanisms::none()].into_iter().enumerate() {
        for organic in [Some(Rate::of(0.002)), None] {
            let initiative = Initiative { organic, ..programme() };
            let announced = Initiative { announced_end: true, targets: vec!["nurses".into()], ..initiative.clone() };
            let with = |change: Change| {
                let mut mechanisms = company.clone();
                change(&mut mechanisms);
                let mut course = busy_course(mechanisms, [initiative.clone(), announced.clone()]);
                stated(&mut course);
                course
            };
            for seed in 0..4 {
                let (place, dice) = (trust(250, seed), Dice::of_run(seed, 0, 1));
                let (none, nil) = (place.life(&with(absent), &dice, 80), place.life(&with(zero), &dice, 80));
                same_deeds(&none, &nil, &format!("company {number}, organic {organic:?}"));
            }
        }
    }
}

#[test]
fn open_bridges_between_equals_are_no_tribes() {
    let equals = Tribes {
        bridge: Share::of(1.0),
        middle_standing: Multiple::of(1.0),
        senior_standing: Multiple::of(1.0),
        opinion_leadership: Multiple::of(0.0),
        ..Default::default()
    };
    assert_eq!(equals.standing(Tier::Senior, 1.0, 2.0), 1.0);
    nothing_comes_of(
        |m| {
            m.tribes = Some(Tribes {
                bridge: Share::of(1.0),
                middle_standing: Multiple::of(1.0),
                senior_standing: Multiple::of(1.0),
                opinion_leadership: Multiple::of(0.0),
                ..Default::default()
            });
        },
        |m| m.tribes = None,
    );
}

#[test]
fn familiarity_at_once_is_no_familiarity() {
    nothing_comes_of(|m| m.familiarity = Some(Familiarity { full_after: Weeks::of(0.0) }), |m| m.familiarity = None);
}

#[test]
fn habit_without_weight_is_no_habit() {
    // Ritual becomes practice by habit, whatever its weight.
    nothing_comes_of(
        |m| {
            m.enforcement = None;
            m.habit = Some(Habit { weight: ZERO, ..Default::default() });
        },
        |m| (m.enforcement, m.habit) = (None, None),
    );
}

#[test]
fn attention_without_weight_is_no_attention() {
    nothing_comes_of(
        |m| {
            let (weight, waiting) = (LogHazard::of(0.0), LogHazard::of(0.0));
            m.attention = Some(Attention { weight, waiting, ..Default::default() });
        },
        |m| m.attention = None,
    );
}

#[test]
fn embedding_without_weight_is_no_embedding_where_neither_induction_nor_successors_read_it() {
    nothing_comes_of(
        |m| {
            m.embedding = Some(Embedding { weight: ZERO, ..Default::default() });
            (m.induction, m.succession) = (None, None);
        },
        |m| (m.embedding, m.induction, m.succession) = (None, None, None),
    );
}

#[test]
fn turnover_of_nobody_is_no_turnover() {
    nothing_comes_of(
        |m| m.turnover = Some(Turnover { multiple: Multiple::of(0.0), ..Default::default() }),
        |m| m.turnover = None,
    );
}

#[test]
fn norms_without_weight_are_no_norms() {
    nothing_comes_of(|m| m.norm = Some(Norm { weight: LogHazard::of(0.0) }), |m| m.norm = None);
}

#[test]
fn leaders_who_move_nobody_are_no_leaders() {
    // Motivation reads leaders as they are felt, and is weighed apart; where it is safe, ownership keeps people.
    nothing_comes_of_where(
        |course| course.culture.safety = Share::of(0.0),
        |m| {
            m.motivation = None;
            m.leadership = Some(Leadership {
                support: ZERO,
                holds: ZERO,
                directive: ZERO,
                ownership: ZERO,
                energy: ZERO,
                resentment: ZERO,
                ..Default::default()
            });
        },
        |m| (m.motivation, m.leadership) = (None, None),
    );
}

#[test]
fn a_part_that_moves_nobody_is_no_involvement() {
    // What is reported upwards, managers who are won, hours that meetings take and time that asking takes are all of it.
    nothing_comes_of(
        |m| {
            let (led, others, endorsed, left_out) = (ZERO, ZERO, ZERO, ZERO);
            let (outside, users, estranges) = (ZERO, ZERO, ZERO);
            let (imposed, rosy, wins) = (Share::of(0.0), Share::of(0.0), Share::of(0.0));
            let (owned, meets, takes) = (Rate::of(0.0), Hours::of(0.0), Weeks::of(0.0));
            // A part in it also makes people freer (see motivation).
            m.motivation = None;
            m.involvement = Some(Involvement {
                led,
                others,
                endorsed,
                left_out,
                outside,
                users,
                estranges,
                imposed,
                rosy,
                wins,
                owned,
                meets,
                takes,
                ..Default::default()
            });
        },
        |m| (m.motivation, m.involvement) = (None, None),
    );
}

/// With nothing stated of it the mechanism is there and does nothing, whatever its strength.
#[test]
fn where_nothing_is_stated_of_it_there_is_no_involvement() {
    let silent = Initiative {
        led_by: vec![],
        endorsed_by: vec![],
        consultation: Share::of(0.0),
        consulted: vec![],
        defined_by_staff: Share::of(0.0),
        user_involvement: Share::of(0.0),
        reporting_up: Share::of(0.0),
        managers_case: Share::of(0.0),
        consensus: Share::of(0.0),
        ..programme()
    };
    let (place, dice) = (trust(250, 9), Dice::of_run(9, 0, 1));
    let with = |involvement| Mechanisms { involvement, ..Default::default() };
    let live = |mechanisms| place.life(&busy_course(mechanisms, [silent.clone()]), &dice, 80);
    same_lives(&live(with(None)), &live(with(Some(Involvement::default()))), "involvement");
}

#[test]
fn thought_that_changes_nothing_is_no_design() {
    // A plan takes its time, whatever comes of it.
    let unplanned = |course: &mut Course| {
        course.initiatives.iter_mut().for_each(|initiative| initiative.item.planning = Weeks::of(0.0));
    };
    nothing_comes_of_where(
        unplanned,
        |m| {
            let (with_grain, hurry, sobering) = (ZERO, ZERO, ZERO);
            let (drift, confusion, defers, dilutes) = (Share::of(0.0), Share::of(0.0), Share::of(0.0), Share::of(0.0));
            let (alienates, careless, candid) = (Share::of(0.0), Share::of(0.0), Share::of(0.0));
            // Users' part is as clear as planning has made it, and planning takes its part of the hours.
            m.involvement = None;
            let plans = Share::of(1.0);
            m.design = Some(Design {
                with_grain,
                hurry,
                sobering,
                drift,
                confusion,
                defers,
                dilutes,
                alienates,
                careless,
                candid,
                plans,
                ..Default::default()
            });
        },
        |m| (m.involvement, m.design) = (None, None),
    );
}

/// As clear as usual, at once, without haste and neither with the grain nor against it: the mechanism is not there.
#[test]
fn where_nothing_is_stated_of_it_there_is_no_design() {
    let usual = Share::of(0.5);
    let silent = Initiative {
        clarity: usual,
        roles: usual,
        grain: usual,
        planning: Weeks::of(0.0),
        pace: Share::of(0.0),
        limits_stated: Share::of(0.0),
        ..programme()
    };
    let (place, dice) = (trust(250, 9), Dice::of_run(9, 0, 1));
    let with = |design| Mechanisms { design, ..Default::default() };
    let live = |mechanisms| place.life(&busy_course(mechanisms, [silent.clone()]), &dice, 80);
    same_lives(&live(with(None)), &live(with(Some(Design::default()))), "design");
}

#[test]
fn leaders_who_never_leave_are_no_succession() {
    nothing_comes_of(
        |m| {
            // A reorganisation by policy removes sponsors too, and their successors are like the place or not.
            m.policy = None;
            // 5200 weeks are as long as a tenure can be stated; over 80 weeks of a few leaders nobody leaves at these seeds.
            m.succession = Some(Succession {
                lead_tenure: Weeks::of(5200.0),
                middle_tenure: Weeks::of(5200.0),
                sponsor_tenure: Weeks::of(5200.0),
                ..Default::default()
            });
        },
        |m| (m.policy, m.succession) = (None, None),
    );
}

#[test]
fn time_that_does_not_matter_is_no_time() {
    // Motivation and fatigue read time, and so does pressure, which leaves more or less of coaching: they are taken away.
    nothing_comes_of(
        |m| {
            (m.motivation, m.fatigue, m.side_effects, m.trap) = (None, None, None, None);
            m.time = Some(Time {
                exponent: Multiple::of(0.0),
                strain: ZERO,
                attending: Share::of(0.0),
                ..Default::default()
            });
        },
        |m| (m.motivation, m.fatigue, m.side_effects, m.trap, m.time) = (None, None, None, None, None),
    );
}

#[test]
fn incentives_without_strength_are_no_incentives() {
    nothing_comes_of(
        |m| {
            m.incentives =
                Some(Incentives { carrot: ZERO, holds: ZERO, crowding: Share::of(0.0), ..Default::default() });
        },
        |m| m.incentives = None,
    );
}

#[test]
fn checks_that_make_nobody_report_are_no_enforcement() {
    nothing_comes_of(
        |m| m.enforcement = Some(Enforcement { complying: Rate::of(0.0), ..Default::default() }),
        |m| m.enforcement = None,
    );
}

#[test]
fn motivation_without_weight_is_no_motivation() {
    nothing_comes_of(
        |m| {
            // Patients' stories move people as far as they are motivated, and credit as far as they are not.
            (m.persuasion, m.esteem) = (None, None);
            m.motivation = Some(Motivation { weight: ZERO, holds: ZERO, ..Default::default() });
        },
        |m| (m.persuasion, m.esteem, m.motivation) = (None, None, None),
    );
}

#[test]
fn fatigue_that_neither_builds_nor_disappoints_is_no_fatigue() {
    // Places that say more than they give make people cynical too.
    nothing_comes_of(
        |m| {
            m.culture = None;
            m.fatigue = Some(Fatigue { builds: Rate::of(0.0), disappointment: Share::of(0.0), ..Default::default() });
        },
        |m| (m.culture, m.fatigue) = (None, None),
    );
}

#[test]
fn beliefs_without_weight_are_no_persuasion() {
    nothing_comes_of(
        |m| {
            let (problem, solution, holds, waits) = (ZERO, ZERO, ZERO, ZERO);
            let (owned, disowns) = (Rate::of(0.0), Share::of(0.0));
            m.persuasion = Some(Persuasion { problem, solution, holds, waits, owned, disowns, ..Default::default() });
        },
        |m| m.persuasion = None,
    );
}

#[test]
fn pressure_that_squeezes_nothing_is_no_trap() {
    nothing_comes_of(|m| m.trap = Some(Trap { squeeze: Multiple::of(0.0), ..Default::default() }), |m| m.trap = None);
}

#[test]
fn data_that_move_nobody_are_no_data_where_nobody_else_reads_them() {
    nothing_comes_of(
        |m| {
            (m.results, m.persuasion, m.involvement) = (None, None, None);
            m.data = Some(Data { feedback: ZERO, compares: ZERO, resented: Share::of(0.0), ..Default::default() });
        },
        |m| (m.results, m.persuasion, m.involvement, m.data) = (None, None, None, None),
    );
}

#[test]
fn results_that_neither_encourage_nor_teach_are_no_results_where_no_board_reads_them() {
    // Comparative data show what is measured.
    nothing_comes_of_where(
        |course| {
            let initiatives = course.initiatives.iter_mut();
            initiatives.for_each(|named| named.item.comparative_data = Share::of(0.0));
        },
        |m| {
            m.sponsor = None;
            m.results = Some(Results { encourages: Share::of(0.0), teaches: Rate::of(0.0), ..Default::default() });
        },
        |m| (m.sponsor, m.results) = (None, None),
    );
}

#[test]
fn harm_that_costs_neither_faith_nor_hours_nor_attention_is_no_harm() {
    nothing_comes_of(
        |m| {
            m.results = None;
            let (displaces, faith, looking) = (ZERO, ZERO, Hours::of(0.0));
            m.side_effects = Some(SideEffects { displaces, faith, looking, ..Default::default() });
        },
        |m| (m.results, m.side_effects) = (None, None),
    );
}

#[test]
fn boards_that_nothing_moves_are_no_sponsors() {
    nothing_comes_of(
        |m| {
            let (gain, policy, squeeze) = (Multiple::of(0.0), Multiple::of(0.0), Multiple::of(0.0));
            m.sponsor = Some(Sponsor { gain, policy, squeeze, ..Default::default() });
        },
        |m| m.sponsor = None,
    );
}

#[test]
fn skill_that_makes_nothing_easier_is_no_capability() {
    nothing_comes_of(
        |m| {
            // Careers keep those who can improve.
            (m.results, m.esteem) = (None, None);
            m.capability = Some(Capability { hard: ZERO, ..Default::default() });
        },
        |m| (m.results, m.esteem, m.capability) = (None, None, None),
    );
}

#[test]
fn policy_that_neither_helps_nor_disturbs_is_no_policy() {
    // The tide is a rate that the scenario states, and reorganisations loosen nothing and remove nobody.
    let still = world::Policy { tide: Rate::of(0.0), ..Default::default() };
    let mut company = Mechanisms { sponsor: None, ..Default::default() };
    let (place, dice) = (trust(250, 4), Dice::of_run(4, 0, 1));
    let live = |mechanisms: &Mechanisms| {
        let mut course = busy_course(mechanisms.clone(), [programme()]);
        course.policy = world::Policy { turbulence: Rate::of(0.02), ..still.clone() };
        place.life(&course, &dice, 80)
    };
    let (loosens, removes) = (Share::of(0.0), Share::of(0.0));
    company.policy = Some(Policy { aligned: ZERO, loosens, removes, ..Default::default() });
    let nil = live(&company);
    company.policy = None;
    same_deeds(&live(&company), &nil, "policy");
}

#[test]
fn misfit_that_does_not_matter_is_no_transfer() {
    nothing_comes_of(
        |m| {
            m.results = None;
            let (misfit, adheres, takes) = (ZERO, ZERO, Weeks::of(0.0));
            m.transfer = Some(Transfer { misfit, adheres, takes, ..Default::default() });
        },
        |m| (m.results, m.transfer) = (None, None),
    );
}

#[test]
fn a_place_that_moves_nobody_is_no_culture() {
    // What is stated and not given is not there, and managers who block do, whatever the strength of the rest.
    let plain: fn(&mut Course) = |course| {
        course.culture.authenticity = Share::of(1.0);
        course.leaders.blockers = Share::of(0.0);
    };
    nothing_comes_of_where(
        plain,
        |m| {
            let (none, never) = (Share::of(0.0), Rate::of(0.0));
            m.culture = Some(Culture {
                trial: ZERO,
                risk: ZERO,
                keeps: ZERO,
                developing: Hours::of(0.0),
                tokenism: none,
                disempowers: none,
                breeds: never,
                softens: none,
                reassures: never,
                conceals: none,
                reviews: none,
                exhausts: Multiple::of(0.0),
                stays: ZERO,
                ..Default::default()
            });
        },
        |m| m.culture = None,
    );
}

#[test]
fn a_place_at_its_reference_is_no_culture() {
    // All but one thing stand at the reference, so that the mechanisms are asked, and that one thing has no strength.
    let still: fn(&mut Course) = |course| {
        course.culture = world::Culture { hostility: Share::of(1.0), ..Default::default() };
        course.leaders = world::Leaders::default();
        let resources = course.resources.clone();
        course.resources = world::Resources {
            career_credit: Share::of(0.0),
            org_development: Share::of(0.0),
            failure_review: Share::of(0.0),
            ..resources
        };
        for initiative in &mut course.initiatives {
            (initiative.item.credit, initiative.item.legacy_review) = (Share::of(0.0), Share::of(0.0));
        }
    };
    nothing_comes_of_where(
        still,
        |m| m.culture = Some(Culture { exhausts: Multiple::of(0.0), ..Default::default() }),
        |m| (m.culture, m.esteem) = (None, None),
    );
}

#[test]
fn esteem_and_credit_without_strength_are_no_esteem() {
    nothing_comes_of(
        |m| {
            let (valued, credit, holds, careers, hectic) = (ZERO, ZERO, ZERO, ZERO, ZERO);
            m.esteem = Some(Esteem { valued, credit, holds, careers, hectic, ..Default::default() });
        },
        |m| m.esteem = None,
    );
}

#[test]
fn rotation_of_nobody_is_no_rotation() {
    nothing_comes_of(
        |m| {
            let (every, share) = (Weeks::of(3.0), Share::of(0.0));
            m.rotation = Some(Rotation { every, share, ..Default::default() });
        },
        |m| m.rotation = None,
    );
}

#[test]
fn induction_that_teaches_and_hands_over_nothing_is_no_induction() {
    let strength = Share::of(0.0);
    for organic in [Some(Rate::of(0.002)), None] {
        let alone = Initiative { organic, succession: Share::of(0.0), ..programme() };
        for seed in 0..8 {
            let (place, dice) = (trust(250, seed), Dice::of_run(seed, 0, 1));
            let busy = Some(Turnover { multiple: Multiple::of(8.0), ..Default::default() });
            let with = |induction| Mechanisms { induction, turnover: busy.clone(), ..Default::default() };
            let none = place.life(&course(with(None), [alone.clone()]), &dice, 80);
            let nil = place.life(&course(with(Some(Induction { strength })), [alone.clone()]), &dice, 80);
            same_deeds(&none, &nil, "induction");
        }
    }
}

#[test]
fn peers_who_do_not_pull_are_no_peers() {
    for form in [Form::Simple, Form::Threshold, Form::Strict, Form::Count, Form::AtLeast] {
        for organic in [Some(Rate::of(0.002)), None] {
            let initiative = Initiative { organic, pull: Rate::of(0.0), ..programme() };
            let (place, dice) = (trust(250, 3), Dice::of_run(3, 0, 1));
            let with = |contagion| {
                let mechanisms = Mechanisms { contagion, ..Default::default() };
                place.life(&course(mechanisms, [initiative.clone()]), &dice, 80)
            };
            same_deeds(&with(None), &with(Some(Contagion { form, ..Default::default() })), "contagion");
        }
    }
}

/// The same laws would be kept by mechanisms that never did anything.
#[test]
fn each_mechanism_at_its_default_does_something() {
    let place = trust(250, 5);
    let announced = Initiative { organic: Some(Rate::of(0.002)), announced_end: true, ..programme() };
    // In a hurry, and with something that does not show, so that somebody stops it in so few weeks.
    let slow = Initiative {
        push: Rate::of(0.001),
        funded: Weeks::of(70.0),
        goal: Share::of(1.0),
        complexity: Share::of(1.0),
        ..announced.clone()
    };
    let with = |mechanisms| -> Vec<_> {
        let mut course = busy_course(mechanisms, [announced.clone(), slow.clone()]);
        (course.leaders.impatience, course.policy.alignment) = (Share::of(1.0), Share::of(0.0));
        (0..4).flat_map(|run| place.life(&course, &Dice::of_run(5, 0, run), 80)).collect()
    };
    let all = with(Mechanisms::default());
    for name in Mechanisms::NAMES {
        let mut less = Mechanisms::default();
        assert!(less.remove(name));
        let without = with(less);
        assert!(all.iter().zip(&without).any(|(a, b)| a.public() != b.public()), "{name} does nothing");
    }
}

/// Supports that nobody gives leave no trace, whatever mechanisms would make of them.
#[test]
fn supports_that_nobody_gives_are_none() {
    let (place, dice) = (trust(250, 9), Dice::of_run(9, 0, 1));
    let nil = Share::of(0.0);
    let bare = Initiative {
        admin_support: Hours::of(0.0),
        integrated: nil,
        common_measures: nil,
        data_training: nil,
        research_use: nil,
        evaluation_feared: nil,
        peer_support: nil,
        external_support: nil,
        team: nil,
        intermediaries: nil,
        joint_learning: nil,
        ..programme()
    };
    let strong = Mechanisms {
        data: Some(Data {
            concerted: Multiple::of(2.0),
            compares: LogHazard::of(1.5),
            skills: Share::of(0.9),
            skilled: Weeks::of(8.0),
            aloof: Share::of(1.0),
            guarded: Share::of(1.0),
            sound: Multiple::of(2.0),
            founded: Weeks::of(26.0),
            ..Default::default()
        }),
        time: Some(Time { clerical: Share::of(0.8), meetings: Hours::of(1.0), ..Default::default() }),
        trap: Some(Trap { sheds: Multiple::of(4.0), ..Default::default() }),
        motivation: Some(Motivation { peers: Share::of(0.2), ..Default::default() }),
        capability: Some(Capability {
            lends: Share::of(1.0),
            short: Multiple::of(0.0),
            pools: Multiple::of(2.0),
            guides: Share::of(0.6),
            dares: Share::of(0.6),
            ..Default::default()
        }),
        leadership: Some(Leadership {
            enables: Share::of(1.0),
            // Not `adrift`, which is of style alone.
            facilitates: Multiple::of(1.5),
            many: Multiple::of(1.5),
            ..Default::default()
        }),
        tribes: Some(Tribes {
            mediates: Share::of(0.6),
            joins: Rate::of(0.03),
            imposed: Share::of(0.4),
            parts: Weeks::of(13.0),
            ..Default::default()
        }),
        persuasion: Some(Persuasion { gathers: Weeks::of(52.0), ..Default::default() }),
        ..Default::default()
    };
    let unasked = Initiative { joint_imposed: true, evaluation_support: Share::of(1.0), ..bare.clone() };
    let live = |mechanisms, initiative| place.life(&course(mechanisms, [initiative]), &dice, 80);
    let plain = live(Mechanisms::default(), bare);
    same_lives(&plain, &live(strong, unasked), "supports of nobody");
    let some = live(Mechanisms::default(), programme());
    assert!(plain.iter().zip(&some).any(|(a, b)| a.public() != b.public()));
}

#[test]
fn an_arm_that_changes_nothing_is_the_other_arm() {
    let (place, dice) = (trust(250, 6), Dice::of_run(6, 0, 1));
    let arm = course(Mechanisms::default(), [programme(), programme()]);
    let mut renamed = arm.clone();
    renamed.initiatives[1].name = "another name".into();
    renamed.initiatives[1].item.practice = "in other words".into();
    renamed.initiatives[0].item.targets = place.world.professions.iter().map(|p| p.name.clone()).collect();
    renamed.events = [(500.0, 1.0), (20.0, 0.0)]
        .into_iter()
        .map(|(at, share)| Event { at: Weeks::of(at), share: Share::of(share), ..Default::default() })
        .map(|item| Named { name: "an event that never comes".into(), item })
        .collect();
    same_lives(&place.life(&arm, &dice, 80), &place.life(&renamed, &dice, 80), "renamed");
}

#[test]
fn the_twin_of_an_initiative_without_a_programme_is_the_arm() {
    let (place, dice) = (trust(250, 7), Dice::of_run(7, 0, 1));
    let unfunded = Initiative { funded: Weeks::of(0.0), ..programme() };
    let never = Initiative { starts: Weeks::of(900.0), announced_end: true, ..programme() };
    let arm = course(Mechanisms::default(), [unfunded, never]);
    let life = place.life(&arm, &dice, 120);
    same_lives(&life, &place.life(&arm.twin(), &dice, 120), "twin");
    // And a programme makes a difference from the week it starts, not before.
    let funded = course(Mechanisms::default(), [programme(), programme()]);
    let (with, without) = (place.life(&funded, &dice, 60), place.life(&funded.twin(), &dice, 60));
    same_lives(&with[..=4], &without[..=4], "before the start");
    assert!(with[40].practising() > without[40].practising() + 20);
}

#[test]
fn being_watched_changes_nothing() {
    use std::ops::ControlFlow::Continue;
    let (place, dice) = (trust(250, 8), Dice::of_run(8, 0, 1));
    let rules = place.rules(&course(Mechanisms::default(), [programme(), programme()]));
    let (mut unseen, mut watched, mut stepped) = (State::default(), State::default(), State::default());
    let _ = run(&rules, &place.world, &dice, 60, &mut unseen, |_| Continue(()));
    let mut read = 0;
    let _ = run(&rules, &place.world, &dice, 60, &mut watched, |state| {
        let week = Week::of(&place.world, state);
        read += format!("{state:?}").len() + state.bytes() + week.practising();
        for post in 0..place.world.posts.len() {
            read += place.world.describe(post).len() + place.world.ties.neighbours(post, 0).len();
            read +=
                dice.word(place.world.posts.address(post), state.week, takehold::dice::Decision::Weekly(0)) as usize;
        }
        Continue(())
    });
    start(&rules, &place.world, &dice, &mut stepped);
    (0..60).for_each(|_| week(&rules, &place.world, &mut stepped, &dice));
    assert!(read > 0);
    let of = |state: &State| Week::of(&place.world, state);
    assert!(of(&unseen) == of(&watched) && of(&unseen) == of(&stepped));
}

#[test]
fn a_portfolio_of_no_strength_is_no_portfolio() {
    nothing_comes_of(
        |m| {
            m.portfolio = Some(Portfolio {
                eases: Share::of(0.0),
                adds: ZERO,
                spares: Share::of(0.0),
                saves: Share::of(0.0),
                teams: Share::of(0.0),
                drops: Share::of(0.0),
                disempowers: Share::of(0.0),
            });
        },
        |m| m.portfolio = None,
    );
}

#[test]
fn sponsors_who_stop_nothing_are_no_patience() {
    nothing_comes_of(
        |m| m.patience = Some(Patience { stops: Rate::of(0.0), ..Default::default() }),
        |m| m.patience = None,
    );
}

/// With what a scenario leaves unsaid, neither is there at all.
#[test]
fn at_the_defaults_portfolio_and_patience_are_the_identity() {
    let initiatives = || {
        let plain = Initiative {
            continued: Share::of(0.0),
            hours_after: Share::of(0.0),
            mapped: Share::of(0.0),
            convened_for: None,
            ..programme()
        };
        [plain.clone(), Initiative { starts: Weeks::of(20.0), ..plain }]
    };
    let (place, dice) = (trust(250, 6), Dice::of_run(6, 0, 1));
    let live = |mechanisms: Mechanisms| {
        let busy = busy_course(mechanisms, initiatives());
        let course = Course { strategy: Default::default(), leaders: Default::default(), ..busy };
        place.life(&course, &dice, 80)
    };
    let none = Mechanisms { portfolio: None, patience: None, ..Default::default() };
    same_lives(&live(none), &live(Mechanisms::default()), "portfolio and patience");
}

//! Like people who all see each other are a Markov chain of one number, how many practise. In a small group its
//! distribution can be worked out to the last digit, with nothing left out for size.

/// Probabilities of 0, 1, … n.
pub(super) type Distribution = Vec<f64>;

/// The binomial distribution.
pub(super) fn binomial(n: usize, p: f64) -> Distribution {
    let mut out = vec![0.0; n + 1];
    if p >= 1.0 {
        out[n] = 1.0;
        return out;
    }
    let q = 1.0 - p;
    out[0] = libm::pow(q, n as f64);
    for k in 1..=n {
        out[k] = out[k - 1] * (n - k + 1) as f64 / k as f64 * p / q;
    }
    out
}

/// Where a chain stands after each week, from a known number on: of those who practise each stays with `kept`, of
/// those who do not each takes it up with `taken_up(practising)`.
pub(super) fn follow(
    people: usize,
    from: usize,
    weeks: usize,
    kept: f64,
    taken_up: impl Fn(usize) -> f64,
) -> Vec<Distribution> {
    let moves: Vec<Distribution> = (0..=people)
        .map(|now| {
            let (stay, join) = (binomial(now, kept), binomial(people - now, taken_up(now)));
            let mut next = vec![0.0; people + 1];
            for (a, stay) in stay.iter().enumerate() {
                for (b, join) in join.iter().enumerate() {
                    next[a + b] += stay * join;
                }
            }
            next
        })
        .collect();
    let mut all = Vec::with_capacity(weeks + 1);
    let mut here = vec![0.0; people + 1];
    here[from] = 1.0;
    for _ in 0..weeks {
        let mut next = vec![0.0; people + 1];
        for (mass, moves) in here.iter().zip(&moves) {
            for (next, share) in next.iter_mut().zip(moves) {
                *next += mass * share;
            }
        }
        all.push(std::mem::replace(&mut here, next));
    }
    all.push(here);
    all
}

/// Mean of a function of the number.
pub(super) fn expectation(distribution: &[f64], value: impl Fn(f64) -> f64) -> f64 {
    distribution.iter().enumerate().map(|(number, mass)| mass * value(number as f64)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binomials_by_hand() {
        let three = binomial(3, 0.5);
        assert!(three.iter().zip([0.125, 0.375, 0.375, 0.125]).all(|(a, b)| (a - b).abs() < 1e-15));
        assert_eq!(binomial(2, 1.0), [0.0, 0.0, 1.0]);
        assert_eq!(binomial(2, 0.0), [1.0, 0.0, 0.0]);
    }

    #[test]
    fn independent_people_stay_binomial() {
        // Nobody joins, each stays with 0.9: after two weeks binomial with 0.81.
        let all = follow(20, 20, 2, 0.9, |_| 0.0);
        assert!(all[2].iter().zip(binomial(20, 0.81)).all(|(a, b)| (a - b).abs() < 1e-12));
        assert!((expectation(&all[1], |x| x) - 18.0).abs() < 1e-12);
    }
}

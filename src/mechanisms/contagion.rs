//! Peers pull: people take up what they see others do.

use super::{Card, Mechanism};
use crate::quantities::{Quantity, Share, Whole, choice, section};

choice! {
    /// How uptake rises with what is seen.
    pub enum Form {
        /// In proportion to the share of neighbours who practise.
        Simple = "simple",
        /// Little below a personal threshold of that share, much above.
        Threshold = "threshold",
        /// Nothing below the threshold, everything from it on.
        Strict = "strict",
        /// In proportion to the number of neighbours who practise.
        Count = "count",
        /// Nothing below a number of neighbours, everything from it on.
        AtLeast = "at-least",
    }
}

section! {
    /// Peers pull: people take up what they see others do.
    pub struct Contagion {
        /// How uptake rises with what is seen: simple, threshold, strict, count or at-least.
        form: Form = Form::Threshold, -, Assumed, "rival forms; a conclusion should be reported across them";
        /// Mean of the personal threshold: the exposure at which the pull is half of what it can be.
        threshold: Share = Share::of(0.25), 0.1..0.5, Assumed, "no measured distribution for clinical practice; Centola 2018 puts committed minorities that tip a norm near 0.25";
        /// Standard deviation of the threshold between people.
        threshold_spread: Share = Share::of(0.1), 0.0..0.25, Assumed, "no measured value found";
        /// Steepness n of the threshold form; 1 is a gentle saturation, 30 nearly strict.
        steepness: Whole = Whole::of(4.0), 1..30, Assumed, "prototype of the core: forms up to 30 were tried";
        /// Neighbours needed in the at-least form.
        needed: Whole = Whole::of(2.0), 1..5, Stated, "Centola and Macy 2007";
    }
}

impl Mechanism for Contagion {
    const CARD: Card = Card {
        claim: "People take up a practice faster the more of the colleagues they are tied to already practise it, and never because of nobody.",
        equation: "uptake rate = organic + (push + pull · (Φ(E) + what is convened)) · T^exponent · exp(Σ leans), T and its exponent those of time;  E = min(1, Σ w v / Σ tie);  simple Φ = E;  threshold Φ = Eⁿ / (Eⁿ + φⁿ);  strict Φ = [E ≥ φ];  count Φ = Σ w v;  at-least Φ = [Σ w v ≥ needed]",
        acts_by: "the pull term of uptake, which belongs to the initiative",
        reference: "nobody practising: Φ(0) = 0 in every form",
        sources: &[
            "Bass 1969, Management Science 15:215 (simple form as the plain limit)",
            "Granovetter 1978, American Journal of Sociology 83:1420 (thresholds)",
            "Strang and Tuma 1993, American Journal of Sociology 99:614 (heterogeneous diffusion as event history)",
            "Centola and Macy 2007, American Journal of Sociology 113:702 (complex contagion)",
        ],
        counter_sources: &[
            "Van den Bulte and Lilien 2001, American Journal of Sociology 106:1409: no contagion among physicians once marketing is allowed for",
        ],
        rows: &["C6-01", "C6-03", "C9-07"],
        worked: "E = 0.25, φ = 0.25, n = 4: Φ = ½ at the threshold; at E = 0.5 Φ = 0.0625 / (0.0625 + 0.00390625) = 0.9412",
    };
}

/// What a block of people see of their peers, last week.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Weighted number of neighbours who practise.
    pub count: &'a [f32],
    /// One over the number of ties; 0 for someone without any.
    pub per_tie: &'a [f32],
    /// Personal thresholds.
    pub threshold: &'a [f32],
}

impl Contagion {
    /// Whether people have thresholds of their own under this form.
    pub fn needs_thresholds(&self) -> bool {
        matches!(self.form, Form::Threshold | Form::Strict)
    }

    /// A person's threshold from a standard normal drawn at hire; kept within [0.01, 1].
    pub fn personal_threshold(&self, normal: f64) -> f32 {
        (self.threshold.value() + self.threshold_spread.value() * normal).clamp(0.01, 1.0) as f32
    }

    /// Φ for everyone in the block.
    #[inline(always)]
    pub fn pull(&self, seen: Seen<'_>, phi: &mut [f32]) {
        let n = phi.len();
        let (count, per_tie) = (&seen.count[..n], &seen.per_tie[..n]);
        match self.form {
            Form::Simple => each(phi, |i| (count[i] * per_tie[i]).min(1.0)),
            Form::Threshold => {
                let threshold = &seen.threshold[..n];
                // (φ/E)ⁿ rather than Eⁿ/(Eⁿ + φⁿ): one power, and E = 0 gives 1/(1 + ∞) = 0.
                each(phi, |i| threshold[i] / (count[i] * per_tie[i]).min(1.0));
                powers(phi, self.steepness.value() as u32);
                for phi in phi {
                    *phi = 1.0 / (1.0 + *phi);
                }
            }
            Form::Strict => {
                let threshold = &seen.threshold[..n];
                each(phi, |i| reached(count[i] * per_tie[i], threshold[i]));
            }
            Form::Count => phi.copy_from_slice(count),
            Form::AtLeast => {
                let needed = self.needed.f32();
                each(phi, |i| reached(count[i], needed));
            }
        }
    }
}

#[inline(always)]
fn each(phi: &mut [f32], value: impl Fn(usize) -> f32) {
    for (i, phi) in phi.iter_mut().enumerate() {
        *phi = value(i);
    }
}

/// 1 from the threshold on, allowing for rounding in the last place of a share; nothing is never enough.
#[inline(always)]
fn reached(seen: f32, threshold: f32) -> f32 {
    if seen * 1.000_001 >= threshold && seen > 0.0 { 1.0 } else { 0.0 }
}

/// Whole powers by squaring: the same multiplications in the same order everywhere, for sixteen people at a time.
#[inline(always)]
fn powers(bases: &mut [f32], exponent: u32) {
    let (sixteens, rest) = bases.as_chunks_mut::<16>();
    for bases in sixteens {
        *bases = power(*bases, exponent);
    }
    for base in rest {
        [*base] = power([*base], exponent);
    }
}

#[inline(always)]
fn power<const N: usize>(bases: [f32; N], exponent: u32) -> [f32; N] {
    let (mut result, mut square, mut left) = ([1.0; N], bases, exponent);
    while left > 0 {
        if left & 1 == 1 {
            result = std::array::from_fn(|i| result[i] * square[i]);
        }
        square = square.map(|square| square * square);
        left >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phi(form: Form, count: f32, ties: f32) -> f32 {
        let contagion = Contagion { form, ..Default::default() };
        let mut out = [9.0];
        contagion.pull(Seen { count: &[count], per_tie: &[1.0 / ties], threshold: &[0.25] }, &mut out);
        out[0]
    }

    #[test]
    fn worked_by_hand() {
        assert!((phi(Form::Threshold, 3.0, 12.0) - 0.5).abs() < 1e-6);
        assert!((phi(Form::Threshold, 6.0, 12.0) - 0.941_176_5).abs() < 1e-6);
        assert_eq!(phi(Form::Simple, 3.0, 12.0), 0.25);
        assert_eq!(phi(Form::Strict, 3.0, 12.0), 1.0);
        assert_eq!(phi(Form::Strict, 2.0, 12.0), 0.0);
        assert_eq!(phi(Form::Count, 3.0, 12.0), 3.0);
        assert_eq!(phi(Form::AtLeast, 2.0, 12.0), 1.0);
        assert_eq!(phi(Form::AtLeast, 1.0, 12.0), 0.0);
    }

    #[test]
    fn nobody_takes_up_from_nobody() {
        for form in [Form::Simple, Form::Threshold, Form::Strict, Form::Count, Form::AtLeast] {
            assert_eq!(phi(form, 0.0, 12.0), 0.0);
        }
    }
}

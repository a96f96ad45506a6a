//! The product of bytes on ARM: NEON, which every 64-bit ARM processor has, and the dot product of
//! bytes (`SDOT`), which those since 2018 have.
//!
//! ARM multiplies signed bytes by signed bytes. An input byte lies around 128; with its top bit turned
//! it is the signed number that it stands for, so the sums come out without the offset that the other
//! paths take off afterwards. Integers either way, so the bits are the same.

use std::arch::aarch64::*;
use std::arch::asm;

use super::{BLOCK, Matrix};

/// Rows that are summed together in registers.
const ROWS: usize = 4;

/// Registers of four sums for a block of outputs.
const QUARTERS: usize = BLOCK / 4;

/// # Safety
/// `input` holds `rows` rows of `m.inputs` bytes, `out` `rows` rows of `m.outputs` numbers.
#[target_feature(enable = "neon")]
pub(super) unsafe fn apply_neon(m: &Matrix, rows: usize, input: &[u8], out: &mut [f32]) {
    for b in 0..m.outputs.div_ceil(BLOCK) {
        for r in 0..rows {
            // SAFETY: row r and block b exist, as the loops say.
            unsafe { row_neon(m, r, b, input, out) };
        }
    }
}

/// One row: products in 16 bits (at most 128 times 128), added in pairs to 32 bits.
///
/// # Safety
/// As `apply_neon`; row `r` and block `b` exist.
#[target_feature(enable = "neon")]
unsafe fn row_neon(m: &Matrix, r: usize, b: usize, input: &[u8], out: &mut [f32]) {
    // Two sums an output, of even and of odd pairs of inputs.
    let mut pairs = [vdupq_n_s32(0); 2 * QUARTERS];
    // SAFETY: `packed` holds `m.inputs * BLOCK` bytes for every block, 64 for four inputs; a row holds
    // `m.inputs` bytes, a multiple of four.
    unsafe {
        let weights = m.packed.as_ptr().add(b * m.inputs * BLOCK);
        let bytes = input.as_ptr().add(r * m.inputs);
        for k in (0..m.inputs).step_by(4) {
            let x = vget_low_s8(four(bytes.add(k)));
            for (j, sums) in pairs.chunks_exact_mut(2).enumerate() {
                let w = vld1q_s8(weights.add(k * BLOCK + 16 * j));
                sums[0] = vpadalq_s16(sums[0], vmull_s8(x, vget_low_s8(w)));
                sums[1] = vpadalq_s16(sums[1], vmull_s8(x, vget_high_s8(w)));
            }
        }
    }
    let mut sums = [vdupq_n_s32(0); QUARTERS];
    for (sum, pair) in sums.iter_mut().zip(pairs.chunks_exact(2)) {
        *sum = vpaddq_s32(pair[0], pair[1]);
    }
    // SAFETY: block b exists.
    unsafe { finish(m, b, sums, &mut out[r * m.outputs..][..m.outputs]) };
}

/// # Safety
/// The processor has the dot product; sizes as in `apply_neon`.
#[target_feature(enable = "neon,dotprod")]
pub(super) unsafe fn apply_dot(m: &Matrix, rows: usize, input: &[u8], out: &mut [f32]) {
    for b in 0..m.outputs.div_ceil(BLOCK) {
        let mut r = 0;
        while r < rows {
            let left = rows - r;
            // SAFETY: rows r.. and block b exist, as the loops say.
            unsafe {
                if left >= ROWS {
                    rows_dot::<ROWS>(m, r, b, input, out);
                } else {
                    rows_dot::<1>(m, r, b, input, out);
                }
            }
            r += if left >= ROWS { ROWS } else { 1 };
        }
    }
}

/// `R` rows: four products at a time, summed exactly in 32 bits by one instruction.
///
/// # Safety
/// As `apply_dot`; rows `r..r + R` and block `b` exist.
#[target_feature(enable = "neon,dotprod")]
unsafe fn rows_dot<const R: usize>(m: &Matrix, r: usize, b: usize, input: &[u8], out: &mut [f32]) {
    let mut sums = [[vdupq_n_s32(0); QUARTERS]; R];
    // SAFETY: as in `row_neon`.
    unsafe {
        let weights = m.packed.as_ptr().add(b * m.inputs * BLOCK);
        let bytes = input.as_ptr().add(r * m.inputs);
        for k in (0..m.inputs).step_by(4) {
            let mut w = [vdupq_n_s8(0); QUARTERS];
            for (j, w) in w.iter_mut().enumerate() {
                *w = vld1q_s8(weights.add(k * BLOCK + 16 * j));
            }
            for (i, row) in sums.iter_mut().enumerate() {
                let x = four(bytes.add(i * m.inputs + k));
                for (sum, w) in row.iter_mut().zip(w) {
                    *sum = dot(*sum, x, w);
                }
            }
        }
    }
    for (i, &row) in sums.iter().enumerate() {
        // SAFETY: block b exists.
        unsafe { finish(m, b, row, &mut out[(r + i) * m.outputs..][..m.outputs]) };
    }
}

/// Adds the products of four bytes by four bytes to each sum. The compiler's own function for this
/// instruction is not stable yet.
#[target_feature(enable = "neon,dotprod")]
fn dot(mut sum: int32x4_t, x: int8x16_t, w: int8x16_t) -> int32x4_t {
    // SAFETY: the instruction touches these three registers and nothing else; the caller has it, as its
    // own features say.
    unsafe {
        asm!(
            "sdot {sum:v}.4s, {x:v}.16b, {w:v}.16b",
            sum = inout(vreg) sum,
            x = in(vreg) x,
            w = in(vreg) w,
            options(pure, nomem, nostack, preserves_flags),
        );
    }
    sum
}

/// Four input bytes, four times, as the signed numbers that they stand for.
///
/// # Safety
/// Four bytes can be read.
#[target_feature(enable = "neon")]
unsafe fn four(bytes: *const u8) -> int8x16_t {
    // SAFETY: as the function asks.
    let word = unsafe { bytes.cast::<u32>().read_unaligned() };
    let turned = veorq_u8(vreinterpretq_u8_u32(vdupq_n_u32(word)), vdupq_n_u8(0x80));
    vreinterpretq_s8_u8(turned)
}

/// Sums of a block to numbers, in the order of operations of the plain path.
///
/// # Safety
/// Block `b` exists; `out` is a row of `m.outputs` numbers.
#[target_feature(enable = "neon")]
unsafe fn finish(m: &Matrix, b: usize, sums: [int32x4_t; QUARTERS], out: &mut [f32]) {
    let mut block = [0f32; BLOCK];
    for (j, &sum) in sums.iter().enumerate() {
        let at = b * BLOCK + 4 * j;
        // SAFETY: scale and bias are padded to whole blocks; four numbers fit at 4 j.
        unsafe {
            let scaled = vmulq_f32(vcvtq_f32_s32(sum), vld1q_f32(m.scale.as_ptr().add(at)));
            let y = vaddq_f32(scaled, vld1q_f32(m.bias.as_ptr().add(at)));
            vst1q_f32(block.as_mut_ptr().add(4 * j), y);
        }
    }
    let cells = &mut out[b * BLOCK..m.outputs.min(b * BLOCK + BLOCK)];
    cells.copy_from_slice(&block[..cells.len()]);
}

//! Matrix products for training: C += A B with any strides of A and B.

/// A matrix inside a slice: element (i, j) lies at `i * down + j * right`.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) data: &'a [f32],
    pub(crate) down: usize,
    pub(crate) right: usize,
}

impl<'a> View<'a> {
    /// Rows of `width` numbers.
    pub(crate) fn rows(data: &'a [f32], width: usize) -> View<'a> {
        View {
            data,
            down: width,
            right: 1,
        }
    }

    /// The same, from column `at` on.
    pub(crate) fn columns(data: &'a [f32], width: usize, at: usize) -> View<'a> {
        View {
            data: &data[at.min(data.len())..],
            down: width,
            right: 1,
        }
    }

    pub(crate) fn transposed(self) -> View<'a> {
        View {
            data: self.data,
            down: self.right,
            right: self.down,
        }
    }
}

/// Columns of a panel.
const NR: usize = 32;
/// Rows done together.
const MR: usize = 12;
/// Depth of a panel: 32 columns of 256 numbers fill the first-level cache.
const KC: usize = 256;

/// Adds the product of `a` (m by k) and `b` (k by n) to `c`, whose rows of `n` numbers lie `stride` apart.
pub(crate) fn add(m: usize, n: usize, k: usize, a: View, b: View, c: &mut [f32], stride: usize) {
    if m == 0 || n == 0 || k == 0 {
        return;
    }
    assert!(
        a.data.len() > (m - 1) * a.down + (k - 1) * a.right,
        "a holds m by k"
    );
    assert!(
        b.data.len() > (k - 1) * b.down + (n - 1) * b.right,
        "b holds k by n"
    );
    assert!(c.len() >= (m - 1) * stride + n, "c holds m by n");
    let mut panel = [0f32; KC * NR];
    for k0 in (0..k).step_by(KC) {
        let kc = KC.min(k - k0);
        for n0 in (0..n).step_by(NR) {
            let nc = NR.min(n - n0);
            for p in 0..kc {
                let row = &mut panel[p * NR..][..NR];
                let at = (k0 + p) * b.down + n0 * b.right;
                if b.right == 1 {
                    row[..nc].copy_from_slice(&b.data[at..][..nc]);
                } else {
                    for (j, cell) in row[..nc].iter_mut().enumerate() {
                        *cell = b.data[at + j * b.right];
                    }
                }
                row[nc..].fill(0.0);
            }
            for m0 in (0..m).step_by(MR) {
                let a0 = &a.data[m0 * a.down + k0 * a.right..];
                let c0 = &mut c[m0 * stride + n0..];
                tile(MR.min(m - m0), nc, kc, a0, a, &panel, c0, stride);
            }
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn tile(
    mc: usize,
    nc: usize,
    kc: usize,
    a0: &[f32],
    a: View,
    panel: &[f32],
    c: &mut [f32],
    stride: usize,
) {
    let mut sum = [[0f32; NR]; MR];
    if cfg!(target_arch = "x86_64") && wide() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `wide` found AVX-512 F; `add` checked that rows `mc` and depth `kc` lie inside `a0`.
        unsafe {
            match mc {
                12 => avx512::<12>(kc, a0, a.down, a.right, panel, &mut sum),
                8.. => {
                    avx512::<8>(kc, a0, a.down, a.right, panel, &mut sum);
                    rest(8, mc, kc, a0, a, panel, &mut sum);
                }
                4.. => {
                    avx512::<4>(kc, a0, a.down, a.right, panel, &mut sum);
                    rest(4, mc, kc, a0, a, panel, &mut sum);
                }
                _ => rest(0, mc, kc, a0, a, panel, &mut sum),
            }
        }
    } else {
        rest(0, mc, kc, a0, a, panel, &mut sum);
    }
    for (i, row) in sum[..mc].iter().enumerate() {
        for (cell, s) in c[i * stride..][..nc].iter_mut().zip(row) {
            *cell += s;
        }
    }
}

/// Rows `from..to` of a tile, in plain code.
fn rest(
    from: usize,
    to: usize,
    kc: usize,
    a0: &[f32],
    a: View,
    panel: &[f32],
    sum: &mut [[f32; NR]; MR],
) {
    for (i, row) in sum.iter_mut().enumerate().take(to).skip(from) {
        for p in 0..kc {
            let x = a0[i * a.down + p * a.right];
            for (s, w) in row.iter_mut().zip(&panel[p * NR..][..NR]) {
                *s += x * w;
            }
        }
    }
}

fn wide() -> bool {
    #[cfg(target_arch = "x86_64")]
    return std::arch::is_x86_feature_detected!("avx512f");
    #[cfg(not(target_arch = "x86_64"))]
    return false;
}

/// `R` rows of a tile.
///
/// # Safety
/// The processor has AVX-512 F; `a0[i * down + p * right]` exists for i < R, p < kc; the panel holds `kc` rows.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn avx512<const R: usize>(
    kc: usize,
    a0: &[f32],
    down: usize,
    right: usize,
    panel: &[f32],
    sum: &mut [[f32; NR]; MR],
) {
    use std::arch::x86_64::*;
    let mut acc = [[_mm512_setzero_ps(); 2]; R];
    let mut b = panel.as_ptr();
    let a = a0.as_ptr();
    for p in 0..kc {
        // SAFETY: see the caller's promise.
        unsafe {
            let b0 = _mm512_loadu_ps(b);
            let b1 = _mm512_loadu_ps(b.add(16));
            b = b.add(NR);
            let column = a.add(p * right);
            for (i, row) in acc.iter_mut().enumerate() {
                let x = _mm512_set1_ps(*column.add(i * down));
                row[0] = _mm512_fmadd_ps(x, b0, row[0]);
                row[1] = _mm512_fmadd_ps(x, b1, row[1]);
            }
        }
    }
    for (i, row) in acc.iter().enumerate() {
        // SAFETY: a row of `sum` holds 32 numbers.
        unsafe {
            _mm512_storeu_ps(sum[i].as_mut_ptr(), row[0]);
            _mm512_storeu_ps(sum[i].as_mut_ptr().add(16), row[1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_plain_product() {
        for (m, n, k) in [
            (1, 1, 1),
            (5, 7, 3),
            (12, 32, 256),
            (27, 70, 300),
            (13, 33, 5),
        ] {
            let a: Vec<f32> = (0..m * k).map(|i| ((i * 7 % 13) as f32) - 6.0).collect();
            let b: Vec<f32> = (0..n * k).map(|i| ((i * 5 % 11) as f32) - 5.0).collect();
            let mut want = vec![1.0; m * n];
            for i in 0..m {
                for j in 0..n {
                    want[i * n + j] += (0..k).map(|p| a[i * k + p] * b[p * n + j]).sum::<f32>();
                }
            }
            let mut got = vec![1.0; m * n];
            add(m, n, k, View::rows(&a, k), View::rows(&b, n), &mut got, n);
            assert_eq!(got, want);
            let a_t: Vec<f32> = (0..m * k).map(|i| a[(i % m) * k + i / m]).collect();
            let b_t: Vec<f32> = (0..n * k).map(|i| b[(i % k) * n + i / k]).collect();
            let mut got = vec![1.0; m * n];
            let (a_v, b_v) = (
                View::rows(&a_t, m).transposed(),
                View::rows(&b_t, k).transposed(),
            );
            add(m, n, k, a_v, b_v, &mut got, n);
            assert_eq!(got, want);
        }
    }
}

/**
 * The probability of a Student t of at least this size, two-sided: the regularized incomplete beta function
 * I(v / (v + t^2); v / 2, 1 / 2), by its continued fraction (Handbook of Mathematical Functions, 26.5.8 and 26.7.1).
 *
 * @param t not negative; infinite is allowed. @param freedom degrees of freedom, at least 1.
 */
export function studentTProbability(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) {
    return x <= 0 ? 0 : 1;
  }
  // The fraction converges quickly on this side only; the other follows by symmetry.
  if (x > (a + 1) / (a + b + 2)) {
    return 1 - incompleteBeta(1 - x, b, a);
  }
  const logFront =
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x) - Math.log(a);
  return Math.exp(logFront) / betaFraction(x, a, b);
}

/** Evaluated from the back: 100 terms are more than any of our degrees of freedom needs. */
function betaFraction(x: number, a: number, b: number): number {
  let fraction = 1;
  for (let term = 100; term >= 1; term -= 1) {
    const half = Math.floor(term / 2);
    const numerator =
      term % 2 === 0
        ? (half * (b - half) * x) / ((a + term - 1) * (a + term))
        : (-(a + half) * (a + b + half) * x) / ((a + term - 1) * (a + term));
    fraction = 1 + numerator / fraction;
  }
  return fraction;
}

/** Stirling's series after shifting the argument to at least 10. */
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 10; y += 1) {
    shift += Math.log(y);
  }
  const series = 1 / (12 * y) - 1 / (360 * y ** 3) + 1 / (1260 * y ** 5);
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

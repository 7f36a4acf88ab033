/**
 * The probability that a normal value lies within `z` standard deviations of its mean, on both sides.
 *
 * The error function by formula 7.1.26 of Abramowitz and Stegun, Handbook of Mathematical Functions (1964); it is
 * off by at most 1.5e-7.
 *
 * @param z of either sign; infinite for certainty.
 */
export function probabilityWithin(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 1 - polynomial * Math.exp(-x * x);
}

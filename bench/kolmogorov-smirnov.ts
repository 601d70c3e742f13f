/**
 * The two-sample Kolmogorov-Smirnov test: the largest distance between two empirical distributions, and how probable one at least as
 * large is when both samples come from the same (asymptotic series; good from about 35 samples each).
 */
export function kolmogorovSmirnov(one: number[], other: number[]): { statistic: number; p: number } {
  const [a, b] = [one.toSorted((x, y) => x - y), other.toSorted((x, y) => x - y)]
  let [i, j, statistic] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const next = Math.min(a[i] as number, b[j] as number)
    while (i < a.length && (a[i] as number) <= next) i++
    while (j < b.length && (b[j] as number) <= next) j++
    statistic = Math.max(statistic, Math.abs(i / a.length - j / b.length))
  }
  const effective = Math.sqrt((a.length * b.length) / (a.length + b.length))
  const lambda = (effective + 0.12 + 0.11 / effective) * statistic
  const terms = Array.from({ length: 100 }, (_, k) => (k % 2 ? -1 : 1) * Math.exp(-2 * (k + 1) ** 2 * lambda ** 2))
  return { statistic, p: lambda === 0 ? 1 : Math.min(1, Math.max(0, 2 * terms.reduce((total, term) => total + term, 0))) }
}

/** The value below which a share `q` of the samples lies; the higher of two neighbours. NaN without samples. */
export function quantile(samples: number[], q: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN
}

export const median = (samples: number[]): number => quantile(samples, 0.5)
export const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)
/** To three significant digits, so that results can be read and compared. */
export const short = (value: number): number => Number(value.toPrecision(3))

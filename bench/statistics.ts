/** The value below which that share lies, between 0 and 1; by the nearest rank. NaN of nothing. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = Math.max(Math.ceil(sorted.length * share), 1)
  return sorted[rank - 1] ?? Number.NaN
}

export const median = (values: number[]): number => quantile(values, 0.5)

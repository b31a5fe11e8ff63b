/** A wire object without its empty fields: the vendor leaves optional ones out. */
export function present<T extends Record<string, unknown>>(fields: T): T {
  const kept: T = { ...fields }
  for (const [key, value] of Object.entries(kept)) {
    if (value === null || value === undefined) delete kept[key]
  }
  return kept
}

/** A decimal as a JSON number: balances and summary totals are numbers on this wire. */
export const jsonNumber = (decimal: string): number => Number(decimal)

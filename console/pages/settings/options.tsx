/** The choices of a select, by their values. */
export const options = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => (
    <option key={value} value={value}>
      {label}
    </option>
  ))

/** The key that the select gave, as one of those it was made of. */
export function oneOf<K extends string>(words: Record<K, string>, value: string): K {
  for (const key in words) if (key === value) return key
  throw new Error(`no such choice: ${value}`)
}

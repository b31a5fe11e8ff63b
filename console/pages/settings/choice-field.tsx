import type { ReactNode } from 'react'
import { SelectField } from '../../components/field.tsx'

type Props<K extends string> = {
  label: string
  hint?: ReactNode
  /** What each choice is called. */
  words: Record<K, string>
  value: NoInfer<K>
  onChange: (value: K) => void
}

/** One of a few choices, each with its words. */
export const ChoiceField = <K extends string>({ words, onChange, ...field }: Props<K>) => (
  <SelectField {...field} onChange={({ target }) => onChange(oneOf(words, target.value))}>
    {Object.entries<string>(words).map(([value, label]) => (
      <option key={value} value={value}>
        {label}
      </option>
    ))}
  </SelectField>
)

/** The key that the select gave, as one of those it was made of. */
function oneOf<K extends string>(words: Record<K, string>, value: string): K {
  for (const key in words) if (key === value) return key
  throw new Error(`no such choice: ${value}`)
}

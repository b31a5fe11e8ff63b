import { Choices } from './choices.tsx'
import { TextField } from './field.tsx'

/** What a person says of something: in Rillet and under which id, or not. */
export type Found = { found: 'yes' | 'no' | null; rilletId: string }

type Props = {
  /** “invoice”, “customer”. */
  one: string
  yes: string
  no: string
  answer: Found
  onAnswer: (answer: Found) => void
}

/** Asks whether something is in Rillet, and as which there. */
export const WhereInRillet = ({ one, yes, no, answer, onAnswer }: Props) => (
  <>
    <Choices
      legend={`Where the ${one} is`}
      options={[
        { value: 'yes', label: yes },
        { value: 'no', label: no },
      ]}
      chosen={answer.found}
      onChoose={(found) => onAnswer({ ...answer, found })}
    />
    {answer.found === 'yes' && (
      <TextField
        label="Its id in Rillet"
        value={answer.rilletId}
        maxLength={64}
        autoComplete="off"
        hint={`It stands at the end of the address of the ${one}’s page in Rillet. It is read and compared before it is linked.`}
        onChange={({ target }) => onAnswer({ ...answer, rilletId: target.value.trim() })}
      />
    )}
  </>
)

/** What is still to be said; null when nothing is. */
export function missingIn({ found, rilletId }: Found, one: string): string | null {
  if (found === null) return `Say first where the ${one} is.`
  return found === 'yes' && rilletId === '' ? `Give the ${one}’s id in Rillet first.` : null
}

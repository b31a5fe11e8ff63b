import { wordsOfError } from '../words/errors.ts'
import { saysMore, Violations } from './states.tsx'

/** What the API refused of a form. */
export function FormError({ error }: { error: Error | null }) {
  if (error === null) return null
  const { title, what } = wordsOfError(error)
  return (
    <div className="form-error" role="alert">
      <strong>{title}.</strong> {saysMore(what, title) && what}
      <Violations error={error} />
    </div>
  )
}

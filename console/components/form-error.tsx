import { saysMore, titleOf, Violations } from './states.tsx'

/** What the API refused of a form. */
export function FormError({ error }: { error: Error | null }) {
  if (error === null) return null
  const title = titleOf(error)
  return (
    <div className="form-error" role="alert">
      <strong>{title}.</strong> {saysMore(error.message, title) && error.message}
      <Violations error={error} />
    </div>
  )
}

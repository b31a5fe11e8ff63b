import { titleOf, Violations } from './states.tsx'

/** What the API refused of a form. */
export const FormError = ({ error }: { error: Error | null }) =>
  error === null ? null : (
    <div className="form-error" role="alert">
      <strong>{titleOf(error)}.</strong> {error.message}
      <Violations error={error} />
    </div>
  )

import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { ApiProblem, UnreachableError } from '../api.ts'
import { ErrorState } from '../components/states.tsx'

/** A page that could not be shown at all: the answer that it needs is missing, or its script failed. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const thrown = error instanceof Error ? error : new Error(String(error))
  const isAnswer = thrown instanceof ApiProblem || thrown instanceof UnreachableError
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <div className="page">
      {isAnswer ? (
        <ErrorState error={thrown} retry={again} />
      ) : (
        <ErrorState error={thrown} retry={() => location.reload()} label="Load the page again" />
      )}
    </div>
  )
}

import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem, UnreachableError } from './api.ts'

/** Told when the API no longer knows who asks; the router sets it. */
export const onSignedOut: { current: () => void } = { current: () => {} }

function look(error: Error): void {
  if (isSignedOut(error)) onSignedOut.current()
}

/** True for the answer to somebody whose session is over. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiProblem && error.body.status === 401

/** What the pages loaded. A refusal is shown at once; a server that does not answer is asked twice more. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: look }),
  mutationCache: new MutationCache({ onError: look }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => error instanceof UnreachableError && failures < 2,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
})

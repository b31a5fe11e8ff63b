import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState, Skeleton } from './states.tsx'

type Props<T> = {
  query: UseQueryResult<T>
  children: (value: T) => ReactNode
  /** What stands there until it is loaded. */
  loading?: ReactNode
}

/** One load and one view of it: loading, failed (with a way to try again), or the children. */
export function Loaded<T>({ query, children, loading = <Skeleton /> }: Props<T>) {
  const { data, error, refetch } = query
  if (data !== undefined) return children(data)
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />
  return loading
}

import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState, Skeleton } from './states.tsx'

type Props<T> = {
  query: UseQueryResult<T>
  children: (value: T) => ReactNode
  /** What stands there until it is loaded. */
  loading?: ReactNode
  /** True where the children are a whole page: then the other states stand in a page's frame. */
  whole?: boolean
}

/** One load and one view of it: loading, failed (with a way to try again), or the children. */
export function Loaded<T>({ query, children, loading = <Skeleton />, whole = false }: Props<T>) {
  const { data, error, refetch } = query
  if (data !== undefined) return children(data)
  const state = error === null ? loading : <ErrorState error={error} retry={() => void refetch()} />
  return whole ? <div className="page">{state}</div> : state
}

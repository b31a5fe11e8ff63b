import type { ErrorComponentProps } from '@tanstack/react-router'
import { ErrorState } from '../components/states.tsx'

/** A page that could not be shown at all. */
export const PageError = ({ error, reset }: ErrorComponentProps) => (
  <ErrorState error={error instanceof Error ? error : new Error(String(error))} retry={reset} />
)

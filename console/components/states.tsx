import type { ReactNode } from 'react'
import { ApiProblem } from '../api.ts'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'

type EmptyProps = { icon?: IconName; title: string; children?: ReactNode }

/** Nothing is there, and what that means. */
export const EmptyState = ({ icon = 'info', title, children }: EmptyProps) => (
  <div className="empty" data-state="empty">
    <Icon name={icon} />
    <h2>{title}</h2>
    {children !== undefined && <div className="empty-text">{children}</div>}
  </div>
)

type ErrorProps = { error: Error; retry?: (() => void) | undefined }

/** What the API refused or the network lost, in words, and a way to try again. */
export const ErrorState = ({ error, retry }: ErrorProps) => (
  <div className="error-state" role="alert" data-state="error">
    <Icon name="alert" />
    <div>
      <h2>{titleOf(error)}</h2>
      <p>{error.message}</p>
      <Violations error={error} />
      {retry !== undefined && (
        <Button icon="retry" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  </div>
)

/** The fields that a request named wrongly. */
export function Violations({ error }: { error: Error | null }) {
  const violations = error instanceof ApiProblem ? (error.body.violations ?? []) : []
  if (violations.length === 0) return null
  return (
    <ul className="violations">
      {violations.map(({ field, message }) => (
        <li key={`${field} ${message}`}>
          <code>{field}</code> {message}
        </li>
      ))}
    </ul>
  )
}

/** One line of what went wrong, for a form or a toast. */
export const titleOf = (error: Error): string =>
  error instanceof ApiProblem ? error.body.title : 'The page could not be loaded'

/** Grey bars in the place of what is being loaded. */
export const Skeleton = ({ lines = 8 }: { lines?: number }) => (
  <div className="skeleton" role="status" data-state="loading">
    <span className="visually-hidden">Loading…</span>
    {Array.from({ length: lines }, (_, line) => (
      <div key={line} className="skeleton-line" />
    ))}
  </div>
)

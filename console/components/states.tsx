import type { ReactNode } from 'react'
import { ApiProblem } from '../api.ts'
import { wordsOfError } from '../words/errors.ts'
import { wordsOfField } from '../words/fields.ts'
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

type ErrorProps = { error: Error; retry?: (() => void) | undefined; label?: string }

/** What the API refused, the network lost or a script broke: who acts and how, and a way to try again. */
export function ErrorState({ error, retry, label = 'Try again' }: ErrorProps) {
  const { title, what, who, how } = wordsOfError(error)
  return (
    <div className="error-state" role="alert" data-state="error">
      <Icon name="alert" />
      <div>
        <h2>{title}</h2>
        {saysMore(what, title) && <p>{what}</p>}
        <Violations error={error} />
        <dl className="problem-facts">
          <dt>Who</dt>
          <dd>{who}</dd>
          <dt>How</dt>
          <dd>{how}</dd>
        </dl>
        {retry !== undefined && (
          <Button icon="retry" onClick={retry}>
            {label}
          </Button>
        )}
      </div>
    </div>
  )
}

/** The fields that a request named wrongly. */
export function Violations({ error }: { error: Error | null }) {
  const violations = error instanceof ApiProblem ? (error.body.violations ?? []) : []
  if (violations.length === 0) return null
  return (
    <ul className="violations">
      {violations.map(({ field, message }) => (
        <li key={`${field} ${message}`}>
          <strong>{wordsOfField(field)}</strong>: {message}
        </li>
      ))}
    </ul>
  )
}

/** A problem without words of its own repeats its title. */
export const saysMore = (what: string, title: string): boolean => what !== `${title}.`

/** Grey bars in the place of what is being loaded. */
export const Skeleton = ({ lines = 8 }: { lines?: number }) => (
  <div className="skeleton" role="status" data-state="loading">
    <span className="visually-hidden">Loading…</span>
    {Array.from({ length: lines }, (_, line) => (
      <div key={line} className="skeleton-line" />
    ))}
  </div>
)

import { type ReactNode, useEffect, useId, useState } from 'react'
import { useAddress } from '../address.ts'
import { countText } from '../format.ts'
import { Go } from './go.tsx'
import { Icon, type IconName } from './icon.tsx'

/** The filters of a list; all of them live in the address bar. */
export function Filters({ label, children }: { label: string; children: ReactNode }) {
  const address = useAddress()
  return (
    <search className="filters" aria-label={label}>
      {children}
      {address.isFiltered && (
        <Go className="button button-quiet" href={address.path}>
          <Icon name="close" />
          Clear filters
        </Go>
      )}
    </search>
  )
}

const pauseMs = 250

/** Text to look for: asked for when the typing pauses. */
export function SearchFilter({ name = 'search', label }: { name?: string; label: string }) {
  const address = useAddress()
  const present = address.value(name) ?? ''
  const [text, setText] = useState(present)
  useEffect(() => setText(present), [present])
  useEffect(() => {
    if (text === present) return
    const timer = setTimeout(
      () => address.go({ [name]: text.trim() || undefined }, { replace: true }),
      pauseMs,
    )
    return () => clearTimeout(timer)
  })
  const id = useId()
  return (
    <div className="search">
      <Icon name="search" />
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="search"
        value={text}
        placeholder={label}
        maxLength={200}
        onChange={({ target }) => setText(target.value)}
      />
    </div>
  )
}

type Option = { value: string; label: string; count?: number; icon?: IconName; tone?: string }

/** One of a few values, each with its count; the chosen one is pressed again to let it go. */
export function ChipFilter({ name, label, options }: Choice) {
  const address = useAddress()
  const present = address.value(name)
  const id = useId()
  if (options.length === 0) return null
  return (
    <div className="chips">
      <span className="chips-label" id={id}>
        {label}
      </span>
      <ul aria-labelledby={id}>
        {options.map(({ value, label: word, count, icon, tone = 'neutral' }) => (
          <li key={value}>
            <Go
              className={`chip tone-${tone}`}
              href={address.to({ [name]: value === present ? undefined : value })}
              aria-current={value === present ? 'true' : undefined}
            >
              {icon !== undefined && <Icon name={icon} />}
              {word}
              {count !== undefined && <span className="chip-count">{countText(count)}</span>}
            </Go>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A filter that is set elsewhere: it can be let go here. */
export function SetFilter({ name, label }: { name: string; label: string }) {
  const address = useAddress()
  return (
    <Go className="chip" aria-current="true" href={address.to({ [name]: undefined })}>
      {label}
      <Icon name="close" />
      <span className="visually-hidden">: let go</span>
    </Go>
  )
}

type Choice = { name: string; label: string; options: Option[] }

/** One of many values. */
export function SelectFilter({ name, label, options }: Choice) {
  const address = useAddress()
  return (
    <Labelled label={label}>
      {(id) => (
        <select
          id={id}
          value={address.value(name) ?? ''}
          onChange={({ target }) => address.go({ [name]: target.value || undefined })}
        >
          <option value="">All</option>
          {options.map(({ value, label: word }) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}

/** A day from or to which, or a month. */
export function DayFilter({ name, label, type = 'date', fallback = '' }: DayProps) {
  const address = useAddress()
  return (
    <Labelled label={label}>
      {(id) => (
        <input
          id={id}
          type={type}
          value={address.value(name) ?? fallback}
          onChange={({ target }) => address.go({ [name]: target.value || undefined })}
        />
      )}
    </Labelled>
  )
}

type DayProps = { name: string; label: string; type?: 'date' | 'month'; fallback?: string }

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="select">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}

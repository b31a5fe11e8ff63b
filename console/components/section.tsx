import { type ReactNode, useId } from 'react'

type Props = {
  title: string
  /** Beside the title: a count, a time, a button. */
  aside?: ReactNode
  children: ReactNode
}

/** A part of a page with its heading. */
export function Section({ title, aside, children }: Props) {
  const id = useId()
  return (
    <section className="section" aria-labelledby={id}>
      <header className="section-head">
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <div className="section-aside">{aside}</div>}
      </header>
      {children}
    </section>
  )
}

/** Names and values beside one another; what is null is left out. */
export const Facts = ({ facts }: { facts: [name: string, value: ReactNode][] }) => (
  <dl className="facts">
    {facts
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => (
        <div key={name} className="fact">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
)

import { countText } from '../../format.ts'
import type { TieOut } from '../../queries/books.ts'
import { parts } from './parts.ts'

/** The month’s invoices by what became of them, as one bar with its figures in words. */
export function MonthChart({ totals }: Pick<TieOut, 'totals'>) {
  const counts = parts.map(({ key, label }) => ({
    key,
    label,
    count: totals.reduce((all, row) => all + row.parts[key].count, 0),
  }))
  const all = counts.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return null
  return (
    <figure className="month-chart">
      <div className="month-bar" aria-hidden="true">
        {counts.map(({ key, count }) =>
          count === 0 ? null : (
            <span key={key} className={`part-${key}`} style={{ flexGrow: count }} />
          ),
        )}
      </div>
      <figcaption>
        <ul className="month-legend">
          {counts.map(({ key, label, count }) => (
            <li key={key}>
              <span className={`swatch part-${key}`} aria-hidden="true" />
              {label} {countText(count)}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  )
}

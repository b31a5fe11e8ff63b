import type { ReactNode } from 'react'
import { Checkbox } from './checkbox.tsx'

export type Column<T> = {
  title: string
  cell: (row: T) => ReactNode
  /** Money and counts stand at the right. */
  align?: 'right'
  /** On a narrow screen: `head` is the row's first line, `hidden` is left out. */
  narrow?: 'head' | 'hidden'
}

export type Selection = {
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
}

type Props<T> = {
  /** What the table holds, for screen readers. */
  label: string
  rows: readonly T[]
  columns: readonly Column<T>[]
  keyOf: (row: T) => string
  /** What a row is called, where it can be chosen. */
  nameOf?: (row: T) => string
  selection?: Selection | undefined
}

/** Dense rows on a wide screen, cards on a narrow one; the same table to a screen reader. */
export function DataTable<T>({ label, rows, columns, keyOf, nameOf = keyOf, selection }: Props<T>) {
  const keys = rows.map(keyOf)
  const count = columns.length + (selection === undefined ? 0 : 1)
  return (
    <div className="table-frame" data-columns={columnsWord(count)}>
      <table className="table" role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {selection !== undefined && (
              <th role="columnheader" className="cell-choice">
                <ChooseAll keys={keys} {...selection} />
              </th>
            )}
            {columns.map(({ title, align, narrow }) => (
              <th key={title} role="columnheader" scope="col" className={classOf(align, narrow)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => {
            const key = keyOf(row)
            return (
              <tr key={key} role="row" data-chosen={selection?.chosen.has(key) || undefined}>
                {selection !== undefined && (
                  <td role="cell" className="cell-choice">
                    <Checkbox
                      label={`Choose ${nameOf(row)}`}
                      checked={selection.chosen.has(key)}
                      onChange={(on) => selection.onChange(changed(selection.chosen, [key], on))}
                    />
                  </td>
                )}
                {columns.map(({ title, cell, align, narrow }) => (
                  <td key={title} role="cell" data-title={title} className={classOf(align, narrow)}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function ChooseAll({ keys, chosen, onChange }: Selection & { keys: string[] }) {
  const count = keys.filter((key) => chosen.has(key)).length
  return (
    <Checkbox
      label="Choose all on this page"
      checked={keys.length > 0 && count === keys.length}
      mixed={count > 0 && count < keys.length}
      onChange={(on) => onChange(changed(chosen, keys, on))}
    />
  )
}

function changed(chosen: ReadonlySet<string>, keys: string[], on: boolean): ReadonlySet<string> {
  const next = new Set(chosen)
  for (const key of keys) {
    if (on) next.add(key)
    else next.delete(key)
  }
  return next
}

/** How soon the rows turn into cards. */
const columnsWord = (count: number): 'few' | 'many' | 'most' => {
  if (count < 5) return 'few'
  return count < 8 ? 'many' : 'most'
}

const classOf = (align?: 'right', narrow?: 'head' | 'hidden') =>
  [align === 'right' && 'cell-right', narrow !== undefined && `cell-${narrow}`]
    .filter(Boolean)
    .join(' ') || undefined

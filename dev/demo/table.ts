import { styleText } from 'node:util'

export type Row = {
  ok: boolean
  shows: string
  number: string
  state: string
  reason: string
  rilletId: string
  /** From finalize to the state it should reach, in whole milliseconds. */
  ms: string
}

const columns = [
  ['shows', 'Invoice'],
  ['number', 'Number'],
  ['state', 'State'],
  ['reason', 'Reason'],
  ['rilletId', 'Rillet id'],
  ['ms', 'ms'],
] as const

/** The rows in columns, one line each, under a heading. */
export function tableOf(rows: Row[]): string[] {
  const widths = columns.map(([field, title]) =>
    Math.max(title.length, ...rows.map((row) => row[field].length)),
  )
  const inColumns = (cells: string[]) =>
    cells
      .map((cell, at) =>
        columns[at]?.[0] === 'ms' ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join('  ')
  const heading = styleText('bold', inColumns(columns.map(([, title]) => title)))
  const lines = rows.map(
    (row) => `  ${markOf(row.ok)} ${inColumns(columns.map(([field]) => row[field]))}`,
  )
  return [`    ${heading}`, ...lines]
}

/** ✓ or ✗, in colour. */
export const markOf = (ok: boolean): string =>
  ok ? styleText('green', '✓') : styleText('red', '✗')

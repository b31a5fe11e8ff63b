/** One thing measured, with the figure that is aimed at, if there is one. */
export type Figure = {
  name: string
  value: number
  unit: string
  target?: Target
  note?: string
}
export type Target = { atMost: number } | { atLeast: number }

/** What one question found. */
export type Finding = { question: string; figures: Figure[]; notes: string[] }

export const isMet = ({ value, target }: Figure): boolean | null => {
  if (target === undefined) return null
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast
}

const rounded = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1)

const aim = ({ target }: Figure): string => {
  if (target === undefined) return ''
  return 'atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`
}

const verdict = (figure: Figure): string => {
  const met = isMet(figure)
  if (met === null) return ''
  return met ? 'met' : 'MISSED'
}

/** A finding as text: figures in columns, targets beside them, notes below. */
export function table({ question, figures, notes }: Finding): string {
  const rows = figures.map((figure) => [
    figure.name,
    rounded(figure.value),
    figure.unit,
    aim(figure),
    verdict(figure),
    figure.note ?? '',
  ])
  const all = [['', 'figure', '', 'target', '', ''], ...rows]
  const widths = all[0]?.map((_, column) =>
    Math.max(...all.map((row) => (row[column] ?? '').length)),
  )
  const lines = all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths?.[column] ?? 0
        return column === 1 ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
  return [
    `\n${question}`,
    ...lines.map((line) => `  ${line}`),
    ...notes.map((n) => `  · ${n}`),
  ].join('\n')
}

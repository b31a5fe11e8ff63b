import { countText } from '../../format.ts'

type Props = {
  /** What it shows, for those who cannot see it. */
  label: string
  values: { at: string; value: number }[]
}

const width = 240
const height = 40

/** A line of small bars, the newest at the right. */
export function Sparkline({ label, values }: Props) {
  const most = Math.max(...values.map(({ value }) => value), 1)
  const step = width / Math.max(values.length, 1)
  const last = values.at(-1)?.value ?? 0
  const words = `${label}: now ${countText(Math.round(last))}, at most ${countText(Math.round(most))}`
  return (
    <svg className="sparkline" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
      {values.map(({ at, value }, index) => {
        const tall = Math.max((value / most) * (height - 2), value > 0 ? 2 : 1)
        return (
          <rect
            key={at}
            x={index * step + 1}
            y={height - tall}
            width={Math.max(step - 2, 1)}
            height={tall}
          />
        )
      })}
    </svg>
  )
}

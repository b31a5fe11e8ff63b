import { ageText, clockText, dayText } from '../format.ts'
import { useNow } from './use-now.ts'

/** An instant: clock with its zone, and how long ago; the exact one on pointing at it. */
export function Time({ at }: { at: string | null }) {
  const now = useNow()
  if (at === null) return <None />
  const instant = new Date(at)
  return (
    <time className="time" dateTime={at} title={instant.toISOString()}>
      {clockText(instant, now)} <span className="time-age">{ageText(instant, now)}</span>
    </time>
  )
}

/** A calendar day, which has no zone. */
export const Day = ({ day }: { day: string | null }) =>
  day === null ? <None /> : <time dateTime={day}>{dayText(day)}</time>

/** What stands where nothing is known. */
export const None = () => (
  <span className="none">
    <span aria-hidden="true">–</span>
    <span className="visually-hidden">none</span>
  </span>
)

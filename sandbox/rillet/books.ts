import type { Api } from './api.ts'
import type { Period, Session } from './model.ts'
import { notFound, refused } from './refusal.ts'

export function bookRoutes(api: Api): void {
  api('GET', '/books/periods/last-closed', ({ organization }) => {
    const period = organization.periods.at(-1)
    if (period === undefined) throw notFound('A closed period')
    return period
  })
}

/** Refuses when one of these days lies on or before the end of the last closed period. */
export function assertOpen({ world, organization }: Session, ...days: string[]): void {
  const closedUntil = organization.periods.at(-1)?.end
  if (closedUntil === undefined || world.switches().closedPeriods === 'ignored') return
  const closed = days.find((day) => day <= closedUntil)
  if (closed === undefined) return
  throw refused(
    'period_closed',
    `The books are closed until ${closedUntil}; ${closed} lies before.`,
  )
}

/** Closes the books up to and including that day, from the end of the last closed period on. */
export function closeBooks({ world, organization }: Session, end: string): Period {
  const last = organization.periods.at(-1)
  if (last !== undefined && end <= last.end) {
    throw refused('period_already_closed', `The books are closed until ${last.end} already.`)
  }
  const period: Period = {
    id: world.newId(),
    start: last === undefined ? `${end.slice(0, 7)}-01` : dayAfter(last.end),
    end,
    status: 'CLOSED',
    closed_on: world.clock.today(organization.timezone),
  }
  organization.periods.push(period)
  return period
}

/** Opens the last closed period again. */
export function reopenBooks({ organization }: Session): void {
  if (organization.periods.pop() === undefined) throw notFound('A closed period')
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}

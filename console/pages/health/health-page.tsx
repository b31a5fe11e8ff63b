import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useAccountId } from '../../account.ts'
import { Go } from '../../components/go.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Time } from '../../components/time.tsx'
import { countText, plural } from '../../format.ts'
import { type Health, healthQuery } from '../../queries/books.ts'
import { Sparkline } from './sparkline.tsx'
import '../../styles/connect.css'

const hours = 24

/** How far the sync is behind, how much it moves, and what it costs. */
export function HealthPage() {
  const accountId = useAccountId()
  const health = useQuery(healthQuery(accountId, hours))
  return (
    <Page title="Sync health" about="The last 24 hours, hour by hour.">
      <Loaded query={health}>
        {(figures) => (
          <>
            <div className="figures">
              <Lag {...figures} />
              <Throughput {...figures} />
              <Calls {...figures} />
            </div>
            <Failures {...figures} accountId={accountId} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

const Figure = ({
  title,
  value,
  children,
}: {
  title: string
  value: string
  children: ReactNode
}) => (
  <section className="card setup figure" aria-label={title}>
    <h2>{title}</h2>
    <p className="figure-value">{value}</p>
    {children}
  </section>
)

const Lag = ({ lag, hours: each }: Health) => (
  <Figure title="Behind" value={lag.minutes === null ? 'Nothing' : plural(lag.minutes, 'minute')}>
    <p className="hint">
      Oldest invoice that is not in Rillet: <Time at={lag.oldestUnsyncedAt} />
    </p>
    <Sparkline
      label="Slowest way to Rillet in each hour, in minutes"
      values={each.map(({ at, slowestMinutes }) => ({ at, value: slowestMinutes ?? 0 }))}
    />
  </Figure>
)

const Throughput = ({ hours: each }: Health) => (
  <Figure
    title="Synced"
    value={plural(
      each.reduce((all, { synced }) => all + synced, 0),
      'invoice',
    )}
  >
    <p className="hint">{countText(each.reduce((all, one) => all + one.arrived, 0))} arrived</p>
    <Sparkline
      label="Invoices synced in each hour"
      values={each.map(({ at, synced }) => ({ at, value: synced }))}
    />
  </Figure>
)

function Calls({ budget }: Health) {
  if (budget === null) {
    return (
      <Figure title="Calls to Rillet" value="None">
        <p className="hint">They are counted once Rillet is connected.</p>
      </Figure>
    )
  }
  return (
    <Figure title="Calls to Rillet" value={`${countText(budget.used)} of ${countText(budget.cap)}`}>
      <p className="hint">
        in the last minute
        {budget.pausedUntil !== null && (
          <>
            ; Rillet asked for a pause until <Time at={budget.pausedUntil} />
          </>
        )}
      </p>
      <Sparkline
        label="Most calls in a minute of each hour"
        values={budget.hours.map(({ at, most }) => ({ at, value: most }))}
      />
    </Figure>
  )
}

const Failures = ({ failures, accountId }: Health & { accountId: string }) => (
  <section className="card setup" aria-label="Held back">
    <h2>Held back now</h2>
    {failures.length === 0 ? (
      <p>No invoice is held back or failing.</p>
    ) : (
      <ul>
        {failures.map(({ code, title, count }) => (
          <li key={code}>
            <Go href={`/accounts/${accountId}/invoices?errorClass=${code}`}>{title}</Go>:{' '}
            {plural(count, 'invoice')}
          </li>
        ))}
      </ul>
    )}
  </section>
)

import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAccountId } from '../../account.ts'
import { Button } from '../../components/button.tsx'
import { DayFilter } from '../../components/filters.tsx'
import { FormError } from '../../components/form-error.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { EmptyState } from '../../components/states.tsx'
import { Time } from '../../components/time.tsx'
import { useAction } from '../../components/use-action.ts'
import { isAwaited, type ReadingAsked, refreshTieOut, tieOutQuery } from '../../queries/books.ts'
import { useMay } from '../../session.ts'
import { BehindTheDifference } from './behind.tsx'
import { MonthChart } from './month-chart.tsx'
import { TieOutSearch } from './search.ts'
import { TieOutTable } from './tie-out-table.tsx'
import '../../styles/connect.css'

/** A reading that has not begun by then, for want of a worker say, is not waited for any longer. */
const longestWaitMs = 60_000

/** Whether a month is the same in both systems, customer by customer. */
export function TieOutPage() {
  const accountId = useAccountId()
  const { month = new Date().toISOString().slice(0, 7) } = TieOutSearch.parse(
    useSearch({ strict: false }),
  )
  const [asked, setAsked] = useState<ReadingAsked | null>(null)
  const tieOut = useQuery(tieOutQuery(accountId, month, asked))
  const { whyNot } = useMay()
  const { busy, error, run } = useAction()
  const readAgain = () =>
    run(async () => {
      const { rilletReadAt } = await refreshTieOut(accountId)
      setAsked({ rilletReadAt, untilMs: Date.now() + longestWaitMs })
    })
  const isReading = isAwaited(tieOut, asked)
  const csv = `/api/v1/accounts/${encodeURIComponent(accountId)}/tie-out.csv?month=${month}`
  return (
    <Page
      title="Tie-out"
      about="Ours = synced + waiting + blocked + excluded or deleted in Rillet + differing, without voided invoices. The difference is Rillet’s total less the synced and differing ones: what waits, is blocked, excluded or deleted is not expected there. An invoice of ours is of the month of Sequence’s accounting date, Rillet’s of that of its invoice date; Sequence’s credit notes count on neither side. The month ties when all that differs is explained by what the sync or a person did: dated on the first open day, credited, left as it is, or held with its reason."
      actions={
        <>
          <Button
            icon="retry"
            busy={busy || isReading}
            unavailable={whyNot('operator')}
            onClick={() => void readAgain()}
          >
            Read Rillet again
          </Button>
          <a className="button button-plain" href={csv} download={`tie-out-${month}.csv`}>
            Download CSV
          </a>
        </>
      }
    >
      <DayFilter name="month" label="Month" type="month" fallback={month} />
      <FormError error={error} />
      <Loaded query={tieOut}>
        {({ rows, totals, rilletReadAt }) => (
          <>
            <p className="hint">
              {isReading ? 'Rillet’s list is being read. ' : ''}
              {rilletReadAt === null ? (
                'Rillet’s whole list was not read yet: what it has of its own may be missing here.'
              ) : (
                <>
                  As Rillet’s whole list was read <Time at={rilletReadAt} />
                </>
              )}
            </p>
            {rows.length === 0 ? (
              <EmptyState icon="scales" title="No invoice is dated in this month">
                <p>Choose another month.</p>
              </EmptyState>
            ) : (
              <>
                <MonthChart totals={totals} />
                <TieOutTable rows={rows} totals={totals} month={month} />
                <BehindTheDifference rows={rows} />
              </>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

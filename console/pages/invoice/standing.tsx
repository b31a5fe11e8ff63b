import type { ReactNode } from 'react'
import { Notice } from '../../components/notice.tsx'
import { ProblemCard } from '../../components/problem-card.tsx'
import { Time } from '../../components/time.tsx'
import type { Detail } from '../../queries/invoices.ts'
import { stateLooks } from '../../words/looks.ts'
import { isMemoInDoubt, problemKey, standingTitle } from '../../words/standing.ts'
import { Differences } from './differences.tsx'
import { Mend } from './mend.tsx'

type Props = { accountId: string; invoice: Detail }

/** Where the invoice stands and why, what unblocks it and who. */
export function Standing({ accountId, invoice }: Props) {
  const { state, problems, drift } = invoice
  const { tone, icon } = stateLooks[state]
  return (
    <div className="stack">
      {problems.length === 0 && (
        <Notice tone={tone} icon={icon} title={standingTitle(invoice)}>
          <Why invoice={invoice} />
        </Notice>
      )}
      {problems.map((problem) => (
        <ProblemCard key={problemKey(problem)} problem={problem}>
          <Mend accountId={accountId} invoice={invoice} problem={problem} />
        </ProblemCard>
      ))}
      {problems.length > 0 && <Since invoice={invoice} />}
      {drift.length > 0 && <Differences invoice={invoice} />}
    </div>
  )
}

function Why({ invoice }: { invoice: Detail }) {
  const { state, errorText, failingSince, nextTryAt, note, next } = invoice
  const lines: ReactNode[] = [
    state === 'in_doubt' &&
      `An answer of Rillet was lost. Nothing is sent again before it is known whether the ${isMemoInDoubt(invoice) ? 'credit memo' : 'invoice'} was made.`,
    errorText !== null && `The last try did not succeed: ${errorText}`,
    failingSince !== null && (
      <>
        It has not succeeded since <Time at={failingSince} />
      </>
    ),
    nextTryAt !== null && (
      <>
        Next try: <Time at={nextTryAt} />
      </>
    ),
    note,
    next,
  ]
  return lines.map((line, index) =>
    line === false || line === null ? null : (
      // oxlint-disable-next-line react/no-array-index-key -- the lines never move
      <p key={index}>{line}</p>
    ),
  )
}

const Since = ({ invoice: { blockedSince, next, note } }: { invoice: Detail }) => (
  <p className="hint">
    {blockedSince !== null && (
      <>
        Since <Time at={blockedSince} />.{' '}
      </>
    )}
    {next} {note}
  </p>
)

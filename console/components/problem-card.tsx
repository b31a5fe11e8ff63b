import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { ProblemView } from '../../api/schemas/invoices.ts'
import { Icon } from './icon.tsx'

export type SyncProblem = z.infer<typeof ProblemView>

const people: Record<string, string> = {
  finance: 'Someone in finance',
  administrator: 'An administrator of this console',
  'rillet admin': 'An administrator of Rillet',
  'sequence admin': 'An administrator of Sequence',
  support: 'Support',
  nobody: 'Nobody: it goes on by itself',
}

/** Who mends it, in words. */
export const personOf = (who: string): string => people[who] ?? who

type Props = {
  problem: Pick<SyncProblem, 'title' | 'whatHappened' | 'who' | 'how'>
  children?: ReactNode
}

/** One reason why something does not go on: what happened, who mends it, how. */
export const ProblemCard = ({ problem, children }: Props) => (
  <section className="problem" aria-label={problem.title}>
    <Icon name="stop" />
    <div>
      <h3>{problem.title}</h3>
      <p>{problem.whatHappened}</p>
      <dl className="problem-facts">
        <dt>Who</dt>
        <dd>{personOf(problem.who)}</dd>
        <dt>How</dt>
        <dd>{problem.how}</dd>
      </dl>
      {children !== undefined && <div className="problem-actions">{children}</div>}
    </div>
  </section>
)

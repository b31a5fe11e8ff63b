import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow'
import { explain } from '../domain/catalogue.ts'
import type { Problem } from '../domain/model.ts'
import type { Run } from './run.ts'
import { searchAttributeKeys as keys } from './search-attributes.ts'

/** Makes the run's standing findable and readable in Temporal's Web UI. Ids, codes and figures only. */
export function show(run: Run, causes: string[]): void {
  const { status, facts } = run
  const { state, problems, blockedSince, rilletId } = status
  upsertSearchAttributes([
    { key: keys.syncState, value: state },
    { key: keys.errorClass, value: problems[0]?.code ?? null },
    { key: keys.blockedOn, value: causes.length === 0 ? null : causes },
    { key: keys.blockedSince, value: blockedSince === null ? null : new Date(blockedSince) },
    { key: keys.rilletInvoiceId, value: rilletId },
    ...(facts === null
      ? []
      : [
          { key: keys.customerId, value: facts.customerId },
          { key: keys.currency, value: facts.currency },
          { key: keys.invoiceNumber, value: facts.invoiceNumber },
        ]),
  ])
  setCurrentDetails(detailsOf(run))
}

/** Amount and lines; state, why, since when, what unblocks it, the next automatic step. Markdown. */
export function detailsOf({ status, facts, note }: Run): string {
  const { state, problems, blockedSince, rilletId, next } = status
  const paragraphs = [
    facts === null
      ? null
      : `**${facts.invoiceNumber ?? 'No number yet'}** · ${facts.grossTotal} ${facts.currency} · ${facts.lines.length} ${facts.lines.length === 1 ? 'line' : 'lines'}`,
    `State: **${state}**${blockedSince === null ? '' : ` since ${blockedSince}`}`,
    ...problems.map(problemInWords),
    rilletId === null ? null : `Rillet invoice: \`${rilletId}\``,
    note,
    next === null ? null : `Next by itself: ${next}`,
  ]
  return paragraphs.filter((text) => text !== null).join('\n\n')
}

function problemInWords(problem: Problem): string {
  const { title, whatHappened, who, how } = explain(problem)
  return `**${title}** (\`${problem.code}\`, waits for \`${problem.blockedOn}\`)\n\n${whatHappened}\n\nWhat to do (${who}): ${how}`
}

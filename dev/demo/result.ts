import { checkLedgers } from './check-ledgers.ts'
import type { Placed } from './drafts.ts'
import type { Memory } from './memory.ts'
import type { Stage } from './stage.ts'
import { markOf, type Row, tableOf } from './table.ts'
import { meets, reasonOf, type Watch } from './watch.ts'

type Played = {
  stage: Stage
  watch: Watch
  memory: Memory
  placed: Placed[]
  /** By the demo's key. */
  failures: Map<string, string>
}

export type Result = { ok: boolean; lines: string[] }

/** Where every invoice stands now, and whether the two vendors' ledgers agree: as lines to print. */
export async function resultOf(played: Played): Promise<Result> {
  const { stage, watch, memory, placed, failures } = played
  const views = await watch.views()
  const checked = await checkLedgers(stage)
  const wrong: string[] = []
  const rows = placed.map(({ invoice, id }): Row => {
    const { key, shows, end, differs } = invoice
    const view = views.get(id)
    const failed = failures.has(key) ? [failures.get(key) ?? ''] : []
    const isSilent = differs === true && (view === undefined || view.actions.length === 0)
    const silent = isSilent ? ['it differs, and nobody is offered a choice'] : []
    const problems = [...failed, ...silent, ...(checked.invoices.get(key) ?? ['not compared'])]
    wrong.push(...problems.map((problem) => `${shows}: ${problem}`))
    return {
      ok: meets(view, end) && problems.length === 0,
      shows,
      number: view?.number ?? '–',
      state: view?.state ?? 'unknown',
      reason: view === undefined ? '' : reasonOf(view),
      rilletId: view?.rilletId ?? '–',
      ms: millisecondsOf(memory, key),
    }
  })
  wrong.push(...checked.books)
  const { invoices, lines } = checked.compared
  const reached = rows.filter(({ ok }) => ok).length
  const ok = wrong.length === 0 && reached === rows.length
  const summary = `${reached} of ${rows.length} invoices are where they should be; ${invoices} compared in both ledgers, ${lines} lines, to the cent`
  const found = wrong.map((problem) => `  ${markOf(false)} ${problem}`)
  return { ok, lines: ['', ...tableOf(rows), '', ...found, `  ${markOf(ok)} ${summary}`, ''] }
}

function millisecondsOf({ times }: Memory, key: string): string {
  const [from, to] = [times.finalizedAt[key], times.reachedAt[key]]
  return from === undefined || to === undefined ? '–' : String(Date.parse(to) - Date.parse(from))
}

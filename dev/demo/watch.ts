import type { Goal } from './invoice.ts'
import { Invoices, type InvoiceView } from './operator.ts'
import { poll } from './poll.ts'
import type { Stage, StagedAccount } from './stage.ts'

/** Who waits for calls to Rillet waits up to a minute: the api’s own limit must not end that. */
const freshMs = 1_000

/** Views of invoices by id, shared by all who wait: one request an account at a time. */
export function createWatch({ accounts, deadline }: Pick<Stage, 'accounts' | 'deadline'>) {
  let asked = 0
  let latest: Promise<Map<string, InvoiceView>> | null = null

  function views(): Promise<Map<string, InvoiceView>> {
    if (latest === null || Date.now() - asked > freshMs) {
      asked = Date.now()
      latest = readAll(Object.values(accounts))
    }
    return latest
  }

  return {
    views,
    /** Waits until the invoice is where it should be. Throws a `DemoError` at the deadline. */
    reach: async (id: string, goal: Goal): Promise<InvoiceView> => {
      const view = await poll({
        wanted: wordsOf(goal),
        ask: async () => (await views()).get(id),
        isThere: (one) => meets(one, goal),
        describe: (one) => (one === undefined ? 'the sync has never seen it' : standing(one)),
        deadline,
      })
      if (view === undefined) throw new Error('unreachable: no goal is met by nothing')
      return view
    },
  }
}
export type Watch = ReturnType<typeof createWatch>

async function readAll(accounts: StagedAccount[]): Promise<Map<string, InvoiceView>> {
  const lists = await Promise.all(
    accounts.map(({ operator }) => operator.get('/invoices?limit=100', Invoices)),
  )
  return new Map(lists.flatMap(({ items }) => items).map((view) => [view.id, view]))
}

/** Whether an invoice stands where it should, for the reason that it should. */
export const meets = (view: InvoiceView | undefined, { state, reason }: Goal): boolean =>
  view?.state === state && (reason === undefined || reasonOf(view) === reason)

/** Why it does not go on: the codes of its problems; empty when there are none. */
export const reasonOf = ({ problems }: InvoiceView): string =>
  problems.map(({ code }) => code).join(', ')

const standing = (view: InvoiceView): string =>
  [view.state, reasonOf(view), view.errorText].filter(Boolean).join(', ')

const wordsOf = ({ state, reason }: Goal) => (reason === undefined ? state : `${state}: ${reason}`)

import { invoiceWorkflowId } from '../../../domain/ids.ts'
import type { Account, AccountOptions } from '../../support/account.ts'
import { fingerprint } from '../../support/fingerprint.ts'
import type { Json } from '../../support/http.ts'
import type { World } from '../../support/world.ts'

/** What a path is walked with: an account of its own and a draft in it. */
export type Given = { world: World; account: Account; id: string }

/** `walk` returns the workflow whose history it made. */
export type Path = Walked<string>
export type Paths = Record<string, Path>

type Walked<T> = {
  options?: AccountOptions
  draft?: Json
  walk: (given: Given) => Promise<T>
  /** Activities that the history holds, in this order: without them it is another path's. */
  through: string[]
}

/** Paths that the draft's own run goes. */
export const ofTheDraft = (paths: Record<string, Walked<unknown>>): Paths =>
  Object.fromEntries(
    Object.entries(paths).map(([name, path]) => {
      const walk = async (given: Given) => {
        await path.walk(given)
        return invoiceWorkflowId({ accountId: given.account.id, invoiceId: given.id })
      }
      return [name, { ...path, walk }]
    }),
  )

/** The draft is in Rillet. */
export async function synced({ account, id }: Given): Promise<string> {
  await account.finalize(id)
  const { rilletId } = await account.until(id, 'synced')
  return rilletId
}

/** A person presses one of the invoice's buttons. */
export const ask = ({ world, account, id }: Given, what: string, body: Json = {}): Promise<Json> =>
  world.api.post(`${account.at}/invoices/${id}/${what}`, { reason: 'as agreed', ...body })

/** Of this account's calls alone: the paths are walked side by side. */
export const rilletFault = (
  { world, account }: Given,
  kind: string,
  { method = 'POST', path, ...more }: { method?: string; path: string } & Json,
) =>
  world.rillet.post('/_sandbox/faults', {
    kind,
    match: { method, path, caller: fingerprint(`Bearer ${account.organization.keys[0].token}`) },
    ...more,
  })

/** A fault that goes on until it is taken back; returns how. */
export async function lasting(given: Given, method: string, path: string) {
  const more = { method, path, status: 503, probability: 1 }
  const { id } = await rilletFault(given, 'status', more)
  return () => given.world.rillet.delete(`/_sandbox/faults/${id}`)
}

const books = ({ account }: Given) => `/_sandbox/organizations/${account.organization.id}/books`
export const closeBooks = (given: Given, end: string): Promise<Json> =>
  given.world.rillet.post(`${books(given)}/close`, { end })
export const reopenBooks = (given: Given): Promise<Json> =>
  given.world.rillet.post(`${books(given)}/reopen`)

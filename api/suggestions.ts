import { z } from 'zod'
import type { RilletClient } from '../clients/rillet/client.ts'
import type { SequenceClient } from '../clients/sequence/client.ts'
import type { Settings } from '../domain/model.ts'
import { candidatesFor, type Known } from '../domain/suggestions.ts'
import type { Db } from '../store/connect.ts'
import { linksOf } from '../store/link-list.ts'
import { linkedRilletIds } from '../store/link-names.ts'
import type { Suggestion } from './schemas/suggestions.ts'
import type { Kind } from './things.ts'
import { rilletUrl } from './views.ts'

const mostPages = 10
const perPage = 100

const Emails = z.array(z.object({ email: z.string() })).catch([])

type Asked = { accountId: string; kind: Kind; settings: Settings }
type Vendor = { rillet: RilletClient; sequence: SequenceClient }
type Ours = { id: string; name: string; archived: boolean }

/** What in Rillet could be the same as these of Sequence's that are not linked yet. Links nothing. */
export async function suggestionsFor(
  db: Db,
  { accountId, kind, settings }: Asked,
  { rillet, sequence }: Vendor,
  things: Ours[],
): Promise<z.infer<typeof Suggestion>[]> {
  const links = await linksOf(
    db,
    accountId,
    kind,
    things.map(({ id }) => id),
  )
  const open = things.filter(
    ({ id, archived }) => !archived && (links.get(id)?.rillet_id ?? null) === null,
  )
  if (open.length === 0) return []
  const theirs = await (kind === 'customer' ? customersOf(rillet, open) : productsOf(rillet))
  const taken = await linkedRilletIds(db, accountId, kind)
  const suggestions: z.infer<typeof Suggestion>[] = []
  for (const { id, name } of open) {
    const emails = kind === 'customer' ? await emailsOf(sequence, id) : []
    const found = candidatesFor({ id, name, emails }, theirs)
    if (found.length === 0) continue
    suggestions.push({
      id,
      name,
      candidates: found.map((one) => ({
        rilletId: one.id,
        name: one.name,
        by: one.by,
        url: rilletUrl(settings, kind, one.id),
      })),
      ambiguous: found.length > 1 || found.some((one) => taken.has(one.id)),
    })
  }
  return suggestions
}

/** Rillet's whole list where it is short; else a search by each name, which finds no e-mails. */
async function customersOf(rillet: RilletClient, open: Ours[]): Promise<Known[]> {
  const known: Known[] = []
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const { items, nextCursor } = await rillet.listCustomers({ limit: perPage, cursor })
    known.push(...items.map(knownCustomer))
    if (nextCursor === null) return known
    cursor = nextCursor
  }
  for (const { name } of open) {
    const { items } = await rillet.listCustomers({ search: name, limit: perPage })
    known.push(...items.map(knownCustomer))
  }
  return [...new Map(known.map((one) => [one.id, one])).values()]
}

async function productsOf(rillet: RilletClient): Promise<Known[]> {
  const known: Known[] = []
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const { items, nextCursor } = await rillet.listProducts({ limit: perPage, cursor })
    known.push(...items.map(({ id, name }) => ({ id, name, emails: [] })))
    if (nextCursor === null) break
    cursor = nextCursor
  }
  return known
}

const knownCustomer = ({ id, name, ...rest }: { id: string; name: string }): Known => ({
  id,
  name,
  emails: Emails.parse('emails' in rest ? rest.emails : []).map(({ email }) => email),
})

async function emailsOf(sequence: SequenceClient, id: string): Promise<string[]> {
  const { contacts } = await sequence.getCustomer(id)
  return contacts.filter(({ archivedAt }) => archivedAt === null).map(({ email }) => email)
}

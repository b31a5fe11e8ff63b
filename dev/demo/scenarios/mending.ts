import { recheck } from '../connect.ts'
import { customers } from '../customers.ts'
import { linkByName, unlinkedOf } from '../links.ts'
import { readOrganization, sequenceReference } from '../rillet-books.ts'
import type { Scenario } from '../stage.ts'

/** The customer is linked by hand once its invoice was held back; the invoice then goes on by itself. */
export const linkLater: Scenario = async (_stage, { invoice, account, reach }) => {
  const where = { account, kind: 'customers' } as const
  const id = account.sequence.customers[invoice.customer] ?? ''
  if (!(await unlinkedOf(where)).has(id)) return
  await reach(invoice.first)
  const { name, currency } = customers[invoice.customer]
  await linkByName(where, { id, name, currency })
}

/** The type is added on Rillet's page once its lack held the invoice back; then "look again" is pressed. */
export const addReferenceType: Scenario = async (stage, { invoice, account, reach }) => {
  const { organizationId } = account.rillet
  const { referenceTypes } = await readOrganization(stage.rillet, organizationId)
  if (!referenceTypes.some(({ slug }) => slug === sequenceReference)) {
    await reach(invoice.first)
    const form = { slug: sequenceReference, restricted: 'on' }
    await stage.rillet.submit(`/app/${organizationId}/settings/reference-types`, form)
  }
  await recheck(account.operator)
}

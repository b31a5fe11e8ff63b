import type { Account } from './account.ts'
import type { World } from './world.ts'

/** Invoices of an account that stand in different places: their Sequence ids. */
export async function makeCrowd(account: Account, world: World) {
  const stranger = await account.newCustomer()
  const [synced, paid, partly, blocked, removed, excluded] = await Promise.all([
    account.draft({ lines: [{ title: 'Platform, first month' }, { rate: '0.05', quantity: '3' }] }),
    account.draft({ lines: [{ rate: '1234.5' }] }),
    account.draft({ lines: [{ rate: '1000000.01' }] }),
    account.draft({ customerId: stranger['id'] }),
    account.draft(),
    account.draft({ customerId: stranger['id'] }),
  ])
  const ids = { synced, paid, partly, blocked, removed, excluded }
  for (const id of Object.values(ids)) await account.finalize(id)
  const inRillet = async (id: string): Promise<string> =>
    (await account.until(id, 'synced'))['rilletId']

  await account.pay(await inRillet(paid), '1234.50')
  await account.pay(await inRillet(partly), '400')
  await account.rillet.delete(`/invoices/${await inRillet(removed)}`)
  await inRillet(synced)
  await account.until(excluded, 'blocked')
  await world.api.post(`${account.at}/invoices/${excluded}/exclude`, { reason: 'booked by hand' })
  await Promise.all([
    account.until(paid, 'paid'),
    account.until(partly, 'partially_paid'),
    account.until(blocked, 'blocked'),
    account.until(removed, 'removed'),
    account.until(excluded, 'excluded'),
  ])
  return ids
}

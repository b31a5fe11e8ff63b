import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { BudgetError } from '../../clients/errors.ts'
import { createRilletClient, type RilletClient } from '../../clients/rillet/client.ts'
import { demoOrganization } from '../../sandbox/rillet/defaults.ts'
import { startRilletSandbox } from '../../sandbox/rillet/server.ts'
import { createBudget } from '../../store/budget.ts'
import { connect, type Db } from '../../store/connect.ts'
import { createSecrets } from '../../store/secrets.ts'
import { createVendors } from '../../vendors.ts'
import { createDatabase } from '../support/database.ts'

const apiKey = demoOrganization.keys.map(({ token }) => token).join()

test('under Rillet’s own limit of 60 a window, no call of many processes is throttled', async () => {
  const windowMs = 1_500
  const sandbox = await startRilletSandbox({ port: 0, timeScale: 60_000 / windowMs })
  const url = await createDatabase()
  const pools = [1, 2, 3].map(() => connect({ url, maxConnections: 4 }))
  const clientOf = (name: string, db: Db) => {
    const taker = { name, priority: 3, signal: null }
    const { slot } = createBudget({
      db,
      key: 'rillet/one',
      accountId: 'one',
      cap: 60,
      windowMs,
      taker,
    })
    return createRilletClient({ baseUrl: sandbox.url, apiKey, slot })
  }
  const call = async (name: string, db: Db): Promise<void> => {
    try {
      await clientOf(name, db).organization()
    } catch (error) {
      if (!(error instanceof BudgetError)) throw error
      await sleep(error.retryAfterMs)
      return call(name, db)
    }
  }
  await Promise.all(
    pools.flatMap((db, pool) => Array.from({ length: 70 }, (_, n) => call(`${pool}-${n}`, db))),
  )

  const log = await fetch(`${sandbox.url}/_sandbox/requests?path=/organizations/self`)
  const { requests } = (await log.json()) as { requests: { status: number }[] }
  expect(requests.map(({ status }) => status)).toEqual(Array(210).fill(200))
  await Promise.all(pools.map((db) => db.destroy()))
  await sandbox.close()
})

test('of accounts that share an organization, the one with the lower limit is not starved', async () => {
  const windowMs = 1_500
  const timeScale = 60_000 / windowMs
  const sandbox = await startRilletSandbox({ port: 0, timeScale })
  const db = connect({ url: await createDatabase() })
  const secrets = createSecrets([{ id: 'one', key: randomBytes(32) }])
  for (const [accountId, rilletBudgetPerMinute] of [
    ['greedy', 20],
    ['modest', 5],
  ] as const) {
    await db
      .insertInto('connection')
      .values({
        account_id: accountId,
        organization_id: 'shared',
        rillet_api_key: secrets.seal(apiKey, { accountId, column: 'rillet_api_key' }),
        settings: JSON.stringify({ rilletBudgetPerMinute }),
      })
      .execute()
  }
  const vendors = createVendors({
    db,
    secrets,
    rilletUrl: sandbox.url,
    sequenceUrl: sandbox.url,
    timeScale,
    caller: () => ({ name: randomUUID(), priority: 3, signal: null, endsAtMs: null }),
  })
  const call = async (client: RilletClient): Promise<void> => {
    try {
      await client.organization()
    } catch (error) {
      if (!(error instanceof BudgetError)) throw error
      await sleep(error.retryAfterMs)
      return call(client)
    }
  }
  const ended: string[] = []
  const callOften = async (accountId: string, times: number) => {
    await Promise.all(
      Array.from({ length: times }, async () => call(await vendors.rillet(accountId))),
    )
    ended.push(accountId)
  }
  await Promise.all([callOften('greedy', 30), callOften('modest', 5)])

  expect(ended).toEqual(['modest', 'greedy'])
  await db.destroy()
  await sandbox.close()
})

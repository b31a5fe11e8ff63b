import { join } from 'node:path'
import type { Print, Step } from '../steps.ts'
import { type AccountKey, accountKeys, companies } from './accounts.ts'
import { connect } from './connect.ts'
import { leaveDrafts, placeDrafts } from './drafts.ts'
import { createHttp } from './http.ts'
import { linkAll } from './links.ts'
import { openMemory } from './memory.ts'
import { playAll } from './play.ts'
import { resultOf } from './result.ts'
import { createRounds } from './rounds.ts'
import { chooseSettings } from './settings.ts'
import { setUpRillet } from './setup-rillet.ts'
import { setUpSequence } from './setup-sequence.ts'
import type { Stage, StagedAccount } from './stage.ts'
import { sweepAll } from './sweeps.ts'
import { createWatch } from './watch.ts'
import { dropWebhooks } from './webhooks.ts'

export type DemoOptions = {
  /** Addresses without a path. */
  apiUrl: string
  rilletUrl: string
  sequenceUrl: string
  /** Of an admin of the operator API. */
  token: string
  /** Keeps when each invoice was finalized, for a demo that is stopped and goes on. */
  dataDir: string
  /** False: neither stand-in delivers a webhook; sweeps find what happened. */
  webhooks: boolean
  print: Print
  step: Step
}

const allMs = 240_000
/** Every step waits for everybody's, and for sweeps. */
const withoutWebhooksMs = 900_000

/**
 * Plays a company's first day, over HTTP alone: sets both vendors' stand-ins up, connects them as an
 * operator does, finalizes invoices and lets people act on them. Prints where each one came, and
 * whether the two vendors' own ledgers agree; `ok` says that all did within four minutes. A demo that
 * was stopped goes on where it was.
 */
export async function runDemo(options: DemoOptions): Promise<{ ok: boolean }> {
  const { rilletUrl, sequenceUrl, dataDir, webhooks, print, step } = options
  const stage = await step('Demo accounts', async (update) => {
    update('companies, customers and products in both stand-ins')
    return setTheStage(options, Date.now() + (webhooks ? allMs : withoutWebhooksMs))
  })
  if (!webhooks) await dropWebhooks(stage)
  await step('Demo connection', async (update) => {
    update(`keys, webhooks, settings, customers and products of ${accountKeys.length} accounts`)
    const prepare = async (key: AccountKey) => {
      const account = stage.accounts[key]
      await connect(stage, account)
      const { scope } = companies[key]
      await chooseSettings(account, { rilletUrl, sequenceUrl, webhooks, scope })
      await linkAll(key, account, stage.deadline)
    }
    // The console opens on the account that was added first: the one that shows most.
    const [first, ...others] = accountKeys
    await prepare(first)
    await Promise.all(others.map(prepare))
  })
  const placed = await step('Demo drafts', async (update) => {
    const drafts = await Promise.all(accountKeys.map((key) => placeDrafts(stage, key)))
    update(`${drafts.flat().length} invoices in Sequence`)
    return drafts.flat()
  })
  const memory = openMemory(join(dataDir, 'demo-times.json'))
  const watch = createWatch(stage)
  const rounds = webhooks ? null : createRounds(placed.length, sweepAll(stage))
  if (rounds !== null) {
    stage.told = (news = 'changed') => rounds.news(news)
  }
  const failures = await step('Demo invoices', (update) =>
    playAll({ stage, watch, memory, update, onDone: () => rounds?.leave() }, placed),
  )
  const { ok, lines } = await resultOf({ stage, watch, memory, placed, failures })
  for (const line of lines) print(line)
  await leaveDrafts(stage)
  return { ok }
}

async function setTheStage(options: DemoOptions, deadline: number): Promise<Stage> {
  const { rilletUrl, sequenceUrl } = options
  const rillet = createHttp({ base: rilletUrl, deadline })
  const sequence = createHttp({ base: sequenceUrl, deadline })
  const setUp = async (key: AccountKey): Promise<StagedAccount> => {
    const there = await setUpSequence(sequence, key, { base: sequenceUrl, deadline })
    return {
      sequence: there,
      rillet: await setUpRillet(rillet, key, { base: rilletUrl, deadline }),
      operator: createHttp({
        base: `${options.apiUrl}/api/v1/accounts/${there.accountId}`,
        headers: { authorization: `Bearer ${options.token}` },
        deadline,
      }),
    }
  }
  const accounts = {
    main: await setUp('main'),
    second: await setUp('second'),
    life: await setUp('life'),
    closing: await setUp('closing'),
    full: await setUp('full'),
    receivables: await setUp('receivables'),
  }
  return { rillet, sequence, accounts, deadline, told: async () => {} }
}

import { join } from 'node:path'
import type { Print, Step } from '../steps.ts'
import { type AccountKey, accountKeys } from './accounts.ts'
import { connect } from './connect.ts'
import { leaveDrafts, placeDrafts } from './drafts.ts'
import { createHttp } from './http.ts'
import { linkAll } from './links.ts'
import { openMemory } from './memory.ts'
import { playAll } from './play.ts'
import { resultOf } from './result.ts'
import { chooseSettings } from './settings.ts'
import { setUpRillet } from './setup-rillet.ts'
import { setUpSequence } from './setup-sequence.ts'
import type { Stage, StagedAccount } from './stage.ts'
import { createWatch } from './watch.ts'

export type DemoOptions = {
  /** Addresses without a path. */
  apiUrl: string
  rilletUrl: string
  sequenceUrl: string
  /** Of an admin of the operator API. */
  token: string
  /** Keeps when each invoice was finalized, for a demo that is stopped and goes on. */
  dataDir: string
  print: Print
  step: Step
}

const allMs = 240_000

/**
 * Plays a company's first day, over HTTP alone: sets both vendors' stand-ins up, connects them as an
 * operator does, finalizes invoices and lets people act on them. Prints where each one came, and
 * whether the two vendors' own ledgers agree; `ok` says that all did within four minutes. A demo that
 * was stopped goes on where it was.
 */
export async function runDemo(options: DemoOptions): Promise<{ ok: boolean }> {
  const { rilletUrl, sequenceUrl, dataDir, print, step } = options
  const stage = await step('Demo accounts', async (update) => {
    update('companies, customers and products in both stand-ins')
    return setTheStage(options, Date.now() + allMs)
  })
  await step('Demo connection', async (update) => {
    for (const key of accountKeys) {
      const account = stage.accounts[key]
      update(`keys, webhooks and settings of the ${key} account`)
      await connect(stage, account)
      await chooseSettings(account, { rilletUrl, sequenceUrl })
      update(`customers and products of the ${key} account`)
      await linkAll(key, account, stage.deadline)
    }
    update('Rillet and Sequence, settings, customers and products of two accounts')
  })
  const placed = await step('Demo drafts', async (update) => {
    const drafts = await Promise.all(accountKeys.map((key) => placeDrafts(stage, key)))
    update(`${drafts.flat().length} invoices in Sequence`)
    return drafts.flat()
  })
  const memory = openMemory(join(dataDir, 'demo-times.json'))
  const watch = createWatch(stage)
  const failures = await step('Demo invoices', (update) =>
    playAll({ stage, watch, memory, update }, placed),
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
  const accounts = { main: await setUp('main'), second: await setUp('second') }
  return { rillet, sequence, accounts, deadline }
}

import { setTimeout as pause } from 'node:timers/promises'
import { type Account, createAccount } from '../../support/account.ts'
import { fingerprint } from '../../support/fingerprint.ts'
import type { Json } from '../../support/http.ts'
import type { Stage } from './start.ts'

/** An account of the pool: connected as a person would, and how its calls and deliveries are told apart. */
export type Actor = Account & {
  /** The `credential` of its calls in each stand-in's request log. */
  callers: { rillet: string; sequence: string }
  /** What its deliveries are sent for: the webhook in Rillet, our policy in Sequence. */
  targets: { rillet: string; sequence: string }
  /** Calls to Rillet in any rolling minute. */
  cap: number
}

export type ActorOptions = { cap: number; organization?: Json; settings?: Json }

/** Connects an account and waits until our webhook in Sequence is there. */
export async function createActor(
  stage: Stage,
  { cap, organization, settings = {} }: ActorOptions,
): Promise<Actor> {
  const account = await createAccount(stage, {
    settings: { rilletBudgetPerMinute: cap, creditNotes: 'sync', ...settings },
    ...(organization === undefined ? {} : { organization }),
  })
  const { clientId, clientSecret } = account.credentials
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  return {
    ...account,
    cap,
    callers: {
      rillet: fingerprint(`Bearer ${account.organization.keys[0].token}`),
      sequence: fingerprint(`Basic ${basic}`),
    },
    targets: { rillet: account.webhook.id, sequence: await policyOf(stage, account) },
  }
}

async function policyOf(stage: Stage, { at }: Account): Promise<string> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const { status, body } = await stage.api.ask('GET', `${at}/connection/sequence`)
    if (status === 200 && body.policy?.id && body.policy.secretSet) return body.policy.id
    if (Date.now() > deadline) throw new Error(`no policy: ${JSON.stringify(body)}`)
    await pause(100)
  }
}

/** Accounts that scenarios borrow, one at a time. */
export function createPool(actors: Actor[]) {
  const free = [...actors]
  const waiting: ((actor: Actor) => void)[] = []
  return {
    all: actors,
    take: (): Promise<Actor> => {
      const actor = free.shift()
      return actor === undefined
        ? new Promise((resolve) => waiting.push(resolve))
        : Promise.resolve(actor)
    },
    giveBack(actor: Actor): void {
      const next = waiting.shift()
      if (next === undefined) free.push(actor)
      else next(actor)
    },
  }
}

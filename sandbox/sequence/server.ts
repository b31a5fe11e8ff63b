import type { FastifyInstance } from 'fastify'
import { type Kit, type Sandbox, type SandboxOptions, startSandbox } from '../kit/server.ts'
import { apiRoutes } from './api.ts'
import { ledgerOf } from './control/ledger.ts'
import { controlRoutes } from './control/routes.ts'
import type { State } from './model/account.ts'
import { pageRoutes } from './pages/routes.ts'
import { defaultSeed, newAccount, type SeedAccount } from './seed.ts'
import { Switches } from './switches.ts'
import { deliveryRules, publish } from './webhooks.ts'
import type { World } from './world.ts'

export type SequenceSandboxOptions = SandboxOptions & {
  /** The accounts of a fresh start and of a reset; one with known credentials when left out. */
  seed?: SeedAccount | SeedAccount[]
}

/**
 * Starts the Sequence stand-in: the API below `/api`, control below `/_sandbox`, pages for people
 * elsewhere. `url` has no path; a client's base address is `url` + `/api`.
 */
export function startSequenceSandbox({
  seed = defaultSeed,
  ...options
}: SequenceSandboxOptions): Promise<Sandbox> {
  return startSandbox<State, typeof Switches>(
    {
      name: 'Sequence',
      stateVersion: 1,
      switches: Switches,
      initialState: ({ clock, newId }) => {
        const accounts = [seed].flat().map((given) => newAccount(given, newId, clock.now()))
        return { accounts: Object.fromEntries(accounts.map((account) => [account.id, account])) }
      },
      isApi: (path) => path.startsWith('/api/'),
      wording: (status) => ({
        contentType: 'application/json',
        body: { error: { type: 'injected', message: `answered ${status} on demand`, errors: [] } },
      }),
      deliveries: ({ state, switches, clock }) =>
        deliveryRules({ state, switches, nowMs: clock.nowMs }),
      ledger: ledgerOf,
      routes,
    },
    options,
  )
}

async function routes(app: FastifyInstance, kit: Kit<State, Switches>): Promise<void> {
  const world = worldOf(kit)
  await app.register(apiRoutes, { prefix: '/api', world })
  await app.register(controlRoutes, { prefix: '/_sandbox', world })
  await app.register(pageRoutes, { world })
}

/** The state is asked for each time: a reset replaces it. */
function worldOf({ state, switches, clock, queue, newId }: Kit<State, Switches>): World {
  const publisher = { switches, newId, nowMs: clock.nowMs, enqueue: queue.enqueue }
  return {
    get state() {
      return state()
    },
    now: clock.now,
    scaled: clock.scaled,
    newId,
    switches,
    publish: (account, event) => publish(publisher, account, event),
  }
}

import { type Sandbox, type SandboxOptions, startSandbox, type Vendor } from '../kit/server.ts'
import { createApi } from './api.ts'
import { bankAccountRoutes } from './bank-accounts.ts'
import { bookRoutes } from './books.ts'
import { controlRoutes } from './control.ts'
import { creditMemoRoutes } from './credit-memos.ts'
import { customerRoutes } from './customers.ts'
import { demoOrganization } from './defaults.ts'
import { directoryRoutes } from './directory.ts'
import { fieldRoutes } from './fields.ts'
import { invoiceRoutes } from './invoices.ts'
import { ledger } from './ledger.ts'
import type { State } from './model.ts'
import { newOrganization, type OrganizationInput } from './organizations.ts'
import { pageRoutes } from './pages/routes.ts'
import { paymentRoutes } from './payments.ts'
import { productRoutes } from './products.ts'
import { Switches } from './switches.ts'
import { deliveryRules } from './webhooks.ts'

export type RilletSandboxOptions = SandboxOptions & {
  /** The organizations to begin with; default: the demo organization of `defaults.ts`. */
  seed?: OrganizationInput[]
}

/** Starts the stand-in for Rillet's API and web app. */
export function startRilletSandbox(options: RilletSandboxOptions): Promise<Sandbox> {
  return startSandbox(vendor(options.seed ?? [demoOrganization]), options)
}

const vendor = (seed: OrganizationInput[]): Vendor<State, typeof Switches> => ({
  name: 'Rillet',
  stateVersion: 1,
  switches: Switches,
  initialState: (basics) => {
    const organizations = seed.map((input) => newOrganization(input, basics))
    return {
      organizations: Object.fromEntries(organizations.map((one) => [one.id, one])),
      cursors: {},
    }
  },
  isApi: (path) => path !== '/' && !/^\/(_sandbox|app)(\/|$)/.test(path),
  wording: (status) => ({
    contentType: 'application/problem+json',
    body: {
      type:
        status === 429 ? 'https://rillet.io/too-many-requests' : 'https://rillet.io/internal-error',
      title: status === 429 ? 'Too many requests' : 'Internal error',
      status,
    },
  }),
  deliveries: deliveryRules,
  ledger: (_state, world) => ledger(world),
  routes: async (app, world) => {
    await app.register(controlRoutes(world), { prefix: '/_sandbox' })
    await app.register(pageRoutes(world))
    app.get('/health', async () => ({ status: 'UP' }))
    apiRoutes(createApi(app, world))
  },
})

function apiRoutes(api: ReturnType<typeof createApi>): void {
  directoryRoutes(api)
  bookRoutes(api)
  fieldRoutes(api)
  customerRoutes(api)
  productRoutes(api)
  invoiceRoutes(api)
  paymentRoutes(api)
  creditMemoRoutes(api)
  bankAccountRoutes(api)
}

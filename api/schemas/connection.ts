import * as z from 'zod'
import { Id, Instant, plainText } from './common.ts'

const secret = plainText(500, 8)
/** It is sent in a header. */
const key = secret.regex(/^[!-~]*$/, 'must be made of ASCII letters, digits and signs only')

export const RilletKey = z.strictObject({ apiKey: key })
export const WebhookSecret = z.strictObject({ secret })
export const SequenceCredentials = z.strictObject({
  clientId: plainText(200, 1),
  clientSecret: secret,
})

export const ConnectionStatus = z.enum(['missing', 'ready', 'key_refused'])

const secretLast4 = z
  .string()
  .nullable()
  .describe(
    'Its last four characters; the rest is never shown. Null: none, or stored before these were kept',
  )
const secretBeforeUntil = Instant.nullable().describe(
  'What is signed with the secret before the stored one is taken until then',
)

export const RilletView = z
  .object({
    status: ConnectionStatus,
    organization: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
    /** The key's last four characters; the rest is never shown. */
    keyLast4: z.string().nullable(),
    setupMissingSince: Instant.nullable(),
    disconnectedAt: Instant.nullable(),
    webhook: z.object({
      url: z.string(),
      /** What to tick in Rillet. */
      events: z.array(z.string()),
      secretSet: z.boolean(),
      secretLast4,
      secretBeforeUntil,
      lastDeliveryAt: Instant.nullable(),
    }),
  })
  .meta({ id: 'RilletConnection' })

export const SequenceView = z
  .object({
    status: ConnectionStatus,
    company: z.string().nullable(),
    clientId: z.string().nullable(),
    clientSecretLast4: secretLast4,
    disconnectedAt: Instant.nullable(),
    policy: z.object({
      id: z.string().nullable(),
      url: z.string(),
      secretSet: z.boolean(),
      secretLast4,
      secretBeforeUntil,
      lastDeliveryAt: Instant.nullable(),
      problem: z.string().nullable(),
    }),
  })
  .meta({ id: 'SequenceConnection' })

export const DisconnectedView = SequenceView.extend({
  open: z
    .object({
      count: z.int(),
      states: z.array(z.object({ state: z.string(), count: z.int() })),
      latest: z
        .array(z.object({ id: z.string(), number: z.string().nullable(), state: z.string() }))
        .describe('The hundred that changed last'),
    })
    .describe(
      'Invoices that could still move by themselves: they rest until it is connected again',
    ),
}).meta({ id: 'DisconnectedAccount' })

export const AccountView = z
  .object({
    accountId: Id,
    company: z.string().nullable(),
    organizationName: z.string().nullable(),
    rillet: ConnectionStatus,
    sequence: ConnectionStatus,
    disconnectedAt: Instant.nullable(),
  })
  .meta({ id: 'Account' })

const KeyState = z.enum(['good', 'refused', 'missing'])

export const Rechecked = z
  .object({
    rilletKey: KeyState,
    sequenceKey: KeyState,
    /** Causes that nobody reports as gone, and the one invoice or credit note that tries for each. */
    tried: z.array(
      z.object({ cause: z.string(), kind: z.enum(['invoice', 'credit_note']), id: z.string() }),
    ),
  })
  .meta({ id: 'Recheck' })

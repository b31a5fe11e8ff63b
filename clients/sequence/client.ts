import { type ClientOptions, createHttp } from '../http.ts'
import { catalogCalls } from './catalog.ts'
import { creditNoteCalls } from './credit-notes.ts'
import { invoiceCalls } from './invoices.ts'
import { paymentSettingsCalls } from './payment-settings.ts'
import { policyCalls } from './policies.ts'

export type SequenceOptions = ClientOptions & { clientId: string; clientSecret: string }

export type SequenceClient = ReturnType<typeof createSequenceClient>

/**
 * Sequence's API, version 2024-07-30; `baseUrl` includes `/api`. One call is one request (a list read
 * whole: one per page); every failure is a class of `clients/errors.ts`. No write takes a key.
 */
export function createSequenceClient({ clientId, clientSecret, ...options }: SequenceOptions) {
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const headers = { authorization: `Basic ${credentials}`, 'sequence-version': '2024-07-30' }
  const call = createHttp({ ...options, vendor: 'sequence', headers })
  return {
    ...catalogCalls(call),
    ...invoiceCalls(call),
    ...creditNoteCalls(call),
    ...paymentSettingsCalls(call),
    ...policyCalls(call),
  }
}

import { type ClientOptions, createHttp } from '../http.ts'
import { booksCalls } from './books.ts'
import { creditMemoCalls } from './credit-memos.ts'
import { customerCalls } from './customers.ts'
import { invoiceCalls, paymentCalls, type SeenInvoices } from './invoices.ts'
import { productCalls } from './products.ts'

export type RilletOptions = ClientOptions & {
  apiKey: string
  /** Told of every invoice that an answer holds; whoever called waits for it. */
  seen?: SeenInvoices
}

export type RilletClient = ReturnType<typeof createRilletClient>

/** Rillet's API, version 4. One call is one request; every failure is a class of `clients/errors.ts`. */
export function createRilletClient({ apiKey, seen = ignore, ...options }: RilletOptions) {
  const headers = { authorization: `Bearer ${apiKey}`, 'x-rillet-api-version': '4' }
  const call = createHttp({ ...options, vendor: 'rillet', headers })
  return {
    ...booksCalls(call),
    ...customerCalls(call),
    ...productCalls(call),
    ...invoiceCalls(call, seen),
    ...paymentCalls(call),
    ...creditMemoCalls(call),
  }
}

const ignore = async () => {}

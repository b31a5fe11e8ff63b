import { RefusedError } from '../errors.ts'
import { type Call, type CallOptions, segment } from '../http.ts'
import { PaymentSettings } from './schemas.ts'

const settings = '/payments/settings'

/** Both are null when nothing is set: Sequence says 404, or 400. */
export const paymentSettingsCalls = (call: Call) => ({
  invoicePaymentSettings: (invoiceId: string, options?: CallOptions) =>
    readSettings(call, `${settings}/invoices/for-invoice/${segment(invoiceId)}`, options),

  billingSchedulePaymentSettings: (scheduleId: string, options?: CallOptions) => {
    const path = `${settings}/billing-schedules/for-billing-schedule/${segment(scheduleId)}`
    return readSettings(call, path, options)
  },
})

async function readSettings(
  call: Call,
  path: string,
  options?: CallOptions,
): Promise<PaymentSettings | null> {
  try {
    return await call({ ...options, method: 'GET', path, response: PaymentSettings })
  } catch (error) {
    const unset = error instanceof RefusedError && (error.status === 404 || error.status === 400)
    if (unset) return null
    throw error
  }
}

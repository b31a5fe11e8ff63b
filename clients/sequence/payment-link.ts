import type { PaymentLink } from '../../domain/model.ts'
import type { CallOptions } from '../http.ts'
import type { SequenceClient } from './client.ts'
import type { Invoice, PaymentSettings } from './schemas.ts'

/**
 * Who collects by a link on the invoice. The strongest signal decides: the invoice's own settings, its
 * billing schedule's, the provider's status on the invoice, a linked service. `paymentOptions` may say
 * LINK without saying whose: it is too weak to count.
 */
export async function readPaymentLink(
  client: Pick<SequenceClient, 'billingSchedulePaymentSettings'>,
  invoice: Invoice,
  own: PaymentSettings | null,
  options?: CallOptions,
): Promise<PaymentLink | null> {
  const settings = own ?? (await scheduleSettings(client, invoice, options))
  if (settings !== null) return linkOf(settings.paymentProvider)

  const { stripe, goCardless } = invoice.integrationPaymentStatuses
  if (stripe !== null) return 'STRIPE'
  if (goCardless !== null) return 'GOCARDLESS'
  const linked = invoice.linkedServices.map(({ externalService }) => linkOf(externalService))
  return linked.find((link) => link !== null) ?? null
}

const scheduleSettings = async (
  client: Pick<SequenceClient, 'billingSchedulePaymentSettings'>,
  { billingScheduleId }: Invoice,
  options?: CallOptions,
) =>
  billingScheduleId === null
    ? null
    : client.billingSchedulePaymentSettings(billingScheduleId, options)

function linkOf(provider: string): PaymentLink | null {
  const word = provider.toUpperCase()
  return word === 'STRIPE' || word === 'GOCARDLESS' ? word : null
}

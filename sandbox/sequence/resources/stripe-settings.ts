import type { Session } from '../world.ts'

/** How the account collects by Stripe: nothing is charged by itself here. */
export const getStripeSettings = ({ account }: Session) => ({
  id: account.id,
  sequenceAccountId: account.id,
  enableAutomaticPayments: false,
  autoEnableStripePayments: false,
  retryOffsetDays: [],
})

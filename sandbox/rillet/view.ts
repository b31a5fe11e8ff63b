import { Big } from 'big.js'
import { moneyText, roundMoney } from '../kit/money.ts'
import type { Money, Session } from './model.ts'

/** The object without what is absent: optional values are left out, not null. */
export function present<T extends Record<string, unknown>>(fields: T): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  )
}

/** An amount as answers show it: rounded, and padded to the currency's decimals. */
export function money({ world }: Session, amount: Big | string, currency: string): Money {
  const exact = new Big(amount)
  const padded = world.switches().responseScale === 'padded'
  return {
    amount: padded ? moneyText(exact, currency) : roundMoney(exact, currency).toFixed(),
    currency,
  }
}

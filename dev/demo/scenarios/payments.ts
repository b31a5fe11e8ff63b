import { DemoError } from '../http.ts'
import { InvoiceDetail } from '../operator.ts'
import { poll } from '../poll.ts'
import { readAccount } from '../sequence-books.ts'
import type { Scenario } from '../stage.ts'
import { awaitInRillet, pay } from './in-rillet.ts'

export const payInFull: Scenario = async (stage, subject) => {
  await pay(stage, subject, await awaitInRillet(stage, subject))
}

const firstPart = '400.00'

/** Sequence must say partly paid before the rest comes. */
export const payInParts: Scenario = async (stage, subject) => {
  const whole = await awaitInRillet(stage, subject)
  if (whole.payments.length === 0) {
    await pay(stage, subject, whole, firstPart)
    await subject.reach({ state: 'partially_paid' })
    const { invoices } = await readAccount(stage.sequence, subject.account.sequence.accountId)
    const status = invoices.find(({ id }) => id === subject.id)?.paymentStatus
    if (status !== 'PARTIALLY_PAID')
      throw new DemoError(`Sequence shows ${status}, not partly paid`)
  }
  await pay(stage, subject, await awaitInRillet(stage, subject))
}

/** The sync must have seen the payment and put it aside. */
export const payBehindStripe: Scenario = async (stage, subject) => {
  await pay(stage, subject, await awaitInRillet(stage, subject))
  await stage.told()
  await poll({
    wanted: 'the payment to be recorded as ignored',
    ask: () => subject.account.operator.get(`/invoices/${subject.id}`, InvoiceDetail),
    isThere: ({ payments }) => payments.length === 1 && payments.every(({ ignored }) => ignored),
    describe: ({ payments }) => `the sync shows ${JSON.stringify(payments)}`,
    deadline: stage.deadline,
  })
}

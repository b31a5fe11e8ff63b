import { closingMonth } from '../accounts.ts'
import { DemoError } from '../http.ts'
import { demoInvoices } from '../invoices.ts'
import { Anything } from '../operator.ts'
import { poll } from '../poll.ts'
import { readOrganization } from '../rillet-books.ts'
import { readAccount } from '../sequence-books.ts'
import type { Scenario, Stage, Subject } from '../stage.ts'
import { creditClosedMonth, creditInRillet } from './credits.ts'
import { awaitInRillet } from './in-rillet.ts'

/** Waits until all invoices of the company are in Rillet, then closes the books of their month, once. */
async function closeBooks(stage: Stage, { account, reach }: Subject): Promise<void> {
  const { organizationId } = account.rillet
  const { periods } = await readOrganization(stage.rillet, organizationId)
  if (periods.length > 0) return
  await reach({ state: 'synced' })
  const count = demoInvoices.filter((one) => one.account === 'closing').length
  await poll({
    wanted: 'all invoices of the month to be in Rillet',
    ask: () => readOrganization(stage.rillet, organizationId),
    isThere: ({ invoices }) => invoices.length >= count,
    describe: ({ invoices }) => `${invoices.length} of ${count} are there`,
    deadline: stage.deadline,
  })
  const again = await readOrganization(stage.rillet, organizationId)
  if (again.periods.length > 0) return
  const path = `/_sandbox/organizations/${organizationId}/books/close`
  const body = { end: closingMonth.end }
  await stage.rillet
    .send({ method: 'POST', path, body }, Anything)
    .catch(async (error: unknown) => {
      const { periods: now } = await readOrganization(stage.rillet, organizationId)
      if (now.length === 0) throw error
    })
}

const inClosed =
  (scenario: Scenario): Scenario =>
  async (stage, subject) => {
    await closeBooks(stage, subject)
    await scenario(stage, subject)
  }

/** Rillet's own page must refuse what its users try; nothing changes then. */
const refusedInRillet =
  (path: string, form: Record<string, string>): Scenario =>
  async (stage, subject) => {
    const { id } = await awaitInRillet(stage, subject)
    const { organizationId } = subject.account.rillet
    const at = `/app/${organizationId}/invoices/${id}/${path}`
    const refused = await stage.rillet.submit(at, form).then(
      () => false,
      (error: unknown) => error instanceof DemoError,
    )
    if (!refused) throw new DemoError('Rillet took a change of a closed period')
  }

const act =
  (what: string, body?: unknown): Scenario =>
  async (_stage, { id, account }) => {
    const call = { method: 'POST', path: `/invoices/${id}/${what}`, body } as const
    await account.sequence.api.send(call, Anything)
  }

const unless =
  (status: string, scenario: Scenario): Scenario =>
  async (stage, subject) => {
    const { accountId } = subject.account.sequence
    const { invoices } = await readAccount(stage.sequence, accountId)
    if (invoices.find(({ id }) => id === subject.id)?.status === status) return
    await scenario(stage, subject)
  }

const send: Scenario = async (stage, subject) => {
  const { id, account } = subject
  await act('send')(stage, subject)
  const body = { dueDate: '2027-06-30' }
  const call = { method: 'PATCH', path: `/invoices/${id}/sent`, body } as const
  await account.sequence.api.send(call, Anything)
}

const change: Scenario = async (stage, subject) => {
  const { accountId } = subject.account.sequence
  const line = { title: 'Correction', quantity: '1', rate: '-50.00', taxRate: '0.2' }
  const path = `/_sandbox/accounts/${accountId}/invoices/${subject.id}/line-items`
  await stage.sequence.send({ method: 'POST', path, body: line }, Anything)
  await act('send')(stage, subject)
}

const dates = { invoice_date: closingMonth.day, due_date: '2027-03-31' }

/** What is done to an invoice of a month whose books are closed, by whichever side. */
export const closedScenarios: Record<string, Scenario> = {
  'closed-voided': inClosed(unless('VOIDED', act('void'))),
  'closed-sent': inClosed(unless('SENT', send)),
  'closed-changed': inClosed(unless('SENT', change)),
  'closed-credit-note': inClosed(creditClosedMonth),
  'closed-edited-in-rillet': inClosed(refusedInRillet('dates', dates)),
  'closed-deleted-in-rillet': inClosed(refusedInRillet('delete', {})),
  'closed-credited-in-rillet': inClosed(creditInRillet),
}

import { Anything } from '../operator.ts'
import { poll } from '../poll.ts'
import { readOrganization, refersTo } from '../rillet-books.ts'
import { readAccount } from '../sequence-books.ts'
import type { Scenario } from '../stage.ts'
import { awaitInRillet } from './in-rillet.ts'

export const deleteInRillet: Scenario = async (stage, subject) => {
  const { organizationId } = subject.account.rillet
  const { deletedInvoices } = await readOrganization(stage.rillet, organizationId)
  if (deletedInvoices.some((invoice) => refersTo(invoice, subject.id))) return
  const { id } = await awaitInRillet(stage, subject)
  await subject.reach(subject.invoice.first)
  await stage.rillet.submit(`/app/${organizationId}/invoices/${id}/delete`, {})
}

const termDays = 45

/** Sent from Sequence, which then gives it a later due date; Rillet must follow. */
export const sendWithLaterDueDate: Scenario = async (stage, subject) => {
  const { id, account } = subject
  await awaitInRillet(stage, subject)
  const { invoices } = await readAccount(stage.sequence, account.sequence.accountId)
  const invoice = invoices.find((one) => one.id === id)
  const dueDate = daysAfter(invoice?.accountingDate ?? '', termDays)
  const { api } = account.sequence
  if (invoice?.status === 'FINAL') {
    await api.send({ method: 'POST', path: `/invoices/${id}/send` }, Anything)
  }
  if (invoice?.dueDate !== dueDate) {
    await api.send({ method: 'PATCH', path: `/invoices/${id}/sent`, body: { dueDate } }, Anything)
  }
  await stage.told()
  await poll({
    wanted: `Rillet to show the due date ${dueDate}`,
    ask: () => awaitInRillet(stage, subject),
    isThere: ({ due_date }) => due_date === dueDate,
    describe: ({ due_date }) => `it shows ${due_date}`,
    deadline: stage.deadline,
  })
}

function daysAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00.000Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

import { type Html, html, page } from '../../kit/html.ts'
import type { Session } from '../world.ts'

/** What the last form came to, carried in the address. */
export type Outcome = { notice?: string | undefined; error?: string | undefined }

/** A page within one account. */
export function accountPage(session: Session, title: string, body: Html, outcome: Outcome): string {
  const base = baseOf(session)
  return page({
    vendor: 'Sequence',
    title,
    nav: [
      { href: `${base}/customers`, label: 'Customers' },
      { href: `${base}/products`, label: 'Products' },
      { href: `${base}/invoices`, label: 'Invoices' },
      { href: `${base}/credit-notes`, label: 'Credit notes' },
      { href: `${base}/webhooks`, label: 'Webhooks' },
    ],
    notice: outcome.notice,
    error: outcome.error,
    body: html`<p>${session.account.companyName}</p>${body}`,
  })
}

/** The address under which an account's pages lie. */
export const baseOf = ({ account }: Session): string => `/app/${account.id}`

export const link = (href: string, label: string): Html => html`<a href="${href}">${label}</a>`

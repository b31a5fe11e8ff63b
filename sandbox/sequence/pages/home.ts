import { html, page, table } from '../../kit/html.ts'
import type { World } from '../world.ts'
import { link } from './dashboard.ts'

/** All accounts. */
export function homePage({ state }: World): string {
  const rows = Object.values(state.accounts).map(({ id, companyName, clientId, invoices }) => [
    link(`/app/${id}/invoices`, companyName),
    html`<code>${id}</code>`,
    html`<code>${clientId}</code>`,
    Object.keys(invoices).length,
  ])
  return page({
    vendor: 'Sequence',
    title: 'Accounts',
    body: table(['Account', 'Id', 'API client', 'Invoices'], rows),
  })
}

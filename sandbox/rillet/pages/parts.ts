import type { Big } from 'big.js'
import { type Html, html } from '../../kit/html.ts'
import type { Reference, Session } from '../model.ts'
import { money } from '../view.ts'

/** `1234.50 EUR` */
export function amountText(session: Session, amount: Big | string, currency: string): string {
  const { amount: text } = money(session, amount, currency)
  return `${text} ${currency}`
}

/** Links where a reference has a web address, text elsewhere. */
export function referenceList(references: Reference[]): Html {
  return html`${references.map(({ type, id, url }, at) => {
    const text = `${type}: ${id}`
    const linked = url !== undefined && /^https?:/.test(url)
    return html`${at > 0 ? html`<br>` : ''}${linked ? html`<a href="${url}" rel="noreferrer">${text}</a>` : text}`
  })}`
}

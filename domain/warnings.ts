import { fillIn } from './catalogue.ts'

/** Something a person may want to know, though nothing is held back by it. `params` fill the words. */
export type Warning = { code: WarningCode; params: Record<string, string> }

export type WarningCode = keyof typeof texts

/** A warning in one sentence, as preview, timeline and page show it. */
export const warningText = ({ code, params }: Warning): string => fillIn(texts[code], params)

/** Without params: the sentence needs none. */
export const warning = (code: WarningCode, params: Record<string, string> = {}): Warning => ({
  code,
  params,
})

const texts = {
  due_date_missing: 'Sequence gives no due date: Rillet will use the invoice date.',
  memo_not_sent: 'The memo stays in Sequence: Rillet takes none in this scope.',
  purchase_order_not_sent:
    'The purchase order number {number} stays in Sequence: Rillet takes none in this scope.',
  bank_account_not_chosen:
    'The settings name no bank account: Rillet’s invoice asks for no payment to one, and dates that change later cannot be carried.',
  exchange_rate_ignored:
    'In this scope Rillet takes no exchange rate: it books {currency} at its own.',
  quantity_in_description:
    'Line {line} is sent with quantity 1 and its full amount; its quantity {quantity} stands in the description.',
  tax_code_missing:
    'The tax table has no code for {status} customers and tax category {category}; the tax amount itself is sent.',
  customer_currency_unknown:
    'No currency is set on the customer’s link: Rillet decides whether it takes {currency}.',
  address_left_out:
    'The address is not sent: Rillet wants it whole, and Sequence has no {fields} for it.',
  main_contact_missing:
    'No contact is marked as primary in Sequence: the Rillet customer gets no main recipient.',
  tax_id_not_sent: 'The tax id stays in Sequence: Rillet’s customers have no field for it.',
  product_name_shortened:
    'The name is longer than the 250 characters that Rillet takes: it is cut, and stands in full in the description.',
} as const

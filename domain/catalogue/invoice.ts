import type { Entry } from './entry.ts'

/** What is missing or wrong in the invoice itself, its customer or its products. */
export const invoiceErrors = {
  customer_not_linked: {
    title: 'Customer not linked',
    whatHappened: 'The customer {customer} is not linked to a customer in Rillet.',
    who: 'finance',
    how: 'On the invoice press Link the customer; or under Customers press Link to Rillet, or Create new customer in Rillet. The invoice then goes on by itself.',
    params: ['customer'],
  },
  customer_missing_data: {
    title: 'The customer lacks data that Rillet needs',
    whatHappened:
      'The customer {customer} cannot be created in Rillet: Sequence has no {field} for it.',
    who: 'finance',
    how: 'Fill in the {field} on the customer in Sequence, then press Create new customer in Rillet again, under Customers.',
    params: ['customer', 'field'],
  },
  rillet_customer_gone: {
    title: 'The customer is gone in Rillet',
    whatHappened:
      'The customer {customer} is linked to a Rillet customer that Rillet no longer has: it was deleted there, or merged into another one.',
    who: 'finance',
    how: 'On the invoice press Change the customer’s link (under Customers: Change) and choose the Rillet customer that took its place; or under Customers press Unlink, then Create new customer in Rillet.',
    params: ['customer'],
  },
  currency_mismatch: {
    title: 'Currency mismatch',
    whatHappened:
      'The invoice is in {invoiceCurrency}, but the linked Rillet customer is kept in {customerCurrency}. Nothing was sent.',
    who: 'finance',
    how: 'On the invoice press Change the customer’s link (under Customers: Change) and choose for {customer} the Rillet customer of this currency, or correct the currency of the link; if the invoice is wrong, void it in Sequence.',
    params: ['invoiceCurrency', 'customerCurrency', 'customer'],
  },
  product_not_mapped: {
    title: 'Product not mapped',
    whatHappened: 'The product {product} is not linked to a product in Rillet.',
    who: 'finance',
    how: 'On the invoice press Link the product; or under Products press Link to Rillet, or Create new product in Rillet. The invoice then goes on by itself.',
    params: ['product'],
  },
  product_create_failed: {
    title: 'Rillet refused to create a product',
    whatHappened: 'The product {product} could not be created in Rillet: {sentence}',
    who: 'finance',
    how: 'On the invoice press Link the product (under Products: Link to Rillet) and choose an existing one; or mend what Rillet names and press Retry sync.',
    params: ['product', 'sentence'],
  },
  invoice_not_final: {
    title: 'Invoice not finalized',
    whatHappened:
      'The invoice is {status} in Sequence; only finalized and sent invoices are synced.',
    who: 'finance',
    how: 'Finalize the invoice in Sequence. It then goes on by itself.',
    params: ['status'],
  },
  found_in_sequence: {
    title: 'Found in Sequence, not synced yet',
    whatHappened:
      'A sweep found this invoice as {status} in Sequence, but no webhook ever told the sync of it. Its webhook may have been lost, or it was marked as sent there, which books nothing.',
    who: 'finance',
    how: 'Press Retry sync to book it in Rillet. To keep it out, leave it: nothing happens until somebody presses that.',
    params: ['status'],
  },
  invoice_number_missing: {
    title: 'The invoice has no number',
    whatHappened: 'Rillet wants a number on every invoice, and Sequence gives none for this one.',
    who: 'finance',
    how: 'Give the invoice a number in Sequence, then press Retry sync.',
    params: [],
  },
  no_lines: {
    title: 'The invoice has no lines',
    whatHappened:
      'Rillet accepts only invoices with at least one line; this one has none in Sequence.',
    who: 'finance',
    how: 'Check the invoice in Sequence and press Retry sync, or press Exclude if nothing is to be booked.',
    params: [],
  },
  negative_total: {
    title: 'The total is negative',
    whatHappened:
      'The invoice totals {total} {currency}; Rillet takes a negative invoice only as a credit memo.',
    who: 'finance',
    how: 'Book a credit memo in Rillet by hand and press Mark as synced, or void the invoice in Sequence and issue a credit note.',
    params: ['total', 'currency'],
  },
  totals_differ: {
    title: 'The amounts do not add up',
    whatHappened:
      'In Sequence {left} is {leftAmount} {currency}, but {right} is {rightAmount} {currency}. Nothing was sent.',
    who: 'support',
    how: 'Check the invoice in Sequence. If it shows the same figures, ask Sequence’s support; press Retry sync when they agree.',
    params: ['left', 'leftAmount', 'right', 'rightAmount', 'currency'],
  },
  line_not_representable: {
    title: 'An amount has too many decimals',
    whatHappened:
      '{where} is {amount} {currency}, which has more decimals than {currency} allows. Rillet would refuse it, and the sync never rounds.',
    who: 'finance',
    how: 'Correct the amount in Sequence (void the invoice and issue it again), or book it in Rillet by hand and press Mark as synced.',
    params: ['where', 'amount', 'currency'],
  },
  service_period_reversed: {
    title: 'A service period ends before it starts',
    whatHappened: 'Line {line} is for {start} to {end}. Rillet could not recognize its revenue.',
    who: 'finance',
    how: 'Correct the service period in Sequence (void the invoice and issue it again), then press Retry sync.',
    params: ['line', 'start', 'end'],
  },
  unknown_currency: {
    title: 'Unknown currency',
    whatHappened:
      'The invoice is in “{currency}”, which is not a currency of ISO 4217, so its decimals are not known.',
    who: 'support',
    how: 'Check the invoice’s currency in Sequence. If it is right, ask the support of this sync to add it.',
    params: ['currency'],
  },
  unknown_tax_status: {
    title: 'Unknown tax status',
    whatHappened:
      'Sequence says “{status}” for the customer’s tax status; the sync knows taxed, tax exempt and reverse charged.',
    who: 'finance',
    how: 'Set the tax status on the customer in Sequence, then press Retry sync.',
    params: ['status'],
  },
  tax_on_untaxed_customer: {
    title: 'Tax on a customer who is not taxed',
    whatHappened:
      'The customer is {status}, but the invoice carries {tax} {currency} of tax. Nothing was sent.',
    who: 'finance',
    how: 'Correct the customer’s tax status or the invoice’s tax in Sequence (void the invoice and issue it again).',
    params: ['status', 'tax', 'currency'],
  },
} as const satisfies Record<string, Entry>

import type { Entry } from './entry.ts'

/** What stands between the account and both systems: connections and settings. */
export const connectionErrors = {
  rillet_not_connected: {
    title: 'Rillet is not connected',
    whatHappened: 'No Rillet API key is stored for this account, so nothing can be sent.',
    who: 'administrator',
    how: 'Open Connect, paste a key from Rillet (Organization Settings → API Access) and press Connect.',
    params: [],
  },
  api_key_refused: {
    title: 'Rillet refuses the API key',
    whatHappened: 'Rillet answered that the stored API key is not valid or may not write.',
    who: 'administrator',
    how: 'Make a key with write access in Rillet (Organization Settings → API Access), paste it under Connect and press Replace the key. Invoices that wait for it go on by themselves.',
    params: [],
  },
  other_organization: {
    title: 'Booked in another Rillet organization',
    whatHappened:
      'What was booked is in the Rillet organization {holder}, but the account is now connected to {connected}. Nothing was read or sent.',
    who: 'administrator',
    how: 'Connect the former organization again, and it goes on by itself; an invoice can be excluded.',
    params: ['holder', 'connected'],
  },
  sequence_not_connected: {
    title: 'Sequence is not connected',
    whatHappened: 'No Sequence client id and secret are stored for this account.',
    who: 'administrator',
    how: 'Open Connect, paste client id and secret from Sequence (Settings → API keys) and press Connect Sequence.',
    params: [],
  },
  sequence_key_refused: {
    title: 'Sequence refuses the credentials',
    whatHappened: 'Sequence answered that the stored client id and secret are not valid.',
    who: 'administrator',
    how: 'Make new credentials in Sequence (Settings → API keys), paste them under Connect and press Replace the credentials.',
    params: [],
  },
  disconnected: {
    title: 'The account is disconnected',
    whatHappened: 'Somebody disconnected this account, so no call is made to either system.',
    who: 'administrator',
    how: 'Open Connect and connect Rillet and Sequence again if the sync should go on.',
    params: [],
  },
  missing_setup: {
    title: 'A reference type is missing in Rillet',
    whatHappened:
      'Rillet does not know the external reference type “{type}” that links its invoices back to Sequence.',
    who: 'rillet admin',
    how: 'In Rillet open Settings → External References and add the type “{type}”. Every invoice held back by it goes on by itself; Retry sync makes it quicker.',
    params: ['type'],
  },
  subsidiary_missing: {
    title: 'No subsidiary is chosen',
    whatHappened:
      'The settings do not say in which Rillet subsidiary, and so in which home currency, invoices are booked.',
    who: 'administrator',
    how: 'Open Settings, choose the Subsidiary under How invoices are booked and press Save.',
    params: [],
  },
  default_account_missing: {
    title: 'No revenue account is set for new products',
    whatHappened:
      'Product {product} must be created in Rillet, and Rillet wants a revenue account for it.',
    who: 'administrator',
    how: 'Open Settings, choose the Revenue account under How invoices are booked and press Save; or press Link to Rillet under Products and choose an existing one.',
    params: ['product'],
  },
  default_product_missing: {
    title: 'No default product is set',
    whatHappened:
      'Line {line} needs the default product, because it has no product of its own that Rillet knows.',
    who: 'administrator',
    how: 'Open Settings, choose the Default product under How invoices are booked and press Save.',
    params: ['line'],
  },
  currency_not_enabled: {
    title: 'Other currencies are switched off',
    whatHappened:
      'The invoice is in {currency}, the subsidiary works in {subsidiaryCurrency}, and the settings allow no other currency.',
    who: 'administrator',
    how: 'If Rillet is set up for several currencies, open Settings, set Other currencies to Every currency and press Save.',
    params: ['currency', 'subsidiaryCurrency'],
  },
  scope_not_supported: {
    title: 'This invoice scope could not be sent',
    whatHappened: 'The settings ask for the scope {scope}, which an older version could not send.',
    who: 'nobody',
    how: 'Nothing: it goes on when it is read again. Retry sync makes it quicker.',
    params: ['scope'],
  },
  bank_account_missing: {
    title: 'No bank account is set',
    whatHappened:
      'Rillet changes an invoice of the scope Full only together with the bank account on it; the invoice and the settings name none.',
    who: 'administrator',
    how: 'Open Settings, enter the id of the Bank account under What happens later and press Save.',
    params: [],
  },
  link_template_invalid: {
    title: 'The link template gives no valid address',
    whatHappened:
      'Rillet wants a web address on every reference, but “{template}” does not give one.',
    who: 'administrator',
    how: 'Open Settings. Under Links to both systems write into Address in Rillet’s references an address that starts with https:// and has the word id in curly braces once, and press Save.',
    params: ['template'],
  },
  tax_code_missing: {
    title: 'No tax code for this kind of sale',
    whatHappened: 'The tax table has no code for {status} customers and tax category {category}.',
    who: 'administrator',
    how: 'Open Settings → Tax table, fill the code for {status} in the row of this category (or in the row All others) and press Save.',
    params: ['status', 'category'],
  },
  before_start_date: {
    title: 'Dated before the sync starts',
    whatHappened:
      'The accounting date {accountingDate} is before the start date {startDate}, so the invoice is left alone.',
    who: 'finance',
    how: 'Nothing, if it is booked already. To send it all the same press Retry sync, also after the Start date was moved under Settings.',
    params: ['accountingDate', 'startDate'],
  },
} as const satisfies Record<string, Entry>

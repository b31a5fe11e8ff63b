const account = '/api/v1/accounts/:accountId'

/** What a recorded action did, in words, by its route or command. */
const words: Record<string, string> = {
  'POST /api/session': 'Signed in',
  'DELETE /api/session': 'Signed out',

  [`PUT ${account}`]: 'Added the account',
  [`PUT ${account}/connection/rillet`]: 'Connected Rillet',
  [`PUT ${account}/connection/rillet/webhook-secret`]: 'Set the secret of Rillet’s webhook',
  [`DELETE ${account}/connection/rillet`]: 'Removed Rillet’s key and secrets',
  [`PUT ${account}/connection/sequence`]: 'Connected Sequence',
  [`DELETE ${account}/connection`]: 'Disconnected the account',
  [`POST ${account}/connection/recheck`]: 'Had everything looked at again',
  [`PATCH ${account}/settings`]: 'Changed settings',

  [`PUT ${account}/customers/:id/link`]: 'Linked a customer',
  [`PATCH ${account}/customers/:id/link`]: 'Set a customer’s currency',
  [`DELETE ${account}/customers/:id/link`]: 'Unlinked a customer',
  [`POST ${account}/customers/:id/sync`]: 'Carried a customer to Rillet',
  [`POST ${account}/customers/:id/create`]: 'Created a customer in Rillet',
  [`POST ${account}/customers/:id/resolve-in-doubt`]: 'Resolved a customer in doubt',
  [`POST ${account}/products/:id/resolve-in-doubt`]: 'Resolved a product in doubt',
  [`POST ${account}/credit-notes/:id/retry`]: 'Retried a credit note',
  [`POST ${account}/credit-notes/:id/resolve-in-doubt`]: 'Resolved a credit note in doubt',
  [`PUT ${account}/products/:id/link`]: 'Linked a product',
  [`DELETE ${account}/products/:id/link`]: 'Unlinked a product',
  [`POST ${account}/products/:id/create`]: 'Created a product in Rillet',

  [`POST ${account}/invoices/:id/retry`]: 'Retried an invoice',
  [`POST ${account}/invoices/:id/exclude`]: 'Excluded an invoice',
  [`POST ${account}/invoices/:id/accept-theirs`]: 'Accepted what Rillet says of an invoice',
  [`POST ${account}/invoices/:id/push-ours`]: 'Wrote what Sequence says of an invoice to Rillet',
  [`POST ${account}/invoices/:id/recreate`]: 'Had an invoice deleted and made again in Rillet',
  [`POST ${account}/invoices/:id/credit-difference`]: 'Had the difference of an invoice credited',
  [`POST ${account}/invoices/:id/leave`]: 'Left an invoice in Rillet as it is',
  [`POST ${account}/invoices/:id/delete-in-rillet`]: 'Had an invoice deleted in Rillet',
  [`POST ${account}/invoices/:id/date-on-open-day`]: 'Dated an invoice on the first open day',
  [`POST ${account}/invoices/:id/mark-as-synced`]: 'Marked an invoice as synced',
  [`POST ${account}/invoices/:id/leave-out`]: 'Left an unknown invoice out',
  [`POST ${account}/sweeps/:kind/run`]: 'Started a sweep',
  [`POST ${account}/invoices/:id/resolve-in-doubt`]: 'Resolved an invoice in doubt',

  [`POST ${account}/bulk/retry/estimate`]: 'Had a retry of many estimated',
  [`POST ${account}/bulk/retry`]: 'Retried many invoices',
  [`POST ${account}/bulk/:bulkId/cancel`]: 'Cancelled a retry of many',

  [`POST ${account}/deliveries/:id/replay`]: 'Replayed a delivery',
  [`POST ${account}/deliveries/replay`]: 'Replayed deliveries',
  [`POST ${account}/doctor/recheck`]: 'Had everything looked at again',
  [`POST ${account}/tie-out/refresh`]: 'Had the tie-out read again',
  [`POST ${account}/customers/links`]: 'Linked customers as suggested',
  [`POST ${account}/products/links`]: 'Linked products as suggested',
  [`POST ${account}/deliveries/replay-stuck`]: 'Sent stuck wake-ups again',

  'POST /api/v1/people': 'Invited a person',
  'PUT /api/v1/people/:id/role': 'Changed a person’s role',
  'POST /api/v1/people/:id/link': 'Made a sign-in link',
  'POST /api/v1/people/:id/disable': 'Disabled a person',
  'POST /api/v1/people/:id/enable': 'Enabled a person',
  'POST /api/v1/tokens': 'Made a token',
  'DELETE /api/v1/tokens/:id': 'Revoked a token',
  'PUT /api/v1/me/password': 'Set their own password',
  'DELETE /api/v1/me/sessions/:id': 'Ended one of their own sessions',
  'GET /api/session/oidc/callback': 'Signed in by single sign-on',

  'npm run token': 'Made a token on the command line',
  'npm run sign-in': 'Made a sign-in link on the command line',
}

/** The action itself where no words are known. */
export const wordsOf = (action: string): string => words[action] ?? action

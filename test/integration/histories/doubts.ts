import { ask, type Given, lasting, ofTheDraft, rilletFault, synced } from './path.ts'

const list = '^/invoices(\\?|$)'

/** The create's answer is lost while nothing can be looked for; returns how that ends. */
async function inDoubt(given: Given, how: 'commit_then_reset' | 'reset') {
  const listsAreBack = await lasting(given, 'GET', list)
  await rilletFault(given, how, { path: '^/invoices$' })
  await given.account.finalize(given.id)
  await given.account.until(given.id, 'in_doubt')
  return listsAreBack
}

/** A create that may or may not have reached Rillet. */
export const doubts = ofTheDraft({
  'invoice-in-doubt-adopted': {
    walk: async (given) => {
      await rilletFault(given, 'commit_then_reset', { path: '^/invoices$' })
      await synced(given)
    },
    through: ['createInvoice', 'lookUpInvoice'],
  },
  'invoice-in-doubt-absent': {
    walk: async (given) => {
      await rilletFault(given, 'reset', { path: '^/invoices$' })
      await synced(given)
    },
    through: ['createInvoice', 'lookUpInvoice', 'lookUpInvoice', 'readSource', 'createInvoice'],
  },
  'invoice-in-doubt-named-by-a-person': {
    walk: async (given) => {
      const { account, id } = given
      await inDoubt(given, 'commit_then_reset')
      await account.untilInvoice(id, (one) => one.errorText !== null, 'a look-up in vain')
      const [booked] = await account.booked(id)
      await ask(given, 'resolve-in-doubt', { found: true, rilletId: booked?.['id'] })
      await account.until(id, 'synced')
    },
    through: ['createInvoice', 'adoptInvoice'],
  },
  'invoice-in-doubt-denied-by-a-person': {
    walk: async (given) => {
      const listsAreBack = await inDoubt(given, 'reset')
      const asked = ask(given, 'resolve-in-doubt', { found: false })
      await listsAreBack()
      await asked
      await given.account.until(given.id, 'synced')
    },
    through: ['createInvoice', 'forgetAttempt', 'readSource', 'createInvoice'],
  },
})

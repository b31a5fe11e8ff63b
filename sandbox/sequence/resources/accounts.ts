import type { Account } from '../model/account.ts'
import { page, type Query } from '../wire/paging.ts'
import { existing, type Session } from '../world.ts'

/** A key sees its own account only, unless the doubt is switched. */
export function listAccounts(session: Session, query: Query) {
  const items = Object.values(visible(session))
  return page(session, query, { items, sortable: false, view: viewAccount })
}

export const getAccount = (session: Session, id: string) =>
  viewAccount(existing(session, visible(session), id, 'account'))

function visible({ account, state, switches }: Session): Record<string, Account> {
  return switches().accountsVisible === 'own' ? { [account.id]: account } : state.accounts
}

export function viewAccount({ id, createdAt, companyName, companyNumber, ...account }: Account) {
  return {
    id,
    createdAt,
    sequenceOrganisationId: account.organisationId,
    companyName,
    companyNumber,
    country: account.country,
    sendCustomerNotifications: false,
    alertEmailAddresses: [],
  }
}

import type { z } from 'zod'
import { administers, distinct, everyAccount, type Grant, roleIn } from '../domain/roles.ts'
import type { PersonRow } from '../store/people.ts'
import { ApiError } from './problem.ts'
import { iso } from './schemas/common.ts'
import type { PersonView, TokenView } from './schemas/people.ts'

/** The grants that an admin may see and change: those in accounts that they administer. */
export const ownPart = (admin: readonly Grant[], grants: readonly Grant[]): Grant[] =>
  distinct(grants.filter(({ accountId }) => roleIn(admin, accountId) === 'admin'))

/** Whether an admin sees somebody at all. */
export const sees = (admin: readonly Grant[], { grants }: PersonRow): boolean =>
  ownPart(admin, grants).length > 0 || administersAll(admin)

/** Whether everything that somebody may do is within what an admin administers. */
export const isOwn = (admin: readonly Grant[], { grants }: PersonRow): boolean =>
  administers(admin, grants) && (grants.length > 0 || administersAll(admin))

const administersAll = (admin: readonly Grant[]) => roleIn(admin, everyAccount) === 'admin'

/** In whose audit trail it stands: the one account's, else that of all. */
export function trailOf(grants: readonly Grant[]): string {
  const [first, ...others] = grants
  return first !== undefined && others.length === 0 ? first.accountId : everyAccount
}

/** Nobody gives a role in an account that they do not administer: to them it is not there. */
export function checkGrants(admin: readonly Grant[], grants: readonly Grant[]): void {
  const foreign = grants.find(({ accountId }) => roleIn(admin, accountId) !== 'admin')
  if (foreign === undefined) return
  throw new ApiError('account_unknown', `You are no admin of the account ${foreign.accountId}.`)
}

export const personView = (
  row: PersonRow,
  admin: readonly Grant[],
): z.infer<typeof PersonView> => ({
  id: row.id,
  name: row.name,
  roles: ownPart(admin, row.grants),
  oidc: row.isOidc,
  hasPassword: row.hasPassword,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: iso(row.lastUsedAt),
  disabledAt: iso(row.endedAt),
  sessions: row.sessions,
  mine: isOwn(admin, row),
})

export const tokenView = (row: PersonRow, admin: readonly Grant[]): z.infer<typeof TokenView> => ({
  id: row.id,
  name: row.name,
  roles: ownPart(admin, row.grants),
  madeBy: row.madeBy,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: iso(row.lastUsedAt),
  revokedAt: iso(row.endedAt),
})

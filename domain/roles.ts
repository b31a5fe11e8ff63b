export const roles = ['viewer', 'operator', 'admin'] as const
/** What somebody may do in an account: read; also act on invoices and links; also connect and set. */
export type Role = (typeof roles)[number]

/** In the place of an account's id: every account, also those to come. */
export const everyAccount = '*'

/** A role in one account, or in every one. */
export type Grant = { accountId: string; role: Role }

const rank = (role: Role) => roles.indexOf(role)

export const isAtLeast = (role: Role, least: Role): boolean => rank(role) >= rank(least)

/** The role in an account, or null for none: the higher of the one given there and that for all. */
export function roleIn(grants: readonly Grant[], accountId: string): Role | null {
  return highest(
    grants.filter((grant) => grant.accountId === everyAccount || grant.accountId === accountId),
  )
}

/** The highest role in any account, or null for somebody without one. */
export const highest = (grants: readonly Grant[]): Role | null =>
  grants.reduce<Role | null>(
    (most, { role }) => (most !== null && isAtLeast(most, role) ? most : role),
    null,
  )

/** What is left of some grants under somebody else's: nobody passes on more than they have. */
export function within(grants: readonly Grant[], ceiling: readonly Grant[]): Grant[] {
  const wanted = grants.flatMap((grant) =>
    grant.accountId === everyAccount
      ? [grant, ...ceiling.map(({ accountId }) => ({ accountId, role: grant.role }))]
      : [grant],
  )
  return distinct(
    wanted.flatMap(({ accountId, role }) => {
      const most = roleIn(ceiling, accountId)
      if (most === null) return []
      return [{ accountId, role: isAtLeast(most, role) ? role : most }]
    }),
  )
}

/** Whether an admin's grants reach everything that somebody else may do. */
export const administers = (admin: readonly Grant[], others: readonly Grant[]): boolean =>
  others.every(({ accountId }) => roleIn(admin, accountId) === 'admin')

/** One grant an account, the highest. */
export function distinct(grants: readonly Grant[]): Grant[] {
  const accounts = [...new Set(grants.map(({ accountId }) => accountId))]
  return accounts.flatMap((accountId) => {
    const role = highest(grants.filter((grant) => grant.accountId === accountId))
    return role === null ? [] : [{ accountId, role }]
  })
}

import { queryOptions, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { type Role as RoleSchema, WhoAmI } from '../api/schemas/session.ts'
import { useAccountId } from './account.ts'
import { ask } from './api.ts'

export type Role = z.infer<typeof RoleSchema>

/** Who is signed in, with which role where, and how one can sign in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => ask({ path: '/session', answer: WhoAmI, signal }),
  staleTime: 60_000,
})

/** True for an admin of every account, who may add more. */
export const administersAll = (who: z.infer<typeof WhoAmI> | undefined): boolean =>
  who?.session?.roles.some(({ accountId, role }) => accountId === '*' && role === 'admin') ?? false

const ranks: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 }

/** What whoever is signed in may do in the open account. */
export function useMay(): {
  /** True when their role is at least this one. */
  may: (role: Role) => boolean
  /** Why a button for this role cannot be pressed; null when it can. */
  whyNot: (role: Role) => string | null
} {
  const accountId = useAccountId()
  const { data } = useQuery(sessionQuery)
  const grants = data?.session?.roles ?? []
  const own = grants
    .filter((grant) => grant.accountId === accountId || grant.accountId === '*')
    .map(({ role }) => ranks[role])
  const rank = Math.max(-1, ...own)
  return {
    may: (role) => rank >= ranks[role],
    whyNot: (role) =>
      rank >= ranks[role] ? null : `This needs the role ${role}: an admin gives it under People.`,
  }
}

import { queryOptions, useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { useAccountId } from './account.ts'
import { ApiProblem, ask } from './api.ts'

const Role = z.enum(['viewer', 'operator', 'admin'])
export type Role = z.infer<typeof Role>

const WhoAmI = z.object({
  session: z
    .object({
      name: z.string(),
      roles: z.array(z.object({ accountId: z.string(), role: Role })),
    })
    .nullable(),
  signIn: z.object({
    link: z.boolean(),
    password: z.boolean(),
    oidc: z.object({ label: z.string(), url: z.string() }).nullable(),
  }),
})
type WhoAmI = z.infer<typeof WhoAmI>

/** Who is signed in, with which role where, and how one can sign in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) =>
    ask({ path: '/session', answer: WhoAmI, signal }).catch((error: unknown): WhoAmI => {
      // An api without sessions takes tokens only: whoever reaches it may do everything.
      if (!(error instanceof ApiProblem) || error.body.status !== 404) throw error
      const roles = [{ accountId: '*', role: 'admin' as const }]
      return {
        session: { name: 'token', roles },
        signIn: { link: true, password: false, oidc: null },
      }
    }),
  staleTime: 60_000,
})

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

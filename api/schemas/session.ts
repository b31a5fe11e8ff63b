import * as z from 'zod'
import { roles } from '../../domain/roles.ts'
import { Instant } from './common.ts'

/** A one-time link's secret (what stands behind the # of its address), or a name with a password. */
export const SignIn = z
  .strictObject({
    link: z.string().min(1).max(200).optional(),
    name: z.string().min(1).max(100).optional(),
    password: z.string().min(1).max(200).optional(),
  })
  .refine(
    ({ link, name, password }) =>
      link === undefined
        ? name !== undefined && password !== undefined
        : name === undefined && password === undefined,
    'must be either a link, or a name with a password',
  )

export const Role = z.enum(roles)

export const GrantView = z
  .object({
    /** An account’s id, or `*` for every account. */
    accountId: z.string(),
    role: Role,
  })
  .meta({ id: 'Grant' })

const SignedIn = z.object({
  name: z.string(),
  kind: z.enum(['person', 'token']),
  roles: z.array(GrantView),
  /** How the person signed in; null for a token. */
  method: z.enum(['link', 'password', 'oidc']).nullable(),
  signedInAt: Instant.nullable(),
  /** The session ends then unless something is asked before. */
  idleUntil: Instant.nullable(),
  /** The session ends then in any case. */
  endsAt: Instant.nullable(),
  /** Whether the person can also sign in with name and password. */
  hasPassword: z.boolean(),
})

/** Who asks, and how one can sign in; answered to everybody, so that a sign-in page can be shown. */
export const WhoAmI = z
  .object({
    /** Null: nobody is signed in. */
    session: SignedIn.nullable(),
    signIn: z.object({
      link: z.boolean(),
      password: z.boolean(),
      /** Single sign-on: what to write on the button, and the address to go to; null when it is not set up. */
      oidc: z.object({ label: z.string(), url: z.string() }).nullable(),
    }),
  })
  .meta({ id: 'WhoAmI' })

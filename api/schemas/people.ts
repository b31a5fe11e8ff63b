import * as z from 'zod'
import { Instant, plainText, Reason } from './common.ts'
import { GrantView, Role } from './session.ts'

/** An account's id, or `*` for every account. */
const accountRule = 'must be an account’s id, or "*" for every account'
const AccountOrAll = z
  .string({ error: ({ input }) => (input === undefined ? undefined : accountRule) })
  .regex(/^([\w-]{1,64}|\*)$/, accountRule)
const Grant = z.strictObject({ accountId: AccountOrAll, role: Role })
const Name = plainText(100, 1)
const reason = Reason.optional()

export const PersonParams = z.object({ id: z.string().regex(/^\d{1,18}$/, 'must be a number') })
export const Because = z.strictObject({ reason }).nullish()

export const PersonView = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Those in accounts that whoever asks administers. */
    roles: z.array(GrantView),
    /** Signs in through single sign-on; their roles may come from there. */
    oidc: z.boolean(),
    hasPassword: z.boolean(),
    createdAt: Instant,
    lastSeenAt: Instant.nullable(),
    disabledAt: Instant.nullable(),
    /** Sessions that are open now. */
    sessions: z.int(),
    /** Whoever asks administers everything that this person may do: only then can they disable them. */
    mine: z.boolean(),
  })
  .meta({ id: 'Person' })

export const LinkOut = z
  .object({
    /** Signs the person in once; shown this one time. */
    url: z.string(),
    expiresAt: Instant,
  })
  .meta({ id: 'SignInLink' })

export const Invite = z.strictObject({
  name: Name,
  roles: z.array(Grant).min(1).max(100),
  reason,
})
export const Invited = z.object({ person: PersonView, link: LinkOut })

/** `role` null takes the role in that account away. */
export const RoleChange = z.strictObject({
  accountId: AccountOrAll,
  role: Role.nullable(),
  reason,
})

export const TokenView = z
  .object({
    id: z.string(),
    name: z.string(),
    roles: z.array(GrantView),
    /** Null: made on the command line. */
    madeBy: z.string().nullable(),
    createdAt: Instant,
    lastUsedAt: Instant.nullable(),
    revokedAt: Instant.nullable(),
  })
  .meta({ id: 'Token' })

export const NewToken = z.strictObject({
  name: Name,
  roles: z.array(Grant).min(1).max(100),
  reason,
})
/** The token is shown this one time. */
export const MadeToken = z.object({ token: z.string(), view: TokenView })

export const SessionView = z
  .object({
    id: z.string(),
    /** The one that asks. */
    current: z.boolean(),
    method: z.enum(['link', 'password', 'oidc']),
    ip: z.string(),
    userAgent: z.string(),
    signedInAt: Instant,
    seenAt: Instant,
    endsAt: Instant,
  })
  .meta({ id: 'Session' })

/** `current` is needed where there is a password already. */
export const PasswordChange = z.strictObject({
  current: z.string().min(1).max(200).optional(),
  password: z.string().min(12, 'must have at least 12 characters').max(200),
})

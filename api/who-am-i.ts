import type { z } from 'zod'
import type { Db } from '../store/connect.ts'
import { hasPassword } from '../store/person.ts'
import type { Identity } from './auth/identify.ts'
import { iso } from './schemas/common.ts'
import type { WhoAmI } from './schemas/session.ts'

/** What the page must know of whoever asks, and of how one signs in here. */
export async function whoAmI(db: Db, identity: Identity | null): Promise<z.infer<typeof WhoAmI>> {
  const signIn = { link: true, password: true, oidc: null }
  if (identity === null) return { session: null, signIn }
  const { operator, session } = identity
  return {
    session: {
      name: operator.name,
      kind: operator.kind,
      roles: operator.grants,
      method: session?.method ?? null,
      signedInAt: iso(session?.createdAt ?? null),
      idleUntil: iso(session?.idleUntil ?? null),
      endsAt: iso(session?.endsAt ?? null),
      hasPassword: await hasPassword(db, operator.id),
    },
    signIn,
  }
}

import type { z } from 'zod'
import type { Db } from '../store/connect.ts'
import { passwordHashOf } from '../store/person.ts'
import type { Identity } from './auth/identify.ts'
import { type Oidc, startPath } from './oidc/oidc.ts'
import { iso } from './schemas/common.ts'
import type { WhoAmI } from './schemas/session.ts'

/** What the page must know of whoever asks, and of how one signs in here. */
export async function whoAmI(
  db: Db,
  identity: Identity | null,
  oidc: Oidc | null,
): Promise<z.infer<typeof WhoAmI>> {
  const sso = oidc === null ? null : { label: oidc.label, url: startPath }
  const signIn = { link: true, password: true, oidc: sso }
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
      hasPassword: (await passwordHashOf(db, operator.id)) !== null,
    },
    signIn,
  }
}

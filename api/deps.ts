import type { Client } from '@temporalio/client'
import type { Db } from '../store/connect.ts'
import type { Secrets } from '../store/secrets.ts'
import type { Vendors } from '../vendors.ts'
import type { Changes } from './events/changes.ts'
import type { Door } from './gateway/door.ts'
import type { Oidc } from './oidc/oidc.ts'

/** What routes are built from. */
export type ApiDeps = {
  db: Db
  secrets: Secrets
  vendors: Vendors
  temporal: Client
  door: Door
  /** What changes in the accounts that pages are open on. */
  changes: Changes
  /** Single sign-on, where it is set up. */
  oidc?: Oidc | null
  /** Where browsers and webhooks reach us, without a last slash. */
  publicUrl: string
  /** Temporal's Web UI, if people can reach it. */
  temporalUiUrl: string | null
}

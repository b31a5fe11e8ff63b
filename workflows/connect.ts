import { vendors } from './activities.ts'
import type { ConnectInput, ConnectResult } from './messages.ts'

/** Creates or repairs our notification policy in Sequence, so that its webhooks reach us. */
export const connect = (input: ConnectInput): Promise<ConnectResult> => vendors.ensurePolicy(input)

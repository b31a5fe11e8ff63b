import { type Call, type CallOptions, Ignored, segment } from '../http.ts'
import { collect, pageOf, readAll } from './lists.ts'
import { Policy } from './schemas.ts'

export type PolicyRequest = {
  name: string
  recipients: string[]
  channel: 'WEBHOOK'
  notificationTypes: string[]
  /** Given by us or made by Sequence. */
  webhookSecret?: string
}

const path = '/notifications/policies'
const Policies = pageOf(Policy)

/** Who is told of what. A policy is changed part by part: there is no PUT. */
export const policyCalls = (call: Call) => ({
  listPolicies: (options?: CallOptions): Promise<Policy[]> =>
    collect(readAll(call, path, Policies, {}, options)),

  getPolicy: (id: string, options?: CallOptions): Promise<Policy> =>
    call({ ...options, method: 'GET', path: at(id), response: Policy }),

  createPolicy: (body: PolicyRequest, options?: CallOptions): Promise<Policy> =>
    call({ ...options, method: 'POST', path, body, response: Policy }),

  addRecipients: (id: string, recipients: string[], options?: CallOptions): Promise<Policy> =>
    call({
      ...options,
      method: 'POST',
      path: `${at(id)}/recipients`,
      body: { recipients },
      response: Policy,
    }),

  removeRecipient: (id: string, recipient: string, options?: CallOptions): Promise<Policy> =>
    call({
      ...options,
      method: 'DELETE',
      path: `${at(id)}/recipients/${segment(recipient)}`,
      response: Policy,
    }),

  addNotificationTypes: (
    id: string,
    notificationTypes: string[],
    options?: CallOptions,
  ): Promise<Policy> =>
    call({
      ...options,
      method: 'POST',
      path: `${at(id)}/notification-types`,
      body: { notificationTypes },
      response: Policy,
    }),

  removeNotificationType: (id: string, type: string, options?: CallOptions): Promise<Policy> =>
    call({
      ...options,
      method: 'DELETE',
      path: `${at(id)}/notification-types/${segment(type)}`,
      response: Policy,
    }),

  deletePolicy: (id: string, options?: CallOptions): Promise<void> =>
    call({ ...options, method: 'DELETE', path: at(id), response: Ignored }),
})

const at = (id: string) => `${path}/${segment(id)}`

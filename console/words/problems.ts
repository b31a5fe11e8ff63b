import type { z } from 'zod'
import type { ProblemBody } from '../../api/schemas/problem.ts'

export type Words = { title: string; what: string; who: string; how: string }
type Body = z.infer<typeof ProblemBody>

const admin = 'An admin of this account'
export const runner = 'Whoever runs this installation'

/** By the API's code where it says more than the status does: who acts, and how. */
const byCode: Record<string, readonly [who: string, how: string]> = {
  not_connected: [admin, 'Open Connect and finish what is marked there.'],
  connection_refused: [admin, 'Open Connect and paste new credentials.'],
  people_only: ['You', 'Sign in as a person: a token has no sessions and no password.'],
  vendor_busy: ['Nobody', 'Try again in a minute: there are calls left then.'],
  vendor_unreachable: [
    'Nobody, at first',
    'Try again in a minute. If it stays, see whether the vendor reports trouble.',
  ],
}

const byStatus: Record<number, readonly [who: string, how: string]> = {
  401: ['You', 'Sign in again.'],
  403: [admin, 'They give you the role under People.'],
  404: ['You', 'Check the address, or open it from its list.'],
  429: ['You', 'Wait a minute, then try again.'],
}

/** The API's own title is about the form of its requests; the fields are named under it. */
const notTaken = 'Not taken: something is missing or filled in wrongly'

/** What the API refused, who acts and how. */
export function wordsOfProblem(body: Body): Words {
  const { code, status, violations = [] } = body
  const isForm = code === 'invalid_request' && violations.length > 0
  const title = isForm ? notTaken : body.title
  const detail = isForm ? `${notTaken}.` : body.detail
  const known = byCode[code] ?? byStatus[status]
  const [who, how] = known ?? (status >= 500 ? ofServer : ofRequest)
  return { title, what: detail, who, how }
}

const ofServer = [
  runner,
  'Try again. If it stays, tell them the time and the address: the server’s log has the cause.',
] as const
const ofRequest = ['You', 'Mend what is named, then try again.'] as const

import { ApiProblem, UnreachableError } from '../api.ts'

type Words = { title: string; what: string; who: string; how: string }

const admin = 'An admin of this account'
const runner = 'Whoever runs this installation'

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

/** What went wrong, who acts and how, for a page or a part of one that could not be shown. */
export function wordsOfError(error: Error): Words {
  if (error instanceof ApiProblem) return wordsOfProblem(error)
  if (error instanceof UnreachableError) {
    return {
      title: 'The server gave no answer',
      what: error.message,
      who: `You, or ${runner.toLowerCase()}`,
      how: 'See that this computer is online, then try again. If it stays, tell them.',
    }
  }
  return {
    title: 'A fault in this page stopped it',
    what: `Nothing was changed by it. It says: “${error.message}”`,
    who: runner,
    how: 'Load the page again. If it stays, tell them these words and the address.',
  }
}

function wordsOfProblem({ body: { code, status, title, detail } }: ApiProblem): Words {
  const known = byCode[code] ?? byStatus[status]
  const [who, how] = known ?? (status >= 500 ? ofServer : ofRequest)
  return { title, what: detail, who, how }
}

const ofServer = [
  runner,
  'Try again. If it stays, tell them the time and the address: the server’s log has the cause.',
] as const
const ofRequest = ['You', 'Mend what is named, then try again.'] as const

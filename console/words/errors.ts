import { ApiProblem, UnreachableError } from '../api.ts'
import { runner, type Words, wordsOfProblem } from './problems.ts'

/** What went wrong, who acts and how, for a page or a part of one that could not be shown. */
export function wordsOfError(error: Error): Words {
  if (error instanceof ApiProblem) return wordsOfProblem(error.body)
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

import { patched } from '@temporalio/workflow'
import {
  connectionProblems,
  documentProblems,
  oldScopeProblems,
  settingsProblems,
} from '../../domain/checks.ts'
import type { Problem, SyncContext } from '../../domain/model.ts'
import type { Wakes } from '../wakes.ts'
import type { Source } from './source.ts'

/** What must hold before any step: a connection, its settings, a sound document. */
export function prerequisites({ facts, context }: Source, asked: Wakes): Problem[] {
  return [
    ...connectionProblems(context).filter((problem) => !mayTry(problem, asked)),
    ...scopeProblems(context),
    ...settingsProblems(facts, context.settings),
    ...documentProblems(facts),
  ]
}

/** A run that was held back by its scope when only one could be sent is replayed as it was. */
const scopeProblems = ({ settings }: SyncContext): Problem[] =>
  settings.scope === 'REVENUE_RECOGNITION_ONLY' || patched('every-scope')
    ? []
    : oldScopeProblems(settings)

/** What only a try can show to be mended is tried by one: the probe, or whom a person asks for. */
const mayTry = ({ code }: Problem, { retry, probe }: Wakes): boolean =>
  (retry !== null || probe) &&
  (code === 'missing_setup' || code === 'api_key_refused' || code === 'sequence_key_refused')

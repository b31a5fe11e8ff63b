import { styleText } from 'node:util'
import { savedViews } from './saved-views.ts'
import type { Print } from './steps.ts'

/** Null: not started, or not known. */
export type Addresses = {
  api: string
  console: string
  apiDocs: string
  temporal: string
  temporalUi: string | null
  rillet: string | null
  sequence: string | null
  postgres: string
  /** Of the operator `demo`, new at each start. */
  token: string
  /** Signs the person `demo` in, once; new at each start. */
  signIn: string
}

const nameWidth = 34
const line = (name: string, value: string, indent = 2) =>
  `${' '.repeat(indent)}${name.padEnd(nameWidth - indent)}${value}`

/** Prints where everything is, for a person. */
export function printAddresses(addresses: Addresses, namespace: string, print: Print): void {
  const { api, console, apiDocs, temporal, temporalUi, rillet, sequence, token, signIn } = addresses
  print()
  print(line('Console', console))
  print(line('Sign in (once, within the hour)', signIn))
  print(line('API', api))
  print(line('API, readable and to try', apiDocs))
  print(line('Operator token', token))
  print(line('Temporal', temporal))
  if (temporalUi !== null) {
    print(line('Temporal Web UI', temporalUi))
    for (const { name, url } of savedViews(temporalUi, namespace)) {
      print(styleText('dim', line(name, url, 4)))
    }
  }
  if (rillet !== null) print(line('Rillet (stand-in)', rillet))
  if (sequence !== null) print(line('Sequence (stand-in)', sequence))
  print()
}

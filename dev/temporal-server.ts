import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import type { ProcessSpec } from './child.ts'

export type TemporalServerOptions = {
  program: string
  port: number
  uiPort: number
  host: string
  namespace: string
  /** Folder of its database file; without one it keeps everything in memory. */
  dataDir?: string
  logFile: string
  /** `key=value`, beside our own. */
  dynamicConfig?: string[]
}

/** Fairness keys order one account's work beside another's; one partition makes that order exact. */
const ownDynamicConfig = [
  'matching.enableFairness=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
]

/** A real Temporal development server with its Web UI, as a process to start. */
export function temporalServer(options: TemporalServerOptions): ProcessSpec {
  const { program, port, uiPort, host, namespace, dataDir, logFile, dynamicConfig = [] } = options
  const file = dataDir === undefined ? [] : ['--db-filename', join(dataDir, 'temporal.db')]
  const listen = [
    '--ip',
    host,
    '--port',
    String(port),
    '--ui-ip',
    host,
    '--ui-port',
    String(uiPort),
  ]
  const dynamic = [...ownDynamicConfig, ...dynamicConfig].flatMap((value) => [
    '--dynamic-config-value',
    value,
  ])
  const log = ['--log-level', 'warn']
  return {
    name: 'Temporal',
    command: program,
    args: ['server', 'start-dev', ...listen, ...file, '--namespace', namespace, ...dynamic, ...log],
    env: process.env,
    logFile,
    stopSignal: 'SIGTERM',
    stopOrder: 3,
    isReady: () => answers(`${host}:${port}`, namespace),
  }
}

async function answers(address: string, namespace: string): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 1_000 })
    try {
      await connection.workflowService.describeNamespace({ namespace })
    } finally {
      await connection.close()
    }
    return true
  } catch {
    return false
  }
}

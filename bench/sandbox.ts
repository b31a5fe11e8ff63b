import { readSandboxConfig, runMain } from '../config.ts'
import { startRilletSandbox } from '../sandbox/rillet/server.ts'
import { startSequenceSandbox } from '../sandbox/sequence/server.ts'

// One stand-in as a process of its own, its state in memory: writing a file is not the vendors' work.
runMain(async () => {
  const config = readSandboxConfig()
  const { HOST: host, TIME_SCALE: timeScale } = config
  const sandbox =
    process.argv[2] === 'rillet'
      ? await startRilletSandbox({ port: config.SANDBOX_RILLET_PORT, host, timeScale, seed: [] })
      : await startSequenceSandbox({
          port: config.SANDBOX_SEQUENCE_PORT,
          host,
          timeScale,
          seed: [],
        })
  process.once('SIGTERM', () => void sandbox.close().then(() => process.exit(0)))
})

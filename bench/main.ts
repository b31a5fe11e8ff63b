import { runMain } from '../config.ts'
import { createBareRuns } from './bare/runs.ts'
import { startBareWorker } from './bare/start.ts'
import type { Bench } from './bench.ts'
import { createAccount } from './environment/account.ts'
import { startEnvironment } from './environment/start.ts'
import { type Finding, table } from './figures.ts'
import { runGently } from './gentle.ts'
import { askCalls } from './questions/calls.ts'
import { askGateway } from './questions/gateway.ts'
import { askInvoiceList } from './questions/invoice-list.ts'
import { askLatency } from './questions/latency.ts'
import { askSettlement } from './questions/settlement.ts'
import { askSize } from './questions/size.ts'
import { askSweep } from './questions/sweep.ts'
import { askThroughput } from './questions/throughput.ts'
import { conditions, save } from './results.ts'
import { readSizes } from './sizes.ts'

runMain(measure)

/** `npm run bench`: starts everything, asks every question, prints the tables, writes them down. */
async function measure(): Promise<void> {
  const sizes = readSizes(process.argv.slice(2))
  const say = (line: string) => console.log(`… ${line}`)
  const environment = await startEnvironment(say)
  const findings: Finding[] = []
  const found = (finding: Finding) => {
    findings.push(finding)
    console.log(table(finding))
  }
  const stop = () => void environment.close().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  try {
    for (const line of conditions) console.log(line)
    const account = await createAccount(environment)
    await ask({ environment, account, sizes }, found, say)
  } catch (error) {
    console.error(environment.lastWords())
    throw error
  } finally {
    await environment.close()
  }
  await save(findings, sizes)
}

async function ask(bench: Bench, found: (finding: Finding) => void, say: (line: string) => void) {
  const { environment, account } = bench
  const { temporal } = environment
  say('calls per invoice')
  const { finding, perInvoice, invoices } = await askCalls(bench)
  found(finding)
  const invoiceId = invoices[0]?.invoiceId ?? ''
  found(await askSize(temporal, { accountId: account.id, invoiceId }))

  const input = { syncCalls: perInvoice.sync, settleCalls: perInvoice.settle }
  const bare = createBareRuns(temporal, input)
  const worker = await startBareWorker(environment, bare.told)
  const compared = { ...bench, bare, barePid: worker.pid }
  try {
    say('one invoice after the other')
    const latencies = await runGently(compared)
    found(askLatency(latencies))
    found(askSettlement(latencies))
    say('as many as possible')
    found(await askThroughput(compared))
  } finally {
    await worker.stop()
  }
  say('a long list of invoices')
  found(await askInvoiceList(environment))
  say('a sweep')
  const [like] = invoices
  if (like !== undefined) found(await askSweep(bench, like))
  say('the gateway')
  const rilletIds = invoices.slice(0, 5).map(({ rilletId }) => rilletId)
  found(await askGateway({ ...bench, rilletIds }))
}

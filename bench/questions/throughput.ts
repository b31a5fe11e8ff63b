import type { Compared } from '../bench.ts'
import { readCpu } from '../cpu.ts'
import { untilQuiet } from '../environment/quiet.ts'
import type { Figure, Finding } from '../figures.ts'
import { draftMany, runMany } from '../ours.ts'
import { median } from '../statistics.ts'

/** Invoices a second: up to Rillet's ledger, and up to PAID in Sequence. */
type Rates = { synced: number; settled: number }

const startsAtOnce = 20

/**
 * How many invoices a second, finalized as fast as possible and each paid as soon as it is in Rillet?
 * Beside bare Temporal: ours and bare take turns, so that both meet the same machine.
 */
export async function askThroughput(compared: Compared): Promise<Finding> {
  const { account, bare, environment, sizes } = compared
  const { invoices, turns } = sizes
  const ours: Rates[] = []
  const bares: Rates[] = []
  const spent: { ours: Cpu; bare: Cpu }[] = []
  const cpu = () =>
    readCpu(new Map([...environment.processes.pids(), ['bare worker', compared.barePid]]))

  for (let turn = 0; turn < turns; turn += 1) {
    const ids = await draftMany(account, invoices)
    await untilQuiet(environment.db)
    const atStart = await cpu()
    ours.push(await rated(() => runMany(account, ids)))
    await untilQuiet(environment.db)
    const between = await cpu()
    bares.push(await rated(() => bare.runMany(invoices, startsAtOnce)))
    spent.push({ ours: less(between, atStart), bare: less(await cpu(), between) })
  }

  const rate = (name: string, rates: Rates[], key: keyof Rates): Figure => ({
    name,
    value: median(rates.map((one) => one[key])),
    unit: '/s',
  })
  const ratio = (key: keyof Rates) =>
    median(ours.map((one, turn) => one[key] / (bares[turn]?.[key] ?? Number.NaN)))
  const target = { atLeast: 0.8 }
  return {
    question: 'Throughput',
    figures: [
      rate('ours: finalized to in Rillet', ours, 'synced'),
      rate('bare: as many steps', bares, 'synced'),
      { name: 'ratio', value: ratio('synced'), unit: '× bare', target },
      rate('ours: finalized to PAID in Sequence', ours, 'settled'),
      rate('bare: as many steps and one signal', bares, 'settled'),
      { name: 'ratio', value: ratio('settled'), unit: '× bare', target },
      ...cpuRatio(spent),
    ],
    notes: [
      `${invoices} invoices a run, ${turns} runs of each in turns; the median, and that of each pair's ratio.`,
      ...cpuNote('ours', spent, invoices),
      ...cpuNote('bare', spent, invoices),
    ],
  }
}

async function rated(run: () => Promise<{ synced: number; settled: number }[]>): Promise<Rates> {
  const startedAt = Date.now()
  const times = await run()
  const perSecond = (ends: number[]) => (ends.length * 1_000) / (Math.max(...ends) - startedAt)
  return {
    synced: perSecond(times.map(({ synced }) => synced)),
    settled: perSecond(times.map(({ settled }) => settled)),
  }
}

/** Milliseconds by process. */
type Cpu = Map<string, number>

const less = (later: Cpu, sooner: Cpu): Cpu =>
  new Map([...later].map(([name, ms]) => [name, ms - (sooner.get(name) ?? 0)]))

/** Hardly moved by what else the machine does; the stand-ins' share counts as ours. */
function cpuRatio(spent: { ours: Cpu; bare: Cpu }[]): Figure[] {
  const sum = (cpu: Cpu) => [...cpu.values()].reduce((total, ms) => total + ms, 0)
  const ratio = median(spent.map(({ ours, bare }) => sum(ours) / sum(bare)))
  return Number.isNaN(ratio) ? [] : [{ name: 'CPU of all processes', value: ratio, unit: '× bare' }]
}

function cpuNote(
  whose: 'ours' | 'bare',
  spent: { ours: Cpu; bare: Cpu }[],
  runs: number,
): string[] {
  const names = [...(spent[0]?.[whose].keys() ?? [])]
  const each = names.flatMap((name) => {
    const ms = median(spent.map((one) => one[whose].get(name) ?? 0)) / runs
    return ms < 1 ? [] : [`${name} ${ms.toFixed(0)}`]
  })
  return each.length === 0 ? [] : [`CPU of ${whose}, milliseconds a run: ${each.join(', ')}.`]
}

import { runMain } from '../../config.ts'
import { playHardships } from './acts/hardships.ts'
import { playInRealTime } from './acts/in-real-time.ts'
import { playLots } from './acts/lots.ts'
import { playAll } from './campaign.ts'
import { createDice } from './dice.ts'
import { playMixed } from './mixed.ts'
import { neverHappened } from './never.ts'
import { type Options, readOptions } from './options.ts'
import type { Violation } from './oracle/ledger.ts'
import { faultTable, ruleTable, worst } from './report.ts'
import type { Outcome } from './scenario.ts'
import { keepSeeds, keptSeeds } from './seeds.ts'
import { startStorms } from './storms.ts'
import { inTheatre, type Theatre } from './theatre.ts'

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`)

/*
 * `npm run test:faults`: seeded scenarios, the mixed run, what lasts, webhooks in every order, a storm of hints,
 * then what takes its time in life. Tables at the end; exit code 0 only if nothing was broken and every kind of
 * fault happened.
 */
runMain(async () => {
  const options = readOptions(process.argv.slice(2))
  const { scenarios, minutes, seed, accounts } = options
  const startedMs = Date.now()
  const found: Violation[] = []
  if (scenarios + minutes > 0) {
    say(`seed ${seed}: ${scenarios} scenarios, ${accounts} at once; ${minutes} minutes mixed`)
    const theatre = { accounts, throughProxy: true, say }
    found.push(
      ...(await part('the scenarios', () => inTheatre(theatre, (it) => play(it, options)))),
    )
  }
  if (!options['skip-hardships']) {
    found.push(...(await part('the hardships', () => playHardships(say))))
  }
  if (!options['skip-lots']) found.push(...(await part('the lots', () => playLots(say))))
  if (!options['skip-real-time']) {
    found.push(...(await part('the acts in real time', () => playInRealTime(say))))
  }
  console.log(`\n${ruleTable(found)}\n${worst(found)}`)
  const failed = [...new Set(found.flatMap(({ seed }) => seed ?? []))]
  keepSeeds(failed)
  if (failed.length > 0) console.log(`kept in test/faults/seeds.json: ${failed.join(', ')}`)
  say(`${found.length} violations, after ${Math.round((Date.now() - startedMs) / 60_000)} minutes`)
  process.exitCode = found.length === 0 ? 0 : 1
})

/** What a part of the run found broken. One that breaks off is a finding itself; the next are still played. */
async function part(name: string, play: () => Promise<Violation[]>): Promise<Violation[]> {
  try {
    return await play()
  } catch (error) {
    const what = `${name} broke off: ${error instanceof Error ? error.stack : String(error)}`
    say(what)
    return [{ rule: 'every part ends', what, seed: null }]
  }
}

async function play(theatre: Theatre, options: Options): Promise<Violation[]> {
  const { oracle, tally } = theatre
  const { seed, minutes } = options
  const startedMs = Date.now()
  const outcomes = await playScenarios(theatre, options)
  const tookS = Math.round((Date.now() - startedMs) / 1_000)
  say(`${outcomes.length} scenarios in ${tookS} s`)
  const mixed = { seed: seed + 1_000_000, minutes, onOutcome: complain }
  const more = minutes === 0 ? [] : await playMixed(theatre, mixed)
  say(`${more.length} in the mixed run; now the whole is judged`)

  const figures = await oracle.conclude(theatre.actors)
  for (const [list, times] of figures.lagged) tally.add('listing lags', `Rillet ${list}`, times)
  const judged = oracle.judged()
  console.log(`\n${faultTable(tally)}\n`)
  console.log(
    [
      `${outcomes.length} scenarios in ${tookS} s and ${more.length} in the mixed run: ${judged.invoices} invoices, ${judged.histories} histories read`,
      `${figures.calls} calls to Rillet; the fullest minute was ${Math.round(figures.fullest * 100)} % of its cap`,
      `${figures.acknowledged} deliveries acknowledged, ${figures.stored} stored, ${figures.unmatched} unmatched, ${figures.quarantined} quarantined`,
      `${tally.sweeps} sweeps started by hand, ${tally.asked} invoices asked about`,
    ].join('\n'),
  )
  const isWhole = outcomes.length >= 2_000 && minutes >= 15
  const missing = neverHappened(tally, theatre.stage.arming.strikes())
  if (missing.length > 0) console.log(`never happened: ${missing.join(', ')}`)
  const gaps = isWhole ? missing : []
  return [
    ...oracle.violations(),
    ...gaps.map((what): Violation => ({ rule: 'every fault happens', what, seed: null })),
  ]
}

async function playScenarios(
  theatre: Theatre,
  { seed, scenarios, within }: Options,
): Promise<Outcome[]> {
  if (scenarios === 0) return []
  const seeds = Array.from({ length: scenarios }, (_, index) => seed + index)
  const all = [...new Set([...keptSeeds(), ...seeds])]
  const { stage, tally, oracle } = theatre
  const storm = { stage, tally, dice: createDice(seed) }
  const storms = startStorms(storm, { everyMs: { least: 8_000, most: 20_000 } })
  const onOutcome = (outcome: Outcome, done: number) => {
    complain(outcome)
    if (done % 50 === 0) say(`${done} of ${all.length}, ${oracle.violations().length} violations`)
  }
  try {
    return await playAll({ ...theatre, onOutcome, endsMs: Date.now() + within * 60_000 }, all)
  } finally {
    await storms.stop()
  }
}

function complain({ seed, failures }: Outcome): void {
  for (const failure of failures) say(`  ! seed ${seed}: ${failure}`)
}

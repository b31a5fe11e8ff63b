import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { type Finding, isMet } from './figures.ts'
import type { Sizes } from './sizes.ts'

/** What holds for all figures. */
export const conditions = [
  'Raised for this run: our budgets (Rillet 10,000 a minute, Sequence 1,000,000) and the limits of both stand-ins and of the operator API.',
  'Bare: the same Temporal server, the same worker and activity options; as many empty activities, one after the other, as ours makes calls, and one signal.',
  'Ratios within one run count; absolute figures depend on the machine and on what else it does.',
]

/** Writes `bench/results.json`: figures, targets, and the machine as far as it matters. */
export async function save(findings: Finding[], sizes: Sizes): Promise<void> {
  const { version: node, platform, arch } = process
  const results = {
    at: new Date().toISOString(),
    machine: { node, platform, arch, cores: availableParallelism() },
    conditions,
    sizes,
    findings: findings.map(({ figures, ...rest }) => ({
      ...rest,
      figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })),
    })),
  }
  const text = `${JSON.stringify(results, null, 2)}\n`
  await writeFile(new URL('./results.json', import.meta.url), text)
}

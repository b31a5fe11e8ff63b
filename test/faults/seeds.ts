import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('seeds.json', import.meta.url)

/** Seeds that failed once: they run first, for ever. */
export const keptSeeds = (): number[] => JSON.parse(readFileSync(file, 'utf8')).seeds

/** Keeps what failed; it is for a person to put the file into git. */
export function keepSeeds(failed: number[]): void {
  const kept = keptSeeds()
  const seeds = [...new Set([...kept, ...failed])].sort((a, b) => a - b)
  if (seeds.length > kept.length) writeFileSync(file, `${JSON.stringify({ seeds }, null, 2)}\n`)
}

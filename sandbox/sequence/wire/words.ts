import { z } from 'zod'
import type { World } from '../world.ts'
import { parse } from './parse.ts'

/** The values of a filter such as `FINAL,SENT`, each checked; undefined when not given. */
export function wordList(
  world: World,
  value: unknown,
  word: z.ZodType<string>,
): Set<string> | undefined {
  if (value === undefined) return undefined
  const words = parse(world, z.union([z.string(), z.array(z.string())]), value)
  const split = world.switches().commaLists === 'accepted'
  const all = [words].flat().flatMap((text) => (split ? text.split(',') : [text]))
  return new Set(
    parse(
      world,
      z.array(word),
      all.map((text) => text.trim()),
    ),
  )
}

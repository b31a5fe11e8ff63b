import { isDeepStrictEqual } from 'node:util'
import { finalize, type Placed } from './drafts.ts'
import type { Memory } from './memory.ts'
import { scenarios } from './scenarios/all.ts'
import type { Stage, Subject } from './stage.ts'
import { meets, type Watch } from './watch.ts'

export type Play = {
  stage: Stage
  watch: Watch
  memory: Memory
  update: (detail: string) => void
  /** One invoice is where it should be, or has failed. */
  onDone: () => void
}

/**
 * Finalizes all drafts and plays every invoice's scenario, all at the same time. Returns what failed,
 * by the demo's key.
 */
export async function playAll(play: Play, placed: Placed[]): Promise<Map<string, string>> {
  const failures = new Map<string, string>()
  const open = new Set(placed.map(({ invoice }) => invoice.key))
  const say = () => {
    const done = placed.length - open.size - failures.size
    const failed = failures.size > 0 ? `, ${failures.size} failed` : ''
    const rest = open.size > 0 ? `; next: ${[...open].slice(0, 3).join(', ')}` : ''
    play.update(`${done} of ${placed.length} are where they should be${failed}${rest}`)
  }
  say()
  await finalizeAll(play, placed)
  await Promise.all(
    placed.map(async (one) => {
      try {
        await playOne(play, one)
      } catch (error) {
        failures.set(one.invoice.key, error instanceof Error ? error.message : String(error))
      }
      play.onDone()
      open.delete(one.invoice.key)
      say()
    }),
  )
  return failures
}

async function finalizeAll(play: Play, placed: Placed[]): Promise<void> {
  const drafts = placed.filter(({ isDraft }) => isDraft)
  const finalizeOne = async (one: Placed) => {
    play.memory.note('finalizedAt', one.invoice.key, new Date().toISOString())
    await finalize(play.stage.accounts[one.invoice.account].sequence, one)
  }
  for (const one of drafts.filter(({ invoice }) => !invoice.together)) await finalizeOne(one)
  await Promise.all(drafts.filter(({ invoice }) => invoice.together).map(finalizeOne))
}

async function playOne({ stage, watch, memory }: Play, { invoice, id }: Placed): Promise<void> {
  const reach: Subject['reach'] = async (goal) => {
    if (!meets((await watch.views()).get(id), goal)) {
      await stage.told(goal.state === 'removed' ? 'deleted' : 'changed')
    }
    const view = await watch.reach(id, goal)
    if (meets(view, invoice.end)) memory.note('reachedAt', invoice.key, view.changedAt)
    return view
  }
  const scenario = scenarios[invoice.key]
  if (scenario !== undefined) {
    if (isDeepStrictEqual(invoice.first, invoice.end)) await reach(invoice.end)
    await scenario(stage, { invoice, id, account: stage.accounts[invoice.account], reach })
  }
  await reach(invoice.end)
}

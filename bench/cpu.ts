import { readdir, readFile } from 'node:fs/promises'

const tickMs = 10

/**
 * CPU milliseconds that each process and those that it started have used so far. Read from /proc:
 * empty where there is none.
 */
export async function readCpu(pids: Map<string, number>): Promise<Map<string, number>> {
  const entries = await readdir('/proc').catch(() => [])
  const stats = await Promise.all(entries.filter((name) => /^\d+$/.test(name)).map(readStat))
  const all = stats.filter((stat) => stat !== null)
  if (all.length === 0) return new Map()
  return new Map(
    [...pids].map(([name, pid]) => {
      const mine = all.filter((stat) => stat.pid === pid || stat.parent === pid)
      return [name, mine.reduce((sum, { ms }) => sum + ms, 0)]
    }),
  )
}

async function readStat(pid: string) {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (text === null) return null
  // The name before the parenthesis may hold spaces: fields are counted from behind it.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const [, parent = 0] = fields
  // Its own user and system time, and that of its children that have ended.
  const ticks = fields.slice(11, 15).reduce((sum, one) => sum + one, 0)
  return { pid: Number(pid), parent, ms: ticks * tickMs }
}

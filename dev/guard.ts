/**
 * A process of its own that outlives the launcher by a few seconds, even one that was killed: when
 * the channel to it closes, it stops every process that the launcher still had.
 */
import { killGroup, type Watched } from './kill.ts'

const graceMs = 8_000
const watched = new Map<number, Watched>()

process.on('message', (message: { add: Watched } | { remove: number }) => {
  if ('add' in message) watched.set(message.add.pid, message.add)
  else watched.delete(message.remove)
})
process.on('disconnect', () => {
  if (watched.size === 0) process.exit()
  for (const { pid, stopSignal } of watched.values()) killGroup(pid, stopSignal, 'leader')
  const ended = Date.now() + graceMs
  setInterval(() => {
    const alive = [...watched.keys()].filter((pid) => killGroup(pid, 0, 'leader'))
    if (alive.length > 0 && Date.now() < ended) return
    for (const pid of watched.keys()) killGroup(pid, 'SIGKILL', 'group')
    process.exit()
  }, 50)
})
// Ctrl-C and the like are the launcher's to answer: the guard goes when the launcher has gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})

/** A process that must not outlive the launcher, and the signal that asks it to end well. */
export type Watched = { pid: number; stopSignal: NodeJS.Signals }

/**
 * Signals a process that leads its own group, or the whole group. False if it is gone. Postgres
 * wants the leader alone: its other processes read the same signals differently.
 */
export function killGroup(pid: number, signal: NodeJS.Signals | 0, whom: 'leader' | 'group') {
  if (pid <= 1) return false // never started; 0 would mean ourselves
  try {
    return process.kill(whom === 'group' ? -pid : pid, signal)
  } catch {
    return false
  }
}

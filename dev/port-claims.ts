import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = join(tmpdir(), `sequence-rillet-ports-${process.getuid?.() ?? 'all'}`)

/**
 * Claims a port for this process, before what is to listen there does. False when another launcher that
 * runs has claimed it: of two that claim at the same moment both may be told so, never neither. A claim
 * ends with its process.
 */
export function claimPort(port: number): boolean {
  const mine = `${port}.${process.pid}`
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, mine), '')
  const others = readdirSync(folder).filter((name) => name.startsWith(`${port}.`) && name !== mine)
  const isClaimed = others.some((name) => !forgetIfEnded(name))
  if (isClaimed) rmSync(join(folder, mine), { force: true })
  else process.once('exit', () => rmSync(join(folder, mine), { force: true }))
  return !isClaimed
}

function forgetIfEnded(name: string): boolean {
  try {
    process.kill(Number(name.split('.')[1]), 0)
    return false
  } catch {
    rmSync(join(folder, name), { force: true })
    return true
  }
}

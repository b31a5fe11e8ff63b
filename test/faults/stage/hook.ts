import { appendFileSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { type Armed, type FailPoint, failPoints } from './fail-points.ts'

/*
 * Loaded before one of our processes (`node --import`): puts the fail points in. A module that has some is
 * loaded under another address, and a small one in its place hands on all that it exports, with the
 * named functions wrapped. Which point is armed, if any, stands in a file that is read again and again.
 */
const root = new URL('../../../', import.meta.url).href
const inner = '?behind-fail-points'
const armFile = process.env['FAULTS_ARM_FILE'] ?? ''
const strikeFile = process.env['FAULTS_STRIKE_FILE'] ?? ''

type Named = { point: FailPoint; at: 'before' | 'after'; name: string }
const byModule = new Map<string, Named[]>()
for (const [point, { at, of }] of Object.entries(failPoints)) {
  const [file = '', name = ''] = of.split('#')
  const others = byModule.get(root + file) ?? []
  byModule.set(root + file, [...others, { point: point as FailPoint, at, name }])
}

let armed: Armed | null = null
let passed = 0
setInterval(() => {
  const read = readArmed()
  if (JSON.stringify(read) === JSON.stringify(armed)) return
  armed = read
  passed = 0
}, 100).unref()

function readArmed(): Armed | null {
  try {
    return JSON.parse(readFileSync(armFile, 'utf8'))
  } catch {
    return null // not there, or only half written
  }
}

/** Called from the wrapped functions. */
function pass(point: FailPoint): void {
  if (armed === null || armed.point !== point) return
  passed += 1
  if (passed !== armed.hit) return
  const { action } = armed
  appendFileSync(strikeFile, `${JSON.stringify({ point, action, pid: process.pid })}\n`)
  process.kill(process.pid, action === 'freeze' ? 'SIGSTOP' : 'SIGKILL')
  // The signal is on its way: nothing more may happen before it arrives.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, action === 'freeze' ? 50 : 10_000)
}
Object.assign(globalThis, { passFailPoint: pass })

registerHooks({
  load(url, context, next) {
    const points = byModule.get(url)
    return points === undefined ? next(url, context) : facade(url, points)
  },
})

/** One wrapper a function, whatever points it has. */
function facade(url: string, points: Named[]) {
  const names = [...new Set(points.map(({ name }) => name))]
  const calls = (name: string, at: Named['at']) =>
    points
      .filter((one) => one.name === name && one.at === at)
      .map(({ point }) => `globalThis.passFailPoint(${JSON.stringify(point)})`)
      .join('; ')
  const wrapped = names.map(
    (
      name,
    ) => `if (typeof real.${name} !== 'function') throw new Error('no fail point: ${url}#${name}')
export const ${name} = async (...args) => {
  ${calls(name, 'before')}
  const done = await real.${name}(...args)
  ${calls(name, 'after')}
  return done
}`,
  )
  const address = JSON.stringify(url + inner)
  const source = `import * as real from ${address}\nexport * from ${address}\n${wrapped.join('\n')}`
  return { format: 'module' as const, source, shortCircuit: true }
}

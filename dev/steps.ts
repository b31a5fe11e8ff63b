import { styleText } from 'node:util'

export type Print = (line?: string) => void
/** Says what a step is doing just now. */
export type Update = (detail: string) => void
/** Runs one named step, shows it moving, then what came out of it and how long it took. */
export type Step = <T>(name: string, work: (update: Update) => Promise<T>) => Promise<T>

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const nameWidth = 16

type Out = Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean; columns?: number }

/** Steps on `out`: a line that moves on a terminal, a plain line every ten seconds elsewhere. */
export function createSteps(out: Out): { step: Step; print: Print } {
  const moving = out.isTTY === true
  const write = (line: string) => out.write(`${moving ? '\r\x1b[K' : ''}${line}\n`)

  const step: Step = async (name, work) => {
    const started = Date.now()
    const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`
    let detail = ''
    let frame = 0
    const draw = () => {
      const text = `  ${frames[frame++ % frames.length]} ${name.padEnd(nameWidth)} ${detail}  ${seconds()}`
      out.write(`\r\x1b[K${text.slice(0, (out.columns ?? 100) - 1)}`)
    }
    const timer = setInterval(
      moving ? draw : () => write(`  … ${name.padEnd(nameWidth)} ${detail}  ${seconds()}`),
      moving ? 100 : 10_000,
    )
    const end = (mark: string) => {
      clearInterval(timer)
      write(`  ${mark} ${name.padEnd(nameWidth)} ${detail}  ${styleText('dim', seconds())}`)
    }
    try {
      const result = await work((text) => {
        detail = text
      })
      end(styleText('green', '✓'))
      return result
    } catch (error) {
      end(styleText('red', '✗'))
      throw error
    }
  }
  return { step, print: (line = '') => write(line) }
}

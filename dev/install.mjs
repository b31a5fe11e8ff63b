// Runs before `npm start` and `npm test` on any Node from 20 on, with nothing installed yet: plain
// JavaScript and Node's own modules only. Installs the dependencies when they are missing or older
// than package-lock.json; one of them is Node 24, which the npm script that follows then finds first.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stdout } from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.installed-from')
const node24 = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

if (!isCurrent()) await install()

function isCurrent() {
  return existsSync(node24) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp()
}

/** What the installed packages depend on: the lockfile and the machine's kind. */
function stamp() {
  const lockfile = readFileSync(join(root, 'package-lock.json'))
  const hash = createHash('sha256').update(lockfile).digest('hex')
  return `${hash} ${process.platform} ${process.arch}`
}

async function install() {
  const started = Date.now()
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`
  const moving = showProgress(seconds)
  const { code, output } = await runNpm()
  moving.end()

  if (code !== 0 || !existsSync(node24)) {
    console.error(output.trim().split('\n').slice(-40).join('\n'))
    console.error(
      code === 0
        ? 'npm installed the packages but not Node 24: its install script was not allowed to run (see `npm config get ignore-scripts`).'
        : `npm install failed after ${seconds()}: its last words are above; mend that and start again.`,
    )
    process.exit(1)
  }
  writeFileSync(stampFile, stamp())
  console.log(`  ✓ Dependencies  ${countPackages()} packages installed  ${seconds()}`)
}

/** `npm install` and never `npm ci`, which would first delete what is there. Hides its output. */
function runNpm() {
  const flags = ['install', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const [program, args] = process.env.npm_execpath?.endsWith('.js')
    ? [process.env.npm_node_execpath ?? process.execPath, [process.env.npm_execpath, ...flags]]
    : ['npm', flags]
  return new Promise((resolve) => {
    const npm = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000)
    }
    npm.stdout.on('data', keep)
    npm.stderr.on('data', keep)
    npm.on('error', (error) => resolve({ code: 1, output: error.message }))
    npm.on('close', (code) => resolve({ code, output }))
  })
}

/** One line that moves on a terminal, a plain line every ten seconds elsewhere. */
function showProgress(seconds) {
  const line = () => `  … Dependencies  npm install, ${countPackages()} packages  ${seconds()}`
  if (!stdout.isTTY) console.log('  … Dependencies  npm install')
  const timer = setInterval(
    () => (stdout.isTTY ? stdout.write(`\r\x1b[K${line()}`) : console.log(line())),
    stdout.isTTY ? 200 : 10_000,
  )
  return {
    end: () => {
      clearInterval(timer)
      if (stdout.isTTY) stdout.write('\r\x1b[K')
    },
  }
}

function countPackages() {
  if (!existsSync(modules)) return 0
  const names = readdirSync(modules).filter((name) => !name.startsWith('.'))
  const scoped = names.filter((name) => name.startsWith('@'))
  const inScopes = scoped.flatMap((scope) => readdirSync(join(modules, scope)))
  return names.length - scoped.length + inScopes.length
}

import { execFileSync, spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runMain, StartupError } from '../../config.ts'
import { type Mutation, mutations } from './mutations.ts'

/*
 * `npm run test:mutations [-- words]`: breaks one line of a copy of the tree at a time and runs the tests that
 * must notice. Exit code 0 only if each was caught. Words choose mutations by their text.
 */
const root = fileURLToPath(new URL('../../', import.meta.url))

runMain(async () => {
  const words = process.argv.slice(2).join(' ')
  const chosen = mutations.filter(({ invariant, broken }) =>
    `${invariant}: ${broken}`.includes(words),
  )
  if (chosen.length === 0) throw new StartupError(`no mutation is called “${words}”`)
  const missed: Mutation[] = []
  for (const mutation of chosen) {
    const copy = copyTree()
    try {
      breakLine(copy, mutation)
      const failed = await failingTest(copy, mutation)
      console.log(`${failed === null ? 'MISSED' : 'caught'}  ${mutation.broken}`)
      console.log(failed === null ? '' : `        by ${failed}\n`)
      if (failed === null) missed.push(mutation)
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  }
  console.log(`${chosen.length - missed.length} of ${chosen.length} caught`)
  process.exitCode = missed.length === 0 ? 0 : 1
})

/** What git knows or would add, beside the packages. */
function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'sequence-rillet-mutation-'))
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const file of listed.split('\n').filter((line) => line !== '')) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(join(root, file), join(copy, file))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

function breakLine(copy: string, { file, find, replace, broken }: Mutation): void {
  const path = join(copy, file)
  const [before = '', ...after] = readFileSync(path, 'utf8').split(find)
  if (after.length !== 1) {
    throw new StartupError(`“${broken}”: ${file} has its line ${after.length} times, not once`)
  }
  writeFileSync(path, before + replace + after.join(''))
}

/** The first test that failed, or null when all passed. Throws when none ran. */
async function failingTest(copy: string, { caughtBy, broken }: Mutation): Promise<string | null> {
  const report = join(copy, 'report.json')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const args = ['run', '--bail=1', '--reporter=json', `--outputFile=${report}`, ...caughtBy]
  const child = spawn(process.execPath, [vitest, ...args], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { FAULTS_PATIENCE_MS: '120000', FAULTS_SCENARIOS: '80', ...process.env, NO_COLOR: '1' },
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  const { testResults, numTotalTests } = readReport(report)
  if (numTotalTests === 0) throw new StartupError(`“${broken}”: no test ran`)
  if (code === 0) return null
  for (const { assertionResults, name } of testResults) {
    const failed = assertionResults.find(({ status }) => status === 'failed')
    if (failed === undefined) continue
    const why = failed.failureMessages[0]?.split('\n').slice(0, 3).join(' ').slice(0, 400)
    return `${name.slice(copy.length + 1)}: ${failed.title}\n        ${why}`
  }
  return `${caughtBy.join(', ')}: an error outside its tests`
}

type Report = {
  numTotalTests: number
  testResults: {
    name: string
    assertionResults: { status: string; title: string; failureMessages: string[] }[]
  }[]
}

const readReport = (path: string): Report => JSON.parse(readFileSync(path, 'utf8'))

import { readFileSync } from 'node:fs'
import { runMain, StartupError } from '../config.ts'
import { type Anchor, auditedAccounts, verifyAudit } from '../store/audit-verify.ts'
import { openDatabase } from './running.ts'

// `npm run audit:verify [file]`: follows every account's audit trail and prints where each one ends. A
// file of lines that it printed before is compared: a trail cut or made anew since is found too.
runMain(async () => {
  const [file] = process.argv.slice(2)
  const anchors = file === undefined ? [] : readAnchors(file)
  const { db } = await openDatabase()
  const noted = anchors.map(({ accountId }) => accountId)
  const accounts = [...new Set([...(await auditedAccounts(db)), ...noted])]
  const broken: string[] = []
  for (const accountId of accounts) {
    const own = anchors.filter((one) => one.accountId === accountId)
    const found = await verifyAudit(db, accountId, own)
    if ('broken' in found)
      broken.push(`The audit trail of ${accountId} is broken: ${found.broken}.`)
    else console.log(`${accountId} ${found.anchor.seq} ${found.anchor.hash}`)
  }
  await db.destroy()
  if (broken.length > 0) throw new StartupError(broken.join('\n'))
})

function readAnchors(file: string): Anchor[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const [, accountId, seq, hash] = /^(\S+) (\d+) ([0-9a-f]{64})$/.exec(line.trim()) ?? []
    if (accountId === undefined || seq === undefined || hash === undefined) {
      throw new StartupError(`${file} holds a line that audit:verify did not print: ${line}`)
    }
    return { accountId, seq, hash }
  })
}

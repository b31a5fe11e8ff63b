import { mkdir, writeFile } from 'node:fs/promises'
import { runMain } from '../config.ts'
import { buildBundle } from '../worker/bundle.ts'

// Leaves the workflows as one file where the worker looks for it: a deployment's start is quicker.
runMain(async () => {
  const { code } = await buildBundle()
  await mkdir(new URL('../dist/', import.meta.url), { recursive: true })
  await writeFile(new URL('../dist/workflows.js', import.meta.url), code)
  console.log(`dist/workflows.js written, ${Math.round(code.length / 1024)} KB`)
})

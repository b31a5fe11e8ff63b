import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode } from '@temporalio/worker'

/**
 * The workflows as one script for the sandbox. Takes a second or two: a deployment does it once
 * (`npm run bundle`) and gives the worker the file (`WORKFLOW_BUNDLE`).
 */
export async function buildBundle(): Promise<{ code: string }> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
    // Stack traces name files and lines; the sources themselves would be half of the bundle.
    webpackConfigHook: (config) => ({ ...config, devtool: 'inline-nosources-source-map' }),
    logger: {
      log() {},
      trace() {},
      debug() {},
      info() {},
      warn: console.warn,
      error: console.error,
    },
  })
  return { code }
}

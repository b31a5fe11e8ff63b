import { runMain } from '../config.ts'
import { buildConsole } from './console-build.ts'

// `npm run build`: the console as the api serves it.
runMain(async () => {
  const isNew = await buildConsole()
  console.log(`dist/console ${isNew ? 'built' : 'is up to date'}`)
})

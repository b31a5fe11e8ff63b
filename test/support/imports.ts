import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const importOf = /(?:^|\n)\s*(?:import|export)\b[^'"\n]*?(?:\{[^}]*\}[^'"\n]*?)?\bfrom\s+'([^']+)'/g
const bareImport = /(?:^|\n)import '([^']+)'/g

/** All files and packages that some files need to run, types left out; paths from `root`. */
export function closureOf(root: string, entries: string[]) {
  const files = new Set<string>()
  const packages = new Set<string>()
  const queue = [...entries]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue
    files.add(file)
    const text = readFileSync(join(root, file), 'utf8').replace(
      /import type[^;]*?from '[^']+'/g,
      '',
    )
    const specifiers = [...text.matchAll(importOf), ...text.matchAll(bareImport)].map(([, s]) => s!)
    for (const specifier of specifiers) {
      if (specifier.startsWith('.')) {
        const target = join(dirname(file), specifier)
        if (existsSync(join(root, target))) queue.push(target)
      } else if (!specifier.startsWith('node:')) {
        packages.add(
          specifier
            .split('/')
            .slice(0, specifier.startsWith('@') ? 2 : 1)
            .join('/'),
        )
      }
    }
  }
  return { files: [...files].sort(), packages: [...packages].sort() }
}

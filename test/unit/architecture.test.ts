import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const document = readFileSync(new URL('../../docs/ARCHITECTURE.md', import.meta.url), 'utf8')

/** What stands in backticks and looks like a path of ours. */
const paths = [...document.matchAll(/`([a-z][\w-]*(?:\/[\w.-]*)+|[a-z-]+\.ts)`/g)]
  .map(([, path = '']) => path)
  .filter((path) => !/^(http|unit|replay|integration|support)/.test(path))

test('the architecture document names many paths', () => {
  expect(paths.length).toBeGreaterThan(30)
})

test.each([...new Set(paths)])('the path %s in the architecture document exists', (path) => {
  const places = [path, `activities/${path}`, `clients/${path}`, `store/${path}`]
  const found = places.some((place) => existsSync(new URL(`../../${place}`, import.meta.url)))
  expect(found).toBe(true)
})

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const sources = readdirSync(new URL('workflows/', root), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(new URL(`workflows/${name}`, root), 'utf8') }))

/** Each call that makes a proxy, with its options as they are written there or in a constant. */
const proxies = sources.flatMap(({ name, text }) =>
  [...text.matchAll(/proxy(?:Local)?Activities(?:<[^>]*>)?\((\w+|\{[\s\S]*?\n\})/g)].map(
    ([, given = '']) => ({
      name,
      options: spread(text, given.startsWith('{') ? given : constantOf(text, given)),
    }),
  ),
)

function spread(text: string, options: string): string {
  return options.replaceAll(/\.\.\.(\w+)/g, (_, name: string) => constantOf(text, name))
}

function constantOf(text: string, name: string): string {
  const [, options = ''] = new RegExp(`const ${name} = (\\{[\\s\\S]*?\\n\\})`).exec(text) ?? []
  return options
}
const uses = sources.flatMap(
  ({ text }) => text.match(/\bproxy(?:Local)?Activities\b(?!,|\n)/g) ?? [],
)

test('the proxies of activities are found', () => {
  expect(proxies.length).toBeGreaterThanOrEqual(3)
  expect(proxies).toHaveLength(uses.length)
})

test.each(proxies)(
  'a proxy in $name says how long one try and all tries may take',
  ({ options }) => {
    expect(options).toMatch(/^\{/)
    expect(options).toMatch(/\bstartToCloseTimeout: '\d+ (s|min)'/)
    expect(options).toMatch(/\bscheduleToCloseTimeout: '\d+ (s|min|h)'/)
  },
)

const hoursOf = (options: string) => {
  const [, figure = '', unit = ''] = /scheduleToCloseTimeout: '(\d+) (\w+)'/.exec(options) ?? []
  return Number(figure) * ({ s: 1 / 3_600, min: 1 / 60, h: 1 }[unit] ?? Number.NaN)
}

test.each(proxies)('an activity of $name ends while Rillet still knows its key', ({ options }) => {
  expect(hoursOf(options)).toBeLessThanOrEqual(20)
})

test('no workflow is retried as a whole: that would be a second layer of tries', () => {
  const starters = ['api', 'activities', 'workflows'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && `${folder}/${name}` !== 'workflows/activities.ts')
      .map((name) => readFileSync(new URL(`${folder}/${name}`, root), 'utf8')),
  )
  for (const text of starters)
    expect(text).not.toMatch(/\bretry: \{[^}]*(Interval|Attempts|backoff)/)
})

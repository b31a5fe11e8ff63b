import type { z } from 'zod'
import { catalogue, type ErrorCode } from '../domain/catalogue.ts'
import type { ErrorClassCount } from './schemas/overview.ts'

const isCode = (code: string): code is ErrorCode => Object.hasOwn(catalogue, code)

/** An error class in words; a code that an older version wrote stays as it is. */
export function errorClassView({
  code,
  count,
}: {
  code: string
  count: number
}): z.infer<typeof ErrorClassCount> {
  if (!isCode(code)) return { code, title: code.replaceAll('_', ' '), who: '', count }
  const { title, who } = catalogue[code]
  return { code, title, who, count }
}

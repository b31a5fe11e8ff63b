import { z } from 'zod'
import type { Http } from '../../dev/demo/http.ts'

const Anything = z.unknown()

/** Posts JSON and parses the answer; without a schema the answer is left aside. */
export function post(http: Http, path: string, body: unknown): Promise<unknown>
export function post<T>(http: Http, path: string, body: unknown, answer: z.ZodType<T>): Promise<T>
export function post(http: Http, path: string, body: unknown, answer: z.ZodType = Anything) {
  return http.send({ method: 'POST', path, body }, answer)
}

export const put = (http: Http, path: string, body: unknown): Promise<unknown> =>
  http.send({ method: 'PUT', path, body }, Anything)

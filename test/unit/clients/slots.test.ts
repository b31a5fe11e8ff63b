import { expect, test } from 'vitest'
import { z } from 'zod'
import { createHttp } from '../../../clients/http.ts'
import type { TakenSlot } from '../../../clients/slot.ts'
import { errorOf, json, startServer } from './server.ts'

const create = { method: 'POST', path: '/things', body: {}, response: z.unknown() } as const

/** A budget that writes down what became of its slots, in one log with the server's requests. */
async function callWithSlots(status = 200, headers = {}) {
  const log: string[] = []
  const server = await startServer((_, response) => {
    log.push('request')
    if (status === 0) response.socket?.destroy()
    else json(response, status, {}, headers)
  })
  const note = (word: string) => async () => void log.push(word)
  const slot = async (): Promise<TakenSlot> => {
    log.push('granted')
    const throttled = async (ms: number | null) => void log.push(`throttled ${ms}`)
    return {
      granted: true,
      slot: { answered: note('answered'), unused: note('unused'), throttled },
    }
  }
  const call = createHttp({ vendor: 'rillet', baseUrl: server.url, headers: {}, slot })
  return { call, log, note }
}

test('the fence runs with the slot in hand, right before the request', async () => {
  const { call, log, note } = await callWithSlots()
  await call({ ...create, beforeSend: note('fence') })
  expect(log).toEqual(['granted', 'fence', 'request', 'answered'])
})

test('a fence that throws sends nothing and gives the slot back', async () => {
  const { call, log } = await callWithSlots()
  const beforeSend = () => Promise.reject(new Error('sent before'))
  expect((await errorOf(call({ ...create, beforeSend }))).message).toBe('sent before')
  expect(log).toEqual(['granted', 'unused'])
})

test('a refusal is an answer too', async () => {
  const { call, log } = await callWithSlots(400)
  await errorOf(call(create))
  expect(log).toEqual(['granted', 'request', 'answered'])
})

test('a 429 holds everybody back', async () => {
  const { call, log } = await callWithSlots(429, { 'retry-after': '3' })
  await errorOf(call(create))
  expect(log).toEqual(['granted', 'request', 'answered', 'throttled 3000'])
})

test('a slot without an answer stays held', async () => {
  const { call, log } = await callWithSlots(0)
  await errorOf(call(create))
  expect(log).toEqual(['granted', 'request'])
})

test('a slot whose request was not sent is given back', async () => {
  const { call, log } = await callWithSlots()
  await errorOf(call({ ...create, signal: AbortSignal.abort() }))
  expect(log).toEqual(['granted', 'unused'])
})

test('no slot, no request, no fence', async () => {
  const log: string[] = []
  const slot = async (): Promise<TakenSlot> => ({ granted: false, retryAfterMs: 1_234 })
  const call = createHttp({ vendor: 'rillet', baseUrl: 'http://127.0.0.1:9', headers: {}, slot })
  const beforeSend = async () => void log.push('fence')
  const error = await errorOf(call({ ...create, beforeSend }))
  expect(error).toMatchObject({ name: 'BudgetError', retryAfterMs: 1_234, path: '/things' })
  expect(log).toEqual([])
})

test('a grant older than two seconds is given back, and the fence is asked again', async () => {
  const { call, log } = await callWithSlots()
  const beforeSend = async () => {
    log.push('fence')
    const isFirst = log.length === 2
    if (isFirst) await new Promise((done) => setTimeout(done, 2_050))
  }
  await call({ ...create, beforeSend })
  const expected = ['granted', 'fence', 'unused', 'granted', 'fence', 'request', 'answered']
  expect(log).toEqual(expected)
})

test('book-keeping that fails does not hide the vendor’s answer', async () => {
  const server = await startServer((_, response) => json(response, 200, { id: '1' }))
  const fail = () => Promise.reject(new Error('database away'))
  const slot = async (): Promise<TakenSlot> => ({
    granted: true,
    slot: { answered: fail, unused: fail },
  })
  const call = createHttp({ vendor: 'rillet', baseUrl: server.url, headers: {}, slot })
  expect(await call(create)).toEqual({ id: '1' })
})

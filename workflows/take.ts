import { type RestStep, type Step } from '../domain/decision/situation.ts'
import type { Rest, Run } from './run.ts'
import { accept } from './steps/accept.ts'
import { chooseOpenDay } from './steps/choose-open-day.ts'
import { createInvoice } from './steps/create-invoice.ts'
import { createProducts } from './steps/create-products.ts'
import { credit } from './steps/credit.ts'
import { deleteInvoice } from './steps/delete-invoice.ts'
import { readRemote } from './steps/read-remote.ts'
import { resolveDoubt } from './steps/resolve-doubt.ts'
import { readSource } from './steps/source.ts'
import { tellSequence } from './steps/tell-sequence.ts'
import { update } from './steps/update.ts'
import { adopt } from './steps/verify.ts'
import type { Wakes } from './wakes.ts'

/** Takes one step that the domain decided; null when it is done and the next one is to be decided. */
export function take(run: Run, step: Exclude<Step, RestStep>, asked: Wakes): Promise<Rest | null> {
  switch (step.do) {
    case 'readSource':
      return readSource(run)
    case 'resolveDoubt':
      return resolveDoubt(run)
    case 'createProducts':
      return createProducts(run, step)
    case 'create':
      return createInvoice(run, step, asked)
    case 'adopt':
      return adopt(run, step)
    case 'openDay':
      return chooseOpenDay(run, step)
    case 'accept':
      return accept(run, step)
    case 'update':
      return update(run, step)
    case 'delete':
      return deleteInvoice(run, step)
    case 'credit':
      return credit(run, step)
    case 'readRemote':
      return readRemote(run)
    case 'setPaymentStatus':
      return tellSequence(run, step)
  }
}

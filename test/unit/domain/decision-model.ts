import { type RemoteInvoice, rilletEdits } from '../../../domain/dates.ts'
import { decide } from '../../../domain/decision/decide.ts'
import type { Recorded, Situation, Step } from '../../../domain/decision/situation.ts'
import { factsOf } from '../../../domain/facts.ts'
import type { InvoiceState, SourceInvoice, SyncContext } from '../../../domain/model.ts'
import {
  ownStatuses,
  type PaymentRow,
  settle,
  statusOnceGone,
  statusToWrite,
} from '../../../domain/settlement.ts'
import { sourceChanges } from '../../../domain/source-changes.ts'
import { nothingRecorded } from '../../../workflows/recorded.ts'
import { invoice, settings } from './builders.ts'

type Remote = RemoteInvoice & { id: string; payments: PaymentRow[] }

/** Both vendors and our memory, as far as one invoice goes; hints and looks are all that moves ours. */
export type Model = {
  source: SourceInvoice
  remote: Remote | null
  made: number
  state: InvoiceState
  recorded: Recorded
  booked: SourceInvoice | null
  base: RemoteInvoice | null
  known: { settlement: ReturnType<typeof settle> | null; edits: Situation['rillet']['edits'] }
  hinted: boolean
  writes: string[]
}

export const newModel = (): Model => ({
  source: invoice({ status: 'DRAFT', customerTaxStatus: 'TAX_EXEMPT', ...untaxed }),
  remote: null,
  made: 0,
  state: 'waiting',
  recorded: nothingRecorded,
  booked: null,
  base: null,
  known: { settlement: null, edits: [] },
  hinted: false,
  writes: [],
})

const untaxed = {
  netTotal: '100',
  totalTax: '0',
  grossTotal: '100',
  lines: [{ ...invoice().lines[0]!, netTotal: '100', totalTax: '0', grossTotal: '100' }],
}

export const context: SyncContext = {
  settings: settings(),
  connection: 'ready',
  customer: { rilletId: 'c', currency: 'USD' },
  products: { 'product-1': { rilletId: 'p', problem: null } },
}

/** What may happen in the two systems, in this order; each one sends a hint. */
export const happenings: Record<string, (model: Model) => void> = {
  finalized: (m) => {
    m.source = { ...m.source, status: 'FINAL' }
  },
  sent: (m) => {
    if (m.source.status === 'FINAL')
      m.source = { ...m.source, status: 'SENT', dueDate: '2026-06-15' }
  },
  paid: (m) => {
    m.remote?.payments.push({ id: 'p1', status: 'UNCLEARED', amount: '40' })
  },
  paidInFull: (m) => {
    m.remote?.payments.push({ id: 'p2', status: 'UNCLEARED', amount: '60' })
  },
  unpaid: (m) => {
    if (m.remote) m.remote.payments = m.remote.payments.filter(({ id }) => id !== 'p1')
  },
  edited: (m) => {
    if (m.remote) m.remote.dueDate = '2027-01-01'
  },
  voided: (m) => {
    if (m.source.paymentStatus === 'UNPAID') m.source = { ...m.source, status: 'VOIDED' }
  },
  deleted: (m) => {
    if (m.remote !== null && m.remote.payments.length === 0) m.remote = null
  },
}

/** Looks until the invoice rests: what a run does when it is woken, with both vendors played here. */
export function look(model: Model): void {
  let looked = false
  const tried: Situation['tried'] = {}
  for (let steps = 0; steps < 50; steps++) {
    const step = decide({
      state: model.state,
      source: looked ? { facts: factsOf(model.source, 'hash'), context } : null,
      recorded: model.recorded,
      rillet: {
        unread: model.hinted || model.known.settlement === null,
        hinted: model.hinted,
        ...model.known,
      },
      asked: nobodyAsks,
      tried,
    })
    if (step.do === 'readSource') {
      looked = true
      model.hinted = true
      if (model.booked !== null && model.recorded.rilletId !== null) {
        const changes = sourceChanges(model.booked, model.source)
        model.recorded = { ...model.recorded, changes }
      }
    } else if (take(model, step, tried)) return
  }
  throw new Error('the look did not come to rest')
}

export const nobodyAsks: Situation['asked'] = {
  exclude: false,
  bookedElsewhere: false,
  adopt: null,
  choice: null,
  followLedger: false,
  undoesVoids: true,
  comparesStatus: true,
  readsFirst: true,
  showsWithheld: true,
  keepsUnbookable: true,
  everyScope: true,
  wanted: false,
  retry: false,
  probe: false,
  due: false,
  cleared: [],
}

/** True when it rests. */
function take(model: Model, step: Step, tried: Situation['tried']): boolean {
  const { recorded, remote } = model
  const gone = () => {
    const facts = factsOf(model.source, 'hash')
    const status = statusOnceGone(facts, context.settings, recorded)
    if (status !== null && facts.status !== 'VOIDED') {
      model.source = { ...model.source, paymentStatus: status }
    }
    model.recorded = { ...nothingRecorded }
    model.known = { settlement: null, edits: [] }
    model.hinted = false
    model.state = model.source.status === 'VOIDED' ? 'voided' : 'removed'
    return true
  }
  switch (step.do) {
    case 'create': {
      model.made += 1
      const header = headerOf(model.source)
      model.remote = { ...header, id: `r${model.made}`, payments: [] }
      model.base = header
      model.booked = model.source
      const rilletId = model.remote.id
      model.recorded = { ...recorded, rilletId, verified: true, remote: header }
      model.writes.push('create')
      return false
    }
    case 'update': {
      if (remote === null || model.base === null) return gone()
      tried.update = []
      const edits = rilletEdits(model.base, remote)
      if (edits.length > 0) {
        model.known.edits = edits
        return false
      }
      Object.assign(remote, headerOf(model.source))
      model.base = headerOf(model.source)
      model.recorded = { ...recorded, remote: model.base }
      return false
    }
    case 'delete':
      if (remote !== null && remote.payments.length > 0) {
        tried.delete = []
        return false
      }
      model.remote = null
      model.writes.push('delete')
      return gone()
    case 'readRemote':
      if (remote === null || model.base === null) return gone()
      model.hinted = false
      model.known = {
        settlement: settle({ total: remote.total, payments: remote.payments, credits: [] }),
        edits: rilletEdits(model.base, remote),
      }
      return false
    case 'setPaymentStatus': {
      tried.status = []
      const current = model.source.paymentStatus
      const status = statusToWrite({ target: step.target, current, own: ownStatuses(recorded) })
      if (status === null) return false
      model.source = { ...model.source, paymentStatus: status }
      model.recorded = { ...recorded, writtenPaymentStatus: status }
      model.writes.push(status)
      return false
    }
    case 'stay':
      return true
    case 'close':
    case 'stand':
      model.state = step.state
      return true
    case 'hold':
      model.state = 'blocked'
      return true
    default:
      throw new Error(`not played: ${step.do}`)
  }
}

const headerOf = (source: SourceInvoice): RemoteInvoice => ({
  invoiceDate: source.accountingDate,
  dueDate: source.dueDate ?? source.accountingDate,
  invoiceNumber: source.invoiceNumber ?? '',
  total: source.grossTotal,
  currency: source.currency,
})

/** What an auditor would compare, whatever the way there. */
export const endOf = ({ source, remote, state, known }: Model) => ({
  state,
  status: source.status,
  paymentStatus: source.paymentStatus,
  remote: remote === null ? null : { dueDate: remote.dueDate, payments: remote.payments },
  drift: known.edits.map(({ params }) => [params['field'], params['theirs']]),
})

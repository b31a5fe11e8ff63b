import { z } from 'zod'
import type { Api } from './api.ts'
import type { Field, FieldAssignment, Session } from './model.ts'
import { parseBody, parseQuery } from './parse.ts'
import { invalid, notFound, refused } from './refusal.ts'
import { touch } from './session.ts'
import { present } from './view.ts'
import { Instant, NotBlank } from './wire.ts'

const Name = z.strictObject({ name: NotBlank.trim() })
const Setting = z.strictObject({
  mandatory: z.boolean(),
  display: z.enum(['STANDALONE', 'FREE_TAG']),
})
const CreateField = Name.extend({ values: z.array(Name).max(1_000) })
const UpdateField = Name.extend({
  settings: z
    .strictObject({ EXPENSES: Setting.optional(), REVENUE: Setting.optional() })
    .optional(),
})

/** Custom dimensions. There is no read of a single field: that path answers 405. */
export function fieldRoutes(api: Api): void {
  api('GET', '/fields', ({ organization }, { query }) => {
    const after = parseQuery(z.object({ 'updated.gt': Instant.optional() }), query)['updated.gt']
    const fields = organization.fields.filter(
      ({ updated_at }) => after === undefined || Date.parse(updated_at) > Date.parse(after),
    )
    return { fields: fields.map(viewField) }
  })
  api('POST', '/fields', (session, { body }) => {
    const { name, values } = parseBody(session.world, CreateField, body)
    const field: Field = {
      id: session.world.newId(),
      name,
      values: [],
      settings: null,
      updated_at: session.world.clock.iso(),
    }
    for (const value of values) addValue(session, field, value.name)
    session.organization.fields.push(field)
    return viewField(field)
  })
  api('PUT', '/fields/:id', (session, { ids, body }) => {
    const field = fieldOf(session, ids['id'])
    const { name, settings } = parseBody(session.world, UpdateField, body)
    const { EXPENSES = null, REVENUE = null } = settings ?? {}
    for (const one of [EXPENSES, REVENUE]) {
      if (!one?.mandatory || one.display !== 'FREE_TAG') continue
      throw invalid({ field: 'settings', message: 'a free-tag field cannot be mandatory' })
    }
    field.name = name
    field.settings = settings ? { EXPENSES, REVENUE } : null
    return changed(session, field)
  })
  api('POST', '/fields/:id/values', (session, { ids, body }) => {
    const field = fieldOf(session, ids['id'])
    addValue(session, field, parseBody(session.world, Name, body).name)
    return changed(session, field)
  })
  api('PUT', '/fields/:fieldId/values/:fieldValueId', (session, { ids, body }) => {
    const { field, value } = valueOf(session, ids)
    const { name } = parseBody(session.world, Name, body)
    assertNewName(field, name, value.id)
    value.name = name
    return changed(session, field)
  })
  api('DELETE', '/fields/:fieldId/values/:fieldValueId', (session, { ids }) => {
    const { field, value } = valueOf(session, ids)
    value.deactivated = true
    return changed(session, field)
  })
}

/** Each pair names a field and one of its live values. */
export function checkFields(
  { organization }: Session,
  assignments: FieldAssignment[] | null,
): void {
  for (const { field_id, field_value_id } of assignments ?? []) {
    const field = organization.fields.find(({ id }) => id === field_id)
    const value = field?.values.find(({ id }) => id === field_value_id)
    if (value && !value.deactivated) continue
    throw refused('field_value_not_found', `Field ${field_id} has no value ${field_value_id}.`)
  }
}

/** Only under a switch: every mandatory revenue field is assigned. */
export function checkMandatory(session: Session, assignments: FieldAssignment[] | null): void {
  const { world, organization } = session
  if (world.switches().mandatoryFields === 'notChecked') return
  const missing = organization.fields.find(
    ({ id, settings }) =>
      settings?.REVENUE?.mandatory && !assignments?.some(({ field_id }) => field_id === id),
  )
  if (missing) throw refused('mandatory_field_missing', `Field ${missing.name} is mandatory.`)
}

function fieldOf({ organization }: Session, id: string | undefined): Field {
  const field = organization.fields.find((one) => one.id === id)
  if (field === undefined) throw notFound('The field')
  return field
}

function valueOf(session: Session, ids: Record<string, string>) {
  const field = fieldOf(session, ids['fieldId'])
  const value = field.values.find(({ id }) => id === ids['fieldValueId'])
  if (value === undefined) throw notFound('The field value')
  return { field, value }
}

function addValue({ world }: Session, field: Field, name: string): void {
  assertNewName(field, name)
  field.values.push({ id: world.newId(), name, deactivated: false })
}

function assertNewName(field: Field, name: string, ownId?: string): void {
  if (!field.values.some((value) => value.name === name && value.id !== ownId)) return
  throw refused('field_value_already_exists', `Value "${name}" already exists`)
}

function changed(session: Session, field: Field): unknown {
  touch(session, field)
  return viewField(field)
}

const viewField = (field: Field) =>
  present({ ...field, settings: field.settings ? present(field.settings) : null })

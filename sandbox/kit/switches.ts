import { z } from 'zod'

/**
 * The doubts about a vendor as named settings. The zod object is the definition: its enums and
 * ranges are the allowed values, its defaults what is assumed, its descriptions the question.
 */
export function createSwitches<Schema extends z.ZodObject>(schema: Schema) {
  const strict = z.strictObject(schema.shape)
  let values: z.output<Schema> = schema.parse({})
  return {
    get: (): z.output<Schema> => values,
    /** Sets the named ones; an unknown name or value throws a ZodError and changes nothing. */
    set: (change: Record<string, unknown>) => {
      strict.parse({ ...values, ...change })
      values = schema.parse({ ...values, ...change })
    },
    reset: () => {
      values = schema.parse({})
    },
    /** Each switch with value, default, allowed values and description. */
    describe: (): Record<string, SwitchDescription> => {
      const document = JsonObject.parse(z.toJSONSchema(schema, { io: 'input' }))
      return Object.fromEntries(
        Object.entries(document.properties).map(([name, property]) => [
          name,
          {
            value: Reflect.get(values, name),
            default: property.default,
            allowed: property.enum ?? property.type,
            ...(property.minimum === undefined ? {} : { minimum: property.minimum }),
            ...(property.maximum === undefined ? {} : { maximum: property.maximum }),
            description: property.description ?? '',
          },
        ]),
      )
    },
  }
}

export type SwitchDescription = {
  value: unknown
  default: unknown
  /** The allowed words, or the type where a range or any value of it is. */
  allowed: unknown
  minimum?: number
  maximum?: number
  description: string
}

const JsonObject = z.object({
  properties: z.record(
    z.string(),
    z.object({
      default: z.unknown(),
      enum: z.array(z.unknown()).optional(),
      type: z.unknown(),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
      description: z.string().optional(),
    }),
  ),
})

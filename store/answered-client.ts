import pg from 'pg'

/**
 * A connection that is over with the first query that Postgres did not answer: unanswered, it may still be
 * under way and run later. A late `begin`, say, would take whatever came next into a transaction of nobody.
 * Takes a text and its parameters, and answers with a promise, as Kysely asks.
 */
export class AnsweredClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    let lost: Error | null = null
    const ask = (text: string, parameters: unknown[]) => super.query(text, parameters)

    async function query(this: pg.Client, text: string, parameters: unknown[] = []) {
      if (lost !== null) throw lost
      try {
        return await ask(text, parameters)
      } catch (error) {
        if (error instanceof Error && !(error instanceof pg.DatabaseError)) {
          lost = error
          breakOff(this)
        }
        throw error
      }
    }
    // Defined, not overridden: the base's overloads know callbacks and cursors too.
    Object.defineProperty(this, 'query', { value: query })
  }
}

/** The pool takes nobody back who has begun to end, and a half-open socket does not end by itself. */
function breakOff(client: pg.Client): void {
  void client.end()
  client.connection.stream.destroy()
}

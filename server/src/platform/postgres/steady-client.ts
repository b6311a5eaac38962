import pg from 'pg'

/**
 * A connection that may break at any moment without ending the program. What is being asked is told by its own
 * rejection; the event that comes besides, and twice when a killed server no longer takes what is written, has nobody
 * who listens while the connection is lent out.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    this.on('error', () => {})
  }
}

import { inject } from 'vitest'
import { cloneDatabase, type TestDatabase } from './cluster.ts'
import type {} from './cluster-setup.ts'

export type { TestDatabase } from './cluster.ts'

/** A migrated, empty database of its own for a test file; takes some tens of milliseconds. */
export const createTestDatabase = (): Promise<TestDatabase> => cloneDatabase(inject('testCluster'))

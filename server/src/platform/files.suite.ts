import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { FileMissing, type Files } from './files.ts'

/**
 * What every engine behind `Files` guarantees.
 * @param make a fresh, empty store
 */
export function filesSuite(engine: string, make: () => Promise<Files>): void {
  const bytes = Buffer.from([0, 255, 13, 10, 26, 128])

  describe(`files in ${engine}`, () => {
    it('give back exactly the bytes that were written', async () => {
      const files = await make()
      await files.write('photo/ab/one.jpg', bytes)
      expect(await files.read('photo/ab/one.jpg')).toEqual(bytes)
      expect(await buffer(await files.stream('photo/ab/one.jpg'))).toEqual(bytes)
      expect(await files.size('photo/ab/one.jpg')).toBe(bytes.length)
      expect(await files.exists('photo/ab/one.jpg')).toBe(true)
    })

    it('take streams of any length, none included', async () => {
      const files = await make()
      const mebibyte = Buffer.alloc(1 << 20, 7)
      await files.write('big.bin', Readable.from([mebibyte, mebibyte, mebibyte]))
      await files.write('empty.bin', Readable.from([]))
      expect(await files.size('big.bin')).toBe(3 << 20)
      expect(await files.size('empty.bin')).toBe(0)
    })

    it('go with all that lies in their place, and what lies beside it stays', async () => {
      const files = await make()
      for (const key of ['a/b/1.zip', 'a/b/c/2.zip', 'a/bc/3.zip']) await files.write(key, bytes)
      await files.removeAll('a/b')
      await files.removeAll('a/never')
      expect(await Promise.all(['a/b/1.zip', 'a/b/c/2.zip', 'a/bc/3.zip'].map(files.exists))).toEqual([
        false,
        false,
        true,
      ])
      await expect(files.removeAll('../b')).rejects.toThrow('key')
    })

    it('are replaced as a whole', async () => {
      const files = await make()
      await files.write('a.txt', Buffer.from('a long first version'))
      await files.write('a.txt', Buffer.from('second'))
      expect(String(await files.read('a.txt'))).toBe('second')
    })

    it('keep the old version when the source of the new one breaks half-way', async () => {
      const files = await make()
      await files.write('a.txt', Buffer.from('old'))
      const breaking = Readable.from(
        (async function* () {
          yield Buffer.from('new and')
          throw new Error('connection lost')
        })(),
      )
      await expect(files.write('a.txt', breaking)).rejects.toThrow('connection lost')
      expect(String(await files.read('a.txt'))).toBe('old')
    })

    it('say when they are missing', async () => {
      const files = await make()
      await expect(files.read('none.jpg')).rejects.toBeInstanceOf(FileMissing)
      await expect(files.stream('none.jpg')).rejects.toBeInstanceOf(FileMissing)
      await expect(files.size('none.jpg')).rejects.toBeInstanceOf(FileMissing)
      expect(await files.exists('none.jpg')).toBe(false)
    })

    it('can be removed, twice too', async () => {
      const files = await make()
      await files.write('a/b.jpg', bytes)
      await files.remove('a/b.jpg')
      await files.remove('a/b.jpg')
      expect(await files.exists('a/b.jpg')).toBe(false)
    })

    it('say whether there are any', async () => {
      const files = await make()
      await files.write('deep/in/folders.jpg', bytes)
      expect(await files.isEmpty()).toBe(false)
      await files.remove('deep/in/folders.jpg')
      expect(await files.isEmpty()).toBe(true)
    })

    it('written at the same time under one key end as one of the versions', async () => {
      const files = await make()
      const versions = Array.from({ length: 8 }, (_, i) => Buffer.alloc(50_000, i))
      await Promise.all(versions.map((version) => files.write('race.bin', version)))
      const end = await files.read('race.bin')
      expect(versions.some((version) => version.equals(end))).toBe(true)
    })

    const foreign = ['../x.jpg', '/etc/passwd.txt', 'a//b.jpg', 'a/../../b.jpg', 'A.jpg', 'a.jpg\0', 'a', '', './a.jpg']
    it.each([...foreign, `${'a/'.repeat(120)}b.jpg`, '照片.jpg', 'a\\b.jpg', '.a.jpg'])(
      'refuse the foreign key %j',
      async (key) => {
        const files = await make()
        await expect(files.write(key, bytes)).rejects.toThrow('key')
        await expect(files.read(key)).rejects.toThrow('key')
        await expect(files.stream(key)).rejects.toThrow('key')
        await expect(files.exists(key)).rejects.toThrow('key')
        await expect(files.remove(key)).rejects.toThrow('key')
      },
    )
  })
}

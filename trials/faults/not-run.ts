/** What can’t be tried here, and why. */
export class NotRun extends Error {
  override name = 'NotRun'
}

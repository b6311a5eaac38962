declare module '*.svg' {
  const address: string
  export default address
}
declare module '*.css'

/** Origin of the server for the mini program; empty on the web, where the page's own origin answers. */
declare const TUCAI_API_ORIGIN: string

/** Addresses of the face finder's files on our own origin, by the names it asks for. */
declare const GUIDANCE_FILES: Record<string, string>

/** Where a picture comes from: `camera` is the app's own viewfinder, `file` a chosen one. */
export type TakeSource = 'camera' | 'file'

/** Which lens took it, where the camera says so. */
export type TakeLens = 'front' | 'rear'

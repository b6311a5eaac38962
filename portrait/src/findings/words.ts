/** One sentence per finding: what happened and what to do. {value} and {limit} are filled in with the numbers. */
export const words: Record<string, { zh: string; en: string }> = {
  FILE_UNREADABLE: {
    zh: '这个文件无法作为照片读取，请重新拍摄或选择一张 JPG、PNG 照片。',
    en: 'This file cannot be read as a photo; please take or choose a JPG or PNG photo.',
  },
  FACE_NONE: {
    zh: '照片中没有找到人脸，请正对镜头、光线充足时再拍一张。',
    en: 'No face was found; please face the camera in good light and try again.',
  },
  FACE_MANY: {
    zh: '照片中不止一张人脸（另一张面积占比 {value}，限 {limit}），请一个人站在墙前重拍。',
    en: 'There is more than one face (the other one has {value} of the area, limit {limit}); please stand alone before the wall.',
  },
  GEO_CROWN_CUT: {
    zh: '头顶超出了画面（上方余量 {value} 像素，需 {limit}），请退后一点，让头顶上方留出空白。',
    en: 'The top of the head is outside the picture ({value} px above it, {limit} needed); please step back a little.',
  },
  GEO_SHOULDERS: {
    zh: '头顶以下的画面不够长（是需要的 {value} 倍，至少 {limit}），请把镜头放低或退后，让双肩入镜。',
    en: 'There is too little picture below the head ({value} of what is needed, at least {limit}); please lower the camera or step back so that both shoulders show.',
  },
  GEO_CENTER: {
    zh: '人像不在中间（偏离 {value} 像素，限 {limit}），请站到画面中央重拍。',
    en: 'The person is not in the middle (off by {value} px, limit {limit}); please stand in the centre.',
  },
  GEO_HAIR_TOP: {
    zh: '头顶距上边沿 {value} 像素，应在 {limit} 之间，请按人形轮廓站位重拍。',
    en: 'The hair is {value} px below the upper edge, it should be {limit}; please fit the outline.',
  },
  GEO_EYE_LINE: {
    zh: '眼睛距上边沿 {value} 像素，应在 {limit} 之间，请按人形轮廓站位重拍。',
    en: 'The eyes are {value} px below the upper edge, they should be {limit}; please fit the outline.',
  },
  GEO_FACE_WIDTH: {
    zh: '脸部宽度 {value} 像素，应在 {limit} 之间，请按人形轮廓调整远近重拍。',
    en: 'The face is {value} px wide, it should be {limit}; please fit the outline.',
  },
  GEO_EYES_TILT: {
    zh: '头歪了约 {value} 度（限 {limit} 度），请把双眼放平后重拍。',
    en: 'The head is tilted by {value} degrees (limit {limit}); please level your eyes.',
  },
  QUAL_LOWRES: {
    zh: '照片像素偏低，需要放大 {value} 倍（限 {limit}），请靠近一点或用更高的分辨率重拍。',
    en: 'The photo has too few pixels and would be enlarged {value} times (limit {limit}); please come closer or use a higher resolution.',
  },
  FILE_SPEC: {
    zh: '成片大小 {value} 字节，应在 {limit} 之间，请换一张照片重试。',
    en: 'The finished file has {value} bytes, it should have {limit}; please try another photo.',
  },
}

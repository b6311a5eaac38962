/** Short names of the photo standard's reject codes that the automatic check gives: Chinese, English. */
const names: Record<string, [string, string]> = {
  GEO_HAIR_TOP: ['头顶位置', 'Crown position'],
  GEO_CROWN_CUT: ['头顶超出画面', 'Crown cut off'],
  GEO_EYE_LINE: ['眼睛位置', 'Eye line'],
  GEO_FACE_WIDTH: ['脸部大小', 'Size of the face'],
  GEO_CENTER: ['人像未居中', 'Not centred'],
  GEO_EYES_TILT: ['头部歪斜', 'Head tilted'],
  GEO_SHOULDERS: ['肩部未拍全', 'Shoulders missing'],
  POSE_YAW: ['没有正对镜头', 'Turned sideways'],
  POSE_PITCH: ['低头或仰头', 'Looking up or down'],
  EXPR_MOUTH: ['张嘴或露齿', 'Mouth open'],
  EXPR_EYES: ['眼睛没有睁开', 'Eyes closed'],
  OCC_GLASSES_GLARE: ['眼镜反光', 'Glare on glasses'],
  OCC_TINTED: ['有色眼镜', 'Tinted glasses'],
  OCC_HEADWEAR: ['帽子、头饰或口罩', 'Hat or mask'],
  DRESS_BLUE: ['衣服与新背景颜色接近', 'Clothes like the new background'],
  DRESS_CONTRAST: ['衣服或头发与墙面颜色接近', 'Clothes or hair like the wall'],
  LIGHT_UNEVEN: ['人脸光照不均匀', 'Uneven light on the face'],
  LIGHT_HIGHLIGHT: ['面部过亮', 'Face too bright'],
  LIGHT_DARK: ['面部过暗', 'Face too dark'],
  LIGHT_REDEYE: ['红眼', 'Red eyes'],
  QUAL_BLUR: ['照片模糊', 'Blurred'],
  QUAL_LOWRES: ['照片太小', 'Too few pixels'],
  QUAL_COMPRESSION: ['照片压缩过度', 'Too strongly compressed'],
  QUAL_DISTORT: ['人像变形', 'Distorted'],
  QUAL_COLOR: ['照片偏色', 'Colour cast'],
  BG_NOT_UNIFORM: ['背景不是纯色', 'Background not plain'],
  BG_EDGE: ['人像边缘不清', 'Unclear outline'],
  BG_OBJECT: ['背景有他人或物体', 'Something in the background'],
  FILE_SPEC: ['文件不符合要求', 'File not as required'],
  FILE_UNREADABLE: ['无法读取照片', 'Unreadable file'],
  FACE_NONE: ['没有找到人脸', 'No face found'],
  FACE_MANY: ['画面中不止一个人', 'More than one face'],
}

/** The short name of a finding, or undefined for a code that has none. */
export function findingName(code: string, language: 'zh-CN' | 'en'): string | undefined {
  return names[code]?.[language === 'en' ? 1 : 0]
}

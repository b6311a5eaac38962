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
    zh: '双肩周围的画面不够（是需要的 {value} 倍，至少 {limit}），请把镜头放低或退后，让双肩完整入镜。',
    en: 'There is too little picture around the shoulders ({value} of what is needed, at least {limit}); please lower the camera or step back so that both shoulders show.',
  },
  GEO_CENTER: {
    zh: '人像不在中间（偏离 {value} 像素，限 {limit}），请站到画面中央重拍。',
    en: 'The person is not in the middle (off by {value} px, limit {limit}); please stand in the centre.',
  },
  GEO_HAIR_TOP: {
    zh: '头发顶部距上边沿 {value} 像素，应在 {limit} 之间，请把高耸的头发压平或扎低后重拍。',
    en: 'The top of the hair is {value} px below the upper edge, it should be {limit}; please flatten or lower hair that stands high.',
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
  POSE_YAW: {
    zh: '脸没有正对镜头（偏转约 {value} 度，限 {limit} 度），请正面看镜头重拍。',
    en: 'The face is turned by {value} degrees (limit {limit}); please look straight at the camera.',
  },
  POSE_PITCH: {
    zh: '有些低头或仰头（约 {value} 度，限 {limit} 度），请平视镜头重拍。',
    en: 'The head is raised or lowered by {value} degrees (limit {limit}); please look level into the camera.',
  },
  EXPR_EYES: {
    zh: '眼睛没有睁开（开合度 {value}，至少 {limit}），请自然睁眼、看镜头重拍。',
    en: 'The eyes are not open (opening {value}, at least {limit}); please open them naturally.',
  },
  EXPR_MOUTH: {
    zh: '嘴没有合上（张开度 {value}，限 {limit}），建议自然闭唇重拍。',
    en: 'The mouth is open ({value}, limit {limit}); please close your lips naturally.',
  },
  OCC_TINTED: {
    zh: '眼睛被深色镜片或阴影遮住（亮度比 {value}，至少 {limit}），请摘下有色眼镜重拍。',
    en: 'The eyes are behind dark glass or shade (brightness {value}, at least {limit}); please take off tinted glasses.',
  },
  OCC_GLASSES_GLARE: {
    zh: '镜片上有反光（占 {value}，限 {limit}），请稍微低一点灯光或侧一点再拍。',
    en: 'There are reflections on the glasses ({value} of the lens, limit {limit}); please move the light or yourself a little.',
  },
  OCC_HEADWEAR: {
    zh: '面部或头部似乎有遮挡（测得 {value}，限 {limit}），请摘下口罩或帽子重拍；确有宗教或医疗需要请说明。',
    en: 'Something seems to cover face or head (measured {value}, limit {limit}); please take off mask or hat, or explain a religious or medical need.',
  },
  LIGHT_DARK: {
    zh: '光线太暗（最亮处 {value}，至少 {limit}），请到明亮的地方重拍。',
    en: 'The light is too dim (brightest part {value}, at least {limit}); please move to a brighter place.',
  },
  LIGHT_HIGHLIGHT: {
    zh: '脸上过亮（过曝部分占 {value}，限 {limit}），请避开强光重拍。',
    en: 'The face is overexposed ({value} of it, limit {limit}); please avoid strong light.',
  },
  LIGHT_UNEVEN: {
    zh: '左右脸亮度不一（亮度比 {value}，至少 {limit}），请正对光源重拍。',
    en: 'One side of the face is darker (ratio {value}, at least {limit}); please face the light.',
  },
  QUAL_BLUR: {
    zh: '照片不够清晰（清晰度 {value}，至少 {limit}），请拿稳手机、对准脸部重拍。',
    en: 'The photo is not sharp (sharpness {value}, at least {limit}); please hold still and focus on the face.',
  },
  QUAL_COMPRESSION: {
    zh: '照片压缩过度，有马赛克（{value}，限 {limit}），请用相机原图，不要用转发过的图片。',
    en: 'The photo is compressed into blocks ({value}, limit {limit}); please use the original from the camera.',
  },
  QUAL_COLOR: {
    zh: '照片颜色不自然（测得 {value}，限 {limit}），请关闭滤镜、在自然光下重拍。',
    en: 'The colours are not natural (measured {value}, limit {limit}); please switch off filters and use natural light.',
  },
  BG_NOT_UNIFORM: {
    zh: '背后的墙不够干净平整（起伏 {value}，限 {limit}），请换一面纯色墙重拍。',
    en: 'The wall behind is not plain (unevenness {value}, limit {limit}); please use a plain wall.',
  },
  DRESS_CONTRAST: {
    zh: '衣服或头发与墙面颜色太接近（色差 {value}，至少 {limit}），建议换件衣服或换面墙。',
    en: 'Clothes or hair hardly differ from the wall (difference {value}, at least {limit}); another shirt or wall would help.',
  },
  DRESS_BLUE: {
    zh: '衣服与新背景颜色接近（占轮廓 {value}，限 {limit}），请换一件颜色不同的衣服。',
    en: 'The clothes are like the new background ({value} of the outline, limit {limit}); please wear another colour.',
  },
}

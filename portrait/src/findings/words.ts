/**
 * One sentence per finding: what happened and what to do. {value} and {limit} are filled in with the numbers. Where a
 * code has several measures, "CODE measure" is said of that one and "CODE" of the others.
 */
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
  'FILE_SPEC format': {
    zh: '成片不是 JPEG 文件，请用本系统重新生成成片。',
    en: 'The finished photo is no JPEG file; please make it again with this system.',
  },
  'FILE_SPEC density': {
    zh: '成片分辨率标记为 {value} dpi，应为 {limit} dpi，请用本系统重新生成成片。',
    en: 'The finished photo states {value} dpi, it should state {limit} dpi; please make it again with this system.',
  },
  'FILE_SPEC quality': {
    zh: '成片压缩质量 {value}，至少 {limit}，请用原图重新生成成片。',
    en: 'The finished photo has JPEG quality {value}, at least {limit} is needed; please make it again from the original.',
  },
  'FILE_SPEC extras': {
    zh: '成片文件中带有 {value} 处多余信息（如拍摄信息、注释），请用本系统重新生成成片。',
    en: 'The finished photo carries {value} extra parts, such as camera data or comments; please make it again with this system.',
  },
  'FILE_SPEC kind': {
    zh: '成片不是普通的 24 位彩色 JPEG，请用本系统重新生成成片。',
    en: 'The finished photo is no plain 24-bit colour JPEG; please make it again with this system.',
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
  'EXPR_EYES iris': {
    zh: '看不到瞳孔（眼睛与皮肤的明暗差 {value}，至少 {limit}），请睁开双眼、看镜头重拍。',
    en: 'The pupils cannot be seen (contrast with the skin {value}, at least {limit}); please open both eyes and look into the camera.',
  },
  EXPR_MOUTH: {
    zh: '嘴没有合上（张开度 {value}，限 {limit}），建议自然闭唇重拍。',
    en: 'The mouth is open ({value}, limit {limit}); please close your lips naturally.',
  },
  OCC_TINTED: {
    zh: '眼睛被深色镜片遮住（镜片后的皮肤亮度是脸颊的 {value}，至少 {limit}），请摘下墨镜重拍。',
    en: 'The eyes are behind dark glass (skin behind it has {value} of the brightness of the cheek, at least {limit}); please take off tinted glasses.',
  },
  'OCC_TINTED colour': {
    zh: '镜片似乎有颜色（色差 {value}，限 {limit}），请换无色镜片的眼镜或摘下眼镜重拍。',
    en: 'The glasses seem to be coloured (difference {value}, limit {limit}); please wear clear glasses or none.',
  },
  OCC_GLASSES_GLARE: {
    zh: '镜片上有反光（占 {value}，限 {limit}），请稍微低头、移开灯光或摘下眼镜再拍。',
    en: 'There are reflections on the glasses ({value} of the lens, limit {limit}); please move the light or tip the glasses a little, or take them off.',
  },
  'OCC_GLASSES_GLARE pupil': {
    zh: '瞳孔被亮光或反光挡住（亮度是脸颊的 {value}，限 {limit}），请移开灯光、稍微低头或摘下眼镜再拍。',
    en: 'Something bright hides a pupil ({value} of the brightness of the cheek, limit {limit}); please move the light, tip the glasses a little, or take them off.',
  },
  OCC_HAIR_BROW: {
    zh: '头发似乎遮住了眉毛（遮挡 {value}，限 {limit}），请把刘海拨开、露出眉毛和眼睛重拍。',
    en: 'Hair seems to hang over the brows ({value} of them, limit {limit}); please brush it aside so that brows and eyes show.',
  },
  OCC_HEADWEAR: {
    zh: '头上似乎戴着东西（测得 {value}，限 {limit}），请摘下帽子、头巾重拍；确有宗教或医疗需要请说明。',
    en: 'Something seems to cover the head (measured {value}, limit {limit}); please take it off, or explain a religious or medical need.',
  },
  'OCC_HEADWEAR mask': {
    zh: '口鼻似乎被口罩遮住（色差 {value}，限 {limit}），请摘下口罩重拍。',
    en: 'A mask seems to cover nose and mouth (colour difference {value}, limit {limit}); please take it off.',
  },
  'OCC_HEADWEAR face': {
    zh: '脸的一部分似乎被遮住（占 {value}，限 {limit}），请移开手、手机等物品，露出整张脸重拍。',
    en: 'Something seems to cover a part of the face ({value} of it, limit {limit}); please show the whole face, without hand, phone or mask.',
  },
  LIGHT_DARK: {
    zh: '光线太暗（最亮处 {value}，至少 {limit}），请到明亮的地方重拍。',
    en: 'The light is too dim (brightest part {value}, at least {limit}); please move to a brighter place.',
  },
  'LIGHT_DARK eye white': {
    zh: '脸上光线不足（眼白亮度 {value}，至少 {limit}），请面向窗户或灯光重拍，不要背光。',
    en: 'There is too little light on the face (eye white {value}, at least {limit}); please turn to the window or lamp, not away from it.',
  },
  LIGHT_REDEYE: {
    zh: '有红眼（瞳孔偏红 {value}，限 {limit}），请关闭闪光灯重拍。',
    en: 'The pupils are red ({value}, limit {limit}); please switch off the flash.',
  },
  LIGHT_HIGHLIGHT: {
    zh: '脸上过亮（过曝部分占 {value}，限 {limit}），请避开强光重拍。',
    en: 'The face is overexposed ({value} of it, limit {limit}); please avoid strong light.',
  },
  'LIGHT_HIGHLIGHT picture': {
    zh: '照片整体过亮（纯白部分占 {value}，限 {limit}），请降低曝光或避开强光重拍。',
    en: 'The photo is overexposed ({value} of it is pure white, limit {limit}); please lower the exposure or avoid strong light.',
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
  'QUAL_COMPRESSION quality': {
    zh: '照片保存质量过低（质量 {value}，至少 {limit}），请用相机原图，不要用转发过的图片。',
    en: 'The file was saved at a low quality ({value}, at least {limit}); please use the original from the camera.',
  },
  QUAL_COLOR: {
    zh: '照片颜色不自然（测得 {value}，限 {limit}），请关闭滤镜、在自然光下重拍。',
    en: 'The colours are not natural (measured {value}, limit {limit}); please switch off filters and use natural light.',
  },
  'QUAL_COLOR one tone': {
    zh: '照片不是彩色的（颜色丰富度 {value}，至少 {limit}），请关闭黑白或复古滤镜，拍彩色照片。',
    en: 'The photo is not in colour (variety {value}, at least {limit}); please switch off the filter and take a colour photo.',
  },
  QUAL_DISTORT: {
    zh: '脸形似乎被拉伸或压扁（眼到下巴是眼距的 {value} 倍，限 {limit}），请不要改变照片长宽比，用后置摄像头在一米外重拍。',
    en: 'The face seems stretched (eyes to chin {value} times the distance of the eyes, limit {limit}); please keep the proportions, and use the rear camera from a metre away.',
  },
  BG_NOT_UNIFORM: {
    zh: '背后的墙不够干净平整（起伏 {value}，限 {limit}），请换一面纯色墙重拍。',
    en: 'The wall behind is not plain (unevenness {value}, limit {limit}); please use a plain wall.',
  },
  'BG_NOT_UNIFORM objects': {
    zh: '背后有物体或多种颜色（{value}，限 {limit}），请换一面没有杂物的纯色墙重拍。',
    en: 'There are things or several colours behind ({value}, limit {limit}); please stand before a plain wall with nothing on it.',
  },
  DRESS_CONTRAST: {
    zh: '衣服或头发与墙面颜色太接近（色差 {value}，至少 {limit}），建议换件衣服或换面墙。',
    en: 'Clothes or hair hardly differ from the wall (difference {value}, at least {limit}); another shirt or wall would help.',
  },
  'DRESS_CONTRAST uncertain': {
    zh: '衣服或头发与墙面几乎同色，看不清轮廓（占轮廓 {value}，限 {limit}），请换件衣服或换面墙重拍。',
    en: 'Clothes or hair have the colour of the wall, so that the outline cannot be seen ({value} of it, limit {limit}); please change the shirt or the wall.',
  },
  DRESS_BLUE: {
    zh: '衣服与新背景颜色接近（占轮廓 {value}，限 {limit}），请换一件颜色不同的衣服。',
    en: 'The clothes are like the new background ({value} of the outline, limit {limit}); please wear another colour.',
  },
}

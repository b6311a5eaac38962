/** Words in both languages. */
type Words = { zh: string; en: string }

/** Why a person refuses a photo: what is wrong with it, and what the student changes for the next one. */
export type ReasonWords = { fault: Words; change: Words }

const reason = (fault: string, change: string, faultEn: string, changeEn: string): ReasonWords => ({
  fault: { zh: fault, en: faultEn },
  change: { zh: change, en: changeEn },
})

/** The reasons that a reviewer may give, by the codes of the photo standard. A code never changes its meaning. */
export const rejectReasons = {
  GEO_HAIR_TOP: reason(
    '头顶位置过高或过低',
    '请把高耸的头发压平，按人形框重新站位',
    'The top of the head is too high or too low',
    'Flatten hair that stands high and stand inside the outline.',
  ),
  GEO_EYE_LINE: reason(
    '眼睛位置过高或过低',
    '请按人形框里的眼睛线站位',
    'The eyes are too high or too low',
    'Bring your eyes to the line in the outline.',
  ),
  GEO_FACE_WIDTH: reason(
    '脸在画面里过大或过小',
    '请按人形框调整与镜头的距离',
    'The face is too large or too small',
    'Move nearer or farther until you fill the outline.',
  ),
  GEO_CENTER: reason('人没有站在中间', '请站到画面正中', 'You stand off centre', 'Stand in the middle of the picture.'),
  GEO_EYES_TILT: reason(
    '头歪了',
    '请把头摆正，两眼放平',
    'The head is tilted',
    'Hold your head upright, both eyes level.',
  ),
  GEO_SHOULDERS: reason(
    '双肩不平或没有拍全',
    '请坐正，让双肩完整入镜',
    'The shoulders are uneven or cut off',
    'Sit straight and let both shoulders into the picture.',
  ),
  POSE_YAW: reason('脸没有正对镜头', '请正面看镜头', 'The face is turned aside', 'Face the camera.'),
  POSE_PITCH: reason('低头或仰头', '请平视镜头', 'The head is lowered or raised', 'Look straight into the camera.'),
  EXPR_MOUTH: reason('张嘴或露齿', '请自然闭唇', 'The mouth is open or teeth show', 'Close your lips naturally.'),
  EXPR_EYES: reason(
    '没有睁眼或没有看镜头',
    '请自然睁眼，看镜头',
    'The eyes are closed or look away',
    'Open your eyes and look at the camera.',
  ),
  OCC_HAIR_BROW: reason(
    '头发遮住了眉毛或眼睛',
    '请把刘海拨开',
    'Hair covers brows or eyes',
    'Move your hair away from brows and eyes.',
  ),
  OCC_EARS: reason('耳朵没有露出来', '请把头发别到耳后', 'The ears are hidden', 'Put your hair behind both ears.'),
  OCC_GLASSES_GLARE: reason(
    '镜片反光',
    '请移开灯光、稍微低头，或摘下眼镜',
    'The glasses reflect light',
    'Move the light, lower your head a little, or take the glasses off.',
  ),
  OCC_GLASSES_FRAME: reason(
    '镜框遮住了眼睛',
    '请把眼镜推高，或摘下眼镜',
    'The frame of the glasses covers the eyes',
    'Push the glasses up or take them off.',
  ),
  OCC_TINTED: reason(
    '镜片有颜色或戴了美瞳',
    '请换无色镜片，取下美瞳',
    'The lenses are tinted or coloured',
    'Wear clear lenses and no coloured contacts.',
  ),
  OCC_HEADWEAR: reason(
    '戴了帽子、头饰或口罩',
    '请取下后再拍；有宗教或医疗原因请联系我们',
    'A hat, hair ornament or mask is worn',
    'Take it off; write to us if there is a religious or medical reason.',
  ),
  DRESS_JEWELLERY: reason(
    '戴了耳环、项链等饰品',
    '请取下饰品',
    'Earrings, a necklace or the like are worn',
    'Take jewellery off.',
  ),
  DRESS_BLUE: reason(
    '衣服与浅蓝背景太接近',
    '请换深色或其他颜色的衣服',
    'The clothes are too near to the light blue background',
    'Wear darker clothes or another colour.',
  ),
  DRESS_PATTERN: reason(
    '衣服有条纹或复杂图案',
    '请换素色衣服',
    'The clothes have stripes or a busy pattern',
    'Wear clothes of one colour.',
  ),
  DRESS_STRAPS: reason(
    '衣服是吊带、背心、低领、高领或毛领',
    '请换有袖的普通领口衣服',
    'Straps, sleeveless, low, high or fur collars are worn',
    'Wear sleeves and an ordinary collar.',
  ),
  DRESS_MAKEUP: reason('妆太浓', '请卸妆或只化淡妆', 'There is too much make-up', 'Wear little or no make-up.'),
  LIGHT_UNEVEN: reason(
    '脸上明暗不匀或有阴影',
    '请正对窗户或灯光',
    'The face is lit unevenly or has shadows',
    'Face a window or a lamp.',
  ),
  LIGHT_HIGHLIGHT: reason(
    '脸上有反光或过亮',
    '请避开强光，擦去脸上油光',
    'Parts of the face shine or are too bright',
    'Avoid strong light and dry your skin.',
  ),
  LIGHT_DARK: reason(
    '脸太暗',
    '请到明亮的地方，不要背光',
    'The face is too dark',
    'Go where it is bright, never against the light.',
  ),
  LIGHT_REDEYE: reason('有红眼', '请关闭闪光灯', 'The eyes are red', 'Switch the flash off.'),
  QUAL_BLUR: reason(
    '照片不清晰',
    '请拿稳手机，对准脸部',
    'The photo is blurred',
    'Hold the phone still and focus on the face.',
  ),
  QUAL_LOWRES: reason(
    '原图像素太少',
    '请靠近一些，用相机原图',
    'The original has too few pixels',
    'Come nearer and send the camera’s own picture.',
  ),
  QUAL_DISTORT: reason(
    '人像变形',
    '请用后置摄像头在一米外拍，不要拉伸照片',
    'The person is distorted',
    'Use the rear camera from a metre away and never stretch the photo.',
  ),
  QUAL_COLOR: reason(
    '颜色不真实',
    '请关闭滤镜，在自然光下拍',
    'The colours are not true',
    'Switch filters off and use daylight.',
  ),
  BG_NOT_UNIFORM: reason(
    '背景不干净',
    '请换一面没有阴影的纯色墙',
    'The background is not even',
    'Choose a plain wall without shadows.',
  ),
  BG_EDGE: reason(
    '头发或肩膀的边缘不干净',
    '请换一面与头发、衣服颜色差别大的墙',
    'Edges of hair or shoulders are not clean',
    'Choose a wall that differs from hair and clothes.',
  ),
  BG_OBJECT: reason(
    '背后有别人或物体',
    '请一个人站在空墙前',
    'Somebody or something is behind you',
    'Stand alone before an empty wall.',
  ),
  EDIT_BEAUTY: reason(
    '用了美颜或修图',
    '请关闭美颜，不要修图',
    'The photo was beautified',
    'Switch beauty filters off and do not edit.',
  ),
  EDIT_MIRROR: reason('照片左右反了', '请关闭自拍镜像', 'The photo is mirrored', 'Switch mirroring off in the camera.'),
  EDIT_FRAME_TEXT: reason(
    '照片上有边框、文字或水印',
    '请关闭相机水印，用原图',
    'There is a border, text or watermark',
    'Switch the camera’s watermark off.',
  ),
  SRC_RECAPTURE: reason(
    '翻拍了照片或屏幕',
    '请当场拍本人',
    'It is a picture of a picture or screen',
    'Take the photo of yourself, on the spot.',
  ),
  SRC_ADMISSION: reason(
    '用了录取照片或旧照片',
    '请用近期当场拍的照片',
    'It is an admission photo or an old one',
    'Take a new photo now.',
  ),
  SRC_LIFE_PHOTO: reason(
    '是生活照或艺术照',
    '请在纯色墙前按要求拍',
    'It is a snapshot or a studio portrait',
    'Take it before a plain wall as the guide shows.',
  ),
  ID_NOT_SAME: reason(
    '看起来不是本人',
    '请由本人拍摄；确为本人请联系我们',
    'It does not look like you',
    'Let the photo show yourself; contact us if it does.',
  ),
  ID_INFO_MISMATCH: reason(
    '个人信息与学籍不一致',
    '请先联系学校更正信息',
    'Your details differ from the school’s record',
    'Ask your school to correct them first.',
  ),
  FILE_SPEC: reason(
    '文件的尺寸、大小或格式不符',
    '请用相机原图重新提交',
    'Size or format of the file is not right',
    'Send the camera’s own picture again.',
  ),
  FACE_NONE: reason(
    '照片里没有看到脸',
    '请正对镜头，在明亮处拍',
    'No face can be seen',
    'Face the camera where it is bright.',
  ),
  FACE_MANY: reason('照片里不止一个人', '请一个人入镜', 'There is more than one face', 'Be alone in the picture.'),
  FILE_UNREADABLE: reason(
    '文件打不开或不是照片',
    '请重新拍摄',
    'The file can not be opened or is no photo',
    'Take a new photo.',
  ),
  QUAL_COMPRESSION: reason(
    '照片被压缩，有马赛克',
    '请用相机原图，不要用转发的图片',
    'The photo was compressed until blocks show',
    'Send the camera’s own picture, not a forwarded one.',
  ),
  GEO_CROWN_CUT: reason(
    '头顶超出了画面',
    '请退后一些，头顶上方留出空白',
    'The top of the head is cut off',
    'Step back and leave room above your head.',
  ),
  DRESS_CONTRAST: reason(
    '衣服或头发与墙面颜色太接近',
    '请换一件衣服或换一面墙',
    'Clothes or hair are too near to the wall’s colour',
    'Change the clothes or the wall.',
  ),
  OTHER: reason('其他原因', '请看审核说明', 'Another reason', 'See the reviewer’s note.'),
} as const satisfies Record<string, ReasonWords>

export type RejectCode = keyof typeof rejectReasons
export const rejectCodes = Object.keys(rejectReasons) as RejectCode[]

/**
 * Every refusal the server can give: one code, one HTTP status, one sentence in each language that says what to do.
 * A code never changes its meaning; words may.
 */
export const problems = {
  'request-malformed': {
    status: 400,
    zh: '提交的内容不完整或格式不对，请检查后重试',
    en: 'Something in the request is missing or malformed. Check it and try again.',
  },
  'not-found': { status: 404, zh: '没有找到这条记录', en: 'That record was not found.' },
  'not-signed-in': { status: 401, zh: '登录已失效，请重新登录', en: 'Your session has ended. Please sign in again.' },
  'role-not-allowed': {
    status: 403,
    zh: '您的角色不能使用这项功能，如需使用请联系管理员',
    en: 'Your role does not include this. Ask an administrator if you need it.',
  },
  'origin-refused': {
    status: 403,
    zh: '请求来自其他网站，已拒绝',
    en: 'The request came from another site and was refused.',
  },
  'too-many-tries': {
    status: 429,
    zh: '尝试次数过多，请稍后再试',
    en: 'Too many tries. Please wait a little and try again.',
  },
  busy: {
    status: 503,
    zh: '现在使用的人较多，请稍后再试，已填写的内容不会丢失',
    en: 'The service is busy. Try again shortly; nothing you entered is lost.',
  },
  internal: {
    status: 500,
    zh: '系统出了点问题，请稍后再试',
    en: 'Something went wrong on our side. Please try again later.',
  },
  'consent-missing': {
    status: 409,
    zh: '请先阅读并同意隐私保护指引',
    en: 'Please read and agree to the privacy notice first.',
  },
  'consent-needed': {
    status: 409,
    zh: '这一步需要您的授权，请先阅读并同意相应说明',
    en: 'This step needs your agreement. Please read and agree to its notice first.',
  },
  'consent-outdated': {
    status: 409,
    zh: '说明已更新，请重新阅读后再同意',
    en: 'The notice has changed. Please read it again before you agree.',
  },
  'number-ending-refused': {
    status: 422,
    zh: '证件号后四位不正确，请核对',
    en: 'The last four characters of your number are not right. Please check them.',
  },
  'export-expired': {
    status: 410,
    zh: '这份数据的下载时间已过，请重新导出',
    en: 'This copy can no longer be downloaded. Please ask for a new one.',
  },

  'document-consent-missing': {
    status: 409,
    zh: '识别证件前请先阅读并同意证件识别说明，也可以手工填写',
    en: 'Read and agree to the notice on reading documents first, or type the fields yourself.',
  },
  'document-unavailable': {
    status: 503,
    zh: '证件识别暂时不可用，请稍后再试或手工填写',
    en: 'Reading documents is unavailable at the moment. Try again later or type the fields yourself.',
  },

  'number-length': {
    status: 422,
    zh: '身份证号应为18位，请核对',
    en: 'An identity number has 18 characters. Please check it.',
  },
  'number-characters': {
    status: 422,
    zh: '身份证号只能是数字，最后一位可以是X',
    en: 'An identity number is digits only; the last may be X.',
  },
  'number-region': {
    status: 422,
    zh: '身份证号前两位不是有效的地区代码，请核对',
    en: 'The first two digits are not a region code. Please check the number.',
  },
  'number-birth': {
    status: 422,
    zh: '身份证号中的出生日期不存在，请核对',
    en: 'The birth date inside the number does not exist. Please check it.',
  },
  'number-checksum': {
    status: 422,
    zh: '身份证号校验位不对，请逐位核对',
    en: 'The check character does not match. Please compare the number digit by digit.',
  },
  'number-country': {
    status: 422,
    zh: '永久居留身份证号中的国家代码不正确，请核对',
    en: 'The country code inside the permanent residence number is not known. Please check it.',
  },
  'number-permit': {
    status: 422,
    zh: '回乡证号为H或M加8位数字，台胞证号为8位数字，请核对',
    en: 'A home return permit is H or M and 8 digits, a Taiwan permit 8 digits. Please check the number.',
  },
  'number-passport': {
    status: 422,
    zh: '护照号应为5到20位字母和数字，请核对',
    en: 'A passport number has 5 to 20 letters and digits. Please check it.',
  },
  'phone-invalid': {
    status: 422,
    zh: '手机号不正确，请核对；境外号码请以+和国家代码开头',
    en: 'That phone number is not valid. Start a number from abroad with + and the country code.',
  },
  'mail-invalid': {
    status: 422,
    zh: '邮箱地址不正确，请核对',
    en: 'That e-mail address is not valid. Please check it.',
  },
  'name-invalid': { status: 422, zh: '请填写与证件一致的姓名', en: 'Enter the name exactly as on your document.' },

  'sign-in-refused': {
    status: 401,
    zh: '证件号或密码不正确，请核对后重试',
    en: 'The number or the password is not right. Please check both.',
  },
  'staff-sign-in-refused': {
    status: 401,
    zh: '用户名或密码不正确，请核对后重试',
    en: 'The login or the password is not right. Please check both.',
  },
  'staff-code-refused': {
    status: 401,
    zh: '验证码不正确或已用过，请等验证器换新码后再试',
    en: 'That code is wrong or was used already. Wait for the next one and try again.',
  },
  'staff-ticket-expired': {
    status: 401,
    zh: '登录超时，请重新输入用户名和密码',
    en: 'Signing in took too long. Please enter login and password again.',
  },
  'staff-locked': {
    status: 403,
    zh: '这个账号已停用，请联系管理员',
    en: 'This login is locked. Please contact an administrator.',
  },
  'staff-own-login': {
    status: 409,
    zh: '不能停用自己的账号，也不能改变自己的角色，请由另一位管理员操作',
    en: 'You cannot lock your own login or change your own role. Ask another administrator.',
  },
  'staff-login-taken': {
    status: 409,
    zh: '已有这个用户名，请换一个',
    en: 'There is such a login already. Choose another one.',
  },
  'staff-invitation-over': {
    status: 410,
    zh: '邀请链接已失效或已使用，请管理员重发邀请；已设置过密码的，请直接登录',
    en: 'This invitation has ended or was used. Ask an administrator for a new one; if you have set a password, sign in.',
  },
  'staff-joined': {
    status: 409,
    zh: '这位员工已接受邀请，不需要重发',
    en: 'This person has accepted the invitation already.',
  },
  'saved-filters-full': {
    status: 409,
    zh: '每个列表最多保存30个筛选，请先删除不用的',
    en: 'A list keeps at most 30 filters. Delete one that is no longer used.',
  },
  'staff-password-weak': {
    status: 422,
    zh: '新密码至少12位，不能含用户名，也不能是常见密码',
    en: 'Use at least 12 characters that do not hold your login and are not a common password.',
  },
  'code-refused': {
    status: 401,
    zh: '验证码不正确或已过期，请重新获取',
    en: 'The code is wrong or has expired. Please get a new one.',
  },
  'wechat-refused': {
    status: 401,
    zh: '微信授权没有成功或已过期，请重试',
    en: 'WeChat did not confirm, or its confirmation has expired. Please try again.',
  },
  'wechat-unbound': {
    status: 409,
    zh: '这个微信还没有绑定账户，请用证件号登录或注册',
    en: 'This WeChat is not linked to an account yet. Sign in with your number or register.',
  },
  'wechat-taken': {
    status: 409,
    zh: '这个微信已绑定其他账户，请先在那个账户解除绑定',
    en: 'This WeChat is linked to another account. Unlink it there first.',
  },
  'wechat-unavailable': {
    status: 503,
    zh: '微信登录暂时不可用，请用证件号登录',
    en: 'WeChat sign-in is unavailable at the moment. Please sign in with your number.',
  },
  'password-refused': { status: 422, zh: '原密码不正确，请核对', en: 'The present password is not right.' },
  'password-weak': {
    status: 422,
    zh: '新密码至少8位，不能是证件号、出生日期的一部分或常见密码',
    en: 'Use at least 8 characters that are not part of your number or birth date, nor a common password.',
  },

  'enrolment-missing': {
    status: 404,
    zh: '暂未查到学校提交的信息，请核对姓名或联系学校',
    en: 'Your school has not submitted your record yet. Check your name or contact the school.',
  },
  'graduate-known': {
    status: 409,
    zh: '这个批次已有您的信息，或这个学号已被使用，请核对或联系学校',
    en: 'This collection already has your record, or the student number is in use. Check it or contact your school.',
  },
  'graduate-unconfirmed': {
    status: 409,
    zh: '您填报的信息还在等待学校确认，确认后才能提交订单',
    en: 'Your school has not confirmed what you stated yet. You can order once it has.',
  },
  'graduate-number-fixed': {
    status: 409,
    zh: '这名学生已开始采集，证件号不能再更改',
    en: 'This graduate has begun; the number of the document can’t be changed any more.',
  },
  'graduate-number-taken': {
    status: 409,
    zh: '这个学号或证件号已属于本批次的另一名学生，请核对',
    en: 'The student number or document number belongs to another graduate of this campaign. Please check it.',
  },
  'graduates-none-meant': {
    status: 409,
    zh: '没有符合条件的毕业生，请修改筛选后再导出',
    en: 'No graduates fit. Change the filters, then export.',
  },
  'uncover-note-missing': {
    status: 400,
    zh: '原因选择“其他”时，请填写说明',
    en: 'Please add a note when the reason is “other”.',
  },
  'uncover-nothing': {
    status: 409,
    zh: '学生还没有注册，没有这项信息',
    en: 'The student has not registered yet, so there is nothing to show.',
  },
  'graduate-refused': {
    status: 409,
    zh: '学校没有确认您填报的信息，请联系学校',
    en: 'Your school did not confirm what you stated. Please contact it.',
  },
  'code-missing': {
    status: 409,
    zh: '请先扫描或上传学信网采集码',
    en: 'Scan or upload your CHSI collection code first.',
  },
  'code-not-asked': {
    status: 409,
    zh: '本次采集不需要采集码',
    en: 'This collection asks for no collection code.',
  },
  'code-not-found': {
    status: 422,
    zh: '图中没有找到二维码，请在学信网长按保存采集码后上传，截图可能无法识别',
    en: 'No QR code was found. Save the code in CHSI by a long press and upload that file; screenshots may be unreadable.',
  },
  'code-several': {
    status: 422,
    zh: '图中有多个二维码，请只保留采集码',
    en: 'The picture holds several QR codes. Keep only the collection code in it.',
  },
  'code-foreign': {
    status: 422,
    zh: '这不是您的学信网采集码，请核对后重新上传',
    en: 'This is not your CHSI collection code. Check it and upload it again.',
  },
  'code-used': {
    status: 409,
    zh: '这个采集码已用于另一份学籍，请核对是否选错',
    en: 'This collection code already belongs to another enrolment. Check that you chose the right one.',
  },
  'campaign-closed': {
    status: 409,
    zh: '本次采集不在开放时间内，请联系学校',
    en: 'This collection is not open at the moment. Please contact your school.',
  },
  'campaign-not-yet': {
    status: 409,
    zh: '本次采集还没有开始，请在首页所示的开始时间之后再来',
    en: 'This collection has not begun. Come back after the start shown on the home screen.',
  },
  'campaign-paused': {
    status: 409,
    zh: '现在不在每日开放时间内，请在首页所示的时间再来',
    en: 'The collection is closed at this hour. Come back at the times shown on the home screen.',
  },
  'replacement-overdue': {
    status: 409,
    zh: '重拍期限已过，请联系学校申请延期',
    en: 'The time for taking the photo anew is over. Ask your school for an extension.',
  },
  'campaign-cancelled': {
    status: 409,
    zh: '本次采集已取消，已支付的费用会全额退回',
    en: 'This collection has been cancelled. Whatever you paid is being returned in full.',
  },
  'campaign-changed-meanwhile': {
    status: 409,
    zh: '这个批次刚被别人修改过，请重新打开后再改',
    en: 'Somebody else has just changed this campaign. Open it again, then make your change.',
  },
  'school-known': {
    status: 409,
    zh: '已有同名的学校，请直接使用',
    en: 'There is a school of this name already. Use that one.',
  },
  'reminder-gone': {
    status: 409,
    zh: '提醒已经发出，不能再撤回',
    en: 'The reminder has gone out and can’t be taken back.',
  },
  'step-not-reached': { status: 409, zh: '请先完成前面的步骤', en: 'Please complete the earlier steps first.' },
  'collection-over': {
    status: 409,
    zh: '照片最终没有通过审核，本次采集已结束，费用会全额退回；请联系学校',
    en: 'Your photo was rejected for good and this collection has ended. You get everything back; please contact your school.',
  },
  'collection-complete': {
    status: 409,
    zh: '这次采集已完成支付，不能再修改',
    en: 'This collection is paid and can no longer be changed.',
  },

  'photo-too-large': {
    status: 413,
    zh: '照片超过25MB，请选择小一些的照片',
    en: 'The photo is larger than 25 MB. Please choose a smaller one.',
  },
  'photo-empty': {
    status: 422,
    zh: '照片文件是空的，请重新选择',
    en: 'The photo file is empty. Please choose another.',
  },
  'photo-unreadable': {
    status: 422,
    zh: '这个文件不是照片或已损坏，请重新拍摄，或选择JPG、HEIC、PNG、WebP格式的照片',
    en: 'This file is not a photo or is damaged. Please take it again, or choose a JPG, HEIC, PNG or WebP photo.',
  },
  'photo-file-forbidden': {
    status: 409,
    zh: '本次采集只能现场拍摄，不能选择已有照片',
    en: 'This collection takes photos with the camera only; files are not accepted.',
  },
  'photo-front-camera-forbidden': {
    status: 409,
    zh: '本次采集不能用前置镜头自拍，请换后置镜头，由他人拍摄',
    en: 'This collection does not take photos of the front camera. Have somebody take it with the rear one.',
  },
  'photo-blocked': {
    status: 409,
    zh: '这张照片还有需要修改的地方，请重新拍摄',
    en: 'This photo has points that must change. Please take it again.',
  },
  'photo-developing': {
    status: 409,
    zh: '照片还在处理，请稍等',
    en: 'The photo is still being processed. Please wait a moment.',
  },
  'photo-rejected-before': {
    status: 409,
    zh: '这张照片已被退回，请重新拍摄后提交',
    en: 'This photo was rejected before. Please take a new one.',
  },
  'review-present': {
    status: 409,
    zh: '已有照片在审核或已通过，请先撤回或等待结果',
    en: 'A photo is under review or approved already. Withdraw it first or wait for the result.',
  },
  'review-decided': {
    status: 409,
    zh: '这张照片的审核状态已改变，请刷新后再看',
    en: 'The state of this review has changed. Load it again.',
  },
  'review-claimed': {
    status: 409,
    zh: '另一位审核员正在看这张照片，请看下一张',
    en: 'Another reviewer has this photo on the desk. Go on with the next.',
  },
  'review-for-leader': {
    status: 409,
    zh: '这张照片由组长决定，请看下一张',
    en: 'An administrator decides about this photo. Go on with the next.',
  },
  'review-looked-at': {
    status: 409,
    zh: '你已看过这张照片，二审由另一位审核员进行',
    en: 'You have judged this photo already. Another reviewer takes the second look.',
  },
  'crop-unlawful': {
    status: 422,
    zh: '这样裁切不符合照片标准，请按标准线调整位置和大小',
    en: 'This crop does not meet the photo standard. Move or scale it until the lines are met.',
  },
  'original-gone': {
    status: 409,
    zh: '原图已按保存期限删除，不能重新裁切',
    en: 'The original is no longer kept, so the photo cannot be cropped anew.',
  },
  'review-note-missing': {
    status: 422,
    zh: '选择“其他原因”时请填写说明',
    en: 'Write a note when you choose another reason.',
  },
  'review-bytes-changed': {
    status: 409,
    zh: '照片文件与提交时不一致，不能通过，请联系管理员检查',
    en: 'The file differs from what was submitted and cannot be approved. Ask an administrator to look into it.',
  },
  'photo-not-paid': {
    status: 409,
    zh: '支付完成后可以保存电子照片',
    en: 'The photo can be saved once the order is paid.',
  },

  'address-incomplete': {
    status: 422,
    zh: '邮寄信息不完整，请填写收件人、手机号、省市区和详细地址',
    en: 'Fill in recipient, phone, region and street address.',
  },
  'region-unknown': {
    status: 422,
    zh: '省市区不正确，请重新选择',
    en: 'That region is not known. Please choose it again.',
  },

  'order-paid': { status: 409, zh: '订单已支付，无需重复支付', en: 'This order is already paid.' },
  'order-cancelled': {
    status: 409,
    zh: '订单已取消，请重新提交订单',
    en: 'This order was cancelled. Please make a new one.',
  },
  'order-refunded': {
    status: 409,
    zh: '订单已退款，如需继续请重新提交订单',
    en: 'This order was refunded. Make a new one to go on.',
  },
  'delivery-not-offered': {
    status: 422,
    zh: '本次采集不提供这种领取方式或份数，请重新选择',
    en: 'This collection does not offer that delivery or that many sets. Please choose again.',
  },
  'paper-not-offered': {
    status: 422,
    zh: '本次采集不提供纸质版照片，请选择不需要',
    en: 'This collection offers no paper prints. Please choose no prints.',
  },
  'payment-way-unknown': {
    status: 422,
    zh: '这里不能用这种方式支付，请换一种方式',
    en: 'You cannot pay that way here. Please choose another one.',
  },
  'payer-unknown': {
    status: 422,
    zh: '没有取得您的微信身份，请在微信中重新打开后再支付',
    en: 'WeChat did not say who you are. Open the page in WeChat again and pay there.',
  },
  'invoice-not-possible': {
    status: 409,
    zh: '这个订单现在不能开发票：没有实付金额，或款项已退回',
    en: 'No invoice can be made for this order: nothing was paid, or it was given back.',
  },
  'invoice-present': {
    status: 409,
    zh: '这个订单已经申请过发票，请刷新查看',
    en: 'An invoice of this order was asked for already. Refresh to see it.',
  },
  'invoice-decided': {
    status: 409,
    zh: '这张发票的状态已经变化，请刷新后再操作',
    en: 'This invoice has moved on meanwhile. Refresh and look again.',
  },
  'invoice-amount-changed': {
    status: 409,
    zh: '导出以后订单有退款，金额已变化，请退回这份申请，由学生重新申请',
    en: 'Money went back since the export and the amount differs. Refuse this request and have it asked for anew.',
  },
  'invoice-not-refunded': {
    status: 409,
    zh: '订单没有退款，不需要红字发票',
    en: 'Nothing of this order was given back, so the invoice is not to be reversed.',
  },
  'invoice-none-waiting': {
    status: 409,
    zh: '没有待导出的发票申请',
    en: 'No invoice request is waiting to be exported.',
  },
  'invoice-title-wrong': {
    status: 422,
    zh: '请填写发票抬头',
    en: 'Please fill in whom the invoice is for.',
  },
  'tax-number-wrong': {
    status: 422,
    zh: '纳税人识别号不正确，应为15、18或20位，请逐位核对',
    en: 'That is not a taxpayer number: it has 15, 18 or 20 characters. Please check each of them.',
  },
  'invoice-number-wrong': {
    status: 422,
    zh: '发票号码应为20位数字，或发票代码加8位号码，请核对',
    en: 'An invoice number has 20 digits, or is a code followed by 8 digits. Please check it.',
  },
  'invoice-number-used': {
    status: 409,
    zh: '这个发票号码已登记在另一张发票上，请核对',
    en: 'That invoice number belongs to another invoice already. Please check it.',
  },
  'invoice-file-wrong': {
    status: 422,
    zh: '请上传PDF、OFD或XML格式的电子发票',
    en: 'Please upload the electronic invoice as PDF, OFD or XML.',
  },
  'invoice-file-too-large': {
    status: 413,
    zh: '文件超过5MB，请换小一些的文件',
    en: 'The file is larger than 5 MB. Please choose a smaller one.',
  },
  'invoice-sheet-wrong': {
    status: 422,
    zh: '表格里要有“申请编号”和“发票号码”两列，请使用导出的表格填写',
    en: 'The sheet needs the columns of request and invoice numbers. Please fill in the sheet that was exported.',
  },
  'refund-not-possible': {
    status: 409,
    zh: '这个订单现在不能退款，请查看退款说明或联系客服',
    en: 'This order cannot be refunded now. See the refund rule or contact our service.',
  },
  'refund-too-much': {
    status: 409,
    zh: '退款金额超过可退金额，请核对',
    en: 'That is more than can still be given back. Please check the amount.',
  },
  'refund-decided': {
    status: 409,
    zh: '这笔退款已经处理过，请刷新查看',
    en: 'This refund has been decided already. Refresh to see it.',
  },
  'second-person-needed': {
    status: 409,
    zh: '这笔退款需要另一位同事批准，不能由申请人自己批准',
    en: 'Another person must approve this refund; you asked for it yourself.',
  },
  'approval-own': {
    status: 409,
    zh: '不能批准自己的申请，请另一位管理员批准',
    en: 'You asked for this yourself. Another administrator has to decide.',
  },
  'approval-decided': {
    status: 409,
    zh: '这个申请已有结果或已过期，请刷新查看',
    en: 'This has been decided already or has lapsed. Refresh to see it.',
  },
  'approval-missing': {
    status: 409,
    zh: '还没有第二人批准，或批准已过期；请先申请并等待另一位管理员批准',
    en: 'Nobody has approved this, or the approval has lapsed. Ask for it and wait for another administrator.',
  },
  'reconciliation-unavailable': {
    status: 409,
    zh: '没有接入会出账单的支付渠道，无法对账',
    en: 'No payment provider that sends bills is set up, so there is nothing to compare.',
  },
  'reconciliation-day': {
    status: 422,
    zh: '请选择昨天或更早、三个月以内的日期：支付方次日上午才出账单',
    en: 'Choose a day from yesterday back to three months ago; a bill comes the morning after.',
  },
  'reconciliation-open': {
    status: 409,
    zh: '这一天还有差异没有处理，请逐笔处理后再关账',
    en: 'Some differences of this day are still open. Settle each of them, then close the day.',
  },
  'reconciliation-closed': {
    status: 409,
    zh: '这一天已经关账，如需更改请先申请重开并由另一人同意',
    en: 'This day is closed. Ask for it to be opened again and have another person agree.',
  },
  'reconciliation-not-closed': {
    status: 409,
    zh: '这一天没有关账或没有重开申请，请刷新后再看',
    en: 'This day is not closed, or nobody asked to open it again. Refresh the page.',
  },
  'key-reused': {
    status: 422,
    zh: '同一个请求编号不能用于不同的内容，请重新操作',
    en: 'The same request key was used for something else. Please start the action again.',
  },
  'request-running': {
    status: 409,
    zh: '上一次同样的请求还在处理，请稍等',
    en: 'The same request is still being handled. Please wait a moment.',
  },
  'order-being-paid': {
    status: 409,
    zh: '订单正在支付，请完成支付或稍后再试',
    en: 'A payment of this order is under way. Finish it or try again shortly.',
  },
  'payment-closed': {
    status: 409,
    zh: '这次支付已失效，请回到订单重新支付',
    en: 'This payment is no longer valid. Go back to the order and pay again.',
  },
  'notice-not-failed': {
    status: 409,
    zh: '只有发送失败且内容仍保留的通知可以重新发送',
    en: 'Only a notice that failed and whose words are still kept can be sent again.',
  },
  'print-nothing': {
    status: 409,
    zh: '没有待冲印的订单：订单须已支付、需要纸质版照片、照片已通过审核、没有进行中的退款',
    en: 'No order is due for printing: it must be paid, have prints, an approved photo and no open refund.',
  },
  'print-layout-refused': {
    status: 400,
    zh: '这样的版式放不下或文字有误：请换大一些的纸张、少几行文字，文字中只用给出的字段',
    en: 'These prints do not fit or a line is wrong: take larger paper or fewer lines, and only the fields that are listed.',
  },
  'print-batch-moved': {
    status: 409,
    zh: '这个冲印批次的状态已经变了，请刷新后再看',
    en: 'This print batch has moved on. Refresh to see where it is.',
  },
  'print-again-refused': {
    status: 409,
    zh: '只有冲印过、没有退款、也不在补印中的订单才能补印，请核对订单号',
    en: 'Only orders that were printed, not refunded and not being reprinted can be printed again. Check the order number.',
  },
  'parcel-moved': {
    status: 409,
    zh: '这个包裹的状态已改变，请刷新后再操作',
    en: 'The state of this parcel has changed. Load it again before you go on.',
  },
  'parcel-refunding': {
    status: 409,
    zh: '这个订单正在退款或已退款，不能寄出，请取出照片',
    en: 'This order is being refunded or was. Take its prints out; they must not leave.',
  },
  'tracking-number-malformed': {
    status: 422,
    zh: '运单号只能是6到40位字母、数字和连字符，请核对',
    en: 'A tracking number has 6 to 40 letters, digits and hyphens. Please check it.',
  },
  'tracking-number-taken': {
    status: 409,
    zh: '这个运单号已用于另一个包裹，请核对面单',
    en: 'This tracking number belongs to another parcel. Check the label.',
  },
  'courier-unknown': {
    status: 422,
    zh: '没有这家快递公司，请从列表中选择',
    en: 'That courier is not known. Choose one from the list.',
  },
  'label-sheet-unknown': {
    status: 422,
    zh: '没有这种标签纸，请从列表中选择',
    en: 'Those label sheets are not known. Choose from the list.',
  },
  'sender-missing': {
    status: 409,
    zh: '还没有设置寄件人，请管理员设置TUCAI_SENDER_NAME、TUCAI_SENDER_PHONE和TUCAI_SENDER_ADDRESS',
    en: 'The sender is not set. Ask an administrator to set TUCAI_SENDER_NAME, TUCAI_SENDER_PHONE and TUCAI_SENDER_ADDRESS.',
  },
  'nothing-to-label': {
    status: 409,
    zh: '没有还没打面单的包裹，请先建包裹，或勾选包含已打过面单的',
    en: 'No parcel waits for a label. Make parcels first, or include those labelled before.',
  },
  'nothing-to-bundle': {
    status: 409,
    zh: '没有待装箱的订单，请先冲印',
    en: 'No printed order waits for a bundle. Print some first.',
  },
  'bundle-moved': {
    status: 409,
    zh: '这个箱子的状态已改变，请刷新后再操作',
    en: 'The state of this bundle has changed. Load it again before you go on.',
  },
  'bundle-refunding': {
    status: 409,
    zh: '箱内有正在退款或已退款的订单，请取出后再发出',
    en: 'Orders in this bundle are being refunded or were. Take them out before it leaves.',
  },
  'sheet-empty': {
    status: 422,
    zh: '文件里没有数据，请核对后重新上传',
    en: 'There are no data in the file. Check it and upload it again.',
  },
  'sheet-old-format': {
    status: 422,
    zh: '这是旧版Excel文件或加了密码，请另存为不带密码的.xlsx或CSV后上传',
    en: 'This is an old Excel file or has a password. Save it as .xlsx or CSV without one and upload that.',
  },
  'sheet-unreadable': {
    status: 422,
    zh: '文件无法读取，请用表格软件打开后另存为.xlsx或CSV再上传',
    en: 'The file cannot be read. Open it in a spreadsheet program, save it as .xlsx or CSV and upload that.',
  },
  'sheet-too-large': {
    status: 413,
    zh: '文件太大，最多20000行、200列、8MB，请分成几个文件上传',
    en: 'The file is too large: at most 20,000 rows, 200 columns and 8 MB. Split it into several files.',
  },
  'delivery-nothing': {
    status: 409,
    zh: '没有可以交付的照片：没有符合范围的已通过照片，或都因预览中写明的原因不能交付',
    en: 'There is no photo to deliver: none in this scope is approved, or the preview says why each is left out.',
  },
  'delivery-name-wrong': {
    status: 422,
    zh: '文件名或文件夹模板不能用：只能用列出的字段和普通字符，文件名至少要有一个字段，且不能含 \\ : * ? " < > |',
    en: 'This template for names cannot be used: take the listed fields and plain characters, at least one field in the file name, and none of \\ : * ? " < > | anywhere.',
  },
  'delivery-standard-unknown': {
    status: 422,
    zh: '没有这种派生照片，请从列出的标准里选择',
    en: 'Photos by this standard are not made. Choose one that is listed.',
  },
  'delivery-moved': {
    status: 409,
    zh: '这次交付的状态已变化，请刷新后再操作',
    en: 'This delivery has moved on. Refresh to see where it is.',
  },
  'delivery-outdated': {
    status: 409,
    zh: '打包后有照片的审核通过被撤回，这个包不能再下载，请取消后重新生成',
    en: 'An approval was taken back after packing, so this package must not leave. Cancel it and make a new one.',
  },
  'delivery-files-gone': {
    status: 410,
    zh: '交付包的文件已过保存期限，请重新生成',
    en: 'The files of this package are no longer kept. Make a new package.',
  },
  'roster-heading-missing': {
    status: 422,
    zh: '没有找到表头：文件里要有“学号”“姓名”“证件号码”三列，请下载模板对照',
    en: 'No heading row was found: the file needs the columns student number, name and document number. Compare it with the template.',
  },
  'roster-too-large': {
    status: 413,
    zh: '文件太大，最多100000行、200列、48MB，请分成几个文件上传',
    en: 'The file is too large: at most 100,000 rows, 200 columns and 48 MB. Split it into several files.',
  },
  'roster-locked': {
    status: 422,
    zh: '文件加了密码，请去掉密码后重新上传',
    en: 'The file has a password. Save it without one and upload it again.',
  },
  'roster-columns-wrong': {
    status: 422,
    zh: '列匹配不完整：学号、姓名、证件号码必须各有一列，一列只能用一次',
    en: 'The columns do not fit: student number, name and document number need one each, and no field may have two.',
  },
  'roster-moved': {
    status: 409,
    zh: '这份名单的状态已改变，请刷新后再操作',
    en: 'The state of this roster has changed. Load it again before you go on.',
  },
  'roster-accepting': {
    status: 409,
    zh: '另一份名单正在写入，请等它完成后再上传',
    en: 'Another roster is being stored. Wait until it is done, then upload yours.',
  },
  'roster-blocked': {
    status: 409,
    zh: '名单还有阻断问题，请在文件里改正后重新上传',
    en: 'The roster still has blocking problems. Mend them in the file and upload it again.',
  },
  'graduate-withdrawn': {
    status: 409,
    zh: '学校已把您从本次采集的名单中移除，请联系学校',
    en: 'Your school has taken you off the roster of this collection. Please contact it.',
  },
  'job-not-failed': {
    status: 409,
    zh: '这项任务已不是失败状态，请刷新后查看',
    en: 'This job is no longer a failed one. Load the page again.',
  },
  'payment-unavailable': {
    status: 503,
    zh: '支付暂时不可用，请稍后再试，订单会保留',
    en: 'Payment is unavailable at the moment. Your order is kept; try again later.',
  },
} as const satisfies Record<string, ProblemWords>

export type ProblemWords = { status: number; zh: string; en: string }
export type ProblemCode = keyof typeof problems

/** The body of every answer with a status of 400 or more. `field` names the input it is about. */
export type ProblemBody = {
  code: ProblemCode
  zh: string
  en: string
  field?: string
  retryAfterSeconds?: number
  /** By which the operator finds the request in the log; of what went wrong on our side. */
  requestId?: string
}

/** An expected refusal. Thrown by rules and routes, turned into a `ProblemBody` at the edge; a bug throws anything else. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly field: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: ProblemCode, detail: { field?: string; retryAfterSeconds?: number } = {}) {
    super(code)
    this.code = code
    this.field = detail.field
    this.retryAfterSeconds = detail.retryAfterSeconds
  }

  get status(): number {
    return problems[this.code].status
  }

  body(): ProblemBody {
    const { zh, en } = problems[this.code]
    const body: ProblemBody = { code: this.code, zh, en }
    if (this.field !== undefined) body.field = this.field
    if (this.retryAfterSeconds !== undefined) body.retryAfterSeconds = this.retryAfterSeconds
    return body
  }
}
